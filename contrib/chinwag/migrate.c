/* chinwag migrate: bring the stores up to date, with a way back. */

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/disk.h"
#include "base/text.h"
#include "child.h"
#include "db/back.h"
#include "db/migrate.h"
#include "db/rundir.h"
#include "options.h"
#include "snapshot.h"

static int run_migrate(const struct operation *op, int argc, char **argv);

const struct command migrate_command = {
	.name = "migrate",
	.help = "Bring the stores to this program's schema, with a way back.",
	.usage = "[--check | --dry-run] [--back COPIES] [--then COMMAND] "
		 "[--json]",
	.details =
	    "Copies the stores as chinwag backup does, changes them, and "
	    "looks\n"
	    "at them from end to end.  The copies stay; chinwag restore puts\n"
	    "them back, with the program that they belong to.\n"
	    "  --back COPIES\n"
	    "             give the stores the schema that copies of older "
	    "ones have,\n"
	    "             and keep what is in them\n"
	    "  --then COMMAND\n"
	    "             run it as soon as the stores have changed: to let "
	    "the\n"
	    "             other release's programs take over\n"
	    "  --check    only tell which schema is there and which is needed\n"
	    "  --dry-run  change copies and look at them, and throw them away\n"
	    "  --json     tell it as one JSON object\n"
	    "\n"
	    "Exit codes: 0 the stores are up to date (with --dry-run: would\n"
	    "be), 1 failed, 2 used wrongly, 3 (--check) they are not up to\n"
	    "date.\n",
	.needs_data = true,
	.run = run_migrate,
};

enum { EXIT_BEHIND = 3 };

/* Copies of the old, copies of the new, and room to live on. */
#define ROOM_PERCENT 250
#define SPARE_BYTES (8 << 20)

struct plan {
	int found[CW_STORE__COUNT];
	int goals[CW_STORE__COUNT];
	const char *back;   /* copies of the older schema; NULL: forward */
	const char *then;   /* a command for the shell; NULL: none */
	const char *copies; /* where the old ones are; NULL: not made */
	bool is_check;
	bool is_dry_run;
	bool is_json;
};

static bool
is_current(const struct plan *plan)
{
	for (int i = 0; i < CW_STORE__COUNT; i++)
		if (plan->found[i] != plan->goals[i])
			return false;
	return true;
}

static int
look(const struct operation *op, struct plan *plan)
{
	for (int i = 0; i < CW_STORE__COUNT; i++) {
		enum cw_store_kind kind = (enum cw_store_kind)i;
		enum cw_err err;

		err =
		    cw_store_schema(op->conf->data_dir, kind, &plan->found[i]);
		if (err != CW_OK)
			return failed("cannot open the %s store: %s",
			    store_names[i], reason(err));
		if (plan->found[i] > cw_schema_current(kind))
			return failed("the %s store has schema %d and this "
				      "program knows %d: it is too old",
			    store_names[i], plan->found[i],
			    cw_schema_current(kind));
	}
	return EXIT_DONE;
}

/* How far to go. */
static int
set_goals(struct plan *plan)
{
	for (int i = 0; i < CW_STORE__COUNT; i++) {
		enum cw_store_kind kind = (enum cw_store_kind)i;

		if (plan->back == NULL) {
			plan->goals[i] = cw_schema_current(kind);
			continue;
		}
		if (cw_copy_schema(plan->back, kind, &plan->goals[i]) != CW_OK)
			return failed("there is no good copy of the %s store "
				      "in %s",
			    store_names[i], plan->back);
		if (plan->goals[i] > plan->found[i])
			return failed("the %s store has schema %d, and the "
				      "copy in %s the later %d",
			    store_names[i], plan->found[i], plan->back,
			    plan->goals[i]);
	}
	return EXIT_DONE;
}

/* --- telling -------------------------------------------------------------- */

