/* SRP-6a, by libcrypto's numbers. */

#include "base/srp.h"

#include <openssl/bn.h>
#include <openssl/evp.h>
#include <string.h>

#include "base/pki.h"
#include "base/text.h"

#define GENERATOR 2
/* A number, and the zero in front of one whose top bit is set. */
#define PADDED_BYTES (CW_SRP_BYTES + 1)

/* The numbers that a computation works with, and their memory. */
struct desk {
	BN_CTX *context;
	BIGNUM *n;
	BIGNUM *g;
};

static enum cw_err
open_desk(struct desk *desk)
{
	desk->n = NULL;
	desk->context = BN_CTX_secure_new();
	if (desk->context == NULL)
		return CW_NOMEM;
	BN_CTX_start(desk->context);
	desk->g = BN_CTX_get(desk->context);
	desk->n = BN_get_rfc3526_prime_3072(NULL);
	if (desk->n == NULL || desk->g == NULL ||
	    BN_set_word(desk->g, GENERATOR) != 1)
		return CW_NOMEM;
	return CW_OK;
}

static void
close_desk(struct desk *desk)
{
	BN_free(desk->n);
	if (desk->context != NULL) {
		BN_CTX_end(desk->context);
		BN_CTX_free(desk->context);
	}
}

/* A number of the desk's from bytes; NULL: no memory. */
static BIGNUM *
number(struct desk *desk, const unsigned char *bytes, size_t len)
{
	BIGNUM *out = BN_CTX_get(desk->context);

	if (out == NULL)
		return NULL;
	return BN_bin2bn(bytes, (int)len, out);
}

/* base^exponent, in a time that tells nothing of the exponent. */
static bool
power(struct desk *desk, BIGNUM *out, const BIGNUM *base,
    const BIGNUM *exponent)
{
	return out != NULL && base != NULL && exponent != NULL &&
	    BN_mod_exp_mont_consttime(out, base, exponent, desk->n,
		desk->context, NULL) == 1;
}

/* --- hashes --------------------------------------------------------------- */

/* The shortest form, with a zero in front where the top bit is set. */
static size_t
pad(const unsigned char *bytes, size_t len, unsigned char out[PADDED_BYTES])
{
	size_t zeros = 0, lead;

	while (zeros < len && bytes[zeros] == 0)
		zeros++;
	lead = zeros == len || (bytes[zeros] & 0x80) != 0 ? 1 : 0;
	out[0] = 0;
	memcpy(out + lead, bytes + zeros, len - zeros);
	return lead + len - zeros;
}

static enum cw_err
hash_two(const unsigned char *a, size_t a_len, const unsigned char *b,
    size_t b_len, unsigned char out[CW_SRP_HASH_BYTES])
{
	EVP_MD_CTX *context = EVP_MD_CTX_new();
	bool is_done;

	if (context == NULL)
		return CW_NOMEM;
	is_done = EVP_DigestInit_ex(context, EVP_sha256(), NULL) == 1 &&
	    EVP_DigestUpdate(context, a, a_len) == 1 &&
	    EVP_DigestUpdate(context, b, b_len) == 1 &&
	    EVP_DigestFinal_ex(context, out, NULL) == 1;
	EVP_MD_CTX_free(context);
	return is_done ? CW_OK : CW_SYSTEM;
}

/* Of two padded numbers. */
static enum cw_err
hash_numbers(const unsigned char *a, const unsigned char *b,
    unsigned char out[CW_SRP_HASH_BYTES])
{
	unsigned char padded_a[PADDED_BYTES], padded_b[PADDED_BYTES];
	size_t a_len = pad(a, CW_SRP_BYTES, padded_a);
	size_t b_len = pad(b, CW_SRP_BYTES, padded_b);

	return hash_two(padded_a, a_len, padded_b, b_len, out);
}

static enum cw_err
hash_password(const struct cw_srp_who *who, const char *password,
    unsigned char out[CW_SRP_HASH_BYTES])
{
	EVP_MD_CTX *context = EVP_MD_CTX_new();
	bool is_done;

	if (context == NULL)
		return CW_NOMEM;
	is_done = EVP_DigestInit_ex(context, EVP_sha256(), NULL) == 1 &&
	    EVP_DigestUpdate(context, who->pool, strlen(who->pool)) == 1 &&
	    EVP_DigestUpdate(context, who->name, strlen(who->name)) == 1 &&
	    EVP_DigestUpdate(context, ":", 1) == 1 &&
	    EVP_DigestUpdate(context, password, strlen(password)) == 1 &&
	    EVP_DigestFinal_ex(context, out, NULL) == 1;
	EVP_MD_CTX_free(context);
	return is_done ? CW_OK : CW_SYSTEM;
}

