/*
 * Putting stores in the place of others.
 *
 * All of the old go before any of the new comes, so that programs that start
 * in between, or after a power cut, find no store rather than one of each.
 */

#include "swap.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/disk.h"
#include "base/text.h"
#include "db/turn.h"
#include "holders.h"
#include "moment.h"

/* What SQLite may have beside a store; the store itself goes first. */
static const char *const endings[] = { ".db", ".db-wal", ".db-shm",
	".db-journal" };

/* A writer that is at it ends soon. */
#define TURN_WAIT_MS 10000

struct swap {
	const struct operation *op;
	const char *from;
	const char *aside;
	bool with_keys;
	bool has_old;
	struct cw_turn turns[CW_STORE__COUNT];
};

static int
move(const struct swap *swap, const char *from, const char *to,
    const char *name)
{
	const char *old = cw_arena_printf(swap->op->arena, "%s/%s", from, name);
	const char *new = cw_arena_printf(swap->op->arena, "%s/%s", to, name);

	if (old == NULL || new == NULL)
		return failed("%s", reason(CW_NOMEM));
	if (rename(old, new) != 0 && errno != ENOENT)
		return failed("cannot move %s to %s: %s", old, new,
		    strerror(errno));
	return EXIT_DONE;
}

/* The pool goes first: without it nobody signs in to the chat. */
static int
move_all(const struct swap *swap, const char *from, const char *to)
{
	char name[32];
	int code = EXIT_DONE;

	for (int i = CW_STORE__COUNT; code == EXIT_DONE && i-- > 0;) {
		for (size_t j = 0; code == EXIT_DONE && j < CW_LEN(endings);
		     j++) {
			(void)snprintf(name, sizeof(name), "%s%s",
			    store_names[i], endings[j]);
			code = move(swap, from, to, name);
		}
	}
	if (code == EXIT_DONE && swap->with_keys)
		code = move(swap, from, to, "keys");
	return code;
}

static int
refuse_holders(const struct swap *swap, const char *dir)
{
	const char *holders = find_holders(swap->op->arena, dir);

	if (holders == NULL)
		return failed("cannot tell which programs are running: is "
			      "there a /proc?");
	if (holders[0] != '\0')
		return failed("programs have the stores open: %s.  Stop the "
			      "web server, the programs and `chinwag mail', "
			      "and try again",
		    holders);
	return EXIT_DONE;
}

/* Writers of this machine wait from here on. */
static int
take_turns(struct swap *swap)
{
	const char *dir = swap->op->conf->data_dir;

	for (int i = 0; i < CW_STORE__COUNT; i++) {
		if (cw_turn_open(dir, store_names[i], &swap->turns[i]) != CW_OK)
			return failed("cannot lock %s", dir);
		if (cw_turn_take(&swap->turns[i], TURN_WAIT_MS) != CW_OK)
			return failed("a program goes on writing to the %s "
				      "store",
			    store_names[i]);
	}
	return EXIT_DONE;
}

static void
give_turns(struct swap *swap)
{
	for (int i = 0; i < CW_STORE__COUNT; i++) {
		cw_turn_give(&swap->turns[i]);
		cw_turn_close(&swap->turns[i]);
	}
}

static int
move_old_aside(const struct swap *swap)
{
	const char *dir = swap->op->conf->data_dir;
	int code;

	if (mkdir(swap->aside, 0700) != 0)
		return failed("cannot make %s: %s", swap->aside,
		    strerror(errno));
	code = move_all(swap, dir, swap->aside);
	/* Nobody can open them any more; who did just now is found here. */
	if (code == EXIT_DONE)
		code = refuse_holders(swap, swap->aside);
	if (code == EXIT_DONE &&
	    (cw_disk_sync(swap->aside) != CW_OK || cw_disk_sync(dir) != CW_OK))
		code = failed("cannot keep %s", swap->aside);
	if (code != EXIT_DONE && move_all(swap, swap->aside, dir) == EXIT_DONE)
		(void)rmdir(swap->aside);
	return code;
}

static int
replace(struct swap *swap)
{
	const char *dir = swap->op->conf->data_dir;
	int code = EXIT_DONE;

	if (swap->has_old)
		code = move_old_aside(swap);
	if (code == EXIT_DONE)
		code = move_all(swap, swap->from, dir);
	if (code == EXIT_DONE && cw_disk_sync(dir) != CW_OK)
		code = failed("cannot keep %s", dir);
	return code;
}

static bool
has_stores(const struct operation *op)
{
	const char *path;

	for (int i = 0; i < CW_STORE__COUNT; i++)
		if (cw_store_path(op->conf->data_dir, (enum cw_store_kind)i,
			op->arena, &path) == CW_OK &&
		    access(path, F_OK) == 0)
			return true;
	return false;
}

int
swap_stores(const struct operation *op, const char *from, bool with_keys,
    const char **aside)
{
	struct swap swap = {
		.op = op,
		.from = from,
		.with_keys = with_keys,
		.has_old = has_stores(op),
	};
	char name[MOMENT_BYTES];
	int code;

	moment_to_name(cw_clock_now_ms(), name);
	swap.aside = cw_arena_printf(op->arena, "%s/before-%s",
	    op->conf->data_dir, name);
	if (swap.aside == NULL)
		return failed("%s", reason(CW_NOMEM));
	for (int i = 0; i < CW_STORE__COUNT; i++)
		swap.turns[i] =
		    (struct cw_turn){ .next_fd = -1, .write_fd = -1 };
	code = refuse_holders(&swap, op->conf->data_dir);
	if (code == EXIT_DONE)
		code = take_turns(&swap);
	if (code == EXIT_DONE)
		code = replace(&swap);
	give_turns(&swap);
	*aside = swap.has_old ? swap.aside : NULL;
	return code;
}
