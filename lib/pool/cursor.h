/*
 * Cursor files: how a reader of events learns, without starting a program,
 * that there is something to ask for.
 *
 * A session that asks for one has a file in live_dir, which the web server
 * gives to anybody who knows its name (/live/NAME.json): 43 characters that
 * are a keyed hash of the session, so nobody else does, and another session
 * has another one.  It holds {"last":N} and nothing else.  Whoever tells the
 * session's user of an event replaces it after the commit; its reader asks for
 * events when it is another than before, or gone.
 *
 * N is never written twice to a file, so a slow writer that comes late still
 * makes it another one.  The time of its last change is made from N too: some
 * servers tell versions of a file apart by that, in whole seconds.
 *
 * A file goes when its session is ended.  Rows that say who watches are the
 * chat's (chat/watch.h).
 */

#ifndef CW_POOL_CURSOR_H
#define CW_POOL_CURSOR_H

#include "pool/pool.h"

#define CW_CURSOR_CHARS 43

/* The name of a session's file, without its ".json". */
void cw_cursor_name(const struct cw_pool *pool, int64_t session_id,
    char out[CW_CURSOR_CHARS + 1]);

/* Make the file, unless it is there; then it stays as it is. */
enum cw_err cw_cursor_make(const struct cw_pool *pool, int64_t session_id,
    int64_t last) CW_CHECKED;

/*
 * Replace the file, if it is there.  If that fails, which is logged, it is
 * removed.
 */
void
cw_cursor_move(const struct cw_pool *pool, int64_t session_id, int64_t last);

void cw_cursor_remove(const struct cw_pool *pool, int64_t session_id);

#endif
