/* Which program serves while one release takes over from another. */

#include "between.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <time.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/text.h"
#include "db/copy.h"
#include "db/migrate.h"
#include "db/rundir.h"
#include "gateway/serve.h"
#include "kept.h"
#include "manifest.h"
#include "place.h"

#define LOCK_FILE "upgrade.lock"
#define NAP_MS 20
#define MANIFEST_MAX_BYTES (1 << 20)

/*
 * Tells a program that it was started in place of another, and until when it
 * may look for its place: two that find the stores to be for the other at
 * each moment do not go on for ever.
 */
#define HANDED_VAR "CHINWAG_HANDED_UNTIL"

void
between_init(struct between *between)
{
	const int64_t most_ms = cw_clock_steady_ms() + BETWEEN_MAX_MS;
	const char *text = getenv(HANDED_VAR);

	between->until_ms = text == NULL ? most_ms : strtoll(text, NULL, 10);
	if (between->until_ms > most_ms)
		between->until_ms = most_ms;
}

/* --- the lock ------------------------------------------------------------- */

static enum cw_err
lock_with(const char *data_dir, int how, int *lock)
{
	enum cw_err err = cw_rundir_open(data_dir, LOCK_FILE, lock);

	if (err != CW_OK)
		return err;
	if (flock(*lock, how | LOCK_NB) == 0)
		return CW_OK;
	(void)close(*lock);
	return CW_BUSY;
}

enum cw_err
between_lock(const char *data_dir, int *lock)
{
	return lock_with(data_dir, LOCK_EX, lock);
}

/* Those who only look do not keep each other out. */
bool
between_is_locked(const char *data_dir)
{
	int lock;
	enum cw_err err = lock_with(data_dir, LOCK_SH, &lock);

	if (err == CW_OK)
		(void)close(lock);
	return err == CW_BUSY;
}

/* --- whose turn it is ----------------------------------------------------- */

static bool
are_stores_ours(const char *data_dir)
{
	for (int i = 0; i < CW_STORE__COUNT; i++) {
		enum cw_store_kind kind = (enum cw_store_kind)i;
		int found;

		if (cw_store_schema(data_dir, kind, &found) != CW_OK ||
		    found != cw_schema_current(kind))
			return false;
	}
	return true;
}

/* The one that is current, or whose files lie here, and is not this. */
static bool
find_other(const struct between *between, char out[RELEASE_MAX_CHARS + 1])
{
	struct manifest manifest;
	struct cw_arena arena;
	bool is_other;

	if (kept_current(between->data_dir, out) == CW_OK &&
	    !cw_text_equal(out, between->own))
		return true;
	cw_arena_init(&arena, MANIFEST_MAX_BYTES);
	is_other = manifest_read(&arena, between->root, &manifest) == CW_OK &&
	    !cw_text_equal(manifest.release, between->own) &&
	    strlen(manifest.release) <= RELEASE_MAX_CHARS;
	if (is_other)
		(void)snprintf(out, RELEASE_MAX_CHARS + 1, "%s",
		    manifest.release);
	cw_arena_clear(&arena);
	return is_other;
}

/* Returns only if that program cannot be started. */
static void
hand_over(const struct between *between, const char *release)
{
	char path[PATH_MAX], until[24];
	char *const words[] = { path, NULL };

	if (kept_program(between->root, release, path) != CW_OK)
		return;
	(void)snprintf(until, sizeof(until), "%" PRId64, between->until_ms);
	if (setenv(HANDED_VAR, until, 1) == 0)
		(void)execv(path, words);
}

enum cw_err
between_serve(const struct between *between)
{
	const struct timespec nap = { .tv_nsec = NAP_MS * 1000000L };
	const bool was_handed = getenv(HANDED_VAR) != NULL;
	char other[RELEASE_MAX_CHARS + 1];

	if (are_stores_ours(between->data_dir))
		return CW_OK;
	if (cw_clock_steady_ms() >= between->until_ms)
		return CW_BUSY;
	if (was_handed)
		(void)nanosleep(&nap, NULL);
	if (!cw_fcgi_is_peer() && find_other(between, other))
		hand_over(between, other);
	if (!was_handed)
		(void)nanosleep(&nap, NULL);
	return CW_NOTFOUND;
}
