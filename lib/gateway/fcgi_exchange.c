/*
 * FastCGI requests and their answers: libfcgi reads the former; writing and
 * closing are done here.
 */

#include "gateway/fcgi_exchange.h"

#include <fcgiapp.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/crypto.h"
#include "base/log.h"

/* A peer that is silent in the middle of a request for this long is cut. */
#define PEER_TIMEOUT_SEC 10

struct cw_exchange {
	struct cw_peer peer; /* first: one is the other's address */
	struct cw_exchanges *all;
	struct cw_arena arena;
	FCGX_Request request;
	struct cw_exchange *next;      /* that is unused */
	struct cw_exchange *next_made; /* of every */
	/* Under the lock: */
	int64_t late_ms; /* when its body is; 0: none is waited for */
	bool is_late;
};

/* --- the stock ----------------------------------------------------------- */

static struct cw_exchange *
take_unused(struct cw_exchanges *all)
{
	struct cw_exchange *exchange;

	pthread_mutex_lock(&all->lock);
	exchange = all->unused;
	if (exchange != NULL)
		all->unused = exchange->next;
	pthread_mutex_unlock(&all->lock);
	return exchange;
}

static struct cw_exchange *
take(struct cw_exchanges *all)
{
	struct cw_exchange *exchange = take_unused(all);

	if (exchange != NULL)
		return exchange;
	exchange = calloc(1, sizeof(*exchange));
	if (exchange == NULL)
		return NULL;
	exchange->all = all;
	pthread_mutex_lock(&all->lock);
	exchange->next_made = all->every;
	all->every = exchange;
	pthread_mutex_unlock(&all->lock);
	cw_arena_init(&exchange->arena,
	    (size_t)all->service->conf->arena_max_bytes);
	return exchange;
}

static void
give(struct cw_exchange *exchange)
{
	struct cw_exchanges *all = exchange->all;

	pthread_mutex_lock(&all->lock);
	exchange->next = all->unused;
	all->unused = exchange;
	pthread_mutex_unlock(&all->lock);
}

/* --- bodies that are late ------------------------------------------------- */

/* From the first wait for a body on; it has one limit for all of it. */
static void
begin_wait(struct cw_exchange *exchange)
{
	struct cw_exchanges *all = exchange->all;

	pthread_mutex_lock(&all->lock);
	if (exchange->late_ms == 0)
		exchange->late_ms = cw_clock_steady_ms() +
		    all->service->conf->body_max_sec * 1000;
	pthread_mutex_unlock(&all->lock);
}

/* Before the connection is another's.  True: it was late. */
static bool
end_wait(struct cw_exchange *exchange)
{
	struct cw_exchanges *all = exchange->all;
	bool is_late;

	pthread_mutex_lock(&all->lock);
	exchange->late_ms = 0;
	is_late = exchange->is_late;
	pthread_mutex_unlock(&all->lock);
	return is_late;
}

/*
 * libfcgi reads until it has all that was asked for, however slowly that comes;
 * a socket that is shut has come to its end.
 */
void
cw_exchanges_hurry(struct cw_exchanges *all)
{
	const int64_t now_ms = cw_clock_steady_ms();

	pthread_mutex_lock(&all->lock);
	for (struct cw_exchange *exchange = all->every; exchange != NULL;
	     exchange = exchange->next_made) {
		if (exchange->late_ms == 0 || exchange->late_ms > now_ms)
			continue;
		exchange->late_ms = 0;
		exchange->is_late = true;
		(void)shutdown(exchange->request.ipcFd, SHUT_RD);
	}
	pthread_mutex_unlock(&all->lock);
}

/* --- one request --------------------------------------------------------- */

static ssize_t
read_body(void *arg, char *bytes, size_t len)
{
	struct cw_exchange *exchange = arg;
	FCGX_Stream *in = exchange->request.in;
	int count;

	begin_wait(exchange);
	count = FCGX_GetStr(bytes, len > INT32_MAX ? INT32_MAX : (int)len, in);
	/* At its end nothing is waited for any more. */
	if ((size_t)count < len && end_wait(exchange))
		return CW_READ_LATE;
	if (count <= 0 && FCGX_GetError(in) != 0)
		return -1;
	return count;
}

/*
 * Take what is left of the body, nothing unless it was refused.  Closing a
 * socket that has unread bytes would throw the answer away with them.
 */
static void
drain(struct cw_exchange *exchange)
{
	char bytes[1024];

	begin_wait(exchange);
	while (FCGX_GetStr(bytes, sizeof(bytes), exchange->request.in) > 0)
		continue;
	(void)end_wait(exchange);
}

