/*
 * Argon2id (RFC 9106) hashes of passwords as PHC strings; policy.h has what may
 * be a password.  Hashing and verifying need a slot (slot.h).
 */

#ifndef CW_POOL_PASSWORD_H
#define CW_POOL_PASSWORD_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/conf.h"
#include "base/err.h"

/* Hash with fresh salt at conf's cost; *phc is in the arena. */
enum cw_err cw_password_hash(const struct cw_conf *conf, struct cw_arena *arena,
    const char *password, const char **phc) CW_CHECKED;

/* Is it the password?  A composed and a decomposed letter are the same. */
enum cw_err cw_password_verify(struct cw_arena *arena, const char *phc,
    const char *password, bool *is_right) CW_CHECKED;

/* A hash at conf's cost that is no password's: for names that nobody has. */
enum cw_err cw_password_nobody(const struct cw_conf *conf,
    struct cw_arena *arena, const char **phc) CW_CHECKED;

/* Was it hashed at less than conf's cost? */
bool cw_password_is_cheap(const struct cw_conf *conf, const char *phc);

#endif
