/* Checking a backup and making it ready. */

#include "staging.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/disk.h"
#include "base/text.h"
#include "db/migrate.h"
#include "db/rundir.h"
#include "pool/pool.h"
#include "pool/restored.h"
#include "snapshot.h"

/* Changing the schema may take as much again. */
#define ROOM_FACTOR 2
#define SPARE_BYTES (8 << 20)

/* --- the manifest --------------------------------------------------------- */

static int
check_schemas(const struct manifest *manifest)
{
	for (int i = 0; i < CW_STORE__COUNT; i++) {
		int current = cw_schema_current((enum cw_store_kind)i);

		if (manifest->stores[i].schema > current)
			return failed("this backup's %s store has schema %d, "
				      "newer than %d: it needs the chinwag %s "
				      "that made it",
			    store_names[i], manifest->stores[i].schema, current,
			    manifest->program);
	}
	return EXIT_DONE;
}

int
staging_look(const struct operation *op, struct staging *staging)
{
	unsigned char key[CW_KEY_BYTES];
	const char *file =
	    staging->keys == KEYS_OF_FILE ? staging->keys_file : NULL;
	bool is_sealed = staging->keys != KEYS_MADE_NEW;
	const char *why = "";
	enum cw_err err;

	if (is_sealed && snapshot_key(op, file, key) != CW_OK)
		return failed("cannot read the keys that this backup was made "
			      "with: name their copy with --keys FILE");
	err = manifest_read(staging->backup, is_sealed ? key : NULL, op->arena,
	    &staging->manifest, &why);
	explicit_bzero(key, sizeof(key));
	if (err == CW_NOTFOUND || err == CW_INVALID || err == CW_MISMATCH)
		return failed("%s is not restored: %s", staging->backup, why);
	if (err != CW_OK)
		return failed("cannot read %s: %s", staging->backup,
		    reason(err));
	return check_schemas(&staging->manifest);
}

/* --- copies --------------------------------------------------------------- */

static enum cw_err
check_room(const struct staging *staging, const char *dir, int64_t *needed)
{
	int64_t room;
	enum cw_err err;

	*needed = SPARE_BYTES;
	for (int i = 0; i < CW_STORE__COUNT; i++)
		*needed += ROOM_FACTOR * staging->manifest.stores[i].bytes;
	err = cw_disk_room(dir, &room);
	if (err != CW_OK)
		return err;
	return room < *needed ? CW_FULL : CW_OK;
}

static bool
is_same_tally(const struct cw_tally *a, const struct cw_tally *b)
{
	if (a->count != b->count)
		return false;
	for (size_t i = 0; i < a->count; i++)
		if (!cw_text_equal(a->tables[i].table, b->tables[i].table) ||
		    a->tables[i].rows != b->tables[i].rows)
			return false;
	return true;
}

/* The copy that lies in the directory now, not the one it was made from. */
static int
check_copy(const struct operation *op, const struct staging *staging,
    enum cw_store_kind kind, const char *path)
{
	const struct manifest_store *wanted = &staging->manifest.stores[kind];
	struct manifest_store found = { 0 };
	enum cw_err err;

	err = cw_crypto_sha256_file(path, found.hash, &found.bytes);
	if (err != CW_OK)
		return failed("cannot read %s: %s", path, reason(err));
	if (found.bytes != wanted->bytes)
		return failed("%s is not restored: its %s.db has %" PRId64
			      " bytes, its manifest says %" PRId64,
		    staging->backup, store_names[kind], found.bytes,
		    wanted->bytes);
	if (memcmp(found.hash, wanted->hash, sizeof(found.hash)) != 0)
		return failed("%s is not restored: its %s.db was changed or "
			      "damaged (SHA-256)",
		    staging->backup, store_names[kind]);
	err = manifest_look(staging->dir, kind, op->arena, &found);
	if (err != CW_OK || found.schema != wanted->schema ||
	    !is_same_tally(&found.tally, &wanted->tally))
		return failed("%s is not restored: its %s.db does not hold "
			      "what its manifest says",
		    staging->backup, store_names[kind]);
	return EXIT_DONE;
}

