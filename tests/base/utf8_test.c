/* Every code point passes, and nothing else does. */

#include "base/utf8.h"

#include <string.h>

#include "base/err.h"
#include "unit.h"

/* The encoding of a code point, whatever it is; its length. */
static size_t
encode(uint32_t point, char out[4])
{
	if (point < 0x80) {
		out[0] = (char)point;
		return 1;
	}
	if (point < 0x800) {
		out[0] = (char)(0xc0 | point >> 6);
		out[1] = (char)(0x80 | (point & 0x3f));
		return 2;
	}
	if (point < 0x10000) {
		out[0] = (char)(0xe0 | point >> 12);
		out[1] = (char)(0x80 | (point >> 6 & 0x3f));
		out[2] = (char)(0x80 | (point & 0x3f));
		return 3;
	}
	out[0] = (char)(0xf0 | point >> 18);
	out[1] = (char)(0x80 | (point >> 12 & 0x3f));
	out[2] = (char)(0x80 | (point >> 6 & 0x3f));
	out[3] = (char)(0x80 | (point & 0x3f));
	return 4;
}

static void
every_code_point_is_read_back(void **state)
{
	(void)state;
	for (uint32_t point = 0; point < 0x110800; point++) {
		char bytes[4];
		const size_t len = encode(point, bytes);
		const bool is_good =
		    point <= 0x10ffff && !(point >= 0xd800 && point <= 0xdfff);
		size_t size = 0;
		const int32_t read = cw_utf8_next(bytes, len, &size);

		if (read != (is_good ? (int32_t)point : -1) ||
		    (is_good && size != len))
			fail_msg("U+%04X is read as %d", point, read);
		if (cw_utf8_is_valid(bytes, len) != is_good)
			fail_msg("U+%04X is misjudged", point);
	}
}

static void
a_sequence_cut_short_is_refused(void **state)
{
	static const uint32_t points[] = { 0x80, 0x7ff, 0x800, 0xffff, 0x10000,
		0x10ffff };

	(void)state;
	for (size_t i = 0; i < CW_LEN(points); i++) {
		char bytes[4];
		const size_t len = encode(points[i], bytes);

		for (size_t cut = 1; cut < len; cut++) {
			char *heap = test_malloc(cut);
			size_t size;

			/* The rest is there, but not ours to read. */
			assert_int_equal(cw_utf8_next(bytes, cut, &size), -1);
			memcpy(heap, bytes, cut);
			assert_int_equal(cw_utf8_next(heap, cut, &size), -1);
			assert_false(cw_utf8_is_valid(heap, cut));
			test_free(heap);
		}
	}
}

static void
what_is_not_utf8_is_refused_wherever_it_stands(void **state)
{
	static const char *const bad[] = {
		"\x80",
		"\xbf",
		"\xc0\x80",
		"\xc1\xbf",
		"\xc0\xaf",
		"\xe0\x80\x80",
		"\xe0\x9f\xbf",
		"\xf0\x80\x80\x80",
		"\xf0\x8f\xbf\xbf",
		"\xf8\x88\x80\x80\x80",
		"\xfc\x84\x80\x80\x80\x80",
		"\xed\xa0\x80",
		"\xed\xbf\xbf",
		"\xed\xa0\x80\xed\xb0\x80",
		"\xf4\x90\x80\x80",
		"\xf5\x80\x80\x80",
		"\xfe",
		"\xff",
		"\xc2\x41",
		"\xe2\x82\x41",
		"\xe2\x41\x82",
		"\xf0\x9f\x98\x41",
		"\xc2\xc2",
		"\xe2\x80\xe2",
		"\xc3\xa9\xa9",
	};
	char text[64];

	(void)state;
	for (size_t i = 0; i < CW_LEN(bad); i++) {
		for (size_t before = 0; before < 20; before++) {
			const size_t len = strlen(bad[i]);

			memset(text, 'a', sizeof(text));
			memcpy(text + before, bad[i], len);
			if (cw_utf8_is_valid(text, before + len))
				fail_msg("case %zu at %zu", i, before);
			if (cw_utf8_is_valid(text, sizeof(text)))
				fail_msg("case %zu at %zu", i, before);
		}
	}
}

static void
what_is_utf8_passes(void **state)
{
	(void)state;
	assert_true(cw_utf8_is_valid("", 0));
	assert_true(cw_utf8_is_valid("a\0b", 3));
	assert_true(cw_utf8_is_valid("\xef\xbf\xbf\xef\xbb\xbf", 6));
	assert_true(cw_utf8_is_valid("12345678\xc3\xa9"
				     "1234567",
	    17));
}

static void
code_points_are_counted_and_cut_between(void **state)
{
	const char *text = "a\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80z";
	const size_t len = strlen(text);
	static const size_t prefixes[] = { 0, 1, 3, 6, 10, 11, 11, 11 };

	(void)state;
	assert_int_equal(cw_utf8_count(text, len), 5);
	assert_int_equal(cw_utf8_count("", 0), 0);
	for (size_t chars = 0; chars < CW_LEN(prefixes); chars++)
		assert_int_equal(cw_utf8_prefix(text, len, chars),
		    prefixes[chars]);
}

static void
control_characters_are_found(void **state)
{
	(void)state;
	for (uint32_t point = 0; point < 0x100; point++) {
		char bytes[4];
		const size_t len = encode(point, bytes);
		const bool is_control =
		    point < 0x20 || (point >= 0x7f && point < 0xa0);

		assert_int_equal(cw_utf8_has_control(bytes, len, ""),
		    is_control);
	}
	assert_false(cw_utf8_has_control("a\tb\n", 4, "\n\t"));
	assert_true(cw_utf8_has_control("a\tb\r\n", 5, "\n\t"));
	assert_true(cw_utf8_has_control("a\0", 2, "\n\t"));
	assert_true(cw_utf8_has_control("\x7f", 1, "\x7f"));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_code_point_is_read_back),
		cmocka_unit_test(a_sequence_cut_short_is_refused),
		cmocka_unit_test(
		    what_is_not_utf8_is_refused_wherever_it_stands),
		cmocka_unit_test(what_is_utf8_passes),
		cmocka_unit_test(code_points_are_counted_and_cut_between),
		cmocka_unit_test(control_characters_are_found),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
