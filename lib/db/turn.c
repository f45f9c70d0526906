/* The queue of writers: two locks of flock(2), taken one after the other. */

#include "db/turn.h"

#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <time.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/log.h"
#include "db/rundir.h"

/*
 * flock(2) knows no time limit, but a signal ends it.  This one does nothing
 * by default, and nothing but that with our handler.
 */
#define WAKE_SIGNAL SIGURG

/* Again and again, in case the first came before flock(2) was entered. */
#define WAKE_AGAIN_NS 5000000

#ifndef sigev_notify_thread_id
#define sigev_notify_thread_id _sigev_un._tid
#endif

static pthread_once_t handler_once = PTHREAD_ONCE_INIT;

static enum cw_err
open_lock(const char *data_dir, const char *word, const char *suffix, int *fd)
{
	char name[32];

	snprintf(name, sizeof(name), "%s.%s", word, suffix);
	return cw_rundir_open(data_dir, name, fd);
}

static void
do_nothing(int number)
{
	(void)number;
}

/* Without SA_RESTART, so that flock(2) ends with EINTR. */
static void
install_handler(void)
{
	struct sigaction action = { .sa_handler = do_nothing };

	sigaction(WAKE_SIGNAL, &action, NULL);
}

/* A timer that wakes this thread, and no other, when wait_us are over. */
static enum cw_err
set_timer(int64_t wait_us, timer_t *timer)
{
	struct sigevent event = {
		.sigev_notify = SIGEV_THREAD_ID,
		.sigev_signo = WAKE_SIGNAL,
	};
	struct itimerspec when = {
		.it_value = { wait_us / 1000000, wait_us % 1000000 * 1000 },
		.it_interval = { 0, WAKE_AGAIN_NS },
	};

	event.sigev_notify_thread_id = gettid();
	if (timer_create(CLOCK_MONOTONIC, &event, timer) == -1)
		return CW_SYSTEM;
	timer_settime(*timer, 0, &when, NULL);
	return CW_OK;
}

static enum cw_err
lock_failed(void)
{
	cw_log(CW_LOG_ERROR, "cannot lock: %s", strerror(errno));
	return CW_SYSTEM;
}

static enum cw_err
lock_until(int fd, int64_t until_us)
{
	while (flock(fd, LOCK_EX) == -1) {
		if (errno != EINTR)
			return lock_failed();
		if (cw_clock_steady_us() >= until_us)
			return CW_BUSY;
	}
	return CW_OK;
}

static enum cw_err
wait_for_lock(int fd, int64_t until_us)
{
	int64_t wait_us = until_us - cw_clock_steady_us();
	sigset_t wake, before;
	enum cw_err err;
	timer_t timer;

	if (wait_us <= 0)
		return CW_BUSY;
	if (set_timer(wait_us, &timer) != CW_OK)
		return lock_failed();
	/* Servers keep signals away from their threads. */
	sigemptyset(&wake);
	sigaddset(&wake, WAKE_SIGNAL);
	pthread_sigmask(SIG_UNBLOCK, &wake, &before);
	err = lock_until(fd, until_us);
	timer_delete(timer);
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	return err;
}

static enum cw_err
lock(int fd, int64_t until_us)
{
	if (flock(fd, LOCK_EX | LOCK_NB) == 0)
		return CW_OK;
	if (errno != EWOULDBLOCK && errno != EINTR)
		return lock_failed();
	return wait_for_lock(fd, until_us);
}

enum cw_err
cw_turn_open(const char *data_dir, const char *word, struct cw_turn *turn)
{
	struct cw_turn opened = { .next_fd = -1, .write_fd = -1 };
	enum cw_err err;

	err = open_lock(data_dir, word, "next", &opened.next_fd);
	if (err != CW_OK)
		return err;
	err = open_lock(data_dir, word, "turn", &opened.write_fd);
	if (err != CW_OK) {
		cw_turn_close(&opened);
		return err;
	}
	*turn = opened;
	return CW_OK;
}

void
cw_turn_close(struct cw_turn *turn)
{
	if (turn->next_fd != -1)
		close(turn->next_fd);
	if (turn->write_fd != -1)
		close(turn->write_fd);
	turn->next_fd = -1;
	turn->write_fd = -1;
	turn->is_mine = false;
}

enum cw_err
cw_turn_take(struct cw_turn *turn, int wait_ms)
{
	int64_t until_us = cw_clock_steady_us() + (int64_t)wait_ms * 1000;
	enum cw_err err;

	pthread_once(&handler_once, install_handler);
	err = lock(turn->next_fd, until_us);
	if (err != CW_OK)
		return err;
	err = lock(turn->write_fd, until_us);
	flock(turn->next_fd, LOCK_UN);
	if (err == CW_OK)
		turn->is_mine = true;
	return err;
}

void
cw_turn_give(struct cw_turn *turn)
{
	if (!turn->is_mine)
		return;
	flock(turn->write_fd, LOCK_UN);
	turn->is_mine = false;
}
