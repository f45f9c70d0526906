/* The queue of writers: two locks of flock(2), taken one after the other. */

#include "db/turn.h"

#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <time.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/log.h"
#include "db/rundir.h"

/* Sleeps between two looks at a lock grow with the wait, within these. */
#define SLEEP_MIN_US 40
#define SLEEP_MAX_US 1000

static enum cw_err
open_lock(const char *data_dir, const char *word, const char *suffix, int *fd)
{
	char name[32];

	snprintf(name, sizeof(name), "%s.%s", word, suffix);
	return cw_rundir_open(data_dir, name, fd);
}

/*
 * A quarter of what was waited so far, with some noise from the clock, so that
 * waiters neither march in step nor sleep long after a short wait.
 */
static void
sleep_a_little(int64_t now_us, int64_t since_us)
{
	int64_t pause_us = (now_us - since_us) / 4;
	struct timespec pause = { 0, 0 };

	if (pause_us < SLEEP_MIN_US)
		pause_us = SLEEP_MIN_US;
	if (pause_us > SLEEP_MAX_US)
		pause_us = SLEEP_MAX_US;
	pause_us -= (now_us ^ getpid()) % (pause_us / 2);
	pause.tv_nsec = (long)pause_us * 1000;
	nanosleep(&pause, NULL);
}

/*
 * flock(2) knows no time limit, so a lock that is taken is looked at again and
 * again.  Most are free at the first look.
 */
static enum cw_err
lock(int fd, int64_t since_us, int64_t until_us)
{
	int64_t now_us;

	while (flock(fd, LOCK_EX | LOCK_NB) == -1) {
		if (errno == EINTR)
			continue;
		if (errno != EWOULDBLOCK) {
			cw_log(CW_LOG_ERROR, "cannot lock: %s",
			    strerror(errno));
			return CW_SYSTEM;
		}
		now_us = cw_clock_steady_us();
		if (now_us >= until_us)
			return CW_BUSY;
		sleep_a_little(now_us, since_us);
	}
	return CW_OK;
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
	int64_t since_us = cw_clock_steady_us();
	int64_t until_us = since_us + (int64_t)wait_ms * 1000;
	enum cw_err err;

	err = lock(turn->next_fd, since_us, until_us);
	if (err != CW_OK)
		return err;
	err = lock(turn->write_fd, cw_clock_steady_us(), until_us);
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
