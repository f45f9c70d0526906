/*
 * Hashes, seals and comparisons, over libsodium.  The only file that includes
 * its header is crypto.c.
 */

#ifndef CW_BASE_CRYPTO_H
#define CW_BASE_CRYPTO_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"

#define CW_HASH_BYTES 32 /* SHA-256 (FIPS 180-4) */
#define CW_KEY_BYTES 32

/* Once per process before anything else here.  CW_SYSTEM: libsodium can't. */
enum cw_err cw_crypto_init(void) CW_CHECKED;

void cw_crypto_sha256(const void *bytes, size_t len,
    unsigned char out[CW_HASH_BYTES]);

/*
 * Of a whole file, and how long it is.  CW_NOTFOUND: there is none; CW_SYSTEM:
 * it cannot be read.
 */
enum cw_err cw_crypto_sha256_file(const char *path,
    unsigned char out[CW_HASH_BYTES], int64_t *len) CW_CHECKED;

/* HMAC-SHA-256 (RFC 2104). */
void cw_crypto_hmac(const unsigned char key[CW_KEY_BYTES], const void *bytes,
    size_t len, unsigned char out[CW_HASH_BYTES]);

/*
 * Wipe what functions that have returned left on the stack, secrets among it:
 * after each piece of work, by who waits for the next.
 */
void cw_crypto_wipe_stack(void);

/* In a time that tells nothing about where they differ. */
bool cw_crypto_equal(const void *a, const void *b, size_t len);

/*
 * Seal bytes so that only the key's holder can read or make them
 * (XChaCha20-Poly1305); *out is in the arena.  Open: CW_INVALID if forged.
 */
enum cw_err cw_crypto_seal(const unsigned char key[CW_KEY_BYTES],
    const void *bytes, size_t len, struct cw_arena *arena, unsigned char **out,
    size_t *out_len) CW_CHECKED;
enum cw_err cw_crypto_open(const unsigned char key[CW_KEY_BYTES],
    const void *sealed, size_t len, struct cw_arena *arena, unsigned char **out,
    size_t *out_len) CW_CHECKED;

/* Base64url without padding (RFC 4648 section 5); NULL: no memory. */
char *cw_crypto_base64url(struct cw_arena *arena, const void *bytes,
    size_t len) CW_CHECKED;
/* A hash in base64url, 43 characters. */
#define CW_HASH_CHARS 43
void cw_crypto_hash_text(const unsigned char hash[CW_HASH_BYTES],
    char out[CW_HASH_CHARS + 1]);
/* CW_INVALID: not exactly out_len bytes in base64url; out is wiped then. */
enum cw_err cw_crypto_from_base64url(const char *text, void *out,
    size_t out_len) CW_CHECKED;

/* Base64 as in RFC 4648: section 4 with padding, section 5 without. */
enum cw_base64 { CW_BASE64, CW_BASE64URL };

/* NULL: no memory. */
char *cw_crypto_encode(struct cw_arena *arena, enum cw_base64 form,
    const void *bytes, size_t len) CW_CHECKED;
/* Any number of bytes, and a NUL behind them.  CW_INVALID: not of the form. */
enum cw_err cw_crypto_decode(struct cw_arena *arena, enum cw_base64 form,
    const char *text, unsigned char **out, size_t *len) CW_CHECKED;

#endif
