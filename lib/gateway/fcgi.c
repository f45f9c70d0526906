/*
 * FastCGI: a few threads that accept, answer and accept again.
 *
 * A program begins with one thread, and each time that all are busy another is
 * started, up to a maximum, so that one peer that is stuck in half a request
 * stops nobody.  If the program leaves answers to whoever commits, two threads
 * are enough: one takes requests while the other commits, and more of them
 * would only get in each other's way; then others start when the two are stuck.
 * Threads that have had nothing to do for a while end, but for one, and that
 * gives back what it can: idle memory is that of the start.  If told so, the
 * program ends when nothing has come for longer.
 */

#include <errno.h>
#include <fcgiapp.h>
#include <poll.h>
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
#include "gateway/fcgi_exchange.h"

#define LISTEN_FD 0 /* the FastCGI specification 1.0, section 2.2 */
#define STACK_BYTES (256 * 1024)
#define POOL_THREADS_MAX 16 /* they wait for slots to hash in anyway */

/* Threads of a program that leaves its answers to whoever commits. */
#define USUAL_THREADS 2

/* Nothing taken for this long, though somebody knocks: all are stuck. */
#define STUCK_MS 250

/* Nothing to do for this long is a rest. */
#define REST_AFTER_SEC 5

/* How long requests in hand may take when the process is to end. */
#define STOP_MAX_MS 5000
#define STOP_STEP_MS 10

/* For so long, those who knock late are still let in. */
#define STOP_KNOCK_MS 200

/* Wakes a thread out of accept(2); does nothing else. */
#define WAKE_SIGNAL SIGUSR2

/* Tells the main thread that the rest is over. */
#define BUSY_SIGNAL SIGALRM

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
	struct cw_exchanges exchanges;
	pthread_t main_thread;
	unsigned usual;	      /* so many start as they are needed, */
	unsigned max;	      /* so many if those are stuck */
	pthread_mutex_t lock; /* of workers and count */
	struct worker *workers;
	unsigned count;
	atomic_int waiting;	 /* threads in accept(2), or about to be */
	_Atomic int64_t busy_ms; /* when somebody was last there */
	atomic_uint taken;	 /* connections so far, or more */
	_Atomic int64_t stop_ms; /* until when others may knock */
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

bool
cw_serve_has_stopped(void)
{
	return atomic_load(&stop_is_asked);
}

/* --- threads ------------------------------------------------------------- */

static unsigned add_worker(struct crew *crew, unsigned most);

static bool
somebody_knocks(void)
{
	struct pollfd door = { .fd = LISTEN_FD, .events = POLLIN };

	return poll(&door, 1, 0) == 1;
}

/* No more than what has come already is taken when the process is to end. */
static bool
is_open(const struct crew *crew)
{
	if (!atomic_load(&crew->must_stop))
		return true;
	return cw_clock_steady_ms() < atomic_load(&crew->stop_ms) &&
	    somebody_knocks();
}

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
	if (is_open(crew))
		fd = accept4(LISTEN_FD, NULL, NULL, SOCK_CLOEXEC);
	saved_errno = errno;
	pthread_sigmask(SIG_BLOCK, wake, NULL);
	atomic_store(&worker->is_waiting, false);
	if (atomic_fetch_sub(&crew->waiting, 1) == 1 && fd >= 0)
		add_worker(crew, crew->usual);
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

/* Under the crew's lock. */
static void
take_off_list(struct worker *worker)
{
	struct worker **at = &worker->crew->workers;

	while (*at != worker)
		at = &(*at)->next;
	*at = worker->next;
	worker->crew->count--;
}

/* True: the worker was for an emergency that is over, and is off the list. */
static bool
is_surplus(struct worker *worker)
{
	struct crew *crew = worker->crew;
	bool must_leave;

	pthread_mutex_lock(&crew->lock);
	must_leave = crew->count > crew->usual &&
	    atomic_load(&crew->waiting) > 0 && !atomic_load(&crew->must_stop);
	if (must_leave)
		take_off_list(worker);
	pthread_mutex_unlock(&crew->lock);
	return must_leave;
}

/*
 * No connection has come for a while.  True: the worker is one too many, and
 * is off the list.
 */
