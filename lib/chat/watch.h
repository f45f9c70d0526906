/*
 * Watching: sessions that follow events by a cursor file (pool/cursor.h).
 *
 * Who tells of an event notes in the same transaction who watches, and moves
 * their files after the commit.  While nobody watches, that is one look at an
 * empty table, however many members a conversation has.
 */

#ifndef CW_CHAT_WATCH_H
#define CW_CHAT_WATCH_H

#include "chat/chat.h"
#include "pool/pool.h"

/* Who has not asked for this long is forgotten at the next event. */
#define CW_WATCH_TTL_MS (INT64_C(24) * 60 * 60 * 1000)

/* Those whose files are to be moved after a commit. */
struct cw_told {
	int64_t event_id;	 /* the last one that was told of */
	struct cw_list sessions; /* of struct cw_watch; live in the arena */
};

struct cw_watch {
	int64_t session_id;
	bool is_over; /* it is unused: the file goes */
};

/* Note who watches what happened; as cw_event_add has it. */
enum cw_err cw_watch_note(const struct cw_chat *chat, int64_t conversation_id,
    int64_t audience_id) CW_CHECKED;

/*
 * After the commit: move the files of those noted, whose readers then ask
 * what happened.  What fails is logged, and the file gone: then they ask, too.
 */
void cw_watch_tell(struct cw_pool *pool, const struct cw_told *told);

/*
 * The acting user's session watches from now on.  *last is the newest event's
 * id; whatever comes later moves the file, which must be made after the
 * commit.
 */
enum cw_err cw_watch_set(const struct cw_chat *chat, int64_t session_id,
    int64_t *last) CW_CHECKED;

/*
 * Forget some who have not asked for long, whatever happens; they are noted,
 * for cw_watch_tell after the commit.
 */
enum cw_err
cw_watch_expire(const struct cw_chat *chat, int64_t limit) CW_CHECKED;

#endif
