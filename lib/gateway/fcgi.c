/*
 * FastCGI: a few threads that accept, answer and accept again.
 *
 * libfcgi reads the requests; accepting, writing and closing are done here.
 * A program begins with one thread, and each time that all are busy another is
 * started, up to a maximum, so that one peer that is stuck in half a request
 * stops nobody.  Threads that have had nothing to do for a while end, but for
 * one, and that gives back what it can: idle memory is that of the start.  If
 * told so, the program ends when nothing has come for longer.
 */

#include <errno.h>
#include <fcgiapp.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/log.h"
#include "gateway/serve.h"

#define LISTEN_FD 0 /* the FastCGI specification 1.0, section 2.2 */
#define STACK_BYTES (256 * 1024)
#define POOL_THREADS_MAX 16 /* they wait for slots to hash in anyway */

/* Nothing to do for this long is a rest. */
#define REST_AFTER_SEC 5

/* A peer that is silent in the middle of a request for this long is cut. */
#define PEER_TIMEOUT_SEC 10

/* How long requests in hand may take when the process is to end. */
#define STOP_MAX_MS 5000
#define STOP_STEP_MS 10

/* Wakes a thread out of accept(2); does nothing else. */
#define WAKE_SIGNAL SIGUSR2

struct worker {
	struct crew *crew;
	struct worker *next;
	pthread_t thread;
	atomic_bool is_waiting; /* in accept(2), or about to be */
	atomic_bool is_done;
};

/* All threads of the process that serve. */
struct crew {
	const struct cw_program *program;
	struct cw_service *service;
	unsigned max;
	pthread_mutex_t lock; /* of workers and count */
	struct worker *workers;
	unsigned count;
	atomic_int waiting;	 /* threads in accept(2), or about to be */
	_Atomic int64_t busy_ms; /* when somebody was last there */
	atomic_bool must_stop;
	atomic_bool is_resting;
};

/* Whether anybody, main thread or not, has asked for an end. */
static atomic_bool stop_is_asked;

bool
cw_fcgi_is_peer(void)
{
	return !FCGX_IsCGI();
}

void
cw_serve_stop(void)
{
	atomic_store(&stop_is_asked, true);
	kill(getpid(), SIGTERM);
}

/* --- one request --------------------------------------------------------- */

static ssize_t
read_body(void *arg, char *bytes, size_t len)
{
	FCGX_Request *request = arg;
	int count = FCGX_GetStr(bytes, len > INT32_MAX ? INT32_MAX : (int)len,
	    request->in);

	if (count <= 0 && FCGX_GetError(request->in) != 0)
		return -1;
	return count;
}

/*
 * Take what is left of the body, nothing unless it was refused.  Closing a
 * socket that has unread bytes would throw the answer away with them.
 */
static void
drain(FCGX_Request *request)
{
	char bytes[1024];

	while (FCGX_GetStr(bytes, sizeof(bytes), request->in) > 0)
		continue;
}

/* The connection is done with: close it, without waiting for the peer. */
static void
close_request(FCGX_Request *request)
{
	FCGX_Detach(request);
	FCGX_Free(request, 1);
}

/*
 * Read one request off the connection and answer it.  True: the connection
 * stays open for another, as the server asked.
 */
static bool
serve_request(struct crew *crew, struct cw_arena *arena, FCGX_Request *request)
{
	struct cw_source source = { .read = read_body,
		.arg = request,
		.has_end = true };
	struct cw_peer peer = { .fd = request->ipcFd };

	/* An open connection is kept, if it says so before it is asked. */
	request->keepConnection = 1;
	if (FCGX_Accept_r(request) != 0)
		return false;
	source.vars = request->envp;
	peer.request_id = request->requestId;
	crew->program->serve_one(crew->service, arena, &source, &peer);
	cw_arena_reset(arena);
	if (peer.must_exit)
		cw_serve_stop();
	if (peer.is_taken) {
		request->ipcFd = -1;
		FCGX_Free(request, 0);
		return false;
	}
	drain(request);
	if (request->keepConnection && FCGX_GetError(request->in) == 0) {
		FCGX_Free(request, 0);
		return true;
	}
	close_request(request);
	return false;
}

static void
serve_connection(struct crew *crew, struct cw_arena *arena, int fd)
{
	const struct timeval timeout = { .tv_sec = PEER_TIMEOUT_SEC };
	FCGX_Request request;

	setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &timeout, sizeof(timeout));
	setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &timeout, sizeof(timeout));
	/* Without a socket to listen on, libfcgi cannot accept by itself. */
	FCGX_InitRequest(&request, -1, FCGI_FAIL_ACCEPT_ON_INTR);
	request.ipcFd = fd;
	while (serve_request(crew, arena, &request) &&
	    !atomic_load(&crew->must_stop))
		continue;
	if (request.ipcFd >= 0)
		close_request(&request);
}

/* --- threads ------------------------------------------------------------- */

