/*
 * The mail queue.  Mail is queued in the transaction that causes it and sent
 * by `chinwag mail`, which survives crashes and retries.
 */

#ifndef CW_POOL_MAIL_H
#define CW_POOL_MAIL_H

#include "pool/letter.h"
#include "pool/pool.h"

struct cw_mail {
	int64_t id;
	const char *recipient;
	struct cw_letter letter;
	int64_t tries;	 /* this one included */
	int64_t created; /* when it was queued, ms since 1970 */
	/*
	 * The letter in words, with LF, from cw_mail_write (templates.h); what
	 * a release without templates has queued comes with them.
	 */
	const char *subject;
	const char *body;
	const char *html;     /* NULL: there is none */
	const char *language; /* NULL: not known */
};

/*
 * Queue, inside a transaction of the pool store; ring CW_BELL_MAIL after its
 * commit.  CW_INVALID: the recipient is no mail address.
 */
enum cw_err cw_mail_add(struct cw_pool *pool, struct cw_store *store,
    struct cw_arena *arena, const char *recipient,
    const struct cw_letter *letter) CW_CHECKED;

/*
 * Do what cw_mail_add does, but leave a row that is never sent: so that
 * an unknown name takes as long as a known one, and counts as much.
 */
enum cw_err cw_mail_pretend(struct cw_pool *pool, struct cw_store *store,
    struct cw_arena *arena, const struct cw_letter *letter) CW_CHECKED;

/* May another mail go out within the hour, to anybody?  CW_TOOMANY: no. */
enum cw_err
cw_mail_may_send(struct cw_pool *pool, struct cw_store *store) CW_CHECKED;

/* And to this folded address? */
enum cw_err cw_mail_may_send_to(struct cw_pool *pool, struct cw_store *store,
    const char *recipient_fold) CW_CHECKED;

/*
 * The next mail that is due, which is ours for the next 5 minutes.
 * CW_NOTFOUND: none.
 */
enum cw_err cw_mail_take(struct cw_pool *pool, struct cw_arena *arena,
    struct cw_mail *out) CW_CHECKED;

enum cw_mail_outcome { CW_MAIL_SENT, CW_MAIL_RETRY, CW_MAIL_FAILED };

/*
 * What became of a mail that was taken: done, again after 1, 2, 4 ... minutes
 * (at most an hour, and given up when it is 24 hours old), or given up.
 */
enum cw_err cw_mail_done(struct cw_pool *pool, const struct cw_mail *mail,
    enum cw_mail_outcome outcome) CW_CHECKED;

/* When the next one is due, ms since 1970; INT64_MAX none. */
enum cw_err cw_mail_next_due(struct cw_pool *pool, int64_t *out) CW_CHECKED;

/* An id of a mail that is the same at each try, 16 characters and NUL. */
void cw_mail_tag(const struct cw_pool *pool, const struct cw_mail *mail,
    char out[17]);

/*
 * The whole message as RFC 5322 text with CRLF, in the arena, once it is
 * written; headers are safe whatever the fields hold.
 */
enum cw_err cw_mail_format(struct cw_pool *pool, struct cw_arena *arena,
    const struct cw_mail *mail, const char **out, size_t *len) CW_CHECKED;

#endif
