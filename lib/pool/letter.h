/*
 * What the pool writes to people.
 */

#ifndef CW_POOL_LETTER_H
#define CW_POOL_LETTER_H

#include "base/arena.h"
#include "base/conf.h"
#include "base/err.h"

struct cw_letter {
	const char *subject;
	const char *body;
};

/* The code that confirms an account. */
enum cw_err cw_letter_code(const struct cw_conf *conf, struct cw_arena *arena,
    const char *name, const char *code, struct cw_letter *out) CW_CHECKED;

/* The code that is asked for at sign-in. */
enum cw_err cw_letter_factor(const struct cw_conf *conf, struct cw_arena *arena,
    const char *name, const char *code, struct cw_letter *out) CW_CHECKED;

/* The password that an administrator gave, to be changed at sign-in. */
enum cw_err
cw_letter_temporary(const struct cw_conf *conf, struct cw_arena *arena,
    const char *name, const char *password, struct cw_letter *out) CW_CHECKED;

/* The code for another password. */
enum cw_err cw_letter_reset(const struct cw_conf *conf, struct cw_arena *arena,
    const char *name, const char *code, struct cw_letter *out) CW_CHECKED;

/* The code that confirms another mail address. */
enum cw_err cw_letter_email(const struct cw_conf *conf, struct cw_arena *arena,
    const char *name, const char *code, struct cw_letter *out) CW_CHECKED;

/* The password was changed, or the mail address: to the old one. */
enum cw_err cw_letter_password(const struct cw_conf *conf,
    struct cw_arena *arena, const char *name, struct cw_letter *out) CW_CHECKED;
enum cw_err cw_letter_email_changed(const struct cw_conf *conf,
    struct cw_arena *arena, const char *name, struct cw_letter *out) CW_CHECKED;

/* The account is to be deleted. */
enum cw_err cw_letter_deletion(const struct cw_conf *conf,
    struct cw_arena *arena, const char *name, struct cw_letter *out) CW_CHECKED;

/* An administrator approves of the account. */
enum cw_err cw_letter_approved(const struct cw_conf *conf,
    struct cw_arena *arena, const char *name, struct cw_letter *out) CW_CHECKED;

/* To the owner of an address that somebody signed up with again. */
enum cw_err cw_letter_owner(const struct cw_conf *conf, struct cw_arena *arena,
    const char *owner, struct cw_letter *out) CW_CHECKED;

#endif
