/* chinwag restore: put a backup back, or try whether it could be. */

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/disk.h"
#include "base/text.h"
#include "db/rundir.h"
#include "drill.h"
#include "moment.h"
#include "options.h"
#include "staging.h"
#include "swap.h"

static int run_restore(const struct operation *op, int argc, char **argv);

const struct command restore_command = {
	.name = "restore",
	.help = "Put a backup back, or try whether it could be.",
	.usage = "[--keys FILE | --new-keys] [--drill SCRATCH] [--yes] DIR",
	.details =
	    "DIR is a backup that chinwag backup made, or a directory of "
	    "them,\n"
	    "of which the newest is taken.  It is refused unless its manifest\n"
	    "is sealed with our keys and every copy is as the manifest says.\n"
	    "\n"
	    "Stop the web server and the programs first.  What is there now "
	    "is\n"
	    "not lost: it goes to before-<moment> in the data directory.\n"
	    "Sessions, codes, invitations and mail that waited are void\n"
	    "afterwards.\n"
	    "  --keys FILE      the copy of the keys, where the data "
	    "directory\n"
	    "                   has none or others\n"
	    "  --new-keys       the keys are lost: make new ones, and believe\n"
	    "                   the manifest; second factors are lost with "
	    "them\n"
	    "  --drill SCRATCH  restore into SCRATCH, which must not be "
	    "there,\n"
	    "                   start programs on it, sign in, count, and\n"
	    "                   remove it; nothing else is touched\n"
	    "  --programs DIR   where the API's programs are, for the drill\n"
	    "  --yes            do not ask\n"
	    "\n"
	    "Exit codes: 0 restored (or the drill went well), 1 not, 2 used\n"
	    "wrongly.\n",
	.run = run_restore,
};

struct wishes {
	const char *keys;
	const char *scratch;
	const char *programs;
	bool are_keys_new;
	bool is_yes;
};

/* --- which backup --------------------------------------------------------- */

static bool
has_manifest(const struct operation *op, const char *dir)
{
	const char *path = cw_arena_printf(op->arena, "%s/" MANIFEST_NAME, dir);

	return path != NULL && access(path, F_OK) == 0;
}

/* The newest backup in a directory of them; "": there is none. */
static enum cw_err
find_newest(const char *dir, char name[MOMENT_BYTES])
{
	DIR *stream = opendir(dir);
	struct dirent *entry;
	int64_t made_ms, newest_ms = -1;

	if (stream == NULL)
		return errno == ENOENT ? CW_NOTFOUND
				       : cw_disk_refused("look into", dir);
	while ((entry = readdir(stream)) != NULL)
		if (moment_from_name(entry->d_name, &made_ms) &&
		    made_ms > newest_ms)
			newest_ms = made_ms;
	closedir(stream);
	if (newest_ms < 0)
		return CW_NOTFOUND;
	moment_to_name(newest_ms, name);
	return CW_OK;
}

static int
find_backup(const struct operation *op, const char *dir, const char **out)
{
	char name[MOMENT_BYTES];
	enum cw_err err;

	*out = dir;
	if (has_manifest(op, dir))
		return EXIT_DONE;
	err = find_newest(dir, name);
	if (err != CW_OK)
		return failed("%s is no backup and has none: it has no "
			      "manifest",
		    dir);
	*out = cw_arena_printf(op->arena, "%s/%s", dir, name);
	return *out == NULL ? failed("%s", reason(CW_NOMEM)) : EXIT_DONE;
}

/* --- the drill ------------------------------------------------------------ */

static int
try_it(const struct operation *op, const struct wishes *wishes,
    struct staging *staging)
{
	int code;

	staging->dir = wishes->scratch;
	code = staging_fill(op, staging);
	if (code != EXIT_DONE)
		return code;
	code = drill(op, staging, wishes->programs);
	if (cw_disk_remove(staging->dir) != CW_OK)
		code = failed("%s is left over", staging->dir);
	return code;
}

/* --- for good ------------------------------------------------------------- */

static int
make_data_dir(const char *dir)
{
	if (mkdir(dir, 0700) != 0 && errno != EEXIST)
		return failed("cannot make %s: %s", dir, strerror(errno));
	if (cw_rundir_make(dir) != CW_OK)
		return failed("cannot make %s/run", dir);
	return EXIT_DONE;
}

static int
put_back(const struct operation *op, struct staging *staging)
{
	const char *aside = NULL;
	char name[MOMENT_BYTES];
	int code;

	code = make_data_dir(op->conf->data_dir);
	if (code != EXIT_DONE)
		return code;
	moment_to_name(cw_clock_now_ms(), name);
	staging->dir = cw_arena_printf(op->arena, "%s/.restore-%s",
	    op->conf->data_dir, name);
	if (staging->dir == NULL)
		return failed("%s", reason(CW_NOMEM));
	code = staging_fill(op, staging);
	if (code != EXIT_DONE)
		return code;
	code = swap_stores(op, staging->dir, staging->keys != KEYS_OF_DATA,
	    &aside);
	if (cw_disk_remove(staging->dir) != CW_OK)
		(void)failed("%s is left over", staging->dir);
	if (code != EXIT_DONE)
		return code;
	(void)printf("restored %s\n", staging->backup);
	if (aside != NULL)
		(void)printf("what was there before is in %s\n", aside);
	return EXIT_DONE;
}

static bool
may_go_on(const struct operation *op, const struct wishes *wishes,
    const struct staging *staging)
{
	char moment[MOMENT_BYTES];

	moment_to_text(staging->manifest.made_ms, moment);
	return wishes->is_yes ||
	    is_wanted("The stores in %s go aside, and those of %s (%s) come "
		      "in their place.",
		op->conf->data_dir, moment, staging->backup);
}

static int
run_restore(const struct operation *op, int argc, char **argv)
{
	struct wishes wishes = { 0 };
	const struct choice choices[] = {
		{ "--keys", &wishes.keys, NULL },
		{ "--new-keys", NULL, &wishes.are_keys_new },
		{ "--drill", &wishes.scratch, NULL },
		{ "--programs", &wishes.programs, NULL },
		{ "--yes", NULL, &wishes.is_yes },
	};
	static struct staging staging;
	int code;

	if (take_options(choices, CW_LEN(choices), argc, argv) != 1 ||
	    (wishes.keys != NULL && wishes.are_keys_new))
		return usage(&restore_command);
	(void)umask(077);
	staging.keys_file = wishes.keys;
	if (wishes.keys != NULL)
		staging.keys = KEYS_OF_FILE;
	else if (wishes.are_keys_new)
		staging.keys = KEYS_MADE_NEW;
	code = find_backup(op, argv[1], &staging.backup);
	if (code == EXIT_DONE)
		code = staging_look(op, &staging);
	if (code != EXIT_DONE)
		return code;
	if (wishes.scratch != NULL)
		return try_it(op, &wishes, &staging);
	if (!may_go_on(op, &wishes, &staging))
		return EXIT_FAILED;
	return put_back(op, &staging);
}
