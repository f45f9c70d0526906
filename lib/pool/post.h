/*
 * Codes that go out by mail, and do as much where there is nobody to send them
 * to.  For lib/pool alone.
 */

#ifndef CW_POOL_POST_H
#define CW_POOL_POST_H

#include "pool/code.h"
#include "pool/inside.h"
#include "pool/letter.h"

/* A letter with a code. */
struct cw_post {
	struct cw_code_for what; /* account_id 0: nobody is to get it */
	const char *email;
	const char *code;
	struct cw_letter letter;
};

/*
 * Make the code good and queue the letter, inside a transaction; ring
 * CW_BELL_MAIL after its commit.  An address that was sent too much keeps the
 * code that it has, if any, and gets nothing; the same is returned.
 */
enum cw_err cw_post_code(struct cw_pool *pool, struct cw_store *store,
    struct cw_arena *arena, const struct cw_post *post) CW_CHECKED;

/*
 * Queue a letter that tells somebody what was done with their account, inside
 * a transaction.
 */
enum cw_err cw_post_notice(struct cw_pool *pool, struct cw_store *store,
    struct cw_arena *arena, const char *email,
    const struct cw_letter *letter) CW_CHECKED;

#endif
