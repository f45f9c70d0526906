/*
 * Accounts that the operator makes.
 */

#ifndef CHINWAG_PERSON_H
#define CHINWAG_PERSON_H

#include "command.h"
#include "pool/account.h"

/* A password that is easy to read aloud and hard to guess; in the arena. */
enum cw_err make_password(struct cw_arena *arena, const char **out) CW_CHECKED;

/*
 * Make a confirmed account that the chat knows.  CW_CONFLICT: the name or the
 * address is taken.
 */
enum cw_err add_person(const struct operation *op, const struct cw_sign_up *in,
    struct cw_account *out) CW_CHECKED;

/* Make a confirmed account known to the chat, if it is not. */
enum cw_err welcome_person(const struct operation *op,
    const struct cw_account *account) CW_CHECKED;

#endif
