/* From a request to its answer. */

#include "gateway/answer.h"

#include <string.h>

#include "base/clock.h"
#include "base/log.h"
#include "gateway/access.h"
#include "gateway/etag.h"
#include "gateway/idempotency.h"
#include "gateway/probe.h"
#include "gateway/unrouted.h"

/* A request that took longer is worth a line in the log. */
#define SLOW_MS 1000

/* --- stages --------------------------------------------------------------- */

static const char *const stage_words[] = {
	[CW_STAGE_READ] = "read",
	[CW_STAGE_ACCESS] = "access",
	[CW_STAGE_MODEL] = "model",
	[CW_STAGE_TURN] = "turn",
	[CW_STAGE_MEMBER] = "member",
	[CW_STAGE_HANDLE] = "handle",
	[CW_STAGE_COMMIT] = "commit",
	[CW_STAGE_ANSWER] = "answer",
};

static void
pass_stage(struct cw_answer *answer, enum cw_stage stage)
{
	if (cw_log_is_on(CW_LOG_DEBUG))
		answer->stages_us[stage] = cw_clock_steady_us();
}

/* How long each took, in microseconds. */
static void
log_stages(const struct cw_answer *answer)
{
	struct cw_log_field fields[CW_STAGE__COUNT];
	int64_t before_us = answer->began_us;
	size_t count = 0;

	if (!cw_log_is_on(CW_LOG_DEBUG))
		return;
	for (size_t i = 0; i < CW_STAGE__COUNT; i++) {
		if (answer->stages_us[i] == 0)
			continue;
		fields[count++] =
		    (struct cw_log_field)CW_LOG_NUMBER(stage_words[i],
			answer->stages_us[i] - before_us);
		before_us = answer->stages_us[i];
	}
	cw_log_fields(CW_LOG_DEBUG, "stages", fields, count);
}

/* --- in ------------------------------------------------------------------ */

static enum cw_err
make_structs(struct cw_answer *answer)
{
	const struct cw_model *request = answer->endpoint->request;
	const struct cw_model *response = answer->endpoint->response;
	const struct cw_model *other = answer->endpoint->response_alternative;
	size_t size = 0;

	if (request != NULL) {
		answer->req = cw_arena_alloc(answer->arena, request->size);
		if (answer->req == NULL)
			return CW_NOMEM;
	}
	if (response != NULL)
		size = response->size;
	if (other != NULL && other->size > size)
		size = other->size;
	if (size == 0)
		return CW_OK;
	answer->resp = cw_arena_alloc(answer->arena, size);
	return answer->resp == NULL ? CW_NOMEM : CW_OK;
}

static void
make_context(struct cw_answer *answer)
{
	answer->cx = (struct cw_ctx){
		.chat = { .arena = answer->arena,
		    .now_ms = cw_clock_now_ms(),
		    .told = &answer->told },
		.pool = answer->service->pool,
		.conf = answer->service->conf,
		.reply = &answer->reply,
		.request = &answer->request,
		.service = answer->service,
	};
}

/* For another program, or for none.  CW_OK: OPTIONS is answered. */
static enum cw_err
answer_unrouted(struct cw_answer *answer)
{
	enum cw_err err = cw_unrouted_judge(&answer->request, answer->endpoint);

	if (err == CW_OK) {
		answer->reply.status = 204;
		answer->reply.is_options = true;
		answer->is_answered = true;
	}
	return err;
}

/* Who calls, and from where? */
static enum cw_err
judge_caller(struct cw_answer *answer)
{
	const struct cw_endpoint *endpoint = answer->endpoint;
	enum cw_err err;

	err =
	    cw_access_origin(answer->service->conf, endpoint, &answer->request);
	if (err != CW_OK)
		return err;
	return cw_access_session(&answer->cx, endpoint, &answer->request);
}

static enum cw_err
take_parameters(struct cw_answer *answer)
{
	const struct cw_endpoint *endpoint = answer->endpoint;
	enum cw_err err;

	err = make_structs(answer);
	if (err != CW_OK)
		return err;
	err =
	    cw_idempotency_check(&answer->request, endpoint, &answer->has_key);
	if (err != CW_OK && err != CW_INVALID)
		return err;
	return cw_err_worse(err,
	    cw_request_parse(&answer->request, endpoint, answer->req));
}