static bool
rest(struct worker *worker)
{
	struct crew *crew = worker->crew;
	bool must_rest, must_leave;

	pthread_mutex_lock(&crew->lock);
	must_rest =
	    crew->count == 1 && !atomic_exchange(&crew->is_resting, true);
	/* Somebody must go on waiting, while others may be stuck. */
	must_leave = crew->count > 1 && atomic_load(&crew->waiting) > 0 &&
	    !atomic_load(&crew->must_stop);
	if (must_leave)
		take_off_list(worker);
	pthread_mutex_unlock(&crew->lock);
	if (must_rest) {
		cw_exchanges_rest(&crew->exchanges);
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
idle(struct worker *worker)
{
	if (rest(worker))
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

static void
serve_connection(struct crew *crew, int fd)
{
	atomic_fetch_add(&crew->taken, 1);
	if (atomic_exchange(&crew->is_resting, false))
		pthread_kill(crew->main_thread, BUSY_SIGNAL);
	cw_exchanges_serve(&crew->exchanges, fd);
	atomic_store(&crew->busy_ms, cw_clock_steady_ms());
}

/* Take one connection, or look around.  True: the worker leaves. */
static bool
work_once(struct worker *worker, const sigset_t *wake)
{
	struct crew *crew = worker->crew;
	int fd = wait_for_connection(worker, wake);

	if (fd >= 0) {
		serve_connection(crew, fd);
		return is_surplus(worker);
	}
	if (errno == EAGAIN)
		return idle(worker);
	if (!atomic_load(&crew->must_stop))
		pause_after(errno);
	return false;
}

static void *
work(void *arg)
{
	struct worker *worker = arg;
	sigset_t wake;

	sigemptyset(&wake);
	sigaddset(&wake, WAKE_SIGNAL);
	while (is_open(worker->crew)) {
		if (work_once(worker, &wake)) {
			leave(worker);
			return NULL;
		}
	}
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
add_worker(struct crew *crew, unsigned most)
{
	unsigned count;

	pthread_mutex_lock(&crew->lock);
	if (crew->count < most && !atomic_load(&crew->must_stop) &&
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

	atomic_store(&crew->stop_ms, cw_clock_steady_ms() + STOP_KNOCK_MS);
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
	sigaddset(awaited, BUSY_SIGNAL);
	blocked = *awaited;
	sigaddset(&blocked, WAKE_SIGNAL);
	pthread_sigmask(SIG_BLOCK, &blocked, NULL);
}

/* The next signal; -1: none within STUCK_MS, which only counts when busy. */
static int
next_signal(const struct crew *crew, const sigset_t *awaited)
{
	const struct timespec wait = { .tv_nsec = STUCK_MS * 1000000L };

	if (atomic_load(&crew->is_resting))
		return sigwaitinfo(awaited, NULL);
	return sigtimedwait(awaited, NULL, &wait);
}

/* Start another thread if none has taken anything since the last look. */
static void
help_the_stuck(struct crew *crew, unsigned *taken)
{
	const unsigned before = *taken;

	*taken = atomic_load(&crew->taken);
	if (*taken == before && atomic_load(&crew->waiting) == 0 &&
	    somebody_knocks())
		add_worker(crew, crew->max);
}

static void
look_around(struct crew *crew, unsigned *taken)
{
	cw_exchanges_hurry(&crew->exchanges);
	help_the_stuck(crew, taken);
}

/* Until it is time to end; SIGHUP only opens the log anew. */
static void
wait_for_end(struct crew *crew, const sigset_t *awaited)
{
	unsigned taken = 0;

	while (!atomic_load(&stop_is_asked)) {
		const int number = next_signal(crew, awaited);

		if (number == -1)
			look_around(crew, &taken);
		else if (number == SIGHUP && cw_log_reopen() != CW_OK)
			cw_log(CW_LOG_ERROR, "cannot open the log anew");
		else if (number != SIGHUP && number != BUSY_SIGNAL)
			return;
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
	const unsigned max = threads_max(service);
	struct crew crew = {
		.program = program,
		.service = service,
		.main_thread = pthread_self(),
		.usual = program->answers_later && max > USUAL_THREADS
		    ? USUAL_THREADS
		    : max,
		.max = max,
		.lock = PTHREAD_MUTEX_INITIALIZER,
		.busy_ms = cw_clock_steady_ms(),
	};
	const struct timeval after = rest_after(service->conf);
	sigset_t awaited;

	cw_exchanges_init(&crew.exchanges, program, service, &crew.must_stop);
	prepare_signals(&awaited);
	setsockopt(LISTEN_FD, SOL_SOCKET, SO_RCVTIMEO, &after, sizeof(after));
	if (add_worker(&crew, 1) == 0)
		return 1;
	wait_for_end(&crew, &awaited);
	if (!stop_workers(&crew)) {
		cw_log(CW_LOG_WARNING, "requests in hand are given up");
		/* Their threads still use what would be closed now. */
		_exit(0);
	}
	cw_exchanges_rest(&crew.exchanges);
	return 0;
}
