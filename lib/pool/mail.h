/*
 * The mail queue.  Mail is queued in the transaction that causes it and sent
 * by `chinwag mail`, which survives crashes and retries.
 */

#ifndef CW_POOL_MAIL_H
#define CW_POOL_MAIL_H

#include "pool/pool.h"

struct cw_mail {
	int64_t id;
	const char *recipient;
	const char *subject;
	const char *body; /* plain text, lines of at most 78 characters, LF */
	int64_t tries;
};

/* Queue, inside a transaction of the pool store. */
enum cw_err cw_mail_add(struct cw_pool *pool, struct cw_store *store,
    struct cw_arena *arena, const char *recipient, const char *subject,
    const char *body) CW_CHECKED;

/* The next mail that is due, which is ours for the next 5 minutes; CW_NOTFOUND none. */
enum cw_err cw_mail_take(struct cw_pool *pool, struct cw_arena *arena,
    struct cw_mail *out) CW_CHECKED;

enum cw_mail_outcome { CW_MAIL_SENT, CW_MAIL_RETRY, CW_MAIL_FAILED };

/* What became of it: done, again after 1, 2, 4 ... minutes, or given up (24 h). */
enum cw_err cw_mail_done(struct cw_pool *pool, const struct cw_mail *mail,
    enum cw_mail_outcome outcome) CW_CHECKED;

/* When the next one is due, ms since 1970; INT64_MAX none. */
enum cw_err cw_mail_next_due(struct cw_pool *pool, int64_t *out) CW_CHECKED;

/* The whole message as RFC 5322 text with CRLF, in the arena; headers are safe whatever the fields hold. */
enum cw_err cw_mail_format(struct cw_pool *pool, struct cw_arena *arena,
    const struct cw_mail *mail, const char **out, size_t *len) CW_CHECKED;

#endif
