/* Buffers stop at their maximum; JSON strings are safe wherever they land. */

#include "base/text.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/scratch.h"
#include "unit.h"

static void
what_is_written_is_there(void **state)
{
	struct cw_buf buf;

	(void)state;
	cw_buf_init(&buf, &scratch, 1000);
	assert_string_equal(buf.data, "");
	cw_buf_puts(&buf, "");
	cw_buf_puts(&buf, "one");
	cw_buf_putc(&buf, ' ');
	cw_buf_put(&buf, "two three", 3);
	cw_buf_printf(&buf, " %s%d", "=", 3);
	assert_string_equal(buf.data, "one two =3");
	assert_int_equal(buf.len, 10);
	assert_int_equal(cw_buf_end(&buf), CW_OK);
}

static void
a_buffer_takes_its_maximum_and_not_a_byte_more(void **state)
{
	static const size_t maxima[] = { 0, 1, 10, 255, 256, 257, 5000 };
	char bytes[5001];

	(void)state;
	memset(bytes, 'x', sizeof(bytes));
	for (size_t i = 0; i < CW_LEN(maxima); i++) {
		struct cw_buf buf;

		cw_buf_init(&buf, &scratch, maxima[i]);
		cw_buf_put(&buf, bytes, maxima[i]);
		assert_int_equal(cw_buf_end(&buf), CW_OK);
		assert_int_equal(strlen(buf.data), maxima[i]);
		cw_buf_putc(&buf, 'y');
		assert_int_equal(cw_buf_end(&buf), CW_NOMEM);
		assert_int_equal(buf.len, maxima[i]);
	}
}

static void
a_write_too_long_is_dropped_and_so_is_the_rest(void **state)
{
	struct cw_buf buf;

	(void)state;
	cw_buf_init(&buf, &scratch, 5);
	cw_buf_puts(&buf, "abc");
	cw_buf_puts(&buf, "def");
	assert_true(buf.failed);
	assert_int_equal(buf.len, 3);
	cw_buf_putc(&buf, 'g');
	cw_buf_printf(&buf, "%d", 1);
	cw_buf_put_json(&buf, "", 0);
	assert_int_equal(buf.len, 3);
	assert_int_equal(cw_buf_end(&buf), CW_NOMEM);

	cw_buf_init(&buf, &scratch, 5);
	cw_buf_put_json(&buf, "abcd", 4);
	assert_true(buf.failed);
	assert_int_equal(buf.len, 0);
}

static void
without_memory_a_buffer_fails(void **state)
{
	struct cw_buf buf;

	(void)state;
	cw_buf_init(&buf, &scratch, 1000);
	cw_arena_fail_at(1, 0);
	cw_buf_puts(&buf, "abc");
	cw_buf_puts(&buf, "def");
	assert_int_equal(cw_buf_end(&buf), CW_NOMEM);
}

static void
a_fixed_buffer_stays_in_its_memory(void **state)
{
	char memory[6];
	struct cw_buf buf;

	(void)state;
	cw_buf_init_fixed(&buf, memory, sizeof(memory));
	cw_buf_puts(&buf, "12345");
	assert_string_equal(memory, "12345");
	assert_int_equal(cw_buf_end(&buf), CW_OK);
	cw_buf_putc(&buf, '6');
	assert_int_equal(cw_buf_end(&buf), CW_NOMEM);
}

static void
integers_are_written_as_printf_would(void **state)
{
	static const int64_t values[] = { 0, 1, -1, 9, 10, -10, 1234567890123,
		INT64_MAX, INT64_MIN };

	(void)state;
	for (size_t i = 0; i < CW_LEN(values); i++) {
		char wanted[32];
		struct cw_buf buf;

		(void)snprintf(wanted, sizeof(wanted), "%" PRId64, values[i]);
		cw_buf_init(&buf, &scratch, 100);
		cw_buf_putint(&buf, values[i]);
		assert_string_equal(buf.data, wanted);
	}
}

static void
bytes_are_written_in_hexadecimal(void **state)
{
	struct cw_buf buf;

	(void)state;
	cw_buf_init(&buf, &scratch, 100);
	cw_buf_put_hex(&buf, "\x00\x0f\xf0\xff", 4);
	assert_string_equal(buf.data, "000ff0ff");
}

static void
json_strings_are_escaped(void **state)
{
	static const struct {
		const char *in, *out;
	} cases[] = {
		{ "", "\"\"" },
		{ "plain text", "\"plain text\"" },
		{ "\"\\/", "\"\\\"\\\\/\"" },
		{ "\b\f\n\r\t", "\"\\b\\f\\n\\r\\t\"" },
		{ "\x01\x1f\x7f", "\"\\u0001\\u001f\\u007f\"" },
		{ "</script>", "\"\\u003c/script>\"" },
		{ "a\xe2\x80\xa8"
		  "b\xe2\x80\xa9",
		    "\"a\\u2028b\\u2029\"" },
		{ "\xe2\x80\xaa\xe2\x82\xac", "\"\xe2\x80\xaa\xe2\x82\xac\"" },
		{ "h\xc3\xa9 \xf0\x9f\x98\x80",
		    "\"h\xc3\xa9 \xf0\x9f\x98\x80\"" },
	};

	(void)state;
	for (size_t i = 0; i < CW_LEN(cases); i++) {
		struct cw_buf buf;

		cw_buf_init(&buf, &scratch, 100);
		cw_buf_put_json(&buf, cases[i].in, strlen(cases[i].in));
		assert_string_equal(buf.data, cases[i].out);
	}
}

