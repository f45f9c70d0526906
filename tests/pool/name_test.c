/* lib/pool/name.c: what is a name, what is an address, and who is the same. */

#include "../unit.h"

#include <string.h>

#include "pool/name.h"

static struct cw_arena arena;

static const struct {
	const char *in;
	const char *name; /* NULL: refused */
	const char *fold;
} names[] = {
	{ "an", "an", "an" },
	{ "Anna", "Anna", "anna" },
	{ "anna.b_c-d", "anna.b_c-d", "anna.b_c-d" },
	{ "1st", "1st", "1st" },
	{ "a.", "a.", "a." },
	/* One form, whichever was typed; compared without case. */
	{ "Zoe\u0308", "Zo\u00EB", "zo\u00EB" },
	{ "ZO\u00CB", "ZO\u00CB", "zo\u00EB" },
	{ "Stra\u00DFe", "Stra\u00DFe", "strasse" },
	{ "\u03A3\u03AF\u03C3\u03C5\u03C6\u03BF\u03C2",
	    "\u03A3\u03AF\u03C3\u03C5\u03C6\u03BF\u03C2",
	    "\u03C3\u03AF\u03C3\u03C5\u03C6\u03BF\u03C3" },
	{ "\u0418\u0432\u0430\u043D", "\u0418\u0432\u0430\u043D",
	    "\u0438\u0432\u0430\u043D" },
	{ "\u5C0F\u660E", "\u5C0F\u660E", "\u5C0F\u660E" },
	{ "\uAE40\uCCA0\uC218", "\uAE40\uCCA0\uC218", "\uAE40\uCCA0\uC218" },
	{ "\u1100\u1161\u1102\u1161", "\uAC00\uB098", "\uAC00\uB098" },
	{ "\u05D3\u05D5\u05D3", "\u05D3\u05D5\u05D3", "\u05D3\u05D5\u05D3" },
	{ "\u0663\u0661\u0664", "\u0663\u0661\u0664", "\u0663\u0661\u0664" },
	{ "Ta\u00E7\u0131", "Ta\u00E7\u0131", "ta\u00E7\u0131" },
	/* Length, in characters of the composed form. */
	{ "", NULL, NULL },
	{ "a", NULL, NULL },
	{ "e\u0301", NULL, NULL },
	{ "abcdefghijklmnopqrstuvwxyz123456",
	    "abcdefghijklmnopqrstuvwxyz123456",
	    "abcdefghijklmnopqrstuvwxyz123456" },
	{ "abcdefghijklmnopqrstuvwxyz1234567", NULL, NULL },
	/* How it begins, and what else is refused. */
	{ ".anna", NULL, NULL },
	{ "-anna", NULL, NULL },
	{ "_anna", NULL, NULL },
	{ "anna b", NULL, NULL },
	{ "anna@b", NULL, NULL },
	{ "anna/b", NULL, NULL },
	{ "anna\nb", NULL, NULL },
	{ "anna\r\nBcc: x", NULL, NULL },
	{ "anna\x7F", NULL, NULL },
	{ "anna\xC2\x85", NULL, NULL },
	{ "anna\u00A0b", NULL, NULL },
	{ "anna<b>", NULL, NULL },
	{ "\U0001F600\U0001F600", NULL, NULL },
	{ "\xC3\x28zz", NULL, NULL },
	{ "an\xED\xA0\x80na", NULL, NULL },
	/* What cannot be seen, or sits on another character. */
	{ "anna\u200B", NULL, NULL },
	{ "an\u200Dna", NULL, NULL },
	{ "anna\u202E", NULL, NULL },
	{ "anna\u2060", NULL, NULL },
	{ "anna\uFEFF", NULL, NULL },
	{ "anna\u00AD", NULL, NULL },
	{ "anna\u3164", NULL, NULL },
	{ "anna\u115F", NULL, NULL },
	{ "anna\uFFA0", NULL, NULL },
	{ "anna\u034F", NULL, NULL },
	{ "anna\u0337", NULL, NULL },
	{ "q\u0301ab", NULL, NULL },
	{ "anna\uE000", NULL, NULL },
	{ "anna\uFFFE", NULL, NULL },
	/* Another character in disguise. */
	{ "\uFB01nn", NULL, NULL },
	{ "\uFF21nna", NULL, NULL },
	{ "\U0001D400nna", NULL, NULL },
	{ "anna\u00B2", NULL, NULL },
	{ "anna\u2160", NULL, NULL },
	/* Letters of scripts that look alike, side by side. */
	{ "\u0430nna", NULL, NULL },
	{ "ann\u03B1", NULL, NULL },
	{ "\u0430\u03B1b", NULL, NULL },
};

static void
names_are_judged_and_folded(void **state)
{
	const char *name, *fold;
	enum cw_err err;

	(void)state;
	for (size_t i = 0; i < CW_LEN(names); i++) {
		err = cw_name_check(&arena, names[i].in, &name, &fold);
		if (names[i].name == NULL) {
			if (err != CW_INVALID)
				fail_msg("accepted: %s", names[i].in);
			continue;
		}
		if (err != CW_OK)
			fail_msg("refused: %s", names[i].in);
		assert_string_equal(name, names[i].name);
		assert_string_equal(fold, names[i].fold);
	}
}

