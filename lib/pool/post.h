/*
 * Letters that go out for somebody, and codes in them, which do as much where
 * there is nobody to send them to.  For lib/pool alone; all of it but
 * cw_post_run needs a transaction, after whose commit CW_BELL_MAIL is rung.
 */

#ifndef CW_POOL_POST_H
#define CW_POOL_POST_H

#include "pool/code.h"
#include "pool/inside.h"
#include "pool/letter.h"

/* A letter with a code, which is its secret. */
struct cw_post {
	struct cw_code_for what; /* account_id 0: nobody is to get it */
	const char *email;
	const char *code; /* what is good from now on, in the letter or not */
	struct cw_letter letter;
};

/*
 * Make the code good and queue the letter.  An address that was sent too much
 * keeps the code that it has, if any, and gets nothing; what is done and
 * returned is the same as where there is nobody.
 */
enum cw_err cw_post_code(struct cw_pool *pool, struct cw_store *store,
    struct cw_arena *arena, const struct cw_post *post) CW_CHECKED;

/* Whose code it is, and in which letter. */
typedef enum cw_err
cw_post_write(struct cw_store *store, void *arg, struct cw_post *out);

#define CW_POST_QUOTAS 2

/* Somebody asks for a code. */
struct cw_post_ask {
	/* Of what, by whom, how often an hour; what NULL: not counted. */
	struct {
		const char *what;
		const char *subject;
		int64_t most;
	} quotas[CW_POST_QUOTAS];
	cw_post_write *write;
	void *arg; /* of write */
};

/*
 * Count it, and send the code: the same steps whoever asks, and for whom.
 * CW_TOOMANY: asked too often, or too much mail went out, whoever to.
 */
enum cw_err cw_post_ask(struct cw_pool *pool, struct cw_store *store,
    struct cw_arena *arena, const struct cw_post_ask *ask) CW_CHECKED;

/*
 * Make a code, run the transaction that sends it, and ring.  The transaction
 * finds it in the caller's array, where it is wiped after.
 */
enum cw_err cw_post_run(struct cw_pool *pool, cw_group_work *work, void *arg,
    char code[CW_CODE_CHARS + 1]) CW_CHECKED;

/* Tell somebody what was done with their account, by a letter of that kind. */
enum cw_err cw_post_notice(struct cw_pool *pool, struct cw_store *store,
    struct cw_arena *arena, const struct cw_account_row *row,
    enum cw_letter_kind kind) CW_CHECKED;

/* The same about a provider, by its name. */
enum cw_err cw_post_about(struct cw_pool *pool, struct cw_store *store,
    struct cw_arena *arena, const struct cw_account_row *row,
    enum cw_letter_kind kind, const char *provider) CW_CHECKED;

/*
 * Send somebody a password that they must change.  The row's name, address and
 * locale count.
 */
enum cw_err cw_post_password(struct cw_pool *pool, struct cw_store *store,
    struct cw_arena *arena, const struct cw_account_row *row,
    const char *password) CW_CHECKED;

#endif