static unsigned add_worker(struct crew *crew);

/*
 * Wait for a connection; -1: none came, look again.  Only here can the wake
 * signal reach the thread, so it never cuts a request short.
 */
static int
wait_for_connection(struct worker *worker, const sigset_t *wake)
{
	struct crew *crew = worker->crew;
	int fd = -1, saved_errno;

	atomic_store(&worker->is_waiting, true);
	atomic_fetch_add(&crew->waiting, 1);
	pthread_sigmask(SIG_UNBLOCK, wake, NULL);
	if (!atomic_load(&crew->must_stop))
		fd = accept4(LISTEN_FD, NULL, NULL, SOCK_CLOEXEC);
	saved_errno = errno;
	pthread_sigmask(SIG_BLOCK, wake, NULL);
	atomic_store(&worker->is_waiting, false);
	if (atomic_fetch_sub(&crew->waiting, 1) == 1 && fd >= 0)
		add_worker(crew);
	errno = saved_errno;
	return fd;
}

/* accept(2) has failed. */
static void
pause_after(int error)
{
	const struct timespec pause = { .tv_nsec = 50 * 1000 * 1000 };

	if (error == EINTR || error == ECONNABORTED)
		return;
	cw_log(CW_LOG_ERROR, "cannot accept a connection: %s",
	    strerrordesc_np(error));
	/* Short of descriptors or memory, later may do; else never. */
	if (error == EBADF || error == EINVAL || error == ENOTSOCK)
		cw_serve_stop();
	nanosleep(&pause, NULL);
}

/*
 * No connection has come for a while.  True: the worker is one too many, and
 * is off the list.
 */
static bool
rest(struct worker *worker, struct cw_arena *arena)
{
	struct crew *crew = worker->crew;
	struct worker **at = &crew->workers;
	bool must_rest, must_leave;

	pthread_mutex_lock(&crew->lock);
	must_rest =
	    crew->count == 1 && !atomic_exchange(&crew->is_resting, true);
	/* Somebody must go on waiting, while others may be stuck. */
	must_leave = crew->count > 1 && atomic_load(&crew->waiting) > 0 &&
	    !atomic_load(&crew->must_stop);
	if (must_leave) {
		while (*at != worker)
			at = &(*at)->next;
		*at = worker->next;
		crew->count--;
	}
	pthread_mutex_unlock(&crew->lock);
	if (must_rest) {
		cw_arena_clear(arena);
		cw_service_rest(crew->service);
	}
	return must_leave;
}

/* Has nobody been there for as long as the program may idle? */
static bool
is_over(struct crew *crew)
{
	const int64_t idle_ms = crew->service->conf->idle_exit_sec * 1000;
	const int64_t now_ms = cw_clock_steady_ms();
	bool is_alone;

	if (idle_ms == 0)
		return false;
	pthread_mutex_lock(&crew->lock);
	is_alone = crew->count == 1;
	pthread_mutex_unlock(&crew->lock);
	if (!is_alone ||
	    (crew->program->has_guests != NULL && crew->program->has_guests()))
		atomic_store(&crew->busy_ms, now_ms);
	return now_ms - atomic_load(&crew->busy_ms) >= idle_ms;
}

/* True: the worker leaves. */
static bool
idle(struct worker *worker, struct cw_arena *arena)
{
	if (rest(worker, arena))
		return true;
	if (is_over(worker->crew))
		cw_serve_stop();
	return false;
}

static void
leave(struct worker *worker)
{
	pthread_detach(pthread_self());
	free(worker);
}

static void *
work(void *arg)
{
	struct worker *worker = arg;
	struct crew *crew = worker->crew;
	struct cw_arena arena;
	sigset_t wake;

	sigemptyset(&wake);
	sigaddset(&wake, WAKE_SIGNAL);
	cw_arena_init(&arena, (size_t)crew->service->conf->arena_max_bytes);
	while (!atomic_load(&crew->must_stop)) {
		int fd = wait_for_connection(worker, &wake);

		if (fd >= 0) {
			atomic_store(&crew->is_resting, false);
			serve_connection(crew, &arena, fd);
			atomic_store(&crew->busy_ms, cw_clock_steady_ms());
		} else if (errno != EAGAIN) {
			if (!atomic_load(&crew->must_stop))
				pause_after(errno);
		} else if (idle(worker, &arena)) {
			cw_arena_clear(&arena);
			leave(worker);
			return NULL;
		}
	}
	cw_arena_clear(&arena);
	atomic_store(&worker->is_done, true);
	return NULL;
}

static bool
start_worker(struct crew *crew)
{
	struct worker *worker = calloc(1, sizeof(*worker));
	pthread_attr_t attributes;
	int error;

	if (worker == NULL)
		return false;
	worker->crew = crew;
	pthread_attr_init(&attributes);
	pthread_attr_setstacksize(&attributes, STACK_BYTES);
	error = pthread_create(&worker->thread, &attributes, work, worker);
	pthread_attr_destroy(&attributes);
	if (error != 0) {
		free(worker);
		return false;
	}
	worker->next = crew->workers;
	crew->workers = worker;
	crew->count++;
	return true;
}