/* The connection is done with: close it, without waiting for the peer. */
static void
close_request(FCGX_Request *request)
{
	FCGX_Detach(request);
	FCGX_Free(request, 1);
}

/* After an answer.  True: the connection is good for another request. */
static bool
end_request(struct cw_exchange *exchange)
{
	FCGX_Request *request = &exchange->request;

	cw_arena_reset(&exchange->arena);
	if (exchange->peer.must_exit)
		cw_serve_stop();
	if (exchange->peer.is_taken) {
		(void)end_wait(exchange);
		request->ipcFd = -1;
		FCGX_Free(request, 0);
		return false;
	}
	drain(exchange);
	if (request->keepConnection && FCGX_GetError(request->in) == 0) {
		FCGX_Free(request, 0);
		return true;
	}
	close_request(request);
	return false;
}

/* peer->answered of a connection that carries one request. */
static void
end_exchange(struct cw_peer *peer)
{
	struct cw_exchange *exchange = (struct cw_exchange *)peer;

	end_request(exchange);
	give(exchange);
}

/* What became of an exchange. */
enum outcome {
	OUTCOME_OVER,	 /* its connection is no more */
	OUTCOME_AGAIN,	 /* its connection stays open, as the server asked */
	OUTCOME_FORGONE, /* it belongs to whoever answers */
};

static enum outcome
serve_request(struct cw_exchange *exchange)
{
	const struct cw_exchanges *all = exchange->all;
	FCGX_Request *request = &exchange->request;
	struct cw_source source = { .read = read_body,
		.arg = exchange,
		.has_end = true };
	bool is_forgone;

	/* An open connection is kept, if it says so before it is asked. */
	request->keepConnection = 1;
	if (FCGX_Accept_r(request) != 0) {
		if (request->ipcFd >= 0)
			close_request(request);
		return OUTCOME_OVER;
	}
	exchange->is_late = false;
	is_forgone = all->program->answers_later && !request->keepConnection;
	source.vars = request->envp;
	exchange->peer = (struct cw_peer){
		.fd = request->ipcFd,
		.request_id = request->requestId,
		.answered = is_forgone ? end_exchange : NULL,
	};
	all->program->serve_one(all->service, &exchange->arena, &source,
	    &exchange->peer);
	if (is_forgone)
		return OUTCOME_FORGONE;
	return end_request(exchange) ? OUTCOME_AGAIN : OUTCOME_OVER;
}

static void
serve_requests(struct cw_exchange *exchange)
{
	const atomic_bool *must_stop = exchange->all->must_stop;
	enum outcome outcome;

	do {
		outcome = serve_request(exchange);
		cw_crypto_wipe_stack();
	} while (outcome == OUTCOME_AGAIN && !atomic_load(must_stop));
	if (outcome == OUTCOME_FORGONE)
		return;
	if (outcome == OUTCOME_AGAIN)
		close_request(&exchange->request);
	give(exchange);
}

/* --- all of them --------------------------------------------------------- */

void
cw_exchanges_init(struct cw_exchanges *all, const struct cw_program *program,
    struct cw_service *service, const atomic_bool *must_stop)
{
	*all = (struct cw_exchanges){
		.program = program,
		.service = service,
		.must_stop = must_stop,
		.lock = PTHREAD_MUTEX_INITIALIZER,
	};
}

void
cw_exchanges_serve(struct cw_exchanges *all, int fd)
{
	const struct timeval timeout = { .tv_sec = PEER_TIMEOUT_SEC };
	struct cw_exchange *exchange = take(all);

	if (exchange == NULL) {
		cw_log(CW_LOG_ERROR, "cannot serve: out of memory");
		close(fd);
		return;
	}
	setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &timeout, sizeof(timeout));
	setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &timeout, sizeof(timeout));
	/* Without a socket to listen on, libfcgi cannot accept by itself. */
	FCGX_InitRequest(&exchange->request, -1, FCGI_FAIL_ACCEPT_ON_INTR);
	exchange->request.ipcFd = fd;
	serve_requests(exchange);
}

/* Take it off the list of every one. */
static void
forget(struct cw_exchange *exchange)
{
	struct cw_exchanges *all = exchange->all;
	struct cw_exchange **at = &all->every;

	pthread_mutex_lock(&all->lock);
	while (*at != exchange)
		at = &(*at)->next_made;
	*at = exchange->next_made;
	pthread_mutex_unlock(&all->lock);
}

void
cw_exchanges_rest(struct cw_exchanges *all)
{
	struct cw_exchange *exchange;

	for (;;) {
		exchange = take_unused(all);
		if (exchange == NULL)
			return;
		forget(exchange);
		cw_arena_clear(&exchange->arena);
		free(exchange);
	}
}
