/* The server's numbers are those that real clients come to. */

#include "base/srp.h"

#include <string.h>

#include "base/crypto.h"
#include "base/scratch.h"
#include "unit.h"

#define POOL "Chinwag1"
#define BLOCK "chinwag-secret-block"
#define TIMESTAMP "Wed Mar 5 07:08:09 UTC 2025"
/* A, as 384 bytes. */
#define HASH_OF_A                          \
	"f9f3f0f4857fcc7a83f7a2d602d37831" \
	"50c9cc42175f8c53bf8d15aa0fd3761f"
#define HASH_OF_V1_B                       \
	"2bc414322d7a649b6de2730cc89de069" \
	"f6bd5a8ca53b58e286ea72204d8f20ff"

/* N of RFC 3526 section 4. */
static const char prime[] =
    "ffffffffffffffffc90fdaa22168c234c4c6628b80dc1cd129024e088a67cc74"
    "020bbea63b139b22514a08798e3404ddef9519b3cd3a431b302b0a6df25f1437"
    "4fe1356d6d51c245e485b576625e7ec6f44c42e9a637ed6b0bff5cb6f406b7ed"
    "ee386bfb5a899fa5ae9f24117c4b1fe649286651ece45b3dc2007cb8a163bf05"
    "98da48361c55d39a69163fa8fd24cf5f83655d23dca3ad961c62f356208552bb"
    "9ed529077096966d670c354e4abc9804f1746c08ca18217c32905e462e36ce3b"
    "e39e772c180e86039b2783a2ec07a28fb5c55df06f4c52c9de2bcbf695581718"
    "3995497cea956ae515d2261898fa051015728e5a8aaac42dad33170d04507a33"
    "a85521abdf1cba64ecfb850458dbef0a8aea71575d060c7db3970f85a6e1e4c7"
    "abf5ae8cdb0933d71e8c94e04a25619dcee3d2261ad2ee6bf12ffa06d98a0864"
    "d87602733ec86a64521f2b18177b200cbbe117577a615d6c770988c0bad946e2"
    "08e24fa074e5ab3143db5bfce0fd108e4b82d120a93ad2caffffffffffffffff";

/* Made with a of 128 bytes 0x11, and b of 128 bytes 0x22. */
static const struct {
	const char *name, *password, *salt, *x, *hash_v, *u, *proof, *key;
} vectors[] = {
	{
	    .name = "ada",
	    .password = "Secr3t!pw",
	    .salt = "0f1e2d3c4b5a69788796a5b4c3d2e1f0",
	    .x = "a2c0eb659ce5bfdbc8e05153eaf20a27"
		 "1305786977efc6e48e9e246b4dd5692e",
	    .hash_v = "82184902c42f344e6ececf2c5a860398"
		      "e24b435b39ee57fd110aa8a6c9f49469",
	    .u = "60ca6adf46528dc8f13a17d0683380bf"
		 "89f16baf6f422b29c5f9227fb390e348",
	    .proof = "fad77c9a0fd0362e3c65514a0c9761dd"
		     "b7cd61f829af587050f512b0ad5f278c",
	    .key = "39b0180c9dd4ac295ac04285f5d48ea7",
	},
	{
	    .name = "ada",
	    .password = "Secr3t!pw",
	    .salt = "ff1e2d3c4b5a69788796a5b4c3d2e1f0",
	    .x = "167b1e85ef7f3d6642c2fec97853a79d"
		 "fdc86e6a2b174f2e019b2d89cf88d3d2",
	    .hash_v = "45590442b674f17280f6884ffa3c4f57"
		      "cfe203179a538ed8817fdff53df6f3fe",
	    .u = "d382e4bb4971556dacad74a258b99556"
		 "ecb53333e680fdba134099e34a0651d4",
	    .proof = "63a156d19d99a641a298c38e20f37385"
		     "a6c9218c790cce53ab4bc07b97294991",
	    .key = "f72dd64f40787b80b3c1c8a59fde6374",
	},
	{
	    .name = "ada",
	    .password = "Secr3t!pw",
	    .salt = "001e2d3c4b5a69788796a5b4c3d2e1f0",
	    .x = "12112b3e333135cf9448050d0da46709"
		 "8d23fa5a6f7aade1eda42db5e220b8f0",
	    .hash_v = "dcce8d7cce57d0010447b5d388459bcb"
		      "751af0bb0eaa1e8b5808aa4c397f0af4",
	    .u = "2c45b078e6092897e6bba45d2e94fe37"
		 "a01fb050d39e9c856406b9dc1e524eb6",
	    .proof = "40f412e0881a500b733d40bb418784c8"
		     "722c0c7446f5e93d1b52d02ce24dfb40",
	    .key = "516dc2e836eafae3892def4b87d54e09",
	},
	{
	    .name = "zo\xc3\xab"
		    "",
	    .password = "p\xc3\xa4"
			"ssw\xc3\xb6"
			"rd\xe2\x98\x83"
			"A1!",
	    .salt = "0f1e2d3c4b5a69788796a5b4c3d2e1f0",
	    .x = "8def56b0af54b30256e9d4713fc81845"
		 "1c11f611c229299136a0aab5f4bf83f6",
	    .hash_v = "dc4ff71f33344ff7d19857d931d536de"
		      "373c524756d9eac81e59e77ee87ba285",
	    .u = "22b03693f2d280871168c074635e9e73"
		 "f6df7dd316e4cfcf06bc63db5cc795db",
	    .proof = "6658dd720dd7055c10aca60febfb8875"
		     "00430b61fef75366c34af910ae5bb874",
	    .key = "76fb252aea4d3fd9454b0e25f48022aa",
	},
};

