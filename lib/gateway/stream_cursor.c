/* Ways to follow events, and the cursor file for those who poll one. */

#include "gateway/stream_cursor.h"

#include "chat/watch.h"

enum cw_events_mode
cw_stream_mode(const struct cw_conf *conf, bool is_fastcgi)
{
	if (cw_text_equal(conf->events_by, "stream"))
		return CW_EVENTS_STREAM;
	if (cw_text_equal(conf->events_by, "poll"))
		return CW_EVENTS_POLL;
	if (cw_text_equal(conf->events_by, "cursor"))
		return CW_EVENTS_CURSOR;
	return is_fastcgi ? CW_EVENTS_STREAM : CW_EVENTS_CURSOR;
}

bool
cw_stream_may_wait(const struct cw_conf *conf, enum cw_reader_kind kind)
{
	if (kind == CW_READER_STREAM && cw_text_equal(conf->events_by, "poll"))
		return false;
	return !cw_text_equal(conf->events_by, "cursor");
}

/* Whatever is told of after this commit moves the file. */
static enum cw_err
watch(const struct cw_answer *answer, int64_t *last)
{
	const struct cw_conf *conf = answer->service->conf;
	struct cw_chat chat = answer->cx.chat;
	enum cw_err err;

	err = cw_store_open(conf->data_dir, CW_STORE_CHAT, CW_STORE_WRITE,
	    (int)conf->store_busy_ms, &chat.store);
	if (err != CW_OK)
		return err;
	err = cw_begin(chat.store);
	if (err == CW_OK)
		err = cw_end(chat.store,
		    cw_watch_set(&chat, answer->cx.session.id, last));
	cw_store_close(chat.store);
	return err;
}

enum cw_err
cw_stream_make_cursor(const struct cw_answer *answer,
    char out[CW_CURSOR_CHARS + 1])
{
	const struct cw_pool *pool = answer->service->pool;
	int64_t session_id = answer->cx.session.id;
	int64_t last;
	enum cw_err err;

	err = watch(answer, &last);
	if (err != CW_OK)
		return err;
	err = cw_cursor_make(pool, session_id, last);
	if (err == CW_OK)
		cw_cursor_name(pool, session_id, out);
	return err;
}
