/* Making and upgrading the stores. */

#include "db/migrate.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/disk.h"
#include "base/log.h"
#include "db/sqlite.h"

/* A step may copy the whole store, and something must be left to live on. */
#define SPARE_BYTES (8 << 20)

/* Another process may be at it. */
#define BUSY_MS 30000

int
cw_schema_current(enum cw_store_kind kind)
{
	int current = 0;

	for (size_t i = 0; i < cw_schema_steps_count; i++)
		if (cw_schema_steps[i].store == kind)
			current = cw_schema_steps[i].number;
	return current;
}

/*
 * An empty file is an empty database, so it can be made with the right mode
 * before SQLite sees it.  One that is there is never opened here: closing it
 * would drop SQLite's locks on it in this process.
 */
static enum cw_err
make_file(const char *data_dir, const char *path)
{
	struct stat found;
	int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);

	if (fd != -1) {
		close(fd);
		/* Its name is not on the disk before the directory is. */
		return cw_disk_sync(data_dir);
	}
	if (errno != EEXIST)
		return cw_disk_refused("make", path);
	if (stat(path, &found) == -1)
		return cw_disk_refused("look at", path);
	if ((found.st_mode & 077) != 0 && chmod(path, 0600) == -1)
		return cw_disk_refused("close to others", path);
	return CW_OK;
}

static enum cw_err
check_space(const char *data_dir, const char *path)
{
	struct stat file;
	int64_t needed = SPARE_BYTES;
	int64_t room;
	enum cw_err err;

	err = cw_disk_room(data_dir, &room);
	if (err != CW_OK)
		return err;
	if (stat(path, &file) == 0)
		needed += file.st_size;
	if (room >= needed)
		return CW_OK;
	cw_log(CW_LOG_ERROR,
	    "cannot upgrade %s: it needs %" PRId64
	    " MiB free and there are %" PRId64,
	    path, (needed >> 20) + 1, room >> 20);
	return CW_FULL;
}

static enum cw_err
take_step(struct cw_store *store, const struct cw_schema_step *step)
{
	char pragma[40];
	enum cw_err err = CW_OK;

	for (size_t i = 0; step->statements[i] != NULL && err == CW_OK; i++)
		err = cw_sqlite_run(store, step->statements[i], step->file);
	if (err != CW_OK)
		return err;
	snprintf(pragma, sizeof(pragma), "PRAGMA user_version = %d",
	    step->number);
	return cw_sqlite_run(store, pragma, step->file);
}

/*
 * Another process may have taken this step since we looked, so the number is
 * read again inside the transaction that changes it.
 */
static enum cw_err
step_up(struct cw_store *store, const struct cw_schema_step *step)
{
	enum cw_err err;
	int found;

	err = cw_begin(store);
	if (err != CW_OK)
		return err;
	err = cw_sqlite_schema(store, &found);
	if (err == CW_OK && found == step->number - 1)
		err = take_step(store, step);
	return cw_end(store, err);
}

static enum cw_err
upgrade(struct cw_store *store, const char *data_dir, const char *path)
{
	int current = cw_schema_current(store->kind);
	enum cw_err err;
	int found;

	err = cw_sqlite_schema(store, &found);
	if (err != CW_OK || found == current)
		return err;
	if (found > current) {
		cw_log(CW_LOG_ERROR,
		    "%s has schema %d, newer than %d: left alone", path, found,
		    current);
		return CW_CONFLICT;
	}
	err = check_space(data_dir, path);
	for (size_t i = 0; i < cw_schema_steps_count && err == CW_OK; i++)
		if (cw_schema_steps[i].store == store->kind &&
		    cw_schema_steps[i].number > found)
			err = step_up(store, &cw_schema_steps[i]);
	return err;
}

enum cw_err
cw_migrate(const char *data_dir, enum cw_store_kind kind)
{
	const struct cw_opening how = {
		.data_dir = data_dir,
		.kind = kind,
		.mode = CW_STORE_WRITE,
		.busy_ms = BUSY_MS,
	};
	char path[PATH_MAX];
	struct cw_store *store;
	enum cw_err err;

	err = cw_sqlite_path(data_dir, kind, path);
	if (err != CW_OK)
		return err;
	err = make_file(data_dir, path);
	if (err != CW_OK)
		return err;
	err = cw_sqlite_open(&how, &store);
	if (err != CW_OK)
		return err;
	err = upgrade(store, data_dir, path);
	cw_store_close(store);
	return err;
}