static int
copy_store(const struct operation *op, const struct staging *staging,
    enum cw_store_kind kind)
{
	const char *from, *to;
	enum cw_err err;

	err = cw_store_path(staging->backup, kind, op->arena, &from);
	if (err == CW_OK)
		err = cw_store_path(staging->dir, kind, op->arena, &to);
	if (err != CW_OK)
		return failed("%s", reason(err));
	if (access(from, R_OK) != 0)
		return failed("%s is not restored: cannot read its %s.db: %s",
		    staging->backup, store_names[kind], strerror(errno));
	err = cw_disk_copy(from, to);
	if (err != CW_OK)
		return failed("cannot copy %s: %s", from, reason(err));
	return check_copy(op, staging, kind, to);
}

static int
put_keys(const struct operation *op, const struct staging *staging)
{
	const char *from = staging->keys_file;
	const char *to = cw_arena_printf(op->arena, "%s/keys", staging->dir);
	enum cw_err err;

	if (staging->keys == KEYS_OF_DATA)
		from =
		    cw_arena_printf(op->arena, "%s/keys", op->conf->data_dir);
	if (to == NULL)
		return failed("%s", reason(CW_NOMEM));
	if (staging->keys == KEYS_MADE_NEW)
		err = cw_pool_init_keys(staging->dir);
	else
		err = cw_disk_copy(from, to);
	if (err != CW_OK)
		return failed("cannot make %s: %s", to, reason(err));
	return EXIT_DONE;
}

/* --- bringing it up to date ----------------------------------------------- */

static enum cw_err
make_void(const struct operation *op, const struct staging *staging)
{
	struct cw_store *store;
	enum cw_err err;

	err = cw_store_open(staging->dir, CW_STORE_POOL, CW_STORE_WRITE,
	    (int)op->conf->store_busy_ms, &store);
	if (err != CW_OK)
		return err;
	err = cw_pool_restored(store);
	cw_store_close(store);
	return err;
}

static int
bring_up_to_date(const struct operation *op, const struct staging *staging)
{
	enum cw_err err = CW_OK;

	for (int i = 0; err == CW_OK && i < CW_STORE__COUNT; i++)
		err = cw_migrate(staging->dir, (enum cw_store_kind)i);
	if (err == CW_OK)
		err = make_void(op, staging);
	if (err != CW_OK)
		return failed("cannot bring the copies up to date: %s",
		    reason(err));
	return EXIT_DONE;
}

static int
fill(const struct operation *op, const struct staging *staging)
{
	int64_t needed;
	int code;
	enum cw_err err;

	err = check_room(staging, staging->dir, &needed);
	if (err != CW_OK)
		return failed("there is no room in %s: restoring needs %" PRId64
			      " MiB",
		    staging->dir, needed >> 20);
	if (cw_rundir_make(staging->dir) != CW_OK)
		return failed("cannot make %s/run", staging->dir);
	code = put_keys(op, staging);
	for (int i = 0; code == EXIT_DONE && i < CW_STORE__COUNT; i++)
		code = copy_store(op, staging, (enum cw_store_kind)i);
	if (code == EXIT_DONE)
		code = bring_up_to_date(op, staging);
	return code;
}

int
staging_fill(const struct operation *op, const struct staging *staging)
{
	int code;

	if (mkdir(staging->dir, 0700) != 0)
		return failed("cannot make %s: %s", staging->dir,
		    strerror(errno));
	code = fill(op, staging);
	if (code == EXIT_DONE && cw_disk_sync(staging->dir) != CW_OK)
		code = failed("cannot keep %s", staging->dir);
	if (code != EXIT_DONE && cw_disk_remove(staging->dir) != CW_OK)
		(void)failed("%s is left over", staging->dir);
	return code;
}
