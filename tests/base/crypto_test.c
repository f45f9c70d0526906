/* Hashes match their published vectors; a forged seal does not open. */

#include "base/crypto.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/scratch.h"
#include "unit.h"

static const unsigned char key[CW_KEY_BYTES] = { 1, 2, 3 };

static void
sha256_matches_fips_180(void **state)
{
	static const unsigned char wanted[CW_HASH_BYTES] = { 0xba, 0x78, 0x16,
		0xbf, 0x8f, 0x01, 0xcf, 0xea, 0x41, 0x41, 0x40, 0xde, 0x5d,
		0xae, 0x22, 0x23, 0xb0, 0x03, 0x61, 0xa3, 0x96, 0x17, 0x7a,
		0x9c, 0xb4, 0x10, 0xff, 0x61, 0xf2, 0x00, 0x15, 0xad };
	unsigned char hash[CW_HASH_BYTES];

	(void)state;
	cw_crypto_sha256("abc", 3, hash);
	assert_memory_equal(hash, wanted, sizeof(hash));
}

/* A file longer than what is read at once, and an empty one. */
static void
a_file_has_the_hash_of_its_bytes(void **state)
{
	static unsigned char bytes[200000];
	unsigned char wanted[CW_HASH_BYTES], hash[CW_HASH_BYTES];
	char path[] = "/tmp/chinwag-crypto-XXXXXX";
	int fd = mkstemp(path);
	int64_t len = -1;

	(void)state;
	assert_int_not_equal(fd, -1);
	cw_crypto_sha256(bytes, 0, wanted);
	assert_int_equal(cw_crypto_sha256_file(path, hash, &len), CW_OK);
	assert_int_equal(len, 0);
	assert_memory_equal(hash, wanted, sizeof(hash));
	memset(bytes, 'x', sizeof(bytes));
	assert_int_equal(write(fd, bytes, sizeof(bytes)), sizeof(bytes));
	cw_crypto_sha256(bytes, sizeof(bytes), wanted);
	assert_int_equal(cw_crypto_sha256_file(path, hash, &len), CW_OK);
	assert_int_equal(len, sizeof(bytes));
	assert_memory_equal(hash, wanted, sizeof(hash));
	close(fd);
	unlink(path);
	assert_int_equal(cw_crypto_sha256_file(path, hash, &len), CW_NOTFOUND);
	assert_int_equal(cw_crypto_sha256_file("/", hash, &len), CW_SYSTEM);
}

static void
hmac_matches_rfc_4231(void **state)
{
	/* Test case 2; zeros at the end of a key do not change the result. */
	static const unsigned char jefe[CW_KEY_BYTES] = { 'J', 'e', 'f', 'e' };
	static const char text[] = "what do ya want for nothing?";
	static const unsigned char wanted[CW_HASH_BYTES] = { 0x5b, 0xdc, 0xc1,
		0x46, 0xbf, 0x60, 0x75, 0x4e, 0x6a, 0x04, 0x24, 0x26, 0x08,
		0x95, 0x75, 0xc7, 0x5a, 0x00, 0x3f, 0x08, 0x9d, 0x27, 0x39,
		0x83, 0x9d, 0xec, 0x58, 0xb9, 0x64, 0xec, 0x38, 0x43 };
	unsigned char hash[CW_HASH_BYTES];

	(void)state;
	cw_crypto_hmac(jefe, text, sizeof(text) - 1, hash);
	assert_memory_equal(hash, wanted, sizeof(hash));
}

static void
bytes_are_compared_to_the_last(void **state)
{
	(void)state;
	assert_true(cw_crypto_equal("abcd", "abcd", 4));
	assert_true(cw_crypto_equal("abcd", "abce", 3));
	assert_false(cw_crypto_equal("abcd", "abce", 4));
	assert_false(cw_crypto_equal("abcd", "bbcd", 4));
	assert_true(cw_crypto_equal("", "", 0));
}

static void
a_seal_opens_with_its_key(void **state)
{
	static const size_t lens[] = { 0, 1, 16, 1000 };
	unsigned char bytes[1000];

	(void)state;
	memset(bytes, 'x', sizeof(bytes));
	for (size_t i = 0; i < CW_LEN(lens); i++) {
		unsigned char *sealed, *opened;
		size_t sealed_len, opened_len;

		assert_int_equal(cw_crypto_seal(key, bytes, lens[i], &scratch,
				     &sealed, &sealed_len),
		    CW_OK);
		assert_int_equal(cw_crypto_open(key, sealed, sealed_len,
				     &scratch, &opened, &opened_len),
		    CW_OK);
		assert_int_equal(opened_len, lens[i]);
		assert_memory_equal(opened, bytes, lens[i]);
	}
}

static void
a_forged_seal_does_not_open(void **state)
{
	const unsigned char other_key[CW_KEY_BYTES] = { 1, 2, 4 };
	unsigned char *sealed, *opened = NULL;
	size_t len, opened_len = 99;

	(void)state;
	assert_int_equal(cw_crypto_seal(key, "secret", 6, &scratch, &sealed,
			     &len),
	    CW_OK);
	for (size_t bit = 0; bit < len * 8; bit++) {
		sealed[bit / 8] ^= (unsigned char)(1u << bit % 8);
		assert_int_equal(cw_crypto_open(key, sealed, len, &scratch,
				     &opened, &opened_len),
		    CW_INVALID);
		sealed[bit / 8] ^= (unsigned char)(1u << bit % 8);
	}
	for (size_t cut = 0; cut < len; cut++)
		assert_int_equal(cw_crypto_open(key, sealed, cut, &scratch,
				     &opened, &opened_len),
		    CW_INVALID);
	assert_int_equal(cw_crypto_open(other_key, sealed, len, &scratch,
			     &opened, &opened_len),
	    CW_INVALID);
	assert_null(opened);
	assert_int_equal(opened_len, 99);
}

