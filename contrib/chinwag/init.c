/* chinwag init: make the data directory, its keys and its stores. */

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/clock.h"
#include "command.h"
#include "db/migrate.h"
#include "db/rundir.h"
#include "options.h"
#include "pool/invitation.h"
#include "pool/pool.h"
#include "pool/usergroup.h"

static int run_init(const struct operation *op, int argc, char **argv);

const struct command init_command = {
	.name = "init",
	.help = "Make the data directory, or bring its stores up to date.",
	.usage = "[--admin]",
	.details = "Makes what is absent below data_dir and leaves the rest; "
		   "safe to repeat.\n"
		   "  --admin  print a link, too, by which one person may sign "
		   "up within a day\n"
		   "           and is an administrator then\n",
	.run = run_init,
};

#define INVITATION_LIFE_MS (INT64_C(24) * 60 * 60 * 1000)

/* A directory that only its owner may enter. */
static int
make_directory(const char *path)
{
	struct stat st;

	if (mkdir(path, 0700) == 0) {
		(void)printf("made %s\n", path);
		return EXIT_DONE;
	}
	if (errno != EEXIST)
		return failed("cannot make %s: %s", path, strerror(errno));
	if (stat(path, &st) != 0)
		return failed("cannot look at %s: %s", path, strerror(errno));
	if (!S_ISDIR(st.st_mode))
		return failed("%s is not a directory", path);
	if ((st.st_mode & (S_IRWXG | S_IRWXO)) == 0)
		return EXIT_DONE;
	if (chmod(path, 0700) != 0)
		return failed("others may enter %s, and it cannot be closed "
			      "to them: %s",
		    path, strerror(errno));
	(void)printf("closed %s to others\n", path);
	return EXIT_DONE;
}

static int
make_keys(const struct operation *op)
{
	const char *dir = op->conf->data_dir;
	const char *path = cw_arena_printf(op->arena, "%s/keys", dir);
	bool was_there;
	enum cw_err err;

	if (path == NULL)
		return failed("cannot make keys: %s", reason(CW_NOMEM));
	was_there = access(path, F_OK) == 0;
	err = cw_pool_init_keys(dir);
	if (err != CW_OK)
		return failed("cannot make %s: %s", path, reason(err));
	if (!was_there)
		(void)printf("made %s\n", path);
	return EXIT_DONE;
}

static int
make_store(const struct operation *op, enum cw_store_kind kind)
{
	const char *dir = op->conf->data_dir, *path;
	bool was_there;
	enum cw_err err;

	err = cw_store_path(dir, kind, op->arena, &path);
	if (err != CW_OK)
		return failed("cannot make a store: %s", reason(err));
	was_there = access(path, F_OK) == 0;
	err = cw_migrate(dir, kind);
	if (err == CW_CONFLICT)
		return failed("%s is newer than this program (schema %d) and "
			      "was left alone",
		    path, cw_schema_current(kind));
	if (err != CW_OK)
		return failed("cannot make %s: %s", path, reason(err));
	(void)printf("%s %s, schema %d\n", was_there ? "checked" : "made", path,
	    cw_schema_current(kind));
	return EXIT_DONE;
}

/* The link is the only copy of what opens the door. */
static int
invite(const struct operation *op)
{
	const struct cw_invitation in = {
		.note = "The first administrator",
		.group = CW_ADMINISTRATORS,
		.uses_max = 1,
		.expires = cw_clock_now_ms() + INVITATION_LIFE_MS,
	};
	struct cw_invitation out;
	struct cw_pool *pool;
	enum cw_err err;

	err = cw_pool_open(op->conf, &pool);
	if (err != CW_OK)
		return failed("cannot open the pool: %s", reason(err));
	err = cw_invitation_add(pool, op->arena, &cw_operator, &in, &out);
	cw_pool_close(pool);
	if (err != CW_OK)
		return failed("cannot invite: %s", reason(err));
	(void)
	    printf("an administrator may sign up within a day, once, at\n%s\n",
		out.link);
	return EXIT_DONE;
}

static int
run_init(const struct operation *op, int argc, char **argv)
{
	const char *dir = op->conf->data_dir;
	bool has_admin = false;
	const struct choice choices[] = { { "--admin", NULL, &has_admin } };
	int code;

	if (take_options(choices, CW_LEN(choices), argc, argv) != 0)
		return usage(&init_command);
	code = make_directory(dir);
	if (code == EXIT_DONE && cw_rundir_make(dir) != CW_OK)
		code = failed("cannot make %s/run", dir);
	if (code == EXIT_DONE)
		code = make_keys(op);
	for (int i = 0; code == EXIT_DONE && i < CW_STORE__COUNT; i++)
		code = make_store(op, (enum cw_store_kind)i);
	return code == EXIT_DONE && has_admin ? invite(op) : code;
}
