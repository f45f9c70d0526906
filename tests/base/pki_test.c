/* Signatures hold for what was signed and for nothing else. */

#include "base/pki.h"

#include <string.h>

#include "base/crypto.h"
#include "unit.h"

/* Made by another library: keys, and signatures of FOREIGN_TEXT. */
#define FOREIGN_TEXT "eyJhbGciOiJFUzI1NiJ9.eyJzdWIiOiJhbm5hIn0"
#define EC_X "Y1sqLatLTxM10nawTLgNgx0cglKa7dlsPWJIvKPbC9M"
#define EC_Y "gnpYAxQlCBA-I9W8mz0MJpVDEbv5guJQ2py-w8hcaas"
#define EC_SIGNATURE                                                       \
	"kw3WeZuqpZcYIl7VbwZbqaSsu6Eyx0MYeEXgEoQ7vJUe2fuObIiS5WtWnqAaf6xc" \
	"wcvoJddVTWgN9aCSry3HmQ"
#define RSA_N                                                              \
	"p2Akv4iNgBu21-GuZcQ1BBmTbZpqintVaJUV2ZM46pz3c9DK53PMfMfwDC6YbIoa" \
	"FELzjn0QarenjzMUlR5kIC-bzcLMJm4PtKgerkDVNeohsFUqr-axq0OhAZ6T1Wu9" \
	"NCqX9Zvj3aGJcKYxt5z2BDWcCS-ZaJpwj04gKf5HxYWwL0svuRZgMRCDsWibyWeu" \
	"1oYFQrrvMf9Ac6WFC8nIcdbesz3LUpZZBHlrsyO8RDfbvHq8ZH6o0m-N1SWuxH2X" \
	"YzdcpJqmfG_fZaNSW2TMaoI55LC46kfiATfyws7DtrFnWZ0kEdI_xmkQr0SwM7Qs" \
	"1-JY0Kdr8DGGdYeOkrr9rw"
#define RSA_SIGNATURE                                                      \
	"W5h7tpMqKDbXARe1qspuT1uiZo4780HsANWfYgdbWTYxNFlJF-JZmo7JbrJobEIm" \
	"QrbPDETOIw55Q5e1K6y33jS08nl6GUVHufeCp1b0Vpr6UJ0iQufuMql41KwZDimv" \
	"e8Z-DCI5VzjCnjDqD5PQLHFKmiPpXAMBFo-ChMbOvsbdQ9ZjolZOq-VEIL06YVaJ" \
	"vrAM5hz-PPmUInr7dKY5hWjfI5dK6HWssRT-OzE9EiJSMvvRZWPZTgRhsvBK2yC1" \
	"NzvumbhL--UjA0efUBDygzG9SAjItmU7KdJ0fo3TOlVIpFFCgaixvYLrMZOTBc1i" \
	"7yoYf1fJkKhw5jA9IWhe6g"
#define SMALL_N                                                            \
	"wswwMecZjYZE1Dqamohtrs1wg-fLrLx3X2DL6R7KgTH5ET4aBNXZHHrBDUdqzTNZ" \
	"uIi89EQby8SIMGTfAVyzl55_OKTNMzYwTEfy-Pp4zmTnnyTf72h0n3qhI4tVwOth" \
	"mB7lUJf2kTSVjOhLh5ooEmAnIOatoORW-rTweeLfpfE"

static struct cw_arena arena;
static struct cw_pki_key *key, *other;

static int
make_keys(void **state)
{
	(void)state;
	cw_arena_init(&arena, (size_t)1024 * 1024);
	if (cw_crypto_init() != CW_OK || cw_pki_key_make(&key) != CW_OK ||
	    cw_pki_key_make(&other) != CW_OK)
		return -1;
	return 0;
}

static int
free_keys(void **state)
{
	(void)state;
	cw_pki_key_free(key);
	cw_pki_key_free(other);
	cw_arena_clear(&arena);
	return 0;
}

