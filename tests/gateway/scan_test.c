/* What is JSON, and what only looks like it. */

#include "unit.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "gateway/request.h"
#include "gateway/scan.h"

#define TEXT(literal)                        \
	{                                    \
		literal, sizeof(literal) - 1 \
	}

struct text {
	const char *bytes;
	size_t len;
};

static enum cw_err
scan(const char *bytes, size_t len)
{
	struct cw_scan_problem problem = { NULL, 0 };
	struct cw_arena arena;
	enum cw_err err;

	cw_arena_init(&arena, 8 * 1024 * 1024);
	err = cw_json_scan(&arena, bytes, len, CW_JSON_MAX_DEPTH, &problem);
	assert_int_equal(err == CW_OK, problem.message == NULL);
	assert_true(problem.offset <= len);
	cw_arena_clear(&arena);
	return err;
}

static const struct text accepted[] = {
	/* values */
	TEXT("null"),
	TEXT("true"),
	TEXT("false"),
	TEXT("0"),
	TEXT("\"\""),
	TEXT("[]"),
	TEXT("{}"),
	TEXT(" \t\r\n[] \t\r\n"),
	/* numbers */
	TEXT("-0"),
	TEXT("[-1]"),
	TEXT("[ 4]"),
	TEXT("123"),
	TEXT("-123"),
	TEXT("123.456789"),
	TEXT("-0.0"),
	TEXT("0e1"),
	TEXT("0e+1"),
	TEXT("0E-0"),
	TEXT("20e1"),
	TEXT("1E22"),
	TEXT("1E-2"),
	TEXT("1E+2"),
	TEXT("123e45"),
	TEXT("123.456e78"),
	TEXT("1e-2"),
	TEXT("1e-400"),
	TEXT("-0.0000000000000000000000000000000000000000000000000000000000"
	     "00000000000000000001"),
	TEXT("9007199254740991"),
	TEXT("-9007199254740991"),
	TEXT("1e300"),
	/* strings */
	TEXT("\" \""),
	TEXT("\"asd\""),
	TEXT("\"\\\"\\\\\\/\\b\\f\\n\\r\\t\""),
	TEXT("\"\\u0060\\u012a\\u12AB\""),
	TEXT("\"\\\\u0000\""),
	TEXT("\"\\\\a\""),
	TEXT("\"\\u0001\""),
	TEXT("\"\\u001f\""),
	TEXT("\"\\u007f\""),
	TEXT("\"\\ud801\\udc37\""),
	TEXT("\"\\uD834\\uDD1E\""),
	TEXT("\"\\uDBFF\\uDFFE\""),
	TEXT("\"\\ud83d\\ude39\\ud83d\\udc8d\""),
	TEXT("\"\\uFFFE\\uFFFF\""),
	TEXT("\"new\\u000Aline\""),
	TEXT("\"a/*b*/c\""),
	TEXT("\"\\u2028\\u2029\""),
	TEXT("\"\x7f\""),
	TEXT("\"\xc2\x80\""),
	TEXT("\"\xcf\x80\""),
	TEXT("\"\xe2\x82\xac\xf0\x9d\x84\x9e\""),
	TEXT("\"\xe2\x80\xa8\xe2\x80\xa9\""),
	TEXT("\"\xed\x9f\xbf\xee\x80\x80\""),
	TEXT("\"\xef\xbf\xbf\""),
	TEXT("\"\xf4\x8f\xbf\xbf\""),
	TEXT("\"\xef\xbb\xbf\""),
	TEXT("\",\""),
	/* lists */
	TEXT("[[]   ]"),
	TEXT("[\"\"]"),
	TEXT("[null, 1, \"1\", {}]"),
	TEXT("[1\n]"),
	TEXT(" [1]"),
	TEXT("[1,null,null,null,2]"),
	TEXT("[2] "),
	TEXT("[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]"),
	/* objects */
	TEXT("{\"asd\":\"sdf\", \"dfg\":\"fgh\"}"),
	TEXT("{\"asd\":\"sdf\"}"),
	TEXT("{\"\":0}"),
	TEXT("{\"a\":[]}"),
	TEXT("{\"min\":-1.0e+28,\"max\":1.0e+28}"),
	TEXT("{\"x\":[{\"id\":\"x\"}],\"id\":\"x\"}"),
	TEXT("{\"a\":1,\"A\":2}"),
	TEXT("{\"a\":{\"a\":{\"a\":1}}}"),
	TEXT("[{\"a\":1},{\"a\":1}]"),
	TEXT("{\"a\":\"b\",\"b\":\"a\"}"),
	TEXT("{\n\"a\"\n:\n\"b\"\n}"),
	TEXT("{\"\\u0061\":1,\"b\":2}"),
	TEXT("{\"title\":\"\\u041f\\u043e\\u043b\"}"),
};