enum cw_err
cw_srp_private(const struct cw_srp_who *who, const char *password,
    const unsigned char salt[CW_SRP_SALT_BYTES],
    unsigned char x[CW_SRP_HASH_BYTES])
{
	unsigned char inner[CW_SRP_HASH_BYTES], padded[PADDED_BYTES];
	size_t len = pad(salt, CW_SRP_SALT_BYTES, padded);
	enum cw_err err = hash_password(who, password, inner);

	if (err == CW_OK)
		err = hash_two(padded, len, inner, sizeof(inner), x);
	explicit_bzero(inner, sizeof(inner));
	return err;
}

/* --- numbers -------------------------------------------------------------- */

static bool
compute_verifier(struct desk *desk, const unsigned char x[CW_SRP_HASH_BYTES],
    unsigned char v[CW_SRP_BYTES])
{
	BIGNUM *exponent = number(desk, x, CW_SRP_HASH_BYTES);
	BIGNUM *out = BN_CTX_get(desk->context);

	return power(desk, out, desk->g, exponent) &&
	    BN_bn2binpad(out, v, CW_SRP_BYTES) == CW_SRP_BYTES;
}

enum cw_err
cw_srp_verifier(const unsigned char x[CW_SRP_HASH_BYTES],
    unsigned char v[CW_SRP_BYTES])
{
	struct desk desk;
	enum cw_err err = open_desk(&desk);

	if (err == CW_OK && !compute_verifier(&desk, x, v))
		err = CW_SYSTEM;
	close_desk(&desk);
	return err;
}

/* From 1 to N - 1? */
static enum cw_err
judge_public(const unsigned char a[CW_SRP_BYTES])
{
	struct desk desk;
	const BIGNUM *value;
	enum cw_err err = open_desk(&desk);

	if (err == CW_OK) {
		value = number(&desk, a, CW_SRP_BYTES);
		if (value == NULL)
			err = CW_NOMEM;
		else if (BN_is_zero(value) || BN_cmp(value, desk.n) >= 0)
			err = CW_INVALID;
	}
	close_desk(&desk);
	return err;
}

enum cw_err
cw_srp_read(const char *hex, unsigned char a[CW_SRP_BYTES])
{
	size_t len, at;

	while (*hex == '0')
		hex++;
	len = strlen(hex);
	if (len > (size_t)2 * CW_SRP_BYTES)
		return CW_INVALID;
	memset(a, 0, CW_SRP_BYTES);
	at = (size_t)2 * CW_SRP_BYTES - len;
	for (size_t i = 0; i < len; i++, at++) {
		int digit = cw_text_hex_digit(hex[i]);

		if (digit < 0)
			return CW_INVALID;
		a[at / 2] = (unsigned char)(a[at / 2] << 4 | digit);
	}
	return judge_public(a);
}

enum cw_err
cw_srp_write(const unsigned char *bytes, size_t len, struct cw_arena *arena,
    const char **hex)
{
	static const char digits[] = "0123456789abcdef";
	char *out = cw_arena_calloc(arena, len + 1, 2);

	if (out == NULL)
		return CW_NOMEM;
	for (size_t i = 0; i < len; i++) {
		out[2 * i] = digits[bytes[i] >> 4];
		out[2 * i + 1] = digits[bytes[i] & 15];
	}
	*hex = out;
	return CW_OK;
}

/* k, for this group. */
static BIGNUM *
multiplier(struct desk *desk)
{
	unsigned char n[CW_SRP_BYTES], g[CW_SRP_BYTES] = { 0 };
	unsigned char k[CW_SRP_HASH_BYTES];

	g[CW_SRP_BYTES - 1] = GENERATOR;
	if (BN_bn2binpad(desk->n, n, CW_SRP_BYTES) != CW_SRP_BYTES ||
	    hash_numbers(n, g, k) != CW_OK)
		return NULL;
	return number(desk, k, sizeof(k));
}

static bool
compute_challenge(struct desk *desk, const unsigned char *v,
    const unsigned char *b, BIGNUM *out)
{
	const BIGNUM *k = multiplier(desk);
	const BIGNUM *verifier = number(desk, v, CW_SRP_BYTES);
	const BIGNUM *secret = number(desk, b, CW_SRP_SECRET_BYTES);
	BIGNUM *share = BN_CTX_get(desk->context);

	return k != NULL && verifier != NULL && out != NULL &&
	    power(desk, share, desk->g, secret) &&
	    BN_mod_mul(out, k, verifier, desk->n, desk->context) == 1 &&
	    BN_mod_add(out, out, share, desk->n, desk->context) == 1;
}

enum cw_err
cw_srp_challenge(const unsigned char v[CW_SRP_BYTES],
    const unsigned char b[CW_SRP_SECRET_BYTES],
    unsigned char big_b[CW_SRP_BYTES])
{
	struct desk desk;
	BIGNUM *out;
	enum cw_err err = open_desk(&desk);

	if (err == CW_OK) {
		out = BN_CTX_get(desk.context);
		if (!compute_challenge(&desk, v, b, out) ||
		    BN_bn2binpad(out, big_b, CW_SRP_BYTES) != CW_SRP_BYTES)
			err = CW_SYSTEM;
		else if (BN_is_zero(out))
			err = CW_INVALID;
	}
	close_desk(&desk);
	return err;
}