static void
hmac_sha1_matches_rfc_2202(void **state)
{
	/* Test cases 2 and 6; the second key is longer than a block. */
	static const unsigned char wanted[][CW_PKI_SHA1_BYTES] = {
		{ 0xef, 0xfc, 0xdf, 0x6a, 0xe5, 0xeb, 0x2f, 0xa2, 0xd2, 0x74,
		    0x16, 0xd5, 0xf1, 0x84, 0xdf, 0x9c, 0x25, 0x9a, 0x7c,
		    0x79 },
		{ 0xaa, 0x4a, 0xe5, 0xe1, 0x52, 0x72, 0xd0, 0x0e, 0x95, 0x70,
		    0x56, 0x37, 0xce, 0x8a, 0x3b, 0x55, 0xed, 0x40, 0x21,
		    0x12 },
	};
	static const char text[] = "what do ya want for nothing?";
	static const char long_text[] =
	    "Test Using Larger Than Block-Size Key - Hash Key First";
	unsigned char long_key[80], out[CW_PKI_SHA1_BYTES];

	(void)state;
	memset(long_key, 0xaa, sizeof(long_key));
	assert_int_equal(cw_pki_hmac(CW_PKI_SHA1, "Jefe", 4, text,
			     sizeof(text) - 1, out),
	    CW_OK);
	assert_memory_equal(out, wanted[0], sizeof(out));
	assert_int_equal(cw_pki_hmac(CW_PKI_SHA1, long_key, sizeof(long_key),
			     long_text, sizeof(long_text) - 1, out),
	    CW_OK);
	assert_memory_equal(out, wanted[1], sizeof(out));
}

static void
both_hmacs_of_sha256_agree(void **state)
{
	static const unsigned char secret[CW_KEY_BYTES] = { 1, 2, 3 };
	unsigned char ours[CW_PKI_SHA256_BYTES], theirs[CW_HASH_BYTES];

	(void)state;
	assert_int_equal(cw_pki_hmac(CW_PKI_SHA256, secret, sizeof(secret),
			     "text", 4, ours),
	    CW_OK);
	cw_crypto_hmac(secret, "text", 4, theirs);
	assert_memory_equal(ours, theirs, sizeof(ours));
}

static void
a_signature_is_of_its_text_and_key(void **state)
{
	unsigned char signature[CW_PKI_SIGNATURE_BYTES];

	(void)state;
	assert_int_equal(cw_pki_sign(key, "text", 4, signature), CW_OK);
	assert_int_equal(cw_pki_verify(key, "text", 4, signature), CW_OK);
	assert_int_equal(cw_pki_verify(key, "texT", 4, signature), CW_INVALID);
	assert_int_equal(cw_pki_verify(key, "tex", 3, signature), CW_INVALID);
	assert_int_equal(cw_pki_verify(other, "text", 4, signature),
	    CW_INVALID);
	signature[200] ^= 1;
	assert_int_equal(cw_pki_verify(key, "text", 4, signature), CW_INVALID);
	memset(signature, 0, sizeof(signature));
	assert_int_equal(cw_pki_verify(key, "text", 4, signature), CW_INVALID);
}

static void
a_key_that_was_written_reads_as_the_same(void **state)
{
	unsigned char signature[CW_PKI_SIGNATURE_BYTES], *bytes;
	const char *n, *e, *n_again;
	struct cw_pki_key *again;
	size_t len;

	(void)state;
	assert_int_equal(cw_pki_key_write(key, &arena, &bytes, &len), CW_OK);
	assert_int_equal(cw_pki_key_read(bytes, len, &again), CW_OK);
	assert_int_equal(cw_pki_sign(again, "text", 4, signature), CW_OK);
	assert_int_equal(cw_pki_verify(key, "text", 4, signature), CW_OK);
	assert_int_equal(cw_pki_key_public(key, &arena, &n, &e), CW_OK);
	assert_string_equal(e, "AQAB");
	assert_int_equal(strlen(n), 342);
	assert_int_equal(cw_pki_key_public(again, &arena, &n_again, &e), CW_OK);
	assert_string_equal(n, n_again);
	cw_pki_key_free(again);
}

static void
what_is_no_key_is_refused(void **state)
{
	unsigned char *bytes;
	struct cw_pki_key *again;
	size_t len;

	(void)state;
	assert_int_equal(cw_pki_key_write(key, &arena, &bytes, &len), CW_OK);
	assert_int_equal(cw_pki_key_read(bytes, len - 1, &again), CW_INVALID);
	assert_int_equal(cw_pki_key_read(bytes, 0, &again), CW_INVALID);
	bytes[0] ^= 0x10;
	assert_int_equal(cw_pki_key_read(bytes, len, &again), CW_INVALID);
}

/* One of others, with its signature in base64url. */
struct foreign {
	enum cw_pki_way way;
	const char *a, *b, *text, *signature;
	enum cw_err err;
};

static enum cw_err
verify(const struct foreign *row)
{
	struct cw_pki_foreign foreign = {
		.way = row->way,
		.a = row->a,
		.b = row->b,
		.bytes = row->text,
		.len = strlen(row->text),
	};
	unsigned char *bytes;

	assert_int_equal(cw_crypto_decode(&arena, CW_BASE64URL, row->signature,
			     &bytes, &foreign.signature_len),
	    CW_OK);
	foreign.signature = bytes;
	return cw_pki_verify_foreign(&foreign, &arena);
}

