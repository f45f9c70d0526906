/* What one reader is told. */

#include "gateway/stream_reader.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "gateway/reply.h"
#include "gateway/stream_feed.h"

/* How long clients wait before they connect again, ms. */
#define RETRY_MS 2000

/* After a restart they come back spread over this time, not all at once. */
#define RETURN_MIN_MS 500
#define RETURN_SPREAD_MS 2000

struct cw_reader *
cw_reader_new(int fd, uint16_t request_id)
{
	struct cw_reader *reader = calloc(1, sizeof(*reader));

	if (reader == NULL)
		return NULL;
	cw_output_init(&reader->output, fd, request_id);
	reader->at = CW_ABSENT;
	reader->wait_ms = INT64_MAX;
	return reader;
}

void
cw_reader_free(struct cw_reader *reader)
{
	cw_output_clear(&reader->output);
	cw_chunk_release(reader->head);
	cw_chunk_release(reader->refusal);
	free(reader);
}

static enum cw_output_state
send_bytes(struct cw_reader *reader, const char *bytes, size_t len)
{
	struct cw_chunk *chunk = cw_chunk_new(bytes, len);
	enum cw_output_state state;

	if (chunk == NULL)
		return CW_OUTPUT_BROKEN;
	state = cw_output_put(&reader->output, chunk);
	cw_chunk_release(chunk);
	return state;
}

/* The last bytes, and the end. */
static enum cw_output_state
send_last(struct cw_reader *reader, const char *bytes, size_t len)
{
	enum cw_output_state state = send_bytes(reader, bytes, len);

	reader->state = CW_READER_ENDING;
	if (state == CW_OUTPUT_BROKEN)
		return state;
	return cw_output_end(&reader->output);
}

/* The header lines, which are then gone, and what follows them. */
static enum cw_output_state
send_head(struct cw_reader *reader, const char *rest)
{
	char text[2048];
	int len = snprintf(text, sizeof(text), "%.*s\r\n%s",
	    (int)reader->head->len, reader->head->bytes, rest);

	cw_chunk_release(reader->head);
	reader->head = NULL;
	if (len < 0 || (size_t)len >= sizeof(text))
		return CW_OUTPUT_BROKEN;
	return send_bytes(reader, text, (size_t)len);
}

enum cw_output_state
cw_reader_greet(struct cw_reader *reader)
{
	char ready[256];

	cw_chunk_release(reader->refusal);
	reader->refusal = NULL;
	if (reader->kind == CW_READER_POLL)
		return CW_OUTPUT_DONE;
	snprintf(ready, sizeof(ready),
	    "retry: %d\n\n"
	    "id: %" PRId64 "\n"
	    "event: ready\n"
	    "data: {\"id\":%" PRId64 ",\"event\":\"ready\"}\n\n",
	    RETRY_MS, reader->at, reader->at);
	return send_head(reader, ready);
}

enum cw_output_state
cw_reader_hold(struct cw_reader *reader)
{
	return reader->head == NULL ? CW_OUTPUT_DONE : send_head(reader, "");
}

enum cw_output_state
cw_reader_refuse(struct cw_reader *reader)
{
	return send_last(reader, reader->refusal->bytes, reader->refusal->len);
}

static enum cw_output_state
send_events(struct cw_reader *reader, const struct cw_events_page *page,
    const struct cw_pen *pen)
{
	const struct cw_event *events = page->events.items;
	struct cw_buf buf;

	cw_buf_init(&buf, pen->arena, CW_REPLY_MAX_BYTES);
	for (size_t i = 0; i < page->events.count; i++) {
		enum cw_err err = cw_feed_write(&buf, &events[i]);

		if (err != CW_OK)
			return CW_OUTPUT_BROKEN;
	}
	return send_bytes(reader, buf.data, buf.len);
}

static const char *const modes[CW_EVENTS__COUNT] = {
	[CW_EVENTS_STREAM] = "stream",
	[CW_EVENTS_POLL] = "poll",
	[CW_EVENTS_CURSOR] = "cursor",
};

static enum cw_output_state
send_answer(struct cw_reader *reader, const struct cw_events_page *page,
    const struct cw_pen *pen)
{
	struct cw_events_page told = *page;
	struct cw_buf body, answer;
	enum cw_err err;

	told.mode = modes[reader->mode];
	if (reader->cursor[0] != '\0')
		told.cursor = reader->cursor;
	cw_buf_init(&body, pen->arena, CW_REPLY_MAX_BYTES);
	err = cw_reply_body(&body, pen->page, &told);
	if (err != CW_OK)
		return CW_OUTPUT_BROKEN;
	cw_buf_init(&answer, pen->arena, CW_REPLY_MAX_BYTES);
	if (reader->head != NULL) {
		cw_buf_put(&answer, reader->head->bytes, reader->head->len);
		cw_buf_printf(&answer, "Content-Length: %zu\r\n\r\n", body.len);
	}
	cw_buf_put(&answer, body.data, body.len);
	err = cw_buf_end(&answer);
	if (err != CW_OK)
		return CW_OUTPUT_BROKEN;
	return send_last(reader, answer.data, answer.len);
}

enum cw_output_state
cw_reader_send_page(struct cw_reader *reader, const struct cw_events_page *page,
    const struct cw_pen *pen)
{
	if (reader->kind == CW_READER_POLL)
		return send_answer(reader, page, pen);
	if (page->events.count == 0)
		return CW_OUTPUT_DONE;
	return send_events(reader, page, pen);
}

enum cw_output_state
cw_reader_end(struct cw_reader *reader, enum cw_reader_end why,
    const struct cw_pen *pen)
{
	static const char signed_out[] =
	    "event: end\n"
	    "data: {\"event\":\"end\",\"code\":\"unauthorized\"}\n\n";
	struct cw_events_page nothing = { .last = reader->at };
	char retry[64];
	int len;

	if (reader->kind == CW_READER_POLL)
		return send_answer(reader, &nothing, pen);
	if (why == CW_END_SIGNED_OUT)
		return send_last(reader, signed_out, sizeof(signed_out) - 1);
	len = snprintf(retry, sizeof(retry), "retry: %" PRId64 "\n\n",
	    RETURN_MIN_MS + reader->session_id % RETURN_SPREAD_MS);
	return send_last(reader, retry, (size_t)len);
}
