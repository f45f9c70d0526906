/*
 * Serving events: requests are taken in and judged as everywhere, by the
 * threads that accept them; then the stream has the connection.
 *
 * As CGI, or from a shell, the process runs a stream for its one reader.
 */

#include <errno.h>
#include <signal.h>
#include <string.h>
#include <sys/resource.h>

#include "base/log.h"
#include "gateway/answer.h"
#include "gateway/serve.h"
#include "gateway/stream.h"
#include "gateway/stream_cursor.h"

#define STACK_BYTES (256 * 1024)

/* A CGI process is not held for ever: its reader connects again. */
#define CGI_STREAM_MS 60000

/* When to come back if there is no room. */
#define BUSY_RETRY_MS 5000

#define HEAD_MAX_BYTES (8 * 1024)

/* The one stream of a FastCGI process, and its thread. */
static struct cw_stream stream;
static pthread_t thread;

/* --- one request ---------------------------------------------------------- */

static enum cw_err
to_chunk(const struct cw_buf *buf, struct cw_chunk **out)
{
	enum cw_err err = cw_buf_end(buf);

	if (err != CW_OK)
		return err;
	*out = cw_chunk_new(buf->data, buf->len);
	return *out == NULL ? CW_NOMEM : CW_OK;
}

static enum cw_err
write_head(struct cw_answer *answer, struct cw_reader *reader)
{
	struct cw_buf buf;

	cw_buf_init(&buf, answer->arena, HEAD_MAX_BYTES);
	cw_reply_head(&buf, answer->service->conf, &answer->request,
	    answer->endpoint->status);
	if (reader->kind == CW_READER_STREAM)
		cw_buf_puts(&buf,
		    "Content-Type: text/event-stream\r\n"
		    "X-Accel-Buffering: no\r\n");
	else
		cw_buf_puts(&buf, "Content-Type: application/json\r\n");
	return to_chunk(&buf, &reader->head);
}

static enum cw_err
write_refusal(struct cw_answer *answer, struct cw_reader *reader)
{
	const struct cw_reply reply = { .retry_ms = BUSY_RETRY_MS };
	const struct cw_reply_to to = {
		.conf = answer->service->conf,
		.request = &answer->request,
		.endpoint = answer->endpoint,
	};
	struct cw_buf body, buf;
	enum cw_err err;

	cw_buf_init(&body, answer->arena, HEAD_MAX_BYTES);
	err = cw_reply_error_body(&body, &answer->request, CW_BUSY);
	if (err != CW_OK)
		return err;
	cw_buf_init(&buf, answer->arena, HEAD_MAX_BYTES);
	err = cw_reply_write(&buf, &to, &reply, CW_BUSY, body.data, body.len);
	if (err != CW_OK)
		return err;
	return to_chunk(&buf, &reader->refusal);
}

/* Where to go on from: the header, or the parameter, whichever is greater. */
static enum cw_err
find_start(struct cw_answer *answer, int64_t *out)
{
	const struct cw_events_request *in = answer->req;
	int64_t header = CW_ABSENT;
	enum cw_err err;

	if (in->last_event_id != NULL) {
		err = cw_text_to_int(in->last_event_id, &header);
		if (err != CW_OK || header < 0)
			return cw_request_problem(&answer->request,
			    "Last-Event-ID", "This must be a position.");
	}
	*out = header > in->after ? header : in->after;
	return CW_OK;
}

static enum cw_reader_kind
wanted_kind(const struct cw_request *request)
{
	if (request->accept != NULL &&
	    strcasestr(request->accept, "text/event-stream") != NULL)
		return CW_READER_STREAM;
	return CW_READER_POLL;
}

/* A poll that may wait; not for longer than the server gives who leaves. */
static int64_t
poll_sec(const struct cw_answer *answer)
{
	const struct cw_events_request *in = answer->req;
	const int64_t most = answer->request.leave_sec;

	return most > 0 && most < in->wait ? most : in->wait;
}

/* How long it waits.  CW_BUSY: it may not, and does not want less. */
static enum cw_err
set_wait(struct cw_answer *answer, struct cw_reader *reader)
{
	const int64_t leave_sec = answer->request.leave_sec;
	bool may_wait = cw_stream_may_wait(answer->service->conf, reader->kind);

	if (reader->kind == CW_READER_POLL) {
		reader->wait_ms = may_wait ? poll_sec(answer) * 1000 : 0;
		return CW_OK;
	}
	/* Two writes until a server hears of it. */
	reader->beat_sec = leave_sec == 1 ? 1 : leave_sec / 2;
	answer->reply.retry_ms = BUSY_RETRY_MS;
	if (reader->output.request_id == 0)
		reader->wait_ms = CGI_STREAM_MS;
	return may_wait ? CW_OK : CW_BUSY;
}

static enum cw_err
fill_reader(struct cw_answer *answer, struct cw_reader *reader)
{
	const struct cw_events_request *in = answer->req;
	const struct cw_session *session = &answer->cx.session;
	enum cw_err err;

	reader->kind = wanted_kind(&answer->request);
	reader->mode = cw_stream_mode(answer->service->conf,
	    reader->output.request_id != 0);
	reader->user_id = session->account_id;
	reader->session_id = session->id;
	reader->expires = session->expires;
	err = set_wait(answer, reader);
	if (err != CW_OK)
		return err;
	err = find_start(answer, &reader->at);
	if (err != CW_OK)
		return err;
	if (in->cursor && reader->kind == CW_READER_POLL) {
		err = cw_stream_make_cursor(answer, reader->cursor);
		if (err != CW_OK)
			return err;
	}
	err = write_head(answer, reader);
	if (err != CW_OK)
		return err;
	return write_refusal(answer, reader);
}

