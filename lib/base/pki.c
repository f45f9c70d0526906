/* RSA keys, signatures and HMACs, by libcrypto. */

#include "base/pki.h"

#include <limits.h>
#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/rsa.h>
#include <openssl/x509.h>
#include <string.h>

#include "base/crypto.h"

#define KEY_BITS 2048

/* The type is libcrypto's own; the name is ours. */
struct cw_pki_key;

static EVP_PKEY *
inner(const struct cw_pki_key *key)
{
	return (EVP_PKEY *)(uintptr_t)key;
}

/* Nothing of the machine's configuration of libcrypto is for us. */
static enum cw_err
begin(void)
{
	return OPENSSL_init_crypto(OPENSSL_INIT_NO_LOAD_CONFIG |
		       OPENSSL_INIT_NO_ATEXIT,
		   NULL) == 1
	    ? CW_OK
	    : CW_SYSTEM;
}

enum cw_err
cw_pki_hmac(enum cw_pki_digest digest, const void *key, size_t key_len,
    const void *bytes, size_t len, unsigned char *out)
{
	unsigned out_len;
	enum cw_err err = begin();

	if (err != CW_OK)
		return err;
	if (key_len > INT_MAX)
		return CW_SYSTEM;
	if (HMAC(digest == CW_PKI_SHA1 ? EVP_sha1() : EVP_sha256(), key,
		(int)key_len, bytes, len, out, &out_len) == NULL)
		return CW_SYSTEM;
	return CW_OK;
}

/* --- keys ----------------------------------------------------------------- */

enum cw_err
cw_pki_key_make(struct cw_pki_key **out)
{
	EVP_PKEY *key;
	enum cw_err err = begin();

	if (err != CW_OK)
		return err;
	key = EVP_RSA_gen(KEY_BITS);
	if (key == NULL)
		return CW_SYSTEM;
	*out = (struct cw_pki_key *)(void *)key;
	return CW_OK;
}

void
cw_pki_key_free(struct cw_pki_key *key)
{
	EVP_PKEY_free(inner(key));
}

enum cw_err
cw_pki_key_write(const struct cw_pki_key *key, struct cw_arena *arena,
    unsigned char **out, size_t *len)
{
	PKCS8_PRIV_KEY_INFO *info = EVP_PKEY2PKCS8(inner(key));
	unsigned char *der = NULL;
	int der_len;

	if (info == NULL)
		return CW_SYSTEM;
	der_len = i2d_PKCS8_PRIV_KEY_INFO(info, &der);
	PKCS8_PRIV_KEY_INFO_free(info);
	if (der_len <= 0)
		return CW_SYSTEM;
	*out = cw_arena_alloc(arena, (size_t)der_len);
	if (*out != NULL)
		memcpy(*out, der, (size_t)der_len);
	*len = (size_t)der_len;
	OPENSSL_clear_free(der, (size_t)der_len);
	return *out == NULL ? CW_NOMEM : CW_OK;
}

enum cw_err
cw_pki_key_read(const unsigned char *bytes, size_t len, struct cw_pki_key **out)
{
	const unsigned char *at = bytes;
	EVP_PKEY *key;
	enum cw_err err = begin();

	if (err != CW_OK)
		return err;
	if (len > LONG_MAX)
		return CW_INVALID;
	key = d2i_AutoPrivateKey(NULL, &at, (long)len);
	if (key == NULL)
		return CW_INVALID;
	if (EVP_PKEY_get_base_id(key) != EVP_PKEY_RSA ||
	    EVP_PKEY_get_bits(key) != KEY_BITS) {
		EVP_PKEY_free(key);
		return CW_INVALID;
	}
	*out = (struct cw_pki_key *)(void *)key;
	return CW_OK;
}

/* One number of a key, in base64url. */
static enum cw_err
write_number(const struct cw_pki_key *key, const char *name,
    struct cw_arena *arena, const char **out)
{
	unsigned char bytes[KEY_BITS / 8];
	BIGNUM *number = NULL;
	int len;

	if (EVP_PKEY_get_bn_param(inner(key), name, &number) != 1)
		return CW_SYSTEM;
	len = BN_num_bytes(number);
	if (len > (int)sizeof(bytes)) {
		BN_free(number);
		return CW_SYSTEM;
	}
	(void)BN_bn2bin(number, bytes);
	BN_free(number);
	*out = cw_crypto_base64url(arena, bytes, (size_t)len);
	return *out == NULL ? CW_NOMEM : CW_OK;
}

enum cw_err
cw_pki_key_public(const struct cw_pki_key *key, struct cw_arena *arena,
    const char **n, const char **e)
{
	enum cw_err err = write_number(key, OSSL_PKEY_PARAM_RSA_N, arena, n);

	if (err != CW_OK)
		return err;
	return write_number(key, OSSL_PKEY_PARAM_RSA_E, arena, e);
}

/* --- signatures ----------------------------------------------------------- */

enum cw_err
cw_pki_sign(const struct cw_pki_key *key, const void *bytes, size_t len,
    unsigned char out[CW_PKI_SIGNATURE_BYTES])
{
	EVP_MD_CTX *context = EVP_MD_CTX_new();
	size_t out_len = CW_PKI_SIGNATURE_BYTES;
	bool is_done;

	if (context == NULL)
		return CW_NOMEM;
	is_done = EVP_DigestSignInit(context, NULL, EVP_sha256(), NULL,
		      inner(key)) == 1 &&
	    EVP_DigestSign(context, out, &out_len, bytes, len) == 1;
	EVP_MD_CTX_free(context);
	return is_done && out_len == CW_PKI_SIGNATURE_BYTES ? CW_OK : CW_SYSTEM;
}

enum cw_err
cw_pki_verify(const struct cw_pki_key *key, const void *bytes, size_t len,
    const unsigned char signature[CW_PKI_SIGNATURE_BYTES])
{
	EVP_MD_CTX *context = EVP_MD_CTX_new();
	bool is_right;

	if (context == NULL)
		return CW_NOMEM;
	is_right = EVP_DigestVerifyInit(context, NULL, EVP_sha256(), NULL,
		       inner(key)) == 1 &&
	    EVP_DigestVerify(context, signature, CW_PKI_SIGNATURE_BYTES, bytes,
		len) == 1;
	EVP_MD_CTX_free(context);
	return is_right ? CW_OK : CW_INVALID;
}