enum cw_err
cw_srp_scramble(const unsigned char a[CW_SRP_BYTES],
    const unsigned char big_b[CW_SRP_BYTES], unsigned char u[CW_SRP_HASH_BYTES])
{
	return hash_numbers(a, big_b, u);
}

/* S = (A v^u)^b; false on a number that must not be. */
static bool
compute_secret(struct desk *desk, const struct cw_srp_exchange *in,
    unsigned char out[CW_SRP_BYTES])
{
	const BIGNUM *v = number(desk, in->v, CW_SRP_BYTES);
	const BIGNUM *a = number(desk, in->a, CW_SRP_BYTES);
	const BIGNUM *b = number(desk, in->b, CW_SRP_SECRET_BYTES);
	const BIGNUM *u = number(desk, in->u, CW_SRP_HASH_BYTES);
	BIGNUM *base = BN_CTX_get(desk->context);
	BIGNUM *secret = BN_CTX_get(desk->context);

	return a != NULL && power(desk, base, v, u) &&
	    BN_mod_mul(base, a, base, desk->n, desk->context) == 1 &&
	    !BN_is_zero(base) && power(desk, secret, base, b) &&
	    BN_bn2binpad(secret, out, CW_SRP_BYTES) == CW_SRP_BYTES;
}

/* HKDF (RFC 5869) with one block, cut to the key's length. */
static enum cw_err
derive(const unsigned char s[CW_SRP_BYTES],
    const unsigned char u[CW_SRP_HASH_BYTES],
    unsigned char key[CW_SRP_KEY_BYTES])
{
	static const char info[] = "Caldera Derived Key\x01";
	unsigned char padded_s[PADDED_BYTES], padded_u[PADDED_BYTES];
	unsigned char extracted[CW_PKI_SHA256_BYTES], out[CW_PKI_SHA256_BYTES];
	size_t s_len = pad(s, CW_SRP_BYTES, padded_s);
	size_t u_len = pad(u, CW_SRP_HASH_BYTES, padded_u);
	enum cw_err err;

	err = cw_pki_hmac(CW_PKI_SHA256, padded_u, u_len, padded_s, s_len,
	    extracted);
	if (err == CW_OK)
		err = cw_pki_hmac(CW_PKI_SHA256, extracted, sizeof(extracted),
		    info, sizeof(info) - 1, out);
	if (err == CW_OK)
		memcpy(key, out, CW_SRP_KEY_BYTES);
	explicit_bzero(padded_s, sizeof(padded_s));
	explicit_bzero(extracted, sizeof(extracted));
	explicit_bzero(out, sizeof(out));
	return err;
}

static bool
is_zero(const unsigned char *bytes, size_t len)
{
	unsigned char bits = 0;

	for (size_t i = 0; i < len; i++)
		bits |= bytes[i];
	return bits == 0;
}

enum cw_err
cw_srp_key(const struct cw_srp_exchange *exchange,
    unsigned char key[CW_SRP_KEY_BYTES])
{
	unsigned char s[CW_SRP_BYTES];
	struct desk desk;
	enum cw_err err;

	if (is_zero(exchange->u, CW_SRP_HASH_BYTES))
		return CW_INVALID;
	err = judge_public(exchange->a);
	if (err != CW_OK)
		return err;
	err = open_desk(&desk);
	if (err == CW_OK && !compute_secret(&desk, exchange, s))
		err = CW_SYSTEM;
	close_desk(&desk);
	if (err == CW_OK)
		err = derive(s, exchange->u, key);
	explicit_bzero(s, sizeof(s));
	return err;
}

/* --- the proof ------------------------------------------------------------ */

enum cw_err
cw_srp_proof(const unsigned char key[CW_SRP_KEY_BYTES],
    const struct cw_srp_who *who, const struct cw_srp_claim *claim,
    unsigned char proof[CW_SRP_HASH_BYTES])
{
	struct cw_arena scratch;
	struct cw_buf text;
	enum cw_err err;

	cw_arena_init(&scratch, (size_t)64 * 1024);
	cw_buf_init(&text, &scratch, (size_t)32 * 1024);
	cw_buf_puts(&text, who->pool);
	cw_buf_puts(&text, who->name);
	cw_buf_put(&text, (const char *)claim->block, claim->block_len);
	cw_buf_puts(&text, claim->timestamp);
	err = cw_buf_end(&text);
	if (err == CW_OK)
		err = cw_pki_hmac(CW_PKI_SHA256, key, CW_SRP_KEY_BYTES,
		    text.data, text.len, proof);
	cw_arena_clear(&scratch);
	return err;
}