static int
tell_json(const struct operation *op, const struct plan *plan)
{
	struct cw_buf buf;

	cw_buf_init(&buf, op->arena, 65536);
	cw_buf_puts(&buf, "{\"stores\": [");
	for (int i = 0; i < CW_STORE__COUNT; i++)
		cw_buf_printf(&buf,
		    "%s{\"store\": \"%s\", \"found\": %d, \"needed\": %d}",
		    i == 0 ? "" : ", ", store_names[i], plan->found[i],
		    plan->goals[i]);
	cw_buf_puts(&buf, "], \"copies\": ");
	if (plan->copies == NULL)
		cw_buf_puts(&buf, "null");
	else
		cw_buf_put_json(&buf, plan->copies, strlen(plan->copies));
	cw_buf_puts(&buf, "}");
	if (cw_buf_end(&buf) != CW_OK)
		return failed("%s", reason(CW_NOMEM));
	(void)puts(buf.data);
	return EXIT_DONE;
}

static int
tell(const struct operation *op, const struct plan *plan, const char *verb)
{
	if (plan->is_json)
		return tell_json(op, plan);
	for (int i = 0; i < CW_STORE__COUNT; i++) {
		if (plan->found[i] == plan->goals[i])
			(void)printf("%s: schema %d, up to date\n",
			    store_names[i], plan->goals[i]);
		else
			(void)printf("%s: %s from schema %d to %d\n",
			    store_names[i], verb, plan->found[i],
			    plan->goals[i]);
	}
	if (plan->copies != NULL)
		(void)printf("the old ones are in %s\n", plan->copies);
	return EXIT_DONE;
}

/* --- doing ---------------------------------------------------------------- */

static int
check_room(const struct operation *op)
{
	int64_t needed =
	    snapshot_stores_bytes(op) * ROOM_PERCENT / 100 + SPARE_BYTES;
	int64_t room;

	if (cw_disk_room(op->conf->data_dir, &room) != CW_OK)
		return failed("cannot tell how much room there is");
	if (room < needed)
		return failed("there is not enough room in %s: %" PRId64
			      " MiB are needed and %" PRId64 " are free",
		    op->conf->data_dir, needed >> 20, room >> 20);
	return EXIT_DONE;
}

/* A directory below data_dir, so that there is the same kind of disk. */
static const char *
make_place(const struct operation *op, const char *name)
{
	const char *path =
	    cw_arena_printf(op->arena, "%s/%s", op->conf->data_dir, name);

	if (path == NULL || (mkdir(path, 0700) != 0 && errno != EEXIST)) {
		(void)failed("cannot make %s/%s: %s", op->conf->data_dir, name,
		    strerror(errno));
		return NULL;
	}
	return path;
}

/* A store in a directory to where it is to go. */
static enum cw_err
bring(const struct plan *plan, const char *dir, enum cw_store_kind kind)
{
	if (plan->back == NULL)
		return cw_migrate(dir, kind);
	if (plan->goals[kind] == plan->found[kind])
		return CW_OK;
	return cw_store_go_back(dir, kind, plan->back);
}

/* A copy changes as the store would, and is looked at in full. */
static enum cw_err
try_store(const struct operation *op, const struct plan *plan, const char *dir,
    enum cw_store_kind kind)
{
	enum cw_err err;

	err = cw_store_copy(op->conf->data_dir, kind, dir);
	if (err == CW_OK)
		err = bring(plan, dir, kind);
	if (err == CW_OK)
		err = cw_copy_verify(dir, kind);
	return err;
}

static int
try_all(const struct operation *op, const struct plan *plan)
{
	const char *dir = make_place(op, ".migrate-try");
	enum cw_err err = CW_OK;

	if (dir == NULL)
		return EXIT_FAILED;
	/* What a killed one left. */
	if (cw_disk_remove(dir) != CW_OK || mkdir(dir, 0700) != 0 ||
	    cw_rundir_make(dir) != CW_OK)
		return failed("cannot make %s anew", dir);
	for (int i = 0; err == CW_OK && i < CW_STORE__COUNT; i++)
		err = try_store(op, plan, dir, (enum cw_store_kind)i);
	if (cw_disk_remove(dir) != CW_OK)
		(void)failed("%s is left over", dir);
	if (err != CW_OK)
		return failed("copies cannot be brought there: %s; the "
			      "stores are as they were",
		    reason(err));
	return EXIT_DONE;
}