static void
assert_hex(const void *bytes, size_t len, const char *wanted)
{
	const char *hex;

	assert_int_equal(cw_srp_write(bytes, len, &scratch, &hex), CW_OK);
	assert_string_equal(hex, wanted);
}

static void
assert_hash(const unsigned char *number, const char *wanted)
{
	unsigned char hash[CW_HASH_BYTES];

	cw_crypto_sha256(number, CW_SRP_BYTES, hash);
	assert_hex(hash, sizeof(hash), wanted);
}

static void
make_a(unsigned char a[CW_SRP_BYTES])
{
	static const unsigned char zero[CW_SRP_BYTES];
	unsigned char secret[CW_SRP_SECRET_BYTES];

	memset(secret, 0x11, sizeof(secret));
	/* With a verifier of 0 the challenge is g^b. */
	assert_int_equal(cw_srp_challenge(zero, secret, a), CW_OK);
}

static void
read_salt(const char *hex, unsigned char salt[CW_SRP_SALT_BYTES])
{
	unsigned char number[CW_SRP_BYTES];

	assert_int_equal(cw_srp_read(hex, number), CW_OK);
	memcpy(salt, number + CW_SRP_BYTES - CW_SRP_SALT_BYTES,
	    CW_SRP_SALT_BYTES);
}

static void
check_vector(size_t i)
{
	const struct cw_srp_who who = { POOL, vectors[i].name };
	const struct cw_srp_claim claim = {
		.block = (const unsigned char *)BLOCK,
		.block_len = sizeof(BLOCK) - 1,
		.timestamp = TIMESTAMP,
	};
	struct cw_srp_exchange exchange;
	unsigned char salt[CW_SRP_SALT_BYTES], x[CW_SRP_HASH_BYTES];
	unsigned char big_b[CW_SRP_BYTES], key[CW_SRP_KEY_BYTES];
	unsigned char proof[CW_SRP_HASH_BYTES];

	read_salt(vectors[i].salt, salt);
	assert_int_equal(cw_srp_private(&who, vectors[i].password, salt, x),
	    CW_OK);
	assert_hex(x, sizeof(x), vectors[i].x);
	assert_int_equal(cw_srp_verifier(x, exchange.v), CW_OK);
	assert_hash(exchange.v, vectors[i].hash_v);
	make_a(exchange.a);
	assert_hash(exchange.a, HASH_OF_A);
	memset(exchange.b, 0x22, sizeof(exchange.b));
	assert_int_equal(cw_srp_challenge(exchange.v, exchange.b, big_b),
	    CW_OK);
	if (i == 0)
		assert_hash(big_b, HASH_OF_V1_B);
	assert_int_equal(cw_srp_scramble(exchange.a, big_b, exchange.u), CW_OK);
	assert_hex(exchange.u, sizeof(exchange.u), vectors[i].u);
	assert_int_equal(cw_srp_key(&exchange, key), CW_OK);
	assert_hex(key, sizeof(key), vectors[i].key);
	assert_int_equal(cw_srp_proof(key, &who, &claim, proof), CW_OK);
	assert_hex(proof, sizeof(proof), vectors[i].proof);
}

static void
the_vectors_hold(void **state)
{
	(void)state;
	for (size_t i = 0; i < CW_LEN(vectors); i++)
		check_vector(i);
}

static void
an_a_that_is_zero_is_refused(void **state)
{
	static const char *const bad[] = { "", "0", "0000", prime, "xyz", "-1",
		"1 ", "0x1" };
	unsigned char a[CW_SRP_BYTES];
	char hex[sizeof(prime)];

	(void)state;
	for (size_t i = 0; i < CW_LEN(bad); i++)
		assert_int_equal(cw_srp_read(bad[i], a), CW_INVALID);
	memcpy(hex, prime, sizeof(prime));
	hex[sizeof(prime) - 2] = 'e';
	assert_int_equal(cw_srp_read(hex, a), CW_OK);
	memset(hex, 'f', sizeof(hex) - 1);
	assert_int_equal(cw_srp_read(hex, a), CW_INVALID);
	assert_int_equal(cw_srp_read("00Ff", a), CW_OK);
	assert_int_equal(a[CW_SRP_BYTES - 1], 255);
}

static void
what_is_longer_than_n_is_refused(void **state)
{
	char hex[2 * CW_SRP_BYTES + 2];
	unsigned char a[CW_SRP_BYTES];

	(void)state;
	memset(hex, '1', sizeof(hex) - 1);
	hex[sizeof(hex) - 1] = '\0';
	assert_int_equal(cw_srp_read(hex, a), CW_INVALID);
}

static void
no_key_comes_of_a_zero(void **state)
{
	struct cw_srp_exchange exchange;
	unsigned char key[CW_SRP_KEY_BYTES];

	(void)state;
	memset(&exchange, 1, sizeof(exchange));
	assert_int_equal(cw_srp_key(&exchange, key), CW_OK);
	memset(exchange.u, 0, sizeof(exchange.u));
	assert_int_equal(cw_srp_key(&exchange, key), CW_INVALID);
	memset(&exchange, 1, sizeof(exchange));
	memset(exchange.a, 0, sizeof(exchange.a));
	assert_int_equal(cw_srp_key(&exchange, key), CW_INVALID);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_vectors_hold),
		cmocka_unit_test(an_a_that_is_zero_is_refused),
		cmocka_unit_test(what_is_longer_than_n_is_refused),
		cmocka_unit_test(no_key_comes_of_a_zero),
	};

	return cmocka_run_group_tests(tests, scratch_make, scratch_remove);
}
