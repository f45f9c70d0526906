/* lib/pool/letter.c: letters come out of the queue as they went in. */

#include "../unit.h"

#include <string.h>

#include "base/text.h"
#include "pool/letter.h"

static void
each_letter_has_a_name_that_finds_it(void **state)
{
	(void)state;
	for (int kind = 0; kind < CW_LETTER__COUNT; kind++) {
		const char *name = cw_letter_name((enum cw_letter_kind)kind);

		assert_non_null(name);
		assert_int_equal(cw_letter_find(name), kind);
	}
	assert_int_equal(cw_letter_find("what"), CW_LETTER__COUNT);
	assert_int_equal(cw_letter_find(""), CW_LETTER__COUNT);
}

static void
what_is_packed_is_unpacked(void **state)
{
	static const struct cw_letter rows[] = {
		{ CW_LETTER_RESET, "de-AT", "Zo\u00EB_1", "012345", 0, NULL },
		{ CW_LETTER_WELCOME, NULL, "anna", "a=b\r\n\\{x}<\1", 365,
		    NULL },
		{ CW_LETTER_DELETION, "en", "anna", NULL, INT64_MAX, NULL },
		{ CW_LETTER_CONNECTED, "en", "anna", NULL, 0, "corp" },
		{ CW_LETTER_DISCONNECTED, "en", "anna", NULL, 0, NULL },
		{ CW_LETTER_TEST, NULL, NULL, NULL, -1, NULL },
	};
	struct cw_arena arena;
	struct cw_letter out;
	const char *bytes;
	size_t len;

	(void)state;
	cw_arena_init(&arena, 1 << 20);
	for (size_t i = 0; i < CW_LEN(rows); i++) {
		const struct cw_letter *in = &rows[i];

		assert_int_equal(cw_letter_pack(&arena, in, &bytes, &len),
		    CW_OK);
		assert_int_equal(cw_letter_unpack(bytes, len, &out), CW_OK);
		assert_int_equal(out.kind, in->kind);
		assert_string_equal(out.locale,
		    in->locale == NULL ? "" : in->locale);
		assert_string_equal(out.username,
		    in->username == NULL ? "" : in->username);
		assert_string_equal(out.secret,
		    in->secret == NULL ? "" : in->secret);
		assert_int_equal(out.days, in->days);
		assert_string_equal(out.provider,
		    in->provider == NULL ? "" : in->provider);
		/* Cut short it is none. */
		for (size_t n = 0; n < len; n++)
			assert_int_equal(cw_letter_unpack(bytes, n, &out),
			    CW_INVALID);
	}
	cw_arena_clear(&arena);
}

static void
what_is_no_letter_is_refused(void **state)
{
	static const struct {
		const char *bytes;
		size_t len;
	} rows[] = {
		{ "\1what\0\0\0\0000", 11 },
		{ "\1reset\0\0\0\0x", 12 },
		{ "\2reset\0\0\0\0000", 12 },
		{ "Subject\0text", 13 },
	};
	struct cw_letter out;

	(void)state;
	for (size_t i = 0; i < CW_LEN(rows); i++)
		assert_int_equal(cw_letter_unpack(rows[i].bytes, rows[i].len,
				     &out),
		    CW_INVALID);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_letter_has_a_name_that_finds_it),
		cmocka_unit_test(what_is_packed_is_unpacked),
		cmocka_unit_test(what_is_no_letter_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