static void
a_nul_in_a_json_string_is_escaped(void **state)
{
	struct cw_buf buf;

	(void)state;
	cw_buf_init(&buf, &scratch, 100);
	cw_buf_put_json(&buf, "a\0b", 3);
	assert_string_equal(buf.data, "\"a\\u0000b\"");
}

static void
no_control_character_survives_in_a_json_string(void **state)
{
	(void)state;
	for (int c = 1; c < 128; c++) {
		const char text[] = { (char)c, '\0' };
		struct cw_buf buf;

		cw_buf_init(&buf, &scratch, 100);
		cw_buf_put_json(&buf, text, 1);
		for (size_t i = 0; i < buf.len; i++)
			assert_true(buf.data[i] >= 0x20 && buf.data[i] < 0x7f);
	}
}

static void
blank_is_white_space_of_any_kind(void **state)
{
	static const struct {
		const char *text;
		bool is_blank;
	} cases[] = {
		{ "", true },
		{ " \t\r\n\v\f", true },
		{ "\xc2\xa0\xc2\x85", true },
		{ "\xe2\x80\x80\xe2\x80\x8b\xe3\x80\x80\xef\xbb\xbf", true },
		{ "\xe1\x9a\x80\xe2\x80\xa8\xe2\x80\xaf\xe2\x81\x9f", true },
		{ " x ", false },
		{ "\xe2\x80\x8d", false },
		{ "\xc3\xa9", false },
		{ "\x01", false },
	};

	(void)state;
	for (size_t i = 0; i < CW_LEN(cases); i++)
		assert_int_equal(cw_text_is_blank(cases[i].text),
		    cases[i].is_blank);
}

static void
texts_compare(void **state)
{
	(void)state;
	assert_true(cw_text_equal("a", "a"));
	assert_false(cw_text_equal("a", "A"));
	assert_true(cw_text_equal(NULL, NULL));
	assert_false(cw_text_equal(NULL, ""));
	assert_false(cw_text_equal("", NULL));
	assert_true(cw_text_starts("abc", "ab"));
	assert_true(cw_text_starts("abc", ""));
	assert_false(cw_text_starts("ab", "abc"));
	assert_true(cw_text_equal_nocase("aBz9[", "AbZ9["));
	assert_false(cw_text_equal_nocase("a", "ab"));
	assert_false(cw_text_equal_nocase("ab", "a"));
	assert_false(cw_text_equal_nocase("[", "{"));
	assert_false(cw_text_equal_nocase("\xc3\xa9", "\xc3\x89"));
}

static void
whole_numbers_are_read(void **state)
{
	static const struct {
		const char *text;
		int64_t value;
	} cases[] = {
		{ "0", 0 },
		{ "7", 7 },
		{ "-7", -7 },
		{ "1234567890123", 1234567890123 },
		{ "9223372036854775807", INT64_MAX },
		{ "-9223372036854775808", INT64_MIN },
	};

	(void)state;
	for (size_t i = 0; i < CW_LEN(cases); i++) {
		int64_t value = 99;

		assert_int_equal(cw_text_to_int(cases[i].text, &value), CW_OK);
		assert_int_equal(value, cases[i].value);
	}
}

static void
what_is_no_whole_number_is_refused(void **state)
{
	static const char *const texts[] = { "", "-", "+1", " 1", "1 ", "01",
		"-0", "-01", "--1", "1.0", "1e3", "0x10", "1\n", "12a",
		"9223372036854775808", "-9223372036854775809",
		"99999999999999999999999999", "\xd9\xa1" };

	(void)state;
	for (size_t i = 0; i < CW_LEN(texts); i++) {
		int64_t value = 99;

		assert_int_equal(cw_text_to_int(texts[i], &value), CW_INVALID);
		assert_int_equal(value, 99);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_written_is_there),
		cmocka_unit_test(
		    a_buffer_takes_its_maximum_and_not_a_byte_more),
		cmocka_unit_test(
		    a_write_too_long_is_dropped_and_so_is_the_rest),
		cmocka_unit_test(without_memory_a_buffer_fails),
		cmocka_unit_test(a_fixed_buffer_stays_in_its_memory),
		cmocka_unit_test(integers_are_written_as_printf_would),
		cmocka_unit_test(bytes_are_written_in_hexadecimal),
		cmocka_unit_test(json_strings_are_escaped),
		cmocka_unit_test(a_nul_in_a_json_string_is_escaped),
		cmocka_unit_test(
		    no_control_character_survives_in_a_json_string),
		cmocka_unit_test(blank_is_white_space_of_any_kind),
		cmocka_unit_test(texts_compare),
		cmocka_unit_test(whole_numbers_are_read),
		cmocka_unit_test(what_is_no_whole_number_is_refused),
	};

	return cmocka_run_group_tests(tests, scratch_make, scratch_remove);
}