/* Would this program stream to who asks like that? */
static bool
is_for_stream(const struct cw_answer *answer)
{
	const struct cw_endpoint *endpoint = answer->endpoint;

	return endpoint != NULL && endpoint->has_stream &&
	    cw_endpoint_is_for(endpoint, &answer->request) &&
	    answer->service->failure == CW_OK &&
	    cw_text_equal(answer->request.accept, "text/event-stream");
}

/*
 * The doctor's request: the answer is what arrived.  One that wants a stream
 * gets one, of nobody's events.
 */
static enum cw_err
answer_probe(struct cw_answer *answer, const struct cw_source *source,
    enum cw_err err)
{
	const struct cw_probe probe = {
		.program = answer->service->name,
		.endpoint = answer->endpoint,
		.request = &answer->request,
		.source = source,
		.err = err,
	};

	if (err == CW_OK && is_for_stream(answer)) {
		answer->cx.session.expires =
		    answer->cx.chat.now_ms + CW_PROBE_STREAM_MS;
		return take_parameters(answer);
	}
	answer->reply.status = 200;
	answer->is_answered = true;
	return cw_probe_tell(&probe, &answer->body);
}

enum cw_err
cw_answer_begin(struct cw_answer *answer, struct cw_service *service,
    struct cw_arena *arena, const struct cw_source *source)
{
	enum cw_err err;

	/* spare is large, and needs no clearing. */
	memset(answer, 0, offsetof(struct cw_answer, spare));
	answer->service = service;
	answer->endpoint = service->endpoint;
	answer->arena = arena;
	answer->began_us = cw_clock_steady_us();
	cw_buf_init(&answer->body, arena, CW_REPLY_MAX_BYTES);
	err = cw_request_read(&answer->request, arena, service->conf, source);
	cw_log_set_request(answer->request.id);
	make_context(answer);
	if (cw_probe_use(service->conf, source))
		return answer_probe(answer, source, err);
	if (err != CW_OK)
		return err;
	if (answer->endpoint == NULL ||
	    !cw_endpoint_is_for(answer->endpoint, &answer->request))
		return answer_unrouted(answer);
	if (service->failure != CW_OK)
		return service->failure;
	pass_stage(answer, CW_STAGE_READ);
	err = judge_caller(answer);
	pass_stage(answer, CW_STAGE_ACCESS);
	if (err == CW_OK)
		err = take_parameters(answer);
	pass_stage(answer, CW_STAGE_MODEL);
	return err;
}

/* --- out ----------------------------------------------------------------- */

static struct cw_reply_to
reply_to(const struct cw_answer *answer)
{
	return (struct cw_reply_to){
		.conf = answer->service->conf,
		.request = &answer->request,
		.endpoint = answer->endpoint,
	};
}

static enum cw_err
write_error(struct cw_answer *answer, struct cw_buf *out, struct cw_buf *body,
    enum cw_err err)
{
	const struct cw_reply_to to = reply_to(answer);
	enum cw_err written = cw_reply_error_body(body, &answer->request, err);

	if (written != CW_OK)
		return written;
	return cw_reply_write(out, &to, &answer->reply, err, body->data,
	    body->len);
}

/* Without any memory but our own; the last resort. */
static void
end_without_memory(struct cw_answer *answer, enum cw_err err)
{
	char body_bytes[512];
	struct cw_buf body, out;

	answer->request.problems.count = 0;
	answer->reply = (struct cw_reply){ .status = 0 };
	cw_buf_init_fixed(&body, body_bytes, sizeof(body_bytes));
	cw_buf_init_fixed(&out, answer->spare, sizeof(answer->spare));
	if (write_error(answer, &out, &body, err) != CW_OK) {
		cw_buf_init_fixed(&out, answer->spare, sizeof(answer->spare));
		cw_buf_puts(&out, "Status: 503 Service Unavailable\r\n\r\n");
	}
	answer->bytes = out.data;
	answer->len = out.len;
}

