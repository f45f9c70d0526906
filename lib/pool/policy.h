/*
 * What may be a password.
 *
 * By default: at least 12 characters, and nothing that many people choose,
 * whatever digits and signs stand behind it.  The configuration may ask for
 * more characters, or for kinds of them.
 */

#ifndef CW_POOL_POLICY_H
#define CW_POOL_POLICY_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/conf.h"
#include "base/err.h"

/* The shortest that a configuration may allow. */
#define CW_PASSWORD_LEAST_CHARS 6
#define CW_PASSWORD_MAX_BYTES 1024

/* Names of its owner, folded, which are no passwords; either may be NULL. */
struct cw_own_names {
	const char *name_fold;
	const char *email_fold;
};

/* CW_INVALID: *problem is a sentence that says what to do. */
enum cw_err cw_policy_check(const struct cw_conf *conf, struct cw_arena *arena,
    const char *password, const struct cw_own_names *names,
    const char **problem) CW_CHECKED;

/*
 * Do many people choose it?  fold is in folded letters; what follows the last
 * letter does not count, and neither does saying it twice.
 */
bool cw_policy_is_common(const char *fold);

/* A random password of 20 characters and hyphens; good by every policy. */
enum cw_err cw_policy_make(struct cw_arena *arena, const char **out) CW_CHECKED;

#endif