static const struct text refused[] = {
	/* nothing, or not a value */
	TEXT(""),
	TEXT(" "),
	TEXT("\n\t"),
	TEXT("\xef\xbb\xbf"),
	TEXT("\xef\xbb\xbf{}"),
	TEXT("\xff\xfe[\0]\0"),
	TEXT("\xe5"),
	TEXT("<.>"),
	TEXT("<null>"),
	TEXT("nul"),
	TEXT("nulll"),
	TEXT("tru"),
	TEXT("fals"),
	TEXT("True"),
	TEXT("NULL"),
	TEXT("undefined"),
	TEXT("a\xc3\xa5"),
	TEXT("*"),
	TEXT("]"),
	TEXT("}"),
	TEXT(","),
	TEXT(":"),
	TEXT("\xc2\x85[]"),
	TEXT("\f[]"),
	TEXT("\v[]"),
	TEXT("\xc2\xa0[]"),
	TEXT("\xe2\x81\xa0[]"),
	TEXT("[]\0"),
	TEXT("\0[]"),
	TEXT("[\0]"),
	TEXT("1 2"),
	TEXT("[][]"),
	TEXT("{}}"),
	TEXT("[]]"),
	TEXT("\"a\" x"),
	TEXT("{\"a\":1}#"),
	TEXT("{\"a\":1}/**/"),
	TEXT("{\"a\":1}//"),
	TEXT("{\"a\":/*c*/1}"),
	TEXT("/**/{}"),
	TEXT("//\n{}"),
	/* numbers */
	TEXT("-01"),
	TEXT("01"),
	TEXT("00"),
	TEXT("012"),
	TEXT("-012"),
	TEXT("[123.456e01.5]"),
	TEXT("2."),
	TEXT("-2."),
	TEXT("2.e3"),
	TEXT("2.e-3"),
	TEXT("2.e+3"),
	TEXT("0.e1"),
	TEXT(".5"),
	TEXT("-.5"),
	TEXT(".-1"),
	TEXT("1e"),
	TEXT("1e+"),
	TEXT("1e-"),
	TEXT("1.0e"),
	TEXT("1.0e+"),
	TEXT("0e"),
	TEXT("0e+"),
	TEXT("0E"),
	TEXT("0E+"),
	TEXT("0.3e"),
	TEXT("0.3e+"),
	TEXT("1eE2"),
	TEXT("1e1.5"),
	TEXT("9.e+"),
	TEXT("0.1.2"),
	TEXT("1.2.3"),
	TEXT("1 000"),
	TEXT("1_000"),
	TEXT("1,000"),
	TEXT("+1"),
	TEXT("++1234"),
	TEXT("+Inf"),
	TEXT("-"),
	TEXT("--1"),
	TEXT("- 1"),
	TEXT("-1x"),
	TEXT("-foo"),
	TEXT("1+2"),
	TEXT("0x1"),
	TEXT("0x42"),
	TEXT("0b1"),
	TEXT("1a"),
	TEXT("1.2a-3"),
	TEXT("1.8011670033376514H-308"),
	TEXT("NaN"),
	TEXT("-NaN"),
	TEXT("nan"),
	TEXT("Inf"),
	TEXT("Infinity"),
	TEXT("-Infinity"),
	TEXT("\xef\xbc\x91"),
	TEXT("9007199254740992"),
	TEXT("-9007199254740992"),
	TEXT("9007199254740993"),
	TEXT("99999999999999999999999"),
	TEXT("-18446744073709551616"),
	TEXT("1e309"),
	TEXT("-1e999"),
	TEXT("1e99999999999999999999"),
	/* strings */
	TEXT("\""),
	TEXT("\"a"),
	TEXT("\"a\\"),
	TEXT("\"\\\""),
	TEXT("'a'"),
	TEXT("`a`"),
	TEXT("a"),
	TEXT("\\u0020\"a\""),
	TEXT("\"\\x00\""),
	TEXT("\"\\a\""),
	TEXT("\"\\'\""),
	TEXT("\"\\v\""),
	TEXT("\"\\0\""),
	TEXT("\"\\ \""),
	TEXT("\"\\\t\""),
	TEXT("\"\\\n\""),
	TEXT("\"\\U0041\""),
	TEXT("\"\\u\""),
	TEXT("\"\\u1\""),
	TEXT("\"\\u12\""),
	TEXT("\"\\u123\""),
	TEXT("\"\\u00A"),
	TEXT("\"\\uqqqq\""),
	TEXT("\"\\u 041\""),
	TEXT("\"\\u+041\""),
	TEXT("\"\\u0000\""),
	TEXT("\"a\\u0000b\""),
	TEXT("\"\\ud800\""),
	TEXT("\"\\ud800abc\""),
	TEXT("\"\\ud800\\n\""),
	TEXT("\"\\ud800\\u0041\""),
	TEXT("\"\\ud800\\ud800\""),
	TEXT("\"\\ud800\\u\""),
	TEXT("\"\\ud800\\udc\""),
	TEXT("\"\\ud800\\ue000\""),
	TEXT("\"\\udc00\""),
	TEXT("\"\\udfff\\ud800\""),
	TEXT("\"\\uDd1e\\uD834\""),
	TEXT("\"a\0b\""),
	TEXT("\"\x01\""),
	TEXT("\"\x1f\""),
	TEXT("\"new\nline\""),
	TEXT("\"\t\""),
	TEXT("\"\r\""),
	TEXT("\"\xff\""),
	TEXT("\"\xfe\""),
	TEXT("\"\x80\""),
	TEXT("\"\xbf\""),
	TEXT("\"\xc0\xaf\""),
	TEXT("\"\xc1\xbf\""),
	TEXT("\"\xc0\x80\""),
	TEXT("\"\xe0\x80\xaf\""),
	TEXT("\"\xe0\x9f\xbf\""),
	TEXT("\"\xf0\x80\x80\xaf\""),
	TEXT("\"\xf0\x8f\xbf\xbf\""),
	TEXT("\"\xf8\x80\x80\x80\xaf\""),
	TEXT("\"\xfc\x83\xbf\xbf\xbf\xbf\""),
	TEXT("\"\xed\xa0\x80\""),
	TEXT("\"\xed\xbf\xbf\""),
	TEXT("\"\xed\xa0\x80\xed\xb0\x80\""),
	TEXT("\"\xf4\x90\x80\x80\""),
	TEXT("\"\xf7\xbf\xbf\xbf\""),
	TEXT("\"\xc3\""),
	TEXT("\"\xe2\x82\""),
	TEXT("\"\xf0\x9f\x98\""),
	TEXT("\"\xe0\xff\""),
	TEXT("\"\xc3"),
	/* lists */
	TEXT("["),
	TEXT("[1"),
	TEXT("[1,"),
	TEXT("[1,]"),
	TEXT("[,]"),
	TEXT("[,1]"),
	TEXT("[1,,2]"),
	TEXT("[1 2]"),
	TEXT("[1;2]"),
	TEXT("[1:2]"),
	TEXT("[\"a\" \"b\"]"),
	TEXT("[\"\": 1]"),
	TEXT("[1}"),
	TEXT("[1,\n1\n,1"),
	TEXT("[\"a"),
	TEXT("[{]"),
	TEXT("[{}"),
	TEXT("[nul"),
	TEXT("[*]"),
	TEXT("[x"),
	TEXT("[3[4]]"),
	/* objects */
	TEXT("{"),
	TEXT("{,}"),
	TEXT("{\"a\"}"),
	TEXT("{\"a\":}"),
	TEXT("{\"a\":1"),
	TEXT("{\"a\":1,}"),
	TEXT("{\"a\":1,,\"b\":2}"),
	TEXT("{,\"a\":1}"),
	TEXT("{:1}"),
	TEXT("{\"a\" 1}"),
	TEXT("{\"a\",1}"),
	TEXT("{\"a\"::1}"),
	TEXT("{\"a\"=1}"),
	TEXT("{a:1}"),
	TEXT("{'a':1}"),
	TEXT("{1:1}"),
	TEXT("{null:1}"),
	TEXT("{[]:1}"),
	TEXT("{\"a\":1 \"b\":2}"),
	TEXT("{\"a\":1;\"b\":2}"),
	TEXT("{\"a\":1]"),
	TEXT("{\"a\":\"b\"}}"),
	TEXT("{\"a"),
	TEXT("{\"a\":\"b"),
	TEXT("{\"a\":1 /*b*/}"),
	TEXT("{\"a\\u0000b\":1}"),
	TEXT("{\"a\nb\":1}"),
	TEXT("{\"\xff\":1}"),
	TEXT("{\"a\":1,\"a\":1}"),
	TEXT("{\"a\":1,\"b\":2,\"a\":3}"),
	TEXT("{\"a\":1,\"\\u0061\":2}"),
	TEXT("{\"\\/\":1,\"/\":2}"),
	TEXT("{\"\\ud83d\\ude00\":1,\"\xf0\x9f\x98\x80\":2}"),
	TEXT("{\"\\u00e9\":1,\"\xc3\xa9\":2}"),
	TEXT("{\"\\u20ac\":1,\"\xe2\x82\xac\":2}"),
	TEXT("{\"\":1,\"\":2}"),
	TEXT("[[{\"x\":{\"a\":1,\"a\":2}}]]"),
	TEXT("{\"a\":{\"a\":1},\"b\":{\"c\":1,\"c\":1}}"),
	TEXT("[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]"),
};