static enum cw_err
end_with_memory(struct cw_answer *answer, enum cw_err err, const char *body,
    size_t body_len)
{
	const struct cw_reply_to to = reply_to(answer);
	struct cw_buf out, error_body;
	enum cw_err written;

	cw_buf_init(&out, answer->arena, CW_REPLY_MAX_BYTES);
	if (err == CW_OK) {
		written = cw_reply_write(&out, &to, &answer->reply, CW_OK, body,
		    body_len);
	} else {
		cw_buf_init(&error_body, answer->arena, CW_REPLY_MAX_BYTES);
		written = write_error(answer, &out, &error_body, err);
	}
	answer->bytes = out.data;
	answer->len = out.len;
	return written;
}

static enum cw_log_level
log_level(int status, int64_t took_us)
{
	if (status >= 500)
		return CW_LOG_WARNING;
	if (status >= 400 || took_us >= SLOW_MS * 1000)
		return CW_LOG_INFO;
	return CW_LOG_DEBUG;
}

static void
log_request(const struct cw_answer *answer, enum cw_err err)
{
	int64_t took_us = cw_clock_steady_us() - answer->began_us;
	const struct cw_log_field fields[] = {
		CW_LOG_TEXT("method", answer->request.method),
		CW_LOG_TEXT("route",
		    answer->endpoint == NULL ? "-" : answer->endpoint->path),
		CW_LOG_NUMBER("status", answer->status),
		CW_LOG_TEXT("result", cw_err_word(err)),
		CW_LOG_NUMBER("us", took_us),
		CW_LOG_NUMBER("user", answer->cx.chat.user_id),
		CW_LOG_NUMBER("bytes", (int64_t)answer->len),
	};

	cw_log_fields(log_level(answer->status, took_us), "request", fields,
	    CW_LEN(fields));
}

void
cw_answer_end(struct cw_answer *answer, enum cw_err err, const char *body,
    size_t body_len)
{
	enum cw_err written = end_with_memory(answer, err, body, body_len);

	/*
	 * What was committed stays committed, though the client is told
	 * that it failed: it will ask again, with its key.
	 */
	if (written != CW_OK) {
		err = written;
		end_without_memory(answer, err);
	}
	answer->status = cw_reply_status(answer->endpoint, &answer->request,
	    &answer->reply, err);
	answer->must_exit =
	    err == CW_STORE || answer->service->failure != CW_OK;
	pass_stage(answer, CW_STAGE_ANSWER);
	log_request(answer, err);
	log_stages(answer);
	cw_log_set_request(NULL);
}

/* --- the handler --------------------------------------------------------- */

static const struct cw_model *
response_model(const struct cw_answer *answer)
{
	const struct cw_endpoint *endpoint = answer->endpoint;

	if (answer->reply.is_alternative &&
	    endpoint->response_alternative != NULL)
		return endpoint->response_alternative;
	return endpoint->response;
}

/* The handler, and its value as JSON. */
static enum cw_err
handle(struct cw_answer *answer)
{
	const struct cw_model *model;
	enum cw_err err;

	err = answer->endpoint->handle(&answer->cx, answer->req, answer->resp);
	if (err != CW_OK)
		return err;
	model = response_model(answer);
	if (model == NULL)
		return CW_OK;
	return cw_reply_body(&answer->body, model, answer->resp);
}

/* The same, unless the key brings back the first answer. */
static enum cw_err
handle_once(struct cw_answer *answer)
{
	struct cw_kept_answer kept;
	enum cw_err err;

	err = cw_idempotency_find(&answer->cx, answer->endpoint, &kept);
	if (err == CW_OK) {
		answer->reply.status = kept.status;
		answer->reply.location = kept.location;
		cw_buf_put(&answer->body, kept.body, kept.body_len);
		return cw_buf_end(&answer->body);
	}
	if (err != CW_NOTFOUND)
		return err;
	err = handle(answer);
	if (err != CW_OK)
		return err;
	kept = (struct cw_kept_answer){
		.status = cw_reply_status(answer->endpoint, &answer->request,
		    &answer->reply, CW_OK),
		.location = answer->reply.location,
		.body = answer->body.data,
	};
	return cw_idempotency_keep(&answer->cx, answer->endpoint, &kept);
}

