/* lib/pool/totp.c: one-time passwords as the RFC has them. */

#include "../unit.h"

#include <string.h>

#include "pool/totp.h"

static const unsigned char seed[CW_TOTP_SEED_BYTES] = "12345678901234567890";

/* RFC 6238 appendix B, the last six of eight digits. */
static const struct {
	int64_t seconds;
	const char *code;
} vectors[] = {
	{ 59, "287082" },
	{ 1111111109, "081804" },
	{ 1111111111, "050471" },
	{ 1234567890, "005924" },
	{ 2000000000, "279037" },
	{ 20000000000, "353130" },
};

static void
codes_are_those_of_the_rfc(void **state)
{
	char code[CW_TOTP_CHARS + 1];

	(void)state;
	for (size_t i = 0; i < CW_LEN(vectors); i++) {
		assert_int_equal(cw_totp_code(seed, vectors[i].seconds / 30,
				     code),
		    CW_OK);
		assert_string_equal(code, vectors[i].code);
	}
}

static void
a_code_is_good_one_step_early_or_late_and_no_more(void **state)
{
	static const struct {
		int64_t step;
		enum cw_err err;
	} rows[] = {
		{ 998, CW_MISMATCH },
		{ 999, CW_OK },
		{ 1000, CW_OK },
		{ 1001, CW_OK },
		{ 1002, CW_MISMATCH },
	};
	char code[CW_TOTP_CHARS + 1];
	int64_t step;

	(void)state;
	for (size_t i = 0; i < CW_LEN(rows); i++) {
		assert_int_equal(cw_totp_code(seed, rows[i].step, code), CW_OK);
		assert_int_equal(cw_totp_match(seed, code,
				     1000 * CW_TOTP_STEP_MS + 17, 0, &step),
		    rows[i].err);
		if (rows[i].err == CW_OK)
			assert_int_equal(step, rows[i].step);
	}
}

static void
no_code_is_good_twice_nor_one_before_it(void **state)
{
	char now[CW_TOTP_CHARS + 1], before[CW_TOTP_CHARS + 1];
	int64_t now_ms = 1000 * CW_TOTP_STEP_MS, step;

	(void)state;
	assert_int_equal(cw_totp_code(seed, 1000, now), CW_OK);
	assert_int_equal(cw_totp_code(seed, 999, before), CW_OK);
	assert_int_equal(cw_totp_match(seed, now, now_ms, 999, &step), CW_OK);
	assert_int_equal(cw_totp_match(seed, now, now_ms, 1000, &step),
	    CW_MISMATCH);
	assert_int_equal(cw_totp_match(seed, before, now_ms, 1000, &step),
	    CW_MISMATCH);
}

static void
what_is_no_code_matches_nothing(void **state)
{
	static const char *const codes[] = { "", "28708", "2870822", "      ",
		"28708a" };
	int64_t step;

	(void)state;
	for (size_t i = 0; i < CW_LEN(codes); i++)
		assert_int_equal(cw_totp_match(seed, codes[i], 59000, 0, &step),
		    CW_MISMATCH);
}

static void
a_seed_is_told_as_apps_read_it(void **state)
{
	struct cw_arena arena;
	const char *text, *uri;

	(void)state;
	cw_arena_init(&arena, 1 << 16);
	assert_int_equal(cw_totp_text(&arena, seed, &text), CW_OK);
	assert_string_equal(text, "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ");
	assert_int_equal(cw_totp_uri(&arena, "Chinwag", "Zo\u00EB", text, &uri),
	    CW_OK);
	assert_string_equal(uri,
	    "otpauth://totp/Chinwag:Zo%C3%AB"
	    "?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
	    "&issuer=Chinwag&algorithm=SHA1&digits=6&period=30");
	cw_arena_clear(&arena);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(codes_are_those_of_the_rfc),
		cmocka_unit_test(
		    a_code_is_good_one_step_early_or_late_and_no_more),
		cmocka_unit_test(no_code_is_good_twice_nor_one_before_it),
		cmocka_unit_test(what_is_no_code_matches_nothing),
		cmocka_unit_test(a_seed_is_told_as_apps_read_it),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
