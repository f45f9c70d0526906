/* Tags of languages. */

#include "unit.h"

#include "base/language.h"
#include "base/text.h"

static void
tags_are_written_by_convention(void **state)
{
	static const struct {
		const char *in, *out; /* NULL: no tag */
	} rows[] = {
		{ "en", "en" },
		{ "DE_at", "de-AT" },
		{ "zh-hant-tw", "zh-Hant-TW" },
		{ "sr-LATN", "sr-Latn" },
		{ "de-1996", "de-1996" },
		{ "ca-ES-valencia", "ca-ES-valencia" },
		{ "abcdefgh-abcdefgh-abcdefgh-abcdefgh",
		    "abcdefgh-abcdefgh-abcdefgh-abcdefgh" },
		{ "abcdefgh-abcdefgh-abcdefgh-abcdefgh-a", NULL },
		{ "", NULL },
		{ "d", NULL },
		{ "1a", NULL },
		{ "../de", NULL },
		{ "de/../..", NULL },
		{ "de.", NULL },
		{ "de-", NULL },
		{ "de--AT", NULL },
		{ "-de", NULL },
		{ "de AT", NULL },
		{ "abcdefghi", NULL },
		{ "d\u00E9", NULL },
	};
	char tag[CW_LANGUAGE_BYTES];

	(void)state;
	for (size_t i = 0; i < CW_LEN(rows); i++) {
		assert_int_equal(cw_language_read(rows[i].in, tag),
		    rows[i].out != NULL);
		if (rows[i].out != NULL)
			assert_string_equal(tag, rows[i].out);
	}
}

static void
a_tag_gets_wider_until_only_the_language_is_left(void **state)
{
	char tag[CW_LANGUAGE_BYTES] = "zh-Hant-TW";

	(void)state;
	assert_true(cw_language_widen(tag));
	assert_string_equal(tag, "zh-Hant");
	assert_true(cw_language_widen(tag));
	assert_string_equal(tag, "zh");
	assert_false(cw_language_widen(tag));
	assert_string_equal(tag, "zh");
}

static void
arabic_and_hebrew_run_from_right_to_left(void **state)
{
	(void)state;
	assert_true(cw_language_is_rtl("ar"));
	assert_true(cw_language_is_rtl("he-IL"));
	assert_false(cw_language_is_rtl("de"));
	assert_false(cw_language_is_rtl("arn"));
	assert_false(cw_language_is_rtl("a"));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(tags_are_written_by_convention),
		cmocka_unit_test(
		    a_tag_gets_wider_until_only_the_language_is_left),
		cmocka_unit_test(arabic_and_hebrew_run_from_right_to_left),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
