/*
 * All that needs libcrypto (base/pki.h, base/srp.h), as one table.
 *
 * libcrypto takes as long to load as most programs take to answer, and a fifth
 * of a megabyte of each process, so what uses it is a library of its own,
 * libchinwag-pki.so, which base/pki_door.c loads at the first need.
 */

#ifndef CW_BASE_PKI_CALLS_H
#define CW_BASE_PKI_CALLS_H

#include "base/pki.h"
#include "base/srp.h"

struct cw_pki_calls {
	enum cw_err (*hmac)(enum cw_pki_digest digest, const void *key,
	    size_t key_len, const void *bytes, size_t len, unsigned char *out);
	enum cw_err (*key_make)(struct cw_pki_key **out);
	void (*key_free)(struct cw_pki_key *key);
	enum cw_err (*key_write)(const struct cw_pki_key *key,
	    struct cw_arena *arena, unsigned char **out, size_t *len);
	enum cw_err (*key_read)(const unsigned char *bytes, size_t len,
	    struct cw_pki_key **out);
	enum cw_err (*key_public)(const struct cw_pki_key *key,
	    struct cw_arena *arena, const char **n, const char **e);
	enum cw_err (*sign)(const struct cw_pki_key *key, const void *bytes,
	    size_t len, unsigned char out[CW_PKI_SIGNATURE_BYTES]);
	enum cw_err (*verify)(const struct cw_pki_key *key, const void *bytes,
	    size_t len, const unsigned char signature[CW_PKI_SIGNATURE_BYTES]);
	enum cw_err (*verify_foreign)(const struct cw_pki_foreign *foreign,
	    struct cw_arena *arena);
	enum cw_err (*srp_private)(const struct cw_srp_who *who,
	    const char *password, const unsigned char salt[CW_SRP_SALT_BYTES],
	    unsigned char x[CW_SRP_HASH_BYTES]);
	enum cw_err (*srp_verifier)(const unsigned char x[CW_SRP_HASH_BYTES],
	    unsigned char v[CW_SRP_BYTES]);
	enum cw_err (*srp_read)(const char *hex, unsigned char a[CW_SRP_BYTES]);
	enum cw_err (*srp_write)(const unsigned char *bytes, size_t len,
	    struct cw_arena *arena, const char **hex);
	enum cw_err (*srp_challenge)(const unsigned char v[CW_SRP_BYTES],
	    const unsigned char b[CW_SRP_SECRET_BYTES],
	    unsigned char big_b[CW_SRP_BYTES]);
	enum cw_err (*srp_scramble)(const unsigned char a[CW_SRP_BYTES],
	    const unsigned char big_b[CW_SRP_BYTES],
	    unsigned char u[CW_SRP_HASH_BYTES]);
	enum cw_err (*srp_key)(const struct cw_srp_exchange *exchange,
	    unsigned char key[CW_SRP_KEY_BYTES]);
	enum cw_err (*srp_proof)(const unsigned char key[CW_SRP_KEY_BYTES],
	    const struct cw_srp_who *who, const struct cw_srp_claim *claim,
	    unsigned char proof[CW_SRP_HASH_BYTES]);
};

extern const struct cw_pki_calls cw_pki_calls;

#endif
