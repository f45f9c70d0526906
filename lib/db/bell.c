/* Bells: files that writers touch and waiters watch. */

#include "db/bell.h"

#include <errno.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>
#include <sys/inotify.h>
#include <unistd.h>

#include "base/log.h"
#include "db/rundir.h"

static const char *const names[CW_BELL__COUNT] = {
	[CW_BELL_EVENT] = "event.bell",
	[CW_BELL_MAIL] = "mail.bell",
	[CW_BELL_SESSION] = "session.bell",
};

void
cw_bell_ring(const char *data_dir, enum cw_bell bell)
{
	static atomic_flag has_failed = ATOMIC_FLAG_INIT;
	enum cw_err err;
	ssize_t written;
	int fd;

	err = cw_rundir_open(data_dir, names[bell], &fd);
	if (err != CW_OK)
		return;
	written = pwrite(fd, "", 1, 0);
	if (written != 1 && !atomic_flag_test_and_set(&has_failed))
		cw_log(CW_LOG_WARNING, "cannot ring %s: %s", names[bell],
		    strerror(errno));
	close(fd);
}

/* Makes the file, and watches it for the events of the mask. */
static enum cw_err
watch_one(const char *data_dir, enum cw_bell bell, unsigned events, int fd)
{
	char path[PATH_MAX];
	enum cw_err err;
	int opened, watch;

	err = cw_rundir_open(data_dir, names[bell], &opened);
	if (err != CW_OK)
		return err;
	close(opened);
	err = cw_rundir_path(data_dir, names[bell], path);
	if (err != CW_OK)
		return err;
	watch = inotify_add_watch(fd, path, events);
	/* The kernel counts from 1, and cw_bell_clear() relies on it. */
	if (watch == (int)bell + 1)
		return CW_OK;
	cw_log(CW_LOG_ERROR, "cannot watch %s: %s", path,
	    watch == -1 ? strerror(errno) : "unexpected descriptor");
	return CW_SYSTEM;
}

enum cw_err
cw_bell_watch(const char *data_dir, unsigned mask, int *fd)
{
	enum cw_err err = CW_OK;
	unsigned events;
	int watching = inotify_init1(IN_NONBLOCK | IN_CLOEXEC);

	if (watching == -1) {
		cw_log(CW_LOG_ERROR, "cannot watch bells: %s", strerror(errno));
		return CW_SYSTEM;
	}
	/* All are watched, so that their numbers hold; not all are heard. */
	for (int i = 0; i < CW_BELL__COUNT && err == CW_OK; i++) {
		events = (mask & (1u << i)) != 0 ? IN_MODIFY : IN_MOVE_SELF;
		err = watch_one(data_dir, (enum cw_bell)i, events, watching);
	}
	if (err != CW_OK) {
		close(watching);
		return err;
	}
	*fd = watching;
	return CW_OK;
}

unsigned
cw_bell_clear(int fd)
{
	_Alignas(struct inotify_event) char room[4096];
	struct inotify_event event;
	unsigned rang = 0;
	ssize_t got;

	for (;;) {
		got = read(fd, room, sizeof(room));
		if (got <= 0)
			return rang;
		for (ssize_t at = 0; at < got;
		     at += (ssize_t)(sizeof(event) + event.len)) {
			memcpy(&event, room + at, sizeof(event));
			if ((event.mask & IN_Q_OVERFLOW) != 0)
				rang = (1u << CW_BELL__COUNT) - 1;
			else if ((event.mask & IN_MODIFY) != 0)
				rang |= 1u << (event.wd - 1);
		}
	}
}