static void
folding_twice_changes_nothing(void **state)
{
	const char *name, *once, *twice;
	char text[8] = "aa";
	size_t count = 0;

	(void)state;
	for (unsigned c = 0x80; c < 0x10000; c++) {
		/* Two of it, in UTF-8. */
		int n = c < 0x800 ? 2 : 3;

		text[0] = (char)(n == 2 ? 0xC0 | c >> 6 : 0xE0 | c >> 12);
		text[1] =
		    (char)(n == 2 ? 0x80 | (c & 63) : 0x80 | (c >> 6 & 63));
		text[2] = (char)(0x80 | (c & 63));
		memcpy(text + n, text, (size_t)n);
		text[2 * n] = '\0';
		if (cw_name_check(&arena, text, &name, &once) == CW_OK) {
			count++;
			assert_int_equal(cw_name_fold(&arena, once, &twice),
			    CW_OK);
			assert_string_equal(once, twice);
		}
		cw_arena_reset(&arena);
	}
	assert_true(count > 30000);
}

#define A63 "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"

static const char *const good_addresses[] = {
	"a@b.cd",
	"anna@example.org",
	"Anna.B@Example.ORG",
	"anna+chat@example.org",
	"a.b.c.d@example.org",
	"o'brien@example.ie",
	"user_name@example.org",
	"first-last@example.org",
	"1@example.org",
	"-a@example.org",
	"!#$%&'*+-/=?^_`{|}~@example.org",
	"a@x-y.example.org",
	"a@1and1.com",
	"a@a.b.c.d.e.f.example",
	"a@xn--bcher-kva.example",
	"a@example.x1",
	"a@123.example",
	A63 "a@example.org",
	"a@" A63 ".org",
	"a@" A63 "." A63 "." A63 "."
	"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.cd",
};

static const char *const bad_addresses[] = {
	"",
	"@",
	"a",
	"a@",
	"@b.cd",
	"example.org",
	"a@localhost",
	"a@b",
	"a@.org",
	"a@b..org",
	"a@b.org.",
	"a@.b.org",
	".a@b.org",
	"a.@b.org",
	"a..b@b.org",
	"a b@c.org",
	" a@b.org",
	"a@b.org ",
	"a@b .org",
	"a@b.org\n",
	"a@b.org\r\nBcc: x@y.org",
	"a\r\n@b.org",
	"a\n@b.org",
	"\"a\r\n\"@b.org",
	"\"a b\"@b.org",
	"a@b.org,x@y.org",
	"a,b@c.org",
	"a;b@c.org",
	"a@b.org;x@y.org",
	"<a@b.org>",
	"Anna <a@b.org>",
	"a@b.org>",
	"a(comment)@b.org",
	"a@b.org(comment)",
	"a@[127.0.0.1]",
	"a@127.0.0.1",
	"a@b.1",
	"a@-b.org",
	"a@b-.org",
	"a@b_c.org",
	"a@b.o/g",
	"a@@b.org",
	"a@b@c.org",
	"a\\@b.org",
	"a:b@c.org",
	"a[b@c.org",
	"a\tb@c.org",
	"a\x7F@b.org",
	"a\x01@b.org",
	"\xC3\xA9@b.org",
	"a@b\xC3\xBC.org",
	"a@b.org\xC2\xA0",
	"mailto:a@b.org",
	"|a,b@c.org",
	A63 "aa@example.org",
	"a@" A63 "a.org",
	"a@" A63 "." A63 "." A63 "."
	"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.cd",
};

static void
addresses_are_judged(void **state)
{
	const char *fold;

	(void)state;
	for (size_t i = 0; i < CW_LEN(good_addresses); i++)
		if (cw_email_check(&arena, good_addresses[i], &fold) != CW_OK)
			fail_msg("refused: %s", good_addresses[i]);
	for (size_t i = 0; i < CW_LEN(bad_addresses); i++)
		if (cw_email_check(&arena, bad_addresses[i], &fold) !=
		    CW_INVALID)
			fail_msg("accepted: %s", bad_addresses[i]);
}

static void
addresses_are_compared_without_case(void **state)
{
	const char *fold;

	(void)state;
	assert_int_equal(cw_email_check(&arena, "Anna.B@EXAMPLE.Org", &fold),
	    CW_OK);
	assert_string_equal(fold, "anna.b@example.org");
}

static int
clear_arena(void **state)
{
	(void)state;
	cw_arena_clear(&arena);
	return 0;
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(names_are_judged_and_folded),
		cmocka_unit_test(folding_twice_changes_nothing),
		cmocka_unit_test(addresses_are_judged),
		cmocka_unit_test(addresses_are_compared_without_case),
	};

	cw_arena_init(&arena, 16 << 20);
	return cmocka_run_group_tests(tests, NULL, clear_arena);
}
