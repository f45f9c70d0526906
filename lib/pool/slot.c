/* Slots for hashing: one lock file each, taken without waiting in line. */

#include "pool/slot.h"

#include <errno.h>
#include <inttypes.h>
#include <string.h>
#include <sys/file.h>
#include <time.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/log.h"
#include "db/rundir.h"

#define POLL_MS 5

/* CW_BUSY: this one is taken. */
static enum cw_err
try_slot(const char *data_dir, const char *name, struct cw_slot *out)
{
	enum cw_err err;
	int fd;

	err = cw_rundir_open(data_dir, name, &fd);
	if (err != CW_OK)
		return err;
	if (flock(fd, LOCK_EX | LOCK_NB) == 0) {
		out->fd = fd;
		return CW_OK;
	}
	err = CW_BUSY;
	if (errno != EWOULDBLOCK && errno != EINTR) {
		cw_log(CW_LOG_ERROR, "cannot lock %s/run/%s: %s", data_dir,
		    name, strerror(errno));
		err = CW_SYSTEM;
	}
	close(fd);
	return err;
}

static enum cw_err
try_all(const struct cw_conf *conf, const char *const *names,
    struct cw_slot *out)
{
	enum cw_err err = CW_BUSY;

	for (int64_t i = 0; err == CW_BUSY && i < conf->argon2_slots; i++)
		err = try_slot(conf->data_dir, names[i], out);
	return err;
}

static enum cw_err
slot_names(const struct cw_conf *conf, struct cw_arena *arena,
    const char *const **out)
{
	size_t count = (size_t)conf->argon2_slots;
	const char **names = cw_arena_calloc(arena, count, sizeof(*names));

	if (names == NULL)
		return CW_NOMEM;
	for (size_t i = 0; i < count; i++) {
		names[i] = cw_arena_printf(arena, "argon2.%zu", i);
		if (names[i] == NULL)
			return CW_NOMEM;
	}
	*out = names;
	return CW_OK;
}

enum cw_err
cw_slot_take(const struct cw_conf *conf, struct cw_arena *arena,
    struct cw_slot *out)
{
	const struct timespec pause = { .tv_nsec = POLL_MS * 1000000L };
	int64_t until_ms = cw_clock_steady_ms() + conf->argon2_wait_ms;
	const char *const *names;
	enum cw_err err;

	err = slot_names(conf, arena, &names);
	if (err != CW_OK)
		return err;
	err = try_all(conf, names, out);
	while (err == CW_BUSY && cw_clock_steady_ms() < until_ms) {
		nanosleep(&pause, NULL);
		err = try_all(conf, names, out);
	}
	return err;
}

void
cw_slot_give(struct cw_slot *slot)
{
	close(slot->fd);
	slot->fd = -1;
}
