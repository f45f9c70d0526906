/*
 * Accounts that the operator makes.
 */

#ifndef CHINWAG_PERSON_H
#define CHINWAG_PERSON_H

#include "command.h"
#include "pool/account.h"

/*
 * Make a confirmed account that the chat knows.  CW_CONFLICT: the name or the
 * address is taken.
 */
enum cw_err add_person(const struct operation *op, const struct cw_sign_up *in,
    struct cw_account *out) CW_CHECKED;

/* Make a confirmed account known to the chat, if it is not. */
enum cw_err welcome_person(const struct operation *op,
    const struct cw_account *account) CW_CHECKED;

/* An account is to be deleted: it leaves the chat, and its name too. */
enum cw_err dismiss_person(const struct operation *op, struct cw_pool *pool,
    const struct cw_account *account) CW_CHECKED;

#endif