static void
two_seals_of_the_same_differ(void **state)
{
	unsigned char *a, *b;
	size_t len;

	(void)state;
	assert_int_equal(cw_crypto_seal(key, "x", 1, &scratch, &a, &len),
	    CW_OK);
	assert_int_equal(cw_crypto_seal(key, "x", 1, &scratch, &b, &len),
	    CW_OK);
	assert_memory_not_equal(a, b, len);
}

static void
without_memory_nothing_is_sealed(void **state)
{
	unsigned char *sealed;
	size_t len;

	(void)state;
	cw_arena_fail_at(1, 0);
	assert_int_equal(cw_crypto_seal(key, "x", 1, &scratch, &sealed, &len),
	    CW_NOMEM);
	cw_arena_fail_at(1, 0);
	assert_null(cw_crypto_base64url(&scratch, "x", 1));
}

static void
base64url_goes_there_and_back(void **state)
{
	static const struct {
		const char *bytes;
		size_t len;
		const char *text;
	} cases[] = {
		{ "", 0, "" },
		{ "f", 1, "Zg" },
		{ "fo", 2, "Zm8" },
		{ "foo", 3, "Zm9v" },
		{ "\xfb\xff\xfe", 3, "-__-" },
	};

	(void)state;
	for (size_t i = 0; i < CW_LEN(cases); i++) {
		char back[8];

		assert_string_equal(cw_crypto_base64url(&scratch,
					cases[i].bytes, cases[i].len),
		    cases[i].text);
		assert_int_equal(cw_crypto_from_base64url(cases[i].text, back,
				     cases[i].len),
		    CW_OK);
		assert_memory_equal(back, cases[i].bytes, cases[i].len);
	}
}

static void
what_is_not_exactly_base64url_is_refused(void **state)
{
	/* Of three bytes: length, alphabet, padding, blanks, and loose bits. */
	static const char *const texts[] = { "", "Zm9", "Zm9vZg", "Zm9vYmFy",
		"+__-", "-//-", "Zm9=", "Zm9v=", "Zm 9v", "Zm9v\n", " Zm9v",
		"Zm9\xc3\xa9" };
	unsigned char bytes[3];

	(void)state;
	for (size_t i = 0; i < CW_LEN(texts); i++)
		assert_int_equal(cw_crypto_from_base64url(texts[i], bytes,
				     sizeof(bytes)),
		    CW_INVALID);
	assert_int_equal(cw_crypto_from_base64url("Zh", bytes, 1), CW_INVALID);
	assert_int_equal(cw_crypto_from_base64url("Zg", bytes, 1), CW_OK);
}

static void
base64_of_any_length_comes_back(void **state)
{
	static const struct {
		enum cw_base64 form;
		const char *bytes, *text;
	} pairs[] = {
		{ CW_BASE64, "", "" },
		{ CW_BASE64, "f", "Zg==" },
		{ CW_BASE64, "foo\xff\xfe", "Zm9v//4=" },
		{ CW_BASE64URL, "f", "Zg" },
		{ CW_BASE64URL, "foo\xff\xfe", "Zm9v__4" },
	};
	unsigned char *bytes;
	size_t len;

	(void)state;
	for (size_t i = 0; i < CW_LEN(pairs); i++) {
		len = strlen(pairs[i].bytes);
		assert_string_equal(cw_crypto_encode(&scratch, pairs[i].form,
					pairs[i].bytes, len),
		    pairs[i].text);
		assert_int_equal(cw_crypto_decode(&scratch, pairs[i].form,
				     pairs[i].text, &bytes, &len),
		    CW_OK);
		assert_int_equal(len, strlen(pairs[i].bytes));
		assert_string_equal(bytes, pairs[i].bytes);
	}
}

static void
what_is_no_base64_is_refused(void **state)
{
	static const struct {
		enum cw_base64 form;
		const char *text;
	} bad[] = { { CW_BASE64, "Zg" }, { CW_BASE64, "Zg=" },
		{ CW_BASE64, "Zh==" }, { CW_BASE64, "Zm9v__4=" },
		{ CW_BASE64, "Zg==\n" }, { CW_BASE64URL, "Zg==" },
		{ CW_BASE64URL, "Zm9v//4" }, { CW_BASE64URL, "Zh" },
		{ CW_BASE64URL, "Z" } };
	unsigned char *bytes;
	size_t len;

	(void)state;
	for (size_t i = 0; i < CW_LEN(bad); i++)
		assert_int_equal(cw_crypto_decode(&scratch, bad[i].form,
				     bad[i].text, &bytes, &len),
		    CW_INVALID);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(sha256_matches_fips_180),
		cmocka_unit_test(a_file_has_the_hash_of_its_bytes),
		cmocka_unit_test(hmac_matches_rfc_4231),
		cmocka_unit_test(bytes_are_compared_to_the_last),
		cmocka_unit_test(a_seal_opens_with_its_key),
		cmocka_unit_test(a_forged_seal_does_not_open),
		cmocka_unit_test(two_seals_of_the_same_differ),
		cmocka_unit_test(without_memory_nothing_is_sealed),
		cmocka_unit_test(base64url_goes_there_and_back),
		cmocka_unit_test(what_is_not_exactly_base64url_is_refused),
		cmocka_unit_test(base64_of_any_length_comes_back),
		cmocka_unit_test(what_is_no_base64_is_refused),
	};

	return cmocka_run_group_tests(tests, scratch_make, scratch_remove);
}