/* A request's part of a transaction. */
/* The answer's tag; a client that has it already needs no more. */
static enum cw_err
make_tag(struct cw_answer *answer)
{
	struct cw_reply *reply = &answer->reply;
	enum cw_err err = cw_etag_make(&answer->cx, answer->endpoint,
	    answer->req, &reply->etag);

	if (err == CW_OK &&
	    cw_etag_is_among(answer->request.if_none_match, reply->etag))
		reply->status = 304;
	return err;
}

static enum cw_err
run_piece(struct cw_store *store, void *arg)
{
	struct cw_answer *answer = arg;
	enum cw_err err;

	answer->cx.chat.store = store;
	answer->cx.chat.now_ms = cw_clock_now_ms();
	pass_stage(answer, CW_STAGE_TURN);
	err = cw_access_member(&answer->cx, answer->endpoint, answer->req);
	pass_stage(answer, CW_STAGE_MEMBER);
	if (err == CW_OK)
		err = make_tag(answer);
	if (err == CW_OK && answer->reply.status != 304)
		err = answer->has_key ? handle_once(answer) : handle(answer);
	pass_stage(answer, CW_STAGE_HANDLE);
	answer->cx.chat.store = NULL;
	return err;
}

static enum cw_err
run_in_read(struct cw_answer *answer)
{
	struct cw_readers *readers = answer->service->readers;
	struct cw_store *store;
	enum cw_err err = cw_readers_take(readers, &store);

	if (err != CW_OK)
		return err;
	err = cw_read_begin(store);
	if (err == CW_OK) {
		err = run_piece(store, answer);
		cw_read_end(store);
	}
	cw_readers_give(readers, store);
	return err;
}

static enum cw_err
run(struct cw_answer *answer)
{
	enum cw_err err;

	switch (answer->endpoint->work) {
	case CW_READS:
		return run_in_read(answer);
	case CW_WRITES:
		return cw_group_run(answer->service->group, run_piece, answer);
	case CW_POOLS:
		err = handle(answer);
		pass_stage(answer, CW_STAGE_HANDLE);
		return err;
	}
	return CW_SYSTEM;
}

enum cw_err
cw_ctx_write(struct cw_ctx *cx, cw_group_work *work, void *arg)
{
	return cw_group_run(cx->service->group, work, arg);
}

/* After the handler, or after its commit. */
static void
finish(struct cw_answer *answer, enum cw_err err)
{
	if (answer->stages_us[CW_STAGE_TURN] != 0)
		pass_stage(answer, CW_STAGE_COMMIT);
	if (err == CW_OK)
		cw_watch_tell(answer->service->pool, &answer->told);
	cw_answer_end(answer, err, answer->body.data, answer->body.len);
}

void
cw_answer(struct cw_answer *answer, struct cw_service *service,
    struct cw_arena *arena, const struct cw_source *source)
{
	enum cw_err err = cw_answer_begin(answer, service, arena, source);

	if (err == CW_OK && !answer->is_answered)
		err = run(answer);
	finish(answer, err);
}

/* The commit is over.  This may be the thread of another request. */
static void
end_piece(struct cw_group_piece *piece)
{
	struct cw_answer *answer = piece->arg;
	const char *mine = cw_log_request();

	cw_log_set_request(answer->request.id);
	finish(answer, piece->err);
	answer->done(answer);
	cw_log_set_request(mine);
}

void
cw_answer_submit(struct cw_answer *answer, struct cw_service *service,
    struct cw_arena *arena, const struct cw_source *source,
    void (*done)(struct cw_answer *answer))
{
	enum cw_err err = cw_answer_begin(answer, service, arena, source);

	if (err != CW_OK || answer->is_answered) {
		cw_answer_end(answer, err, answer->body.data, answer->body.len);
		done(answer);
		return;
	}
	answer->done = done;
	answer->piece = (struct cw_group_piece){
		.work = run_piece,
		.arg = answer,
		.request = answer->request.id,
		.done = end_piece,
	};
	/* From here on this thread may work for others, and answer be gone. */
	cw_log_set_request(NULL);
	cw_group_submit(service->group, &answer->piece);
}
