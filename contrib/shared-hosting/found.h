/*
 * Founding a Chinwag: data directory, keys, stores, configuration and the first
 * administrator, all of it or nothing.
 */

#ifndef SHARED_HOSTING_FOUND_H
#define SHARED_HOSTING_FOUND_H

#include "base/conf.h"
#include "pool/account.h"

struct founding {
	const char *place; /* the data directory */
	const char *base_url;
	struct cw_sign_up administrator;
	const char *mail; /* "sendmail", "smtp" or "file" */
	const char *mail_from;
	const char *sendmail; /* these may be NULL */
	const char *smtp_url;
	const char *smtp_user;
	const char *smtp_password;
};

/* What was not as it must be; at is a JSON pointer to a member, or "". */
struct founding_problem {
	const char *at;
	const char *message;
};

/*
 * The data is made beside its place and put there when all is well.
 * CW_INVALID: *problem says why, and nothing was changed.
 */
enum cw_err found_chinwag(struct cw_arena *arena, const char *root,
    const struct cw_conf *conf, const struct founding *in,
    struct founding_problem *problem) CW_CHECKED;

#endif
