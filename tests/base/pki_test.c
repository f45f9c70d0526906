/* Signatures hold for what was signed and for nothing else. */

#include "base/pki.h"

#include <string.h>

#include "base/crypto.h"
#include "unit.h"

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

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(hmac_sha1_matches_rfc_2202),
		cmocka_unit_test(both_hmacs_of_sha256_agree),
		cmocka_unit_test(a_signature_is_of_its_text_and_key),
		cmocka_unit_test(a_key_that_was_written_reads_as_the_same),
		cmocka_unit_test(what_is_no_key_is_refused),
	};

	return cmocka_run_group_tests(tests, make_keys, free_keys);
}