static void
signatures_of_others_are_of_their_text_key_and_way(void **state)
{
	static const struct foreign rows[] = {
		{ CW_PKI_ES256, EC_X, EC_Y, FOREIGN_TEXT, EC_SIGNATURE, CW_OK },
		{ CW_PKI_PS256, RSA_N, "AQAB", FOREIGN_TEXT, RSA_SIGNATURE,
		    CW_OK },
		{ CW_PKI_ES256, EC_X, EC_Y, "another text", EC_SIGNATURE,
		    CW_INVALID },
		{ CW_PKI_PS256, RSA_N, "AQAB", "another text", RSA_SIGNATURE,
		    CW_INVALID },
		/* The same signature, taken for one of another way. */
		{ CW_PKI_RS256, RSA_N, "AQAB", FOREIGN_TEXT, RSA_SIGNATURE,
		    CW_INVALID },
		{ CW_PKI_ES256, EC_X, EC_Y, FOREIGN_TEXT, RSA_SIGNATURE,
		    CW_INVALID },
		/* No points, no keys, and keys that are too small. */
		{ CW_PKI_ES256, EC_Y, EC_X, FOREIGN_TEXT, EC_SIGNATURE,
		    CW_INVALID },
		{ CW_PKI_ES256, "", "", FOREIGN_TEXT, EC_SIGNATURE,
		    CW_INVALID },
		{ CW_PKI_ES256, EC_X "AA", EC_Y, FOREIGN_TEXT, EC_SIGNATURE,
		    CW_INVALID },
		{ CW_PKI_PS256, "", "AQAB", FOREIGN_TEXT, RSA_SIGNATURE,
		    CW_INVALID },
		{ CW_PKI_PS256, RSA_N, "AQ", FOREIGN_TEXT, RSA_SIGNATURE,
		    CW_INVALID },
		{ CW_PKI_PS256, RSA_N, "!", FOREIGN_TEXT, RSA_SIGNATURE,
		    CW_INVALID },
		{ CW_PKI_RS256, SMALL_N, "AQAB", FOREIGN_TEXT, RSA_SIGNATURE,
		    CW_INVALID },
		{ CW_PKI_ES256, EC_X, EC_Y, FOREIGN_TEXT, "", CW_INVALID },
		{ CW_PKI_PS256, RSA_N, "AQAB", FOREIGN_TEXT, "", CW_INVALID },
	};

	(void)state;
	for (size_t i = 0; i < CW_LEN(rows); i++)
		assert_int_equal(verify(&rows[i]), rows[i].err);
}

static void
our_own_signature_is_one_of_rs256(void **state)
{
	struct foreign row = { .way = CW_PKI_RS256, .text = "any text" };
	unsigned char signature[CW_PKI_SIGNATURE_BYTES];

	(void)state;
	assert_int_equal(cw_pki_key_public(key, &arena, &row.a, &row.b), CW_OK);
	assert_int_equal(cw_pki_sign(key, row.text, strlen(row.text),
			     signature),
	    CW_OK);
	row.signature =
	    cw_crypto_base64url(&arena, signature, sizeof(signature));
	assert_int_equal(verify(&row), CW_OK);
	row.way = CW_PKI_PS256;
	assert_int_equal(verify(&row), CW_INVALID);
}

static void
only_three_ways_have_a_name(void **state)
{
	static const char *const none[] = { "none", "HS256", "RS512", "rs256",
		"", NULL };
	enum cw_pki_way way;

	(void)state;
	for (size_t i = 0; i < CW_LEN(none); i++)
		assert_int_equal(cw_pki_way_find(none[i], &way), CW_INVALID);
	for (int i = 0; i < CW_PKI_WAY__COUNT; i++) {
		const char *word = cw_pki_way_word((enum cw_pki_way)i);

		assert_int_equal(cw_pki_way_find(word, &way), CW_OK);
		assert_int_equal(way, i);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(hmac_sha1_matches_rfc_2202),
		cmocka_unit_test(both_hmacs_of_sha256_agree),
		cmocka_unit_test(a_signature_is_of_its_text_and_key),
		cmocka_unit_test(a_key_that_was_written_reads_as_the_same),
		cmocka_unit_test(what_is_no_key_is_refused),
		cmocka_unit_test(
		    signatures_of_others_are_of_their_text_key_and_way),
		cmocka_unit_test(our_own_signature_is_one_of_rs256),
		cmocka_unit_test(only_three_ways_have_a_name),
	};

	return cmocka_run_group_tests(tests, make_keys, free_keys);
}
