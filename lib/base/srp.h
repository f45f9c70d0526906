/*
 * The server's side of SRP-6a (RFC 5054) as clients of user pools compute it:
 * the 3072-bit group of RFC 3526 section 4, SHA-256, numbers hashed as their
 * shortest big-endian form that is not negative in two's complement, and a key
 * of 16 bytes derived by HKDF.
 *
 * Numbers are 384 bytes, big-endian.  CW_SYSTEM: libcrypto refused.
 */

#ifndef CW_BASE_SRP_H
#define CW_BASE_SRP_H

#include <stddef.h>

#include "base/arena.h"
#include "base/err.h"

#define CW_SRP_BYTES 384
#define CW_SRP_SALT_BYTES 16
#define CW_SRP_SECRET_BYTES 128
#define CW_SRP_HASH_BYTES 32
#define CW_SRP_KEY_BYTES 16

/* Whose password: the part of the pool's id behind the '_', and the name. */
struct cw_srp_who {
	const char *pool;
	const char *name;
};

/* x: what the password and the salt come to. */
enum cw_err cw_srp_private(const struct cw_srp_who *who, const char *password,
    const unsigned char salt[CW_SRP_SALT_BYTES],
    unsigned char x[CW_SRP_HASH_BYTES]) CW_CHECKED;

/* v = g^x: what is kept; who knows it can guess passwords cheaply. */
enum cw_err cw_srp_verifier(const unsigned char x[CW_SRP_HASH_BYTES],
    unsigned char v[CW_SRP_BYTES]) CW_CHECKED;

/* A client's A from hexadecimal digits.  CW_INVALID: 0 modulo N, or above N. */
enum cw_err
cw_srp_read(const char *hex, unsigned char a[CW_SRP_BYTES]) CW_CHECKED;

/* Bytes in hexadecimal digits, in the arena. */
enum cw_err cw_srp_write(const unsigned char *bytes, size_t len,
    struct cw_arena *arena, const char **hex) CW_CHECKED;

/* B = k v + g^b, for a random b.  CW_INVALID: it is 0, take another b. */
enum cw_err cw_srp_challenge(const unsigned char v[CW_SRP_BYTES],
    const unsigned char b[CW_SRP_SECRET_BYTES],
    unsigned char big_b[CW_SRP_BYTES]) CW_CHECKED;

/* u: what both public numbers come to. */
enum cw_err cw_srp_scramble(const unsigned char a[CW_SRP_BYTES],
    const unsigned char big_b[CW_SRP_BYTES],
    unsigned char u[CW_SRP_HASH_BYTES]) CW_CHECKED;

/* What a session's key comes from. */
struct cw_srp_exchange {
	unsigned char v[CW_SRP_BYTES];
	unsigned char a[CW_SRP_BYTES];
	unsigned char b[CW_SRP_SECRET_BYTES];
	unsigned char u[CW_SRP_HASH_BYTES];
};

/* K.  CW_INVALID: u is 0, or A is 0 modulo N. */
enum cw_err cw_srp_key(const struct cw_srp_exchange *exchange,
    unsigned char key[CW_SRP_KEY_BYTES]) CW_CHECKED;

/* What a client that knows K makes of a secret block and a time. */
struct cw_srp_claim {
	const unsigned char *block;
	size_t block_len;
	const char *timestamp; /* as it was sent */
};

enum cw_err cw_srp_proof(const unsigned char key[CW_SRP_KEY_BYTES],
    const struct cw_srp_who *who, const struct cw_srp_claim *claim,
    unsigned char proof[CW_SRP_HASH_BYTES]) CW_CHECKED;

#endif
