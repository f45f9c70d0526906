/* Noticing that a release is new, and the way back to the one before. */

#include "upgrade.h"

#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/disk.h"
#include "base/log.h"
#include "base/text.h"
#include "between.h"
#include "db/back.h"
#include "db/copy.h"
#include "db/rundir.h"
#include "manifest.h"
#include "place.h"
#include "self.h"

#define ARENA_MAX_BYTES (8 << 20)
#define SAID_BYTES 8192

/* A failed try copied every store: not at each request. */
#define PAUSE_MS 60000

#define LOCK_TRIES 20

/* --- what went wrong ------------------------------------------------------ */

static bool
problem_path(const char *data_dir, char out[PATH_MAX])
{
	return place_join(out, data_dir, "upgrade-problem.txt") == CW_OK;
}

static CW_PRINTF(2, 3) enum cw_err
    fail(const char *data_dir, const char *fmt, ...)
{
	char path[PATH_MAX], text[1000];
	va_list args;
	int fd;

	va_start(args, fmt);
	(void)vsnprintf(text, sizeof(text), fmt, args);
	va_end(args);
	text[strcspn(text, "\n")] = '\0';
	cw_log(CW_LOG_ERROR, "cannot upgrade: %s", text);
	if (!problem_path(data_dir, path))
		return CW_STORE;
	fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
	if (fd >= 0) {
		(void)dprintf(fd, "%s\n", text);
		(void)close(fd);
	}
	return CW_STORE;
}

const char *
upgrade_problem(struct cw_arena *arena, const char *data_dir)
{
	char path[PATH_MAX], text[1000];
	const char *problem = NULL;
	FILE *file;

	if (!problem_path(data_dir, path))
		return NULL;
	file = fopen(path, "re");
	if (file == NULL)
		return NULL;
	if (fgets(text, sizeof(text), file) != NULL) {
		text[strcspn(text, "\n")] = '\0';
		problem = cw_arena_strdup(arena, text);
	}
	(void)fclose(file);
	return problem;
}

/* Is there since the last try that failed. */
#define FAILED_FILE "upgrade.failed"

void
upgrade_retry(const char *data_dir)
{
	char path[PATH_MAX];

	if (problem_path(data_dir, path))
		(void)unlink(path);
	if (cw_rundir_path(data_dir, FAILED_FILE, path) == CW_OK)
		(void)unlink(path);
}

static void
note_failure(const char *data_dir)
{
	char path[PATH_MAX];
	int fd = -1;

	if (cw_rundir_path(data_dir, FAILED_FILE, path) == CW_OK)
		fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
	if (fd >= 0)
		(void)close(fd);
}

static bool
has_just_failed(const char *data_dir)
{
	char path[PATH_MAX];
	struct stat found;
	int64_t age_ms;

	if (cw_rundir_path(data_dir, FAILED_FILE, path) != CW_OK ||
	    stat(path, &found) != 0)
		return false;
	age_ms = cw_clock_now_ms() - (int64_t)found.st_mtime * 1000;
	return age_ms >= 0 && age_ms < PAUSE_MS;
}

/* --- forward -------------------------------------------------------------- */

/* Where migrate says that it has put copies of the old stores; "" nowhere. */
static void
find_copies(const char *said, char out[PATH_MAX])
{
	static const char key[] = "\"copies\": \"";
	const char *start = strstr(said, key);
	size_t len;

	out[0] = '\0';
	if (start == NULL)
		return;
	start += sizeof(key) - 1;
	len = strcspn(start, "\"\\");
	if (start[len] == '"' && len < PATH_MAX)
		(void)snprintf(out, PATH_MAX, "%.*s", (int)len, start);
}

static enum cw_err
migrate(const char *data_dir, struct kept_before *before)
{
	static const char *const words[] = { "chinwag", "migrate", "--json",
		NULL };
	const struct self_run run = { .conf = getenv("CHINWAG_CONF"),
		.words = words };
	char said[SAID_BYTES];

	if (run.conf == NULL)
		return CW_STORE;
	if (self_run(&run, said, sizeof(said)) != CW_OK) {
		note_failure(data_dir);
		return fail(data_dir, "%s", said);
	}
	find_copies(said, before->copies);
	return CW_OK;
}

/* Is what lies in the web root this program's release, and all of it? */
static enum cw_err
check_upload(struct cw_arena *arena, const char *root, const char *data_dir,
    const char *own, const char *current)
{
	struct manifest manifest;
	const char *first = "";
	size_t differ;
	enum cw_err err = manifest_read(arena, root, &manifest);

	/* A process of a release that was gone back from: others serve. */
	if (err == CW_OK && cw_text_equal(manifest.release, current))
		return CW_STORE;
	if (err != CW_OK || !cw_text_equal(manifest.release, own))
		return fail(data_dir,
		    "The files are not, or not all, of release %s. Upload the "
		    "whole archive.",
		    own);
	differ = manifest_compare(&manifest, root, &first);
	if (differ > 0)
		return fail(data_dir,
		    "%zu files are missing or differ from the archive, the "
		    "first is %s. Upload the whole archive.",
		    differ, first);
	return CW_OK;
}

static enum cw_err
upgrade(struct cw_arena *arena, const char *root, const char *data_dir,
    const char *own)
{
	static struct kept_before before;
	enum cw_err err;

	memset(&before, 0, sizeof(before));
	err = kept_current(data_dir, before.release);
	if (err == CW_OK && cw_text_equal(before.release, own))
		return CW_OK; /* another process has done it meanwhile */
	err = check_upload(arena, root, data_dir, own, before.release);
	if (err == CW_OK && has_just_failed(data_dir))
		return CW_STORE;
	if (err == CW_OK)
		err = migrate(data_dir, &before);
	if (err != CW_OK)
		return err;
	upgrade_retry(data_dir);
	return kept_save(arena, root, data_dir,
	    before.release[0] == '\0' ? NULL : &before);
}

