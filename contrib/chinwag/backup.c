/* chinwag backup: a copy of all stores, and the older ones thinned out. */

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/disk.h"
#include "base/text.h"
#include "db/rundir.h"
#include "moment.h"
#include "options.h"
#include "retention.h"
#include "snapshot.h"

static int run_backup(const struct operation *op, int argc, char **argv);

const struct command backup_command = {
	.name = "backup",
	.help = "Copy all stores to a directory, while everything goes on.",
	.usage = "[--keys FILE] [--keep DAYS,WEEKS,MONTHS | --keep-all] "
		 "[--json] DIR",
	.details =
	    "Makes DIR/<moment> with a copy of each store and a manifest, "
	    "each\n"
	    "copy looked at from end to end, and prints its path.  Then it\n"
	    "removes those that are older, except the newest of each of the\n"
	    "last 7 days, 4 weeks and 6 months that have any.\n"
	    "\n"
	    "The keys are not among the copies: who has both can read what is\n"
	    "sealed.  Keep them at another place; they never change.\n"
	    "  --keys FILE     write a copy of the keys to FILE, unless it is\n"
	    "                  there already\n"
	    "  --keep D,W,M    keep others than 7,4,6\n"
	    "  --keep-all      remove nothing\n"
	    "  --json          tell what was done as one JSON object\n"
	    "\n"
	    "Exit codes: 0 a backup was made, 1 none was or the rest failed, "
	    "2\n"
	    "used wrongly.\n",
	.needs_data = true,
	.run = run_backup,
};

#define KEYS_MAX_BYTES 4096
#define BACKUPS_MAX 4096

struct wishes {
	const char *dir;
	const char *keys;
	const char *keep;
	bool is_keep_all;
	bool is_json;
};

/* --- keys ----------------------------------------------------------------- */

/* Is a file's directory the other one, or below it? */
static bool
is_below(const char *file, const char *dir)
{
	char *parent = strdup(file);
	char *slash = parent == NULL ? NULL : strrchr(parent, '/');
	char *above, *below;
	size_t len;
	bool is_so = true;

	if (slash != NULL)
		slash[slash == parent ? 1 : 0] = '\0';
	above = realpath(dir, NULL);
	below = realpath(slash == NULL ? "." : parent, NULL);
	if (above != NULL && below != NULL) {
		len = strlen(above);
		is_so = strncmp(below, above, len) == 0 &&
		    (below[len] == '\0' || below[len] == '/');
	}
	free(parent);
	free(above);
	free(below);
	return is_so;
}

/* A copy that is there must be of the same keys. */
static int
check_keys(const struct operation *op, const char *from, const char *to)
{
	char *mine, *theirs;
	size_t mine_len, theirs_len;

	if (cw_disk_read(from, KEYS_MAX_BYTES, op->arena, &mine, &mine_len) !=
		CW_OK ||
	    cw_disk_read(to, KEYS_MAX_BYTES, op->arena, &theirs, &theirs_len) !=
		CW_OK)
		return failed("cannot compare %s with the keys", to);
	if (mine_len != theirs_len || memcmp(mine, theirs, mine_len) != 0)
		return failed("%s is there and has other keys, or is damaged",
		    to);
	return EXIT_DONE;
}

static int
copy_keys(const struct operation *op, const struct wishes *wishes)
{
	const char *from =
	    cw_arena_printf(op->arena, "%s/keys", op->conf->data_dir);
	enum cw_err err;

	if (wishes->keys == NULL)
		return EXIT_DONE;
	if (from == NULL)
		return failed("%s", reason(CW_NOMEM));
	if (is_below(wishes->keys, wishes->dir))
		return failed("the keys must not lie with the backups: %s is "
			      "in %s, or its directory is not there",
		    wishes->keys, wishes->dir);
	err = cw_disk_copy(from, wishes->keys);
	if (err == CW_CONFLICT)
		return check_keys(op, from, wishes->keys);
	if (err != CW_OK)
		return failed("cannot copy the keys: %s", reason(err));
	return EXIT_DONE;
}

/* --- older ones ----------------------------------------------------------- */

struct backups {
	int64_t made_ms[BACKUPS_MAX];
	bool keep[BACKUPS_MAX];
	size_t count;
};

static int
newest_first(const void *a, const void *b)
{
	const int64_t *x = a, *y = b;

	return *x > *y ? -1 : *x < *y;
}

/* Only what looks like a backup of ours counts. */
static enum cw_err
list(const struct operation *op, const char *dir, struct backups *out)
{
	DIR *stream = opendir(dir);
	struct dirent *entry;
	const char *manifest;
	int64_t made_ms;

	if (stream == NULL)
		return cw_disk_refused("look into", dir);
	while ((entry = readdir(stream)) != NULL && out->count < BACKUPS_MAX) {
		if (!moment_from_name(entry->d_name, &made_ms))
			continue;
		manifest = cw_arena_printf(op->arena, "%s/%s/" MANIFEST_NAME,
		    dir, entry->d_name);
		if (manifest != NULL && access(manifest, F_OK) == 0)
			out->made_ms[out->count++] = made_ms;
	}
	closedir(stream);
	qsort(out->made_ms, out->count, sizeof(out->made_ms[0]), newest_first);
	return CW_OK;
}

