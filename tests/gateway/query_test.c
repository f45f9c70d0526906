/* Paths and queries: split first, decoded once. */

#include <string.h>

#include "base/text.h"
#include "gateway/door.h"
#include "gateway/query.h"

static void
decoding_is_done_once(void **state)
{
	static const struct {
		const char *in, *out;
	} table[] = {
		{ "", "" },
		{ "abc", "abc" },
		{ "a%20b", "a b" },
		{ "%C3%a9", "\xc3\xa9" },
		{ "%2525", "%25" },
		{ "%2f", "/" },
		{ "a+b", "a+b" },
		{ "\xc3\xa9", "\xc3\xa9" },
	};
	struct door *door = *state;
	const char *out;

	for (size_t i = 0; i < CW_LEN(table); i++) {
		assert_int_equal(cw_percent_decode(&door->arena, table[i].in,
				     strlen(table[i].in), CW_PLUS_IS_PLUS,
				     &out),
		    CW_OK);
		assert_string_equal(out, table[i].out);
	}
}

static void
what_cannot_be_decoded_is_refused(void **state)
{
	static const char *const table[] = { "%", "%2", "%zz", "%2g", "%00",
		"a%", "%ff", "%c3", "%c0%af", "%ed%a0%80", "\xff", "%+1", "% 1",
		"%-1" };
	struct door *door = *state;
	const char *out;

	for (size_t i = 0; i < CW_LEN(table); i++)
		assert_int_equal(cw_percent_decode(&door->arena, table[i],
				     strlen(table[i]), CW_PLUS_IS_PLUS, &out),
		    CW_INVALID);
	assert_int_equal(cw_percent_decode(&door->arena, "a\0b", 3,
			     CW_PLUS_IS_PLUS, &out),
	    CW_INVALID);
}

/* The parameters as "name=value;", or the error's word. */
static const char *
parse(struct door *door, const char *query)
{
	struct cw_parameter parameters[CW_QUERY_MAX_PARAMETERS];
	struct cw_buf buf;
	size_t count;
	enum cw_err err =
	    cw_query_parse(&door->arena, query, parameters, &count);

	if (err != CW_OK)
		return cw_err_word(err);
	cw_buf_init(&buf, &door->arena, 4096);
	for (size_t i = 0; i < count; i++)
		cw_buf_printf(&buf, "%s=%s;", parameters[i].name,
		    parameters[i].value);
	return buf.data;
}

static void
a_query_is_taken_apart(void **state)
{
	static const struct {
		const char *in, *out;
	} table[] = {
		{ "", "" },
		{ "a=1", "a=1;" },
		{ "a=1&b=2", "a=1;b=2;" },
		{ "&&a=1&&", "a=1;" },
		{ "a", "a=;" },
		{ "a=", "a=;" },
		{ "=1", "=1;" },
		{ "a=b=c", "a=b=c;" },
		{ "a=1+2%2B3", "a=1 2+3;" },
		{ "a=%26b%3D1", "a=&b=1;" },
		{ "a=1;b=2", "a=1;b=2;" },
		{ "a=1&a=1", "invalid" },
		{ "a=1&%61=2", "invalid" },
		{ "a=%", "invalid" },
		{ "%ff=1", "invalid" },
		{ "a=1&b=%00", "invalid" },
	};
	struct door *door = *state;

	for (size_t i = 0; i < CW_LEN(table); i++)
		assert_string_equal(parse(door, table[i].in), table[i].out);
}

static void
too_many_parameters_are_refused(void **state)
{
	struct door *door = *state;
	struct cw_buf buf;

	cw_buf_init(&buf, &door->arena, 4096);
	for (int i = 0; i < CW_QUERY_MAX_PARAMETERS; i++)
		cw_buf_printf(&buf, "p%d=1&", i);
	assert_string_not_equal(parse(door, buf.data), "invalid");
	cw_buf_puts(&buf, "q=1");
	assert_string_equal(parse(door, buf.data), "invalid");
}

static void
a_path_matches_segment_by_segment(void **state)
{
	static const struct {
		const char *template, *path;
		bool matches;
	} table[] = {
		{ "/health", "/health", true },
		{ "/health", "/health/", false },
		{ "/health", "/healthy", false },
		{ "/health", "/heal", false },
		{ "/health", "/", false },
		{ "/health", "", false },
		{ "/health", "health", false },
		{ "/health", "//health", false },
		{ "/health", "/Health", false },
		{ "/a/{id}", "/a/b", true },
		{ "/a/{id}", "/a/b/c", false },
		{ "/a/{id}", "/a/", false },
		{ "/a/{id}", "/a", false },
		{ "/a/{id}/c", "/a/b/c", true },
		{ "/a/{id}/c", "/a//c", false },
		{ "/a/{id}/c", "/a/b%2Fx/c", true },
		{ "/a/{id}/c", "/a/b/x/c", false },
		{ "/a/{id}/{name}", "/a/b/c", true },
	};

	(void)state;
	for (size_t i = 0; i < CW_LEN(table); i++)
		if (cw_path_matches(table[i].template, table[i].path,
			strlen(table[i].path)) != table[i].matches)
			fail_msg("%s %s", table[i].template, table[i].path);
}

static void
a_segment_is_found_by_its_name(void **state)
{
	static const char template[] = "/a/{id}/b/{name}";
	const char *segment;
	size_t len;

	(void)state;
	assert_true(cw_path_segment(template, "/a/x%20y/b/zz?", 13, "name",
	    &segment, &len));
	assert_int_equal(len, 2);
	assert_memory_equal(segment, "zz", 2);
	assert_true(cw_path_segment(template, "/a/x%20y/b/zz", 13, "id",
	    &segment, &len));
	assert_int_equal(len, 5);
	assert_memory_equal(segment, "x%20y", 5);
	assert_false(
	    cw_path_segment(template, "/a/x/b/z", 8, "i", &segment, &len));
	assert_false(
	    cw_path_segment(template, "/a/x/b/z", 8, "other", &segment, &len));
	assert_true(cw_path_has(template, "id"));
	assert_false(cw_path_has(template, "nam"));
	assert_false(cw_path_has(template, "a"));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		DOOR_TEST(decoding_is_done_once),
		DOOR_TEST(what_cannot_be_decoded_is_refused),
		DOOR_TEST(a_query_is_taken_apart),
		DOOR_TEST(too_many_parameters_are_refused),
		DOOR_TEST(a_path_matches_segment_by_segment),
		DOOR_TEST(a_segment_is_found_by_its_name),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
