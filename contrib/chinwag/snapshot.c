/* Copies of all stores with a manifest. */

#include "snapshot.h"

#include <dirent.h>
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "base/clock.h"
#include "base/disk.h"
#include "base/log.h"
#include "base/text.h"
#include "config.h"
#include "moment.h"
#include "pool/keys.h"

/* What is not whole yet, or any more. */
#define DRAFT ".draft-"

/* Beside the copies something must be left to live on. */
#define SPARE_BYTES (8 << 20)

enum cw_err
snapshot_key(const struct operation *op, const char *keys,
    unsigned char key[CW_KEY_BYTES])
{
	if (keys == NULL)
		keys =
		    cw_arena_printf(op->arena, "%s/keys", op->conf->data_dir);
	if (keys == NULL)
		return CW_NOMEM;
	return cw_keys_derive(keys, "chinwag: backups", key);
}

int64_t
snapshot_stores_bytes(const struct operation *op)
{
	int64_t bytes = 0;
	const char *path;
	struct stat about;

	for (int i = 0; i < CW_STORE__COUNT; i++)
		if (cw_store_path(op->conf->data_dir, (enum cw_store_kind)i,
			op->arena, &path) == CW_OK &&
		    stat(path, &about) == 0)
			bytes += about.st_size;
	return bytes;
}

static enum cw_err
check_room(const struct operation *op, const char *dir)
{
	int64_t needed = snapshot_stores_bytes(op) + SPARE_BYTES;
	int64_t room;
	enum cw_err err;

	err = cw_disk_room(dir, &room);
	if (err != CW_OK || room >= needed)
		return err;
	cw_log(CW_LOG_ERROR,
	    "cannot make copies in %s: they need %" PRId64
	    " MiB and there are %" PRId64,
	    dir, (needed >> 20) + 1, room >> 20);
	return CW_FULL;
}

/*
 * The chat goes first: an account that the chat does not know yet becomes known
 * to it at sign-in, but nobody mends the other way round.
 */
static enum cw_err
fill(const struct operation *op, const char *draft, struct snapshot *out)
{
	struct manifest *manifest = &out->manifest;
	unsigned char key[CW_KEY_BYTES];
	enum cw_err err;

	err = snapshot_key(op, NULL, key);
	if (err != CW_OK)
		return err;
	manifest_keys_id(key, manifest->keys);
	manifest->program = PACKAGE_VERSION;
	manifest->sqlite = cw_store_library();
	for (int i = 0; i < CW_STORE__COUNT && err == CW_OK; i++)
		err = cw_store_copy(op->conf->data_dir, (enum cw_store_kind)i,
		    draft);
	for (int i = 0; i < CW_STORE__COUNT && err == CW_OK; i++) {
		err = manifest_look(draft, (enum cw_store_kind)i, op->arena,
		    &manifest->stores[i]);
		out->bytes += manifest->stores[i].bytes;
	}
	if (err == CW_OK)
		err = manifest_write(manifest, draft, key, op->arena);
	explicit_bzero(key, sizeof(key));
	return err == CW_OK ? cw_disk_sync(draft) : err;
}

enum cw_err
snapshot_make(const struct operation *op, const char *dir, struct snapshot *out)
{
	struct snapshot made = { .manifest.made_ms = cw_clock_now_ms() };
	char name[MOMENT_BYTES];
	const char *draft;
	enum cw_err err;

	err = check_room(op, dir);
	if (err != CW_OK)
		return err;
	moment_to_name(made.manifest.made_ms, name);
	draft = cw_arena_printf(op->arena, "%s/" DRAFT "%s", dir, name);
	made.path = cw_arena_printf(op->arena, "%s/%s", dir, name);
	if (draft == NULL || made.path == NULL)
		return CW_NOMEM;
	if (mkdir(draft, 0700) != 0)
		return cw_disk_refused("make", draft);
	err = fill(op, draft, &made);
	if (err == CW_OK && rename(draft, made.path) != 0)
		err = cw_disk_refused("name", made.path);
	if (err == CW_OK)
		err = cw_disk_sync(dir);
	else if (cw_disk_remove(draft) != CW_OK)
		cw_log(CW_LOG_WARNING, "%s is left over", draft);
	if (err == CW_OK)
		*out = made;
	return err;
}

enum cw_err
snapshot_remove(const struct operation *op, const char *dir, const char *name)
{
	const char *path = cw_arena_printf(op->arena, "%s/%s", dir, name);
	const char *draft =
	    cw_arena_printf(op->arena, "%s/" DRAFT "%s", dir, name);

	if (path == NULL || draft == NULL)
		return CW_NOMEM;
	if (rename(path, draft) != 0)
		return cw_disk_refused("remove", path);
	return cw_disk_remove(draft);
}

enum cw_err
snapshot_tidy(const struct operation *op, const char *dir)
{
	DIR *stream = opendir(dir);
	struct dirent *entry;
	enum cw_err err = CW_OK;
	const char *path;

	if (stream == NULL)
		return cw_disk_refused("look into", dir);
	while (err == CW_OK && (entry = readdir(stream)) != NULL) {
		if (!cw_text_starts(entry->d_name, DRAFT))
			continue;
		path = cw_arena_printf(op->arena, "%s/%s", dir, entry->d_name);
		err = path == NULL ? CW_NOMEM : cw_disk_remove(path);
	}
	closedir(stream);
	return err;
}
