/*
 * RSA signatures (RS256, RFC 7518 section 3.3) and HMACs with keys of any
 * length, over libcrypto.  Its headers are included in pki.c, pki_foreign.c and
 * srp.c alone.
 */

#ifndef CW_BASE_PKI_H
#define CW_BASE_PKI_H

#include <stddef.h>

#include "base/arena.h"
#include "base/err.h"

#define CW_PKI_SIGNATURE_BYTES 256 /* of an RSA key of 2048 bits */
#define CW_PKI_SHA1_BYTES 20
#define CW_PKI_SHA256_BYTES 32

enum cw_pki_digest { CW_PKI_SHA1, CW_PKI_SHA256 };

/*
 * HMAC (RFC 2104); out has room for the digest.  CW_SYSTEM: libcrypto refused,
 * and out holds nothing.
 */
enum cw_err
cw_pki_hmac(enum cw_pki_digest digest, const void *key, size_t key_len,
    const void *bytes, size_t len, unsigned char *out) CW_CHECKED;

/* An RSA key pair of 2048 bits; may be used by many threads. */
struct cw_pki_key;

/* A fresh key; takes some 100 ms. */
enum cw_err cw_pki_key_make(struct cw_pki_key **out) CW_CHECKED;
void cw_pki_key_free(struct cw_pki_key *key); /* NULL is fine */

/* The private key (PKCS #8, DER), in the arena; and back.  CW_INVALID. */
enum cw_err cw_pki_key_write(const struct cw_pki_key *key,
    struct cw_arena *arena, unsigned char **out, size_t *len) CW_CHECKED;
enum cw_err cw_pki_key_read(const unsigned char *bytes, size_t len,
    struct cw_pki_key **out) CW_CHECKED;

/* The public key as JWK members (RFC 7518 section 6.3.1), in base64url. */
enum cw_err cw_pki_key_public(const struct cw_pki_key *key,
    struct cw_arena *arena, const char **n, const char **e) CW_CHECKED;

/* RSASSA-PKCS1-v1_5 with SHA-256. */
enum cw_err cw_pki_sign(const struct cw_pki_key *key, const void *bytes,
    size_t len, unsigned char out[CW_PKI_SIGNATURE_BYTES]) CW_CHECKED;
/* CW_INVALID: not this key's signature of these bytes. */
enum cw_err
cw_pki_verify(const struct cw_pki_key *key, const void *bytes, size_t len,
    const unsigned char signature[CW_PKI_SIGNATURE_BYTES]) CW_CHECKED;

/* --- others' signatures --------------------------------------------------- */

/* Ways to sign (RFC 7518 section 3.1) that others may use. */
enum cw_pki_way { CW_PKI_RS256, CW_PKI_PS256, CW_PKI_ES256, CW_PKI_WAY__COUNT };

/* "RS256"; and back.  CW_INVALID: no such way, "none" and HMACs among them. */
const char *cw_pki_way_word(enum cw_pki_way way);
enum cw_err cw_pki_way_find(const char *word, enum cw_pki_way *out) CW_CHECKED;

/* Somebody's signature of some bytes, and the public key as a JWK has it. */
struct cw_pki_foreign {
	enum cw_pki_way way;
	const char *a; /* base64url: n of RSA; x of P-256 */
	const char *b; /* e; y */
	const void *bytes;
	size_t len;
	const unsigned char *signature;
	size_t signature_len;
};

/*
 * Is it that key's?  CW_INVALID: it is not, or the key is none: RSA of 2048 to
 * 8192 bits, or a point on P-256.
 */
enum cw_err cw_pki_verify_foreign(const struct cw_pki_foreign *foreign,
    struct cw_arena *arena) CW_CHECKED;

#endif
