/* Who watches: noted in the transaction, told after the commit. */

#include "chat/watch.h"

#include "chat/event.h"
#include "pool/cursor.h"

/* Those beyond are not told of it, and ask at a later event. */
#define WATCHES_MAX 10000

static enum cw_err
is_anybody_watching(const struct cw_chat *chat, bool *out)
{
	struct cw_rows rows;
	enum cw_err err;

	err = cw_query_one(chat->store, CW_SQL_WATCH_ANY, NULL, 0, &rows);
	cw_rows_end(&rows);
	*out = err == CW_OK;
	return err == CW_NOTFOUND ? CW_OK : err;
}

static enum cw_err
push_watch(const struct cw_chat *chat, const struct cw_rows *rows)
{
	struct cw_watch *watch = cw_list_push(&chat->told->sessions,
	    chat->arena, sizeof(struct cw_watch));

	if (watch == NULL)
		return CW_NOMEM;
	watch->session_id = cw_col_int(rows, 0);
	watch->is_over = cw_col_int(rows, 1) + CW_WATCH_TTL_MS <= chat->now_ms;
	return CW_OK;
}

/* By a statement that takes an id or a time. */
static enum cw_err
push_watches(const struct cw_chat *chat, enum cw_sql sql, int64_t by,
    int64_t limit)
{
	const struct cw_val args[] = { cw_int(by), cw_int(limit) };
	struct cw_rows rows;
	enum cw_err err;

	err = cw_query(chat->store, sql, args, CW_LEN(args), &rows);
	while (err == CW_OK && cw_rows_next(&rows, &err))
		err = push_watch(chat, &rows);
	cw_rows_end(&rows);
	return err;
}

/* Of those noted since `first`, forget who has not asked for long. */
static enum cw_err
drop_unused(const struct cw_chat *chat, size_t first)
{
	const struct cw_list *sessions = &chat->told->sessions;
	enum cw_err err = CW_OK;

	for (size_t i = first; i < sessions->count && err == CW_OK; i++) {
		const struct cw_watch *watch = cw_list_at(sessions, i);
		const struct cw_val args[] = { cw_int(watch->session_id) };

		if (watch->is_over)
			err = cw_exec(chat->store, CW_SQL_WATCH_DROP, args,
			    CW_LEN(args), NULL);
	}
	return err;
}

enum cw_err
cw_watch_note(const struct cw_chat *chat, int64_t conversation_id,
    int64_t audience_id)
{
	size_t first = chat->told->sessions.count;
	bool is_watched;
	enum cw_err err;

	err = is_anybody_watching(chat, &is_watched);
	if (err != CW_OK || !is_watched)
		return err;
	if (audience_id != 0)
		err = push_watches(chat, CW_SQL_WATCH_OF_USER, audience_id,
		    WATCHES_MAX);
	else
		err = push_watches(chat, CW_SQL_WATCH_OF_MEMBERS,
		    conversation_id, WATCHES_MAX);
	if (err == CW_OK)
		err = drop_unused(chat, first);
	if (err == CW_OK)
		err = cw_event_last(chat->store, &chat->told->event_id);
	return err;
}

void
cw_watch_tell(struct cw_pool *pool, const struct cw_told *told)
{
	for (size_t i = 0; i < told->sessions.count; i++) {
		const struct cw_watch *watch = cw_list_at(&told->sessions, i);

		if (watch->is_over)
			cw_cursor_remove(pool, watch->session_id);
		else
			cw_cursor_move(pool, watch->session_id, told->event_id);
	}
}

enum cw_err
cw_watch_set(const struct cw_chat *chat, int64_t session_id, int64_t *last)
{
	const struct cw_val args[] = { cw_int(session_id),
		cw_int(chat->user_id), cw_int(chat->now_ms) };
	enum cw_err err;

	err = cw_exec(chat->store, CW_SQL_WATCH_SET, args, CW_LEN(args), NULL);
	if (err != CW_OK)
		return err;
	return cw_event_last(chat->store, last);
}

enum cw_err
cw_watch_expire(const struct cw_chat *chat, int64_t limit)
{
	size_t first = chat->told->sessions.count;
	enum cw_err err;

	err = push_watches(chat, CW_SQL_WATCH_OLD,
	    chat->now_ms - CW_WATCH_TTL_MS, limit);
	if (err != CW_OK)
		return err;
	return drop_unused(chat, first);
}
