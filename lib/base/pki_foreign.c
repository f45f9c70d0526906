/* Signatures of others, whose public keys come as JSON Web Keys (RFC 7518). */

#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/crypto.h>
#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/param_build.h>
#include <openssl/rsa.h>
#include <string.h>

#include "base/crypto.h"
#include "base/pki.h"

#define RSA_MIN_BITS 2048
#define RSA_MAX_BITS 8192
#define EC_BYTES 32 /* of a number of P-256 */
#define POINT_BYTES (1 + 2 * EC_BYTES)

/* A public key out of its parameters; takes them over.  NULL: it is none. */
static EVP_PKEY *
make_key(const char *type, OSSL_PARAM_BLD *build)
{
	OSSL_PARAM *params = OSSL_PARAM_BLD_to_param(build);
	EVP_PKEY_CTX *context = EVP_PKEY_CTX_new_from_name(NULL, type, NULL);
	EVP_PKEY *key = NULL;

	if (params != NULL && context != NULL &&
	    EVP_PKEY_fromdata_init(context) == 1 &&
	    EVP_PKEY_fromdata(context, &key, EVP_PKEY_PUBLIC_KEY, params) != 1)
		key = NULL;
	EVP_PKEY_CTX_free(context);
	OSSL_PARAM_free(params);
	OSSL_PARAM_BLD_free(build);
	return key;
}

static BIGNUM *
read_number(const char *text, struct cw_arena *arena)
{
	unsigned char *bytes;
	size_t len;

	if (cw_crypto_decode(arena, CW_BASE64URL, text, &bytes, &len) !=
		CW_OK ||
	    len == 0 || len > RSA_MAX_BITS / 8)
		return NULL;
	return BN_bin2bn(bytes, (int)len, NULL);
}

static EVP_PKEY *
make_rsa(const struct cw_pki_foreign *foreign, struct cw_arena *arena)
{
	OSSL_PARAM_BLD *build = OSSL_PARAM_BLD_new();
	BIGNUM *n = read_number(foreign->a, arena);
	BIGNUM *e = read_number(foreign->b, arena);
	EVP_PKEY *key = NULL;

	if (build != NULL && n != NULL && e != NULL &&
	    BN_num_bits(n) >= RSA_MIN_BITS && BN_is_odd(n) && BN_is_odd(e) &&
	    !BN_is_one(e) &&
	    OSSL_PARAM_BLD_push_BN(build, OSSL_PKEY_PARAM_RSA_N, n) == 1 &&
	    OSSL_PARAM_BLD_push_BN(build, OSSL_PKEY_PARAM_RSA_E, e) == 1)
		key = make_key("RSA", build);
	else
		OSSL_PARAM_BLD_free(build);
	BN_free(n);
	BN_free(e);
	return key;
}

static EVP_PKEY *
make_ec(const struct cw_pki_foreign *foreign)
{
	unsigned char point[POINT_BYTES] = { POINT_CONVERSION_UNCOMPRESSED };
	OSSL_PARAM_BLD *build;

	if (cw_crypto_from_base64url(foreign->a, point + 1, EC_BYTES) !=
		CW_OK ||
	    cw_crypto_from_base64url(foreign->b, point + 1 + EC_BYTES,
		EC_BYTES) != CW_OK)
		return NULL;
	build = OSSL_PARAM_BLD_new();
	if (build != NULL &&
	    OSSL_PARAM_BLD_push_utf8_string(build, OSSL_PKEY_PARAM_GROUP_NAME,
		"P-256", 0) == 1 &&
	    OSSL_PARAM_BLD_push_octet_string(build, OSSL_PKEY_PARAM_PUB_KEY,
		point, sizeof(point)) == 1)
		return make_key("EC", build);
	OSSL_PARAM_BLD_free(build);
	return NULL;
}

/* r and s one after the other (RFC 7518 section 3.4), as libcrypto has them. */
static enum cw_err
write_der(const struct cw_pki_foreign *foreign, unsigned char **der, int *len)
{
	ECDSA_SIG *pair = ECDSA_SIG_new();
	BIGNUM *r = BN_bin2bn(foreign->signature, EC_BYTES, NULL);
	BIGNUM *s = BN_bin2bn(foreign->signature + EC_BYTES, EC_BYTES, NULL);

	*len = 0;
	if (pair == NULL || r == NULL || s == NULL ||
	    ECDSA_SIG_set0(pair, r, s) != 1) {
		BN_free(r);
		BN_free(s);
	} else {
		*len = i2d_ECDSA_SIG(pair, der);
	}
	ECDSA_SIG_free(pair);
	return *len > 0 ? CW_OK : CW_NOMEM;
}

static enum cw_err
verify(EVP_PKEY *key, const struct cw_pki_foreign *foreign,
    const unsigned char *signature, size_t len)
{
	EVP_MD_CTX *context = EVP_MD_CTX_new();
	EVP_PKEY_CTX *of_key = NULL;
	bool is_right;

	if (context == NULL)
		return CW_NOMEM;
	is_right = EVP_DigestVerifyInit(context, &of_key, EVP_sha256(), NULL,
		       key) == 1;
	if (is_right && foreign->way == CW_PKI_PS256)
		is_right = EVP_PKEY_CTX_set_rsa_padding(of_key,
			       RSA_PKCS1_PSS_PADDING) == 1 &&
		    EVP_PKEY_CTX_set_rsa_pss_saltlen(of_key,
			RSA_PSS_SALTLEN_DIGEST) == 1;
	is_right = is_right &&
	    EVP_DigestVerify(context, signature, len, foreign->bytes,
		foreign->len) == 1;
	EVP_MD_CTX_free(context);
	return is_right ? CW_OK : CW_INVALID;
}

static enum cw_err
verify_ec(EVP_PKEY *key, const struct cw_pki_foreign *foreign)
{
	unsigned char *der = NULL;
	enum cw_err err;
	int len;

	if (foreign->signature_len != 2 * (size_t)EC_BYTES)
		return CW_INVALID;
	err = write_der(foreign, &der, &len);
	if (err == CW_OK)
		err = verify(key, foreign, der, (size_t)len);
	OPENSSL_free(der);
	return err;
}

enum cw_err
cw_pki_verify_foreign(const struct cw_pki_foreign *foreign,
    struct cw_arena *arena)
{
	bool is_ec = foreign->way == CW_PKI_ES256;
	EVP_PKEY *key;
	enum cw_err err;

	if (OPENSSL_init_crypto(OPENSSL_INIT_NO_LOAD_CONFIG |
		    OPENSSL_INIT_NO_ATEXIT,
		NULL) != 1)
		return CW_SYSTEM;
	key = is_ec ? make_ec(foreign) : make_rsa(foreign, arena);
	if (key == NULL)
		return CW_INVALID;
	err = is_ec
	    ? verify_ec(key, foreign)
	    : verify(key, foreign, foreign->signature, foreign->signature_len);
	EVP_PKEY_free(key);
	return err;
}