static void
what_is_json_is_accepted(void **state)
{
	(void)state;
	for (size_t i = 0; i < CW_LEN(accepted); i++)
		if (scan(accepted[i].bytes, accepted[i].len) != CW_OK)
			fail_msg("refused: %s", accepted[i].bytes);
}

static void
what_is_not_json_is_refused(void **state)
{
	(void)state;
	for (size_t i = 0; i < CW_LEN(refused); i++)
		if (scan(refused[i].bytes, refused[i].len) != CW_INVALID)
			fail_msg("accepted: %s", refused[i].bytes);
}

/* No prefix of an object, list or string is a value. */
static void
nothing_cut_short_is_accepted(void **state)
{
	static const char text[] =
	    "{\"k\\u00e9y\":[1.5e3,\"\xf0\x9f\x98\x80\","
	    "{\"a\":null},true],\"z\":\"\\ud83d\\ude00\"}";

	(void)state;
	assert_int_equal(scan(text, sizeof(text) - 1), CW_OK);
	for (size_t len = 0; len < sizeof(text) - 1; len++) {
		/* In memory of its own, so that a step over the end is seen. */
		char *copy = malloc(len + 1);

		assert_non_null(copy);
		memcpy(copy, text, len);
		copy = realloc(copy, len == 0 ? 1 : len);
		assert_int_equal(scan(copy, len), CW_INVALID);
		free(copy);
	}
}