/* Let one more thread wait for connections, if there may be; how many are. */
static unsigned
add_worker(struct crew *crew)
{
	unsigned count;

	pthread_mutex_lock(&crew->lock);
	if (crew->count < crew->max && !atomic_load(&crew->must_stop) &&
	    !start_worker(crew))
		cw_log(CW_LOG_WARNING, "cannot start another thread");
	count = crew->count;
	pthread_mutex_unlock(&crew->lock);
	return count;
}

/* --- the end ------------------------------------------------------------- */

/* Wake those who wait; how many are not done yet. */
static unsigned
wake_workers(struct crew *crew)
{
	unsigned busy = 0;

	pthread_mutex_lock(&crew->lock);
	for (struct worker *worker = crew->workers; worker != NULL;
	     worker = worker->next) {
		if (atomic_load(&worker->is_done))
			continue;
		busy++;
		if (atomic_load(&worker->is_waiting))
			pthread_kill(worker->thread, WAKE_SIGNAL);
	}
	pthread_mutex_unlock(&crew->lock);
	return busy;
}

/*
 * Let requests in hand finish.  A wake signal can come just before the thread
 * enters accept(2) and be lost, so it is sent again and again.  False: some
 * did not finish in time.
 */
static bool
stop_workers(struct crew *crew)
{
	const struct timespec step = { .tv_nsec = STOP_STEP_MS * 1000000L };
	int64_t until = cw_clock_steady_ms() + STOP_MAX_MS;

	atomic_store(&crew->must_stop, true);
	while (wake_workers(crew) > 0) {
		if (cw_clock_steady_ms() > until)
			return false;
		nanosleep(&step, NULL);
	}
	while (crew->workers != NULL) {
		struct worker *worker = crew->workers;

		crew->workers = worker->next;
		pthread_join(worker->thread, NULL);
		free(worker);
	}
	return true;
}

static void
ignore_signal(int number)
{
	(void)number;
}

/* The signals that the main thread waits for; all threads block them. */
static void
prepare_signals(sigset_t *awaited)
{
	struct sigaction action = { .sa_handler = ignore_signal };
	sigset_t blocked;

	sigaction(WAKE_SIGNAL, &action, NULL);
	sigemptyset(awaited);
	sigaddset(awaited, SIGTERM);
	sigaddset(awaited, SIGUSR1);
	sigaddset(awaited, SIGINT);
	sigaddset(awaited, SIGHUP);
	blocked = *awaited;
	sigaddset(&blocked, WAKE_SIGNAL);
	pthread_sigmask(SIG_BLOCK, &blocked, NULL);
}

/* Until it is time to end; SIGHUP only opens the log anew. */
static void
wait_for_end(const sigset_t *awaited)
{
	int number = 0;

	while (!atomic_load(&stop_is_asked)) {
		if (sigwait(awaited, &number) != 0)
			continue;
		if (number != SIGHUP)
			return;
		if (cw_log_reopen() != CW_OK)
			cw_log(CW_LOG_ERROR, "cannot open the log anew");
	}
}

static unsigned
threads_max(const struct cw_service *service)
{
	const struct cw_conf *conf = service->conf;

	if (service->endpoint == NULL || service->endpoint->work == CW_READS)
		return (unsigned)conf->read_threads;
	if (service->endpoint->work == CW_POOLS &&
	    conf->write_threads > POOL_THREADS_MAX)
		return POOL_THREADS_MAX;
	return (unsigned)conf->write_threads;
}

/* How long a thread waits for a connection before it looks around. */
static struct timeval
rest_after(const struct cw_conf *conf)
{
	struct timeval after = { .tv_sec = REST_AFTER_SEC };

	if (conf->idle_exit_sec != 0 && conf->idle_exit_sec < after.tv_sec)
		after.tv_sec = (time_t)conf->idle_exit_sec;
	return after;
}

int
cw_fcgi_serve(const struct cw_program *program, struct cw_service *service)
{
	struct crew crew = {
		.program = program,
		.service = service,
		.max = threads_max(service),
		.lock = PTHREAD_MUTEX_INITIALIZER,
		.busy_ms = cw_clock_steady_ms(),
	};
	const struct timeval after = rest_after(service->conf);
	sigset_t awaited;

	prepare_signals(&awaited);
	setsockopt(LISTEN_FD, SOL_SOCKET, SO_RCVTIMEO, &after, sizeof(after));
	if (add_worker(&crew) == 0)
		return 1;
	wait_for_end(&awaited);
	if (!stop_workers(&crew)) {
		cw_log(CW_LOG_WARNING, "requests in hand are given up");
		/* Their threads still use what would be closed now. */
		_exit(0);
	}
	return 0;
}