/* With the lock taken. */
static enum cw_err
upgrade_alone(const struct between *between, int lock)
{
	struct cw_arena arena;
	enum cw_err err;

	cw_arena_init(&arena, ARENA_MAX_BYTES);
	err = upgrade(&arena, between->root, between->data_dir, between->own);
	cw_arena_clear(&arena);
	(void)close(lock);
	return err;
}

static bool
is_current(const struct between *between)
{
	char current[RELEASE_MAX_CHARS + 1];

	return kept_current(between->data_dir, current) == CW_OK &&
	    cw_text_equal(between->own, current);
}

enum cw_err
upgrade_before(const char *root, const struct cw_conf *conf)
{
	char own[RELEASE_MAX_CHARS + 1];
	struct between between = { .root = root,
		.data_dir = conf->data_dir,
		.own = own };
	enum cw_err err;
	int lock;

	/* Other data than this web root's: chinwag restore --drill. */
	if (getenv("CHINWAG_DATA_DIR") != NULL)
		return CW_OK;
	/* A program of another name was not installed by an archive. */
	if (access(conf->data_dir, X_OK) != 0 || kept_own(own) != CW_OK)
		return CW_OK;
	between_init(&between);
	do {
		if (is_current(&between)) {
			if (!between_is_locked(conf->data_dir))
				return CW_OK;
		} else {
			err = between_lock(conf->data_dir, &lock);
			if (err == CW_OK)
				return upgrade_alone(&between, lock);
			if (err != CW_BUSY)
				return err;
		}
		err = between_serve(&between);
	} while (err == CW_NOTFOUND);
	return err;
}

/* --- back ----------------------------------------------------------------- */

/* A copy goes back as the store would, and is looked at in full. */
static enum cw_err
try_store(const char *data_dir, enum cw_store_kind kind, const char *copies,
    const char *dir)
{
	enum cw_err err = cw_store_copy(data_dir, kind, dir);

	if (err == CW_OK)
		err = cw_store_go_back(dir, kind, copies);
	if (err == CW_OK)
		err = cw_copy_verify(dir, kind);
	return err;
}

static enum cw_err
is_newer(const char *data_dir, enum cw_store_kind kind, const char *copies,
    bool *out)
{
	int here, there;
	enum cw_err err = cw_store_schema(data_dir, kind, &here);

	if (err == CW_OK)
		err = cw_copy_schema(copies, kind, &there);
	*out = err == CW_OK && here > there;
	return err;
}

/* Each store that changed; on copies in dir, or, with NULL, in earnest. */
static enum cw_err
take_stores_back(const char *data_dir, const char *copies, const char *dir)
{
	enum cw_err err = CW_OK;

	for (int i = 0; i < CW_STORE__COUNT && err == CW_OK; i++) {
		enum cw_store_kind kind = (enum cw_store_kind)i;
		bool has_changed;

		err = is_newer(data_dir, kind, copies, &has_changed);
		if (err != CW_OK || !has_changed)
			continue;
		err = dir == NULL ? cw_store_go_back(data_dir, kind, copies)
				  : try_store(data_dir, kind, copies, dir);
	}
	return err;
}

static enum cw_err
try_stores(const char *data_dir, const char *copies)
{
	char dir[PATH_MAX];
	enum cw_err err = place_join(dir, data_dir, ".back-try");

	if (err != CW_OK)
		return err;
	(void)!cw_disk_remove(dir);
	if (mkdir(dir, 0700) != 0)
		return CW_SYSTEM;
	err = cw_rundir_make(dir);
	if (err == CW_OK)
		err = take_stores_back(data_dir, copies, dir);
	(void)!cw_disk_remove(dir);
	return err;
}

static enum cw_err
go_back(struct cw_arena *arena, const char *root, const char *data_dir)
{
	static struct kept_before before;
	char current[RELEASE_MAX_CHARS + 1];
	enum cw_err err = kept_current(data_dir, current);

	if (err == CW_OK)
		err = kept_before(data_dir, current, &before);
	if (err == CW_OK)
		err = kept_look(arena, root, data_dir, before.release);
	if (err == CW_OK && before.copies[0] != '\0')
		err = try_stores(data_dir, before.copies);
	/* From here on no program of the later release upgrades again. */
	if (err == CW_OK)
		err = kept_restore_manifest(root, data_dir, before.release);
	if (err == CW_OK && before.copies[0] != '\0')
		err = take_stores_back(data_dir, before.copies, NULL);
	if (err == CW_OK)
		err = kept_restore(arena, root, data_dir, before.release);
	return err;
}

enum cw_err
upgrade_back(struct cw_arena *arena, const char *root, const char *data_dir)
{
	const struct timespec nap = { .tv_nsec = 20 * 1000000L };
	enum cw_err err = CW_BUSY;
	int lock;

	/* Those who look whether it is taken have it for a moment. */
	for (int tries = 0; err == CW_BUSY && tries < LOCK_TRIES; tries++) {
		if (tries > 0)
			(void)nanosleep(&nap, NULL);
		err = between_lock(data_dir, &lock);
	}
	if (err != CW_OK)
		return err;
	err = go_back(arena, root, data_dir);
	(void)close(lock);
	return err;
}