/* The store in its place, by way of another copy: it is being used. */
static enum cw_err
verify(const struct operation *op, const char *dir)
{
	enum cw_err err = CW_OK;
	const char *path;

	for (int i = 0; err == CW_OK && i < CW_STORE__COUNT; i++) {
		enum cw_store_kind kind = (enum cw_store_kind)i;

		err = cw_store_copy(op->conf->data_dir, kind, dir);
		if (err != CW_OK)
			break;
		err = cw_copy_verify(dir, kind);
		if (cw_store_path(dir, kind, op->arena, &path) == CW_OK)
			(void)unlink(path);
	}
	return err;
}

/*
 * Programs that start now find a store that is not theirs, until those that it
 * is for take over: this does not wait for the look at all of it.
 */
static int
run_then(const struct plan *plan)
{
	const char *const words[] = { "/bin/sh", "-c", plan->then, NULL };
	const struct child child = {
		.argv = words,
		.env = (const char *const *)environ,
		.input = "",
	};
	const char *why = "it was killed";
	int status = CHILD_NO_STATUS;

	if (plan->then == NULL)
		return EXIT_DONE;
	if (run_child(&child, &status, &why) == CW_OK && status == 0)
		return EXIT_DONE;
	if (status > 0)
		return failed("the stores have changed, but %s failed with %d",
		    plan->then, status);
	return failed("the stores have changed, but %s failed: %s", plan->then,
	    why);
}

static int
change(const struct operation *op, struct plan *plan)
{
	static struct snapshot before;
	const char *dir = make_place(op, "before-migrations");
	int code = EXIT_DONE;
	enum cw_err err;

	if (dir == NULL)
		return EXIT_FAILED;
	err = snapshot_tidy(op, dir);
	if (err == CW_OK)
		err = snapshot_make(op, dir, &before);
	if (err != CW_OK)
		return failed("cannot copy the stores first: %s; they are as "
			      "they were",
		    reason(err));
	plan->copies = before.path;
	for (int i = 0; err == CW_OK && i < CW_STORE__COUNT; i++)
		err = bring(plan, op->conf->data_dir, (enum cw_store_kind)i);
	if (err == CW_OK)
		code = run_then(plan);
	if (err == CW_OK)
		err = verify(op, dir);
	if (err != CW_OK)
		return failed("cannot bring the stores up to date: %s; copies "
			      "of the old ones are in %s",
		    reason(err), plan->copies);
	return code;
}

static int
migrate(const struct operation *op, struct plan *plan)
{
	int code;

	code = check_room(op);
	if (code == EXIT_DONE)
		code = try_all(op, plan);
	if (code != EXIT_DONE)
		return code;
	if (plan->is_dry_run)
		return tell(op, plan, "could go");
	code = change(op, plan);
	return code == EXIT_DONE ? tell(op, plan, "went") : code;
}

static int
run_migrate(const struct operation *op, int argc, char **argv)
{
	struct plan plan = { 0 };
	const struct choice choices[] = {
		{ "--check", NULL, &plan.is_check },
		{ "--dry-run", NULL, &plan.is_dry_run },
		{ "--back", &plan.back, NULL },
		{ "--then", &plan.then, NULL },
		{ "--json", NULL, &plan.is_json },
	};
	int code;

	if (take_options(choices, CW_LEN(choices), argc, argv) != 0 ||
	    (plan.is_check && plan.is_dry_run))
		return usage(&migrate_command);
	(void)umask(077);
	code = look(op, &plan);
	if (code == EXIT_DONE)
		code = set_goals(&plan);
	if (code != EXIT_DONE)
		return code;
	if (is_current(&plan))
		return tell(op, &plan, "");
	if (!plan.is_check)
		return migrate(op, &plan);
	code = tell(op, &plan, "is to go");
	return code == EXIT_DONE ? EXIT_BEHIND : code;
}