/* A reader for a request; on failure the descriptor is still the peer's. */
static enum cw_err
make_reader(struct cw_answer *answer, const struct cw_peer *peer,
    struct cw_reader **out)
{
	struct cw_reader *reader =
	    cw_reader_new(-1, (uint16_t)peer->request_id);
	enum cw_err err;

	if (reader == NULL)
		return CW_NOMEM;
	err = fill_reader(answer, reader);
	if (err != CW_OK) {
		cw_reader_free(reader);
		return err;
	}
	reader->output.fd = peer->fd;
	*out = reader;
	return CW_OK;
}

/* As CGI: a stream for one, until it has its answer. */
static enum cw_err
run_for_one(struct cw_service *service, struct cw_reader *reader)
{
	struct cw_stream own;
	enum cw_err err;

	err = cw_stream_open(&own, service->conf, service->pool,
	    service->endpoint->response);
	if (err != CW_OK)
		return err;
	own.ends_when_empty = true;
	cw_stream_join(&own, reader);
	err = cw_stream_run(&own);
	cw_stream_close(&own);
	if (err != CW_OK)
		cw_log(CW_LOG_ERROR, "the stream broke off: %s",
		    cw_err_word(err));
	return CW_OK; /* the reader has had what there was */
}

static enum cw_err
hand_over(struct cw_answer *answer, struct cw_peer *peer)
{
	struct cw_reader *reader;
	enum cw_err err;

	err = make_reader(answer, peer, &reader);
	if (err != CW_OK)
		return err;
	if (peer->request_id != 0) {
		cw_stream_join(&stream, reader);
		return CW_OK;
	}
	err = run_for_one(answer->service, reader);
	if (err != CW_OK) {
		reader->output.fd = -1;
		cw_reader_free(reader);
	}
	return err;
}

/* A reader is for the stream; anything else is answered as everywhere. */
static void
serve_one(struct cw_service *service, struct cw_arena *arena,
    const struct cw_source *source, struct cw_peer *peer)
{
	struct cw_answer answer;
	enum cw_err err = cw_answer_begin(&answer, service, arena, source);

	if (err == CW_OK && !answer.is_answered) {
		err = hand_over(&answer, peer);
		if (err == CW_OK) {
			peer->is_taken = true;
			cw_log_set_request(NULL);
			return;
		}
	}
	cw_answer_end(&answer, err, answer.body.data, answer.body.len);
	cw_peer_write(peer, answer.bytes, answer.len);
	peer->must_exit = answer.must_exit;
}

/* --- the process ---------------------------------------------------------- */

/* Each reader is a descriptor. */
static void
raise_descriptors(const struct cw_conf *conf)
{
	struct rlimit limit;

	if (getrlimit(RLIMIT_NOFILE, &limit) != 0)
		return;
	limit.rlim_cur = limit.rlim_max;
	if (setrlimit(RLIMIT_NOFILE, &limit) != 0 ||
	    limit.rlim_max < (rlim_t)conf->event_readers_max + 64)
		cw_log(CW_LOG_WARNING,
		    "only %lld descriptors for %lld readers of events",
		    (long long)limit.rlim_max,
		    (long long)conf->event_readers_max);
}

static void *
run(void *arg)
{
	enum cw_err err = cw_stream_run(&stream);

	(void)arg;
	if (err != CW_OK) {
		cw_log(CW_LOG_ERROR, "the stream of events broke off: %s",
		    cw_err_word(err));
		cw_serve_stop();
	}
	return NULL;
}

/* Signals are the main thread's. */
static enum cw_err
start_thread(void)
{
	pthread_attr_t attributes;
	sigset_t all, before;
	int error;

	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &before);
	pthread_attr_init(&attributes);
	pthread_attr_setstacksize(&attributes, STACK_BYTES);
	error = pthread_create(&thread, &attributes, run, NULL);
	pthread_attr_destroy(&attributes);
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	return error == 0 ? CW_OK : CW_SYSTEM;
}

static enum cw_err
begin(struct cw_service *service)
{
	enum cw_err err;

	if (!cw_fcgi_is_peer())
		return CW_OK;
	raise_descriptors(service->conf);
	err = cw_stream_open(&stream, service->conf, service->pool,
	    service->endpoint->response);
	if (err != CW_OK)
		return err;
	err = start_thread();
	if (err != CW_OK)
		cw_stream_close(&stream);
	return err;
}

/* Nobody is accepted any more: let those who wait go. */
static void
end(struct cw_service *service)
{
	(void)service;
	if (!cw_fcgi_is_peer())
		return;
	cw_stream_stop(&stream);
	pthread_join(thread, NULL);
	cw_stream_close(&stream);
}

static bool
has_guests(void)
{
	return !cw_stream_is_empty(&stream);
}

int
cw_serve_events(const struct cw_endpoint *endpoint, int argc, char **argv)
{
	const struct cw_program program = {
		.name = endpoint->name,
		.endpoint = endpoint,
		.serve_one = serve_one,
		.begin = begin,
		.end = end,
		.has_guests = has_guests,
	};

	return cw_serve_program(&program, argc, argv);
}
