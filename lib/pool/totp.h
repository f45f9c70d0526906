/*
 * Time-based one-time passwords (RFC 6238): SHA-1, six digits, steps of 30
 * seconds, as every authenticator app makes them.  Pure, but for the HMAC.
 */

#ifndef CW_POOL_TOTP_H
#define CW_POOL_TOTP_H

#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"

#define CW_TOTP_SEED_BYTES 20 /* RFC 4226 section 4, R6 */
#define CW_TOTP_CHARS 6
#define CW_TOTP_STEP_MS INT64_C(30000)

/* The code of a step.  CW_SYSTEM: there was no HMAC. */
enum cw_err cw_totp_code(const unsigned char seed[CW_TOTP_SEED_BYTES],
    int64_t step, char out[CW_TOTP_CHARS + 1]) CW_CHECKED;

/*
 * The step that a code is of: that of the time, or one beside it, and greater
 * than last_step, so that no code is good twice.  CW_MISMATCH: of none.
 */
enum cw_err
cw_totp_match(const unsigned char seed[CW_TOTP_SEED_BYTES], const char *code,
    int64_t now_ms, int64_t last_step, int64_t *step) CW_CHECKED;

/* The seed as people type it: base32 (RFC 4648 section 6), 32 characters. */
enum cw_err cw_totp_text(struct cw_arena *arena,
    const unsigned char seed[CW_TOTP_SEED_BYTES], const char **out) CW_CHECKED;

/*
 * The address that an app reads from a QR code: otpauth://totp/ISSUER:NAME,
 * with the seed's text.
 */
enum cw_err cw_totp_uri(struct cw_arena *arena, const char *issuer,
    const char *name, const char *text, const char **out) CW_CHECKED;

#endif