static enum cw_err
thin_out(const struct operation *op, const struct wishes *wishes,
    const struct retention *how, struct backups *out)
{
	char name[MOMENT_BYTES];
	enum cw_err err;

	err = list(op, wishes->dir, out);
	if (err != CW_OK)
		return err;
	retention_judge(how, out->made_ms, out->count, out->keep);
	for (size_t i = 0; i < out->count && err == CW_OK; i++) {
		moment_to_name(out->made_ms[i], name);
		if (!out->keep[i])
			err = snapshot_remove(op, wishes->dir, name);
	}
	return err == CW_OK ? cw_disk_sync(wishes->dir) : err;
}

/* --- telling -------------------------------------------------------------- */

static int
tell_json(const struct operation *op, const struct snapshot *made,
    const struct backups *others)
{
	char name[MOMENT_BYTES];
	const char *comma = "";
	struct cw_buf buf;

	cw_buf_init(&buf, op->arena, 1 << 20);
	cw_buf_puts(&buf, "{\"backup\": ");
	cw_buf_put_json(&buf, made->path, strlen(made->path));
	cw_buf_printf(&buf, ", \"bytes\": %" PRId64 ", \"removed\": [",
	    made->bytes);
	for (size_t i = 0; i < others->count; i++) {
		moment_to_name(others->made_ms[i], name);
		if (others->keep[i])
			continue;
		cw_buf_printf(&buf, "%s\"%s\"", comma, name);
		comma = ", ";
	}
	cw_buf_puts(&buf, "]}");
	if (cw_buf_end(&buf) != CW_OK)
		return failed("%s", reason(CW_NOMEM));
	(void)puts(buf.data);
	return EXIT_DONE;
}

static void
tell(const struct snapshot *made, const struct backups *others)
{
	char name[MOMENT_BYTES];

	(void)printf("made %s (%" PRId64 " KiB)\n", made->path,
	    (made->bytes + 1023) / 1024);
	for (size_t i = 0; i < others->count; i++) {
		moment_to_name(others->made_ms[i], name);
		if (!others->keep[i])
			(void)printf("removed %s\n", name);
	}
}

/* When the last backup was made, and where: chinwag doctor asks. */
static void
note(const struct operation *op, const struct snapshot *made)
{
	char text[64];
	int len = snprintf(text, sizeof(text), "%" PRId64 "\n",
	    made->manifest.made_ms);
	int fd;

	if (cw_rundir_open(op->conf->data_dir, "backup", &fd) != CW_OK)
		return;
	if (ftruncate(fd, 0) != 0 || write(fd, text, (size_t)len) != len)
		(void)failed("cannot note in %s/run/backup when it was made",
		    op->conf->data_dir);
	close(fd);
}

/* --- all of it ------------------------------------------------------------ */

/* One at a time makes backups in a directory. */
static int
lock(const char *dir, int *fd)
{
	*fd = open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (*fd < 0)
		return failed("cannot open %s: %s", dir, strerror(errno));
	if (flock(*fd, LOCK_EX | LOCK_NB) == 0)
		return EXIT_DONE;
	close(*fd);
	return failed("another `chinwag backup' is at work in %s", dir);
}

static int
back_up(const struct operation *op, const struct wishes *wishes,
    const struct retention *how)
{
	static struct backups others;
	static struct snapshot made;
	enum cw_err err;

	err = snapshot_tidy(op, wishes->dir);
	if (err == CW_OK)
		err = snapshot_make(op, wishes->dir, &made);
	if (err != CW_OK)
		return failed("no backup was made: %s", reason(err));
	note(op, &made);
	if (!wishes->is_keep_all)
		err = thin_out(op, wishes, how, &others);
	if (err != CW_OK)
		return failed("made %s, but cannot remove older ones: %s",
		    made.path, reason(err));
	if (wishes->is_json)
		return tell_json(op, &made, &others);
	tell(&made, &others);
	return EXIT_DONE;
}

static int
run_backup(const struct operation *op, int argc, char **argv)
{
	struct wishes wishes = { .keep = "7,4,6" };
	const struct choice choices[] = {
		{ "--keys", &wishes.keys, NULL },
		{ "--keep", &wishes.keep, NULL },
		{ "--keep-all", NULL, &wishes.is_keep_all },
		{ "--json", NULL, &wishes.is_json },
	};
	struct retention how;
	int code, fd;

	if (take_options(choices, CW_LEN(choices), argc, argv) != 1 ||
	    retention_read(wishes.keep, &how) != CW_OK)
		return usage(&backup_command);
	wishes.dir = argv[1];
	(void)umask(077);
	if (mkdir(wishes.dir, 0700) != 0 && errno != EEXIST)
		return failed("cannot make %s: %s", wishes.dir,
		    strerror(errno));
	code = lock(wishes.dir, &fd);
	if (code != EXIT_DONE)
		return code;
	code = copy_keys(op, &wishes);
	if (code == EXIT_DONE)
		code = back_up(op, &wishes, &how);
	close(fd);
	return code;
}