static void
a_deep_text_is_refused_without_going_down(void **state)
{
	static char text[200000];

	(void)state;
	memset(text, '[', 100000);
	memset(text + 100000, ']', 100000);
	assert_int_equal(scan(text, sizeof(text)), CW_INVALID);
	for (size_t i = 0; i + 5 <= sizeof(text); i += 5)
		memcpy(text + i, "{\"a\":", 5);
	assert_int_equal(scan(text, sizeof(text)), CW_INVALID);
}

/* Writes {"k0":0,"k1":0,...} with count keys; the length. */
static size_t
write_keys(char *text, size_t size, int count)
{
	size_t len = 0;

	for (int i = 0; i < count; i++)
		len += (size_t)snprintf(text + len, size - len, "%s\"k%d\":0",
		    i == 0 ? "{" : ",", i);
	return len;
}

static void
a_duplicate_is_found_among_many_keys(void **state)
{
	static char text[1024 * 1024];
	size_t len = write_keys(text, sizeof(text), 50000);

	(void)state;
	text[len] = '}';
	assert_int_equal(scan(text, len + 1), CW_OK);
	len += (size_t)snprintf(text + len, sizeof(text) - len, ",\"k77\":0}");
	assert_int_equal(scan(text, len), CW_INVALID);
}

static void
the_problem_says_where(void **state)
{
	struct cw_scan_problem problem;
	struct cw_arena arena;

	(void)state;
	cw_arena_init(&arena, 64 * 1024);
	assert_int_equal(cw_json_scan(&arena, "{\"a\":1,\"a\":2}", 13, 4,
			     &problem),
	    CW_INVALID);
	assert_int_equal(problem.offset, 7);
	assert_string_equal(problem.message,
	    "A key stands twice in one object.");
	assert_int_equal(cw_json_scan(&arena, "[1,tru]", 7, 4, &problem),
	    CW_INVALID);
	assert_int_equal(problem.offset, 3);
	cw_arena_clear(&arena);
}

static void
without_memory_for_keys_it_says_so(void **state)
{
	struct cw_scan_problem problem;
	struct cw_arena arena;

	(void)state;
	cw_arena_init(&arena, 16);
	assert_int_equal(cw_json_scan(&arena, "{\"a\":1}", 7, 4, &problem),
	    CW_NOMEM);
	cw_arena_clear(&arena);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_json_is_accepted),
		cmocka_unit_test(what_is_not_json_is_refused),
		cmocka_unit_test(nothing_cut_short_is_accepted),
		cmocka_unit_test(a_deep_text_is_refused_without_going_down),
		cmocka_unit_test(a_duplicate_is_found_among_many_keys),
		cmocka_unit_test(the_problem_says_where),
		cmocka_unit_test(without_memory_for_keys_it_says_so),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
