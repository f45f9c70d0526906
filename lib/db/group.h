/*
 * Group commit: writes that arrive together share one durable commit.
 *
 * A process has one writing connection to each store that it writes.  Work
 * runs on it one piece after another, in order of arrival, each in its own
 * savepoint; a failed piece rolls back alone.  When nobody waits, or the group
 * is full, one COMMIT makes all of them durable, and only then do the callers
 * go on.  If COMMIT fails, it failed for all of them.
 */

#ifndef CW_DB_GROUP_H
#define CW_DB_GROUP_H

#include <stdint.h>

#include "base/err.h"
#include "db/db.h"

struct cw_group;

/*
 * What runs inside the transaction.  It must not block, and must not rely on
 * its thread: it may run in that of another caller, while its own waits.  The
 * log's request id goes with it.
 */
typedef enum cw_err cw_group_work(struct cw_store *store, void *arg);

struct cw_group_options {
	const char *data_dir;
	enum cw_store_kind kind;
	int busy_ms;	     /* to wait for other programs' writers */
	unsigned max_pieces; /* that share a commit */
	/*
	 * Runs once after each successful COMMIT, before the callers go on: it
	 * rings the bell.  It may run in several threads at once.  NULL: none.
	 */
	void (*after_commit)(void *arg);
	void *arg;
};

/* The connection opens at the first use.  options are copied. */
enum cw_err cw_group_open(const struct cw_group_options *options,
    struct cw_group **out) CW_CHECKED;
void cw_group_close(struct cw_group *group); /* no run is under way */

/* Work whose caller does not wait; it stays the caller's memory. */
struct cw_group_piece {
	cw_group_work *work;
	void *arg;
	const char *request; /* what the log calls it */
	/*
	 * Called once, after the commit or what came instead, with err set: in
	 * whatever thread, maybe before cw_group_submit returns.  The piece is
	 * not touched after.
	 */
	void (*done)(struct cw_group_piece *piece);
	enum cw_err err;

	/* From here on the group's own. */
	void (*lead)(struct cw_group_piece *piece);
	struct cw_group_piece *next;
};

/*
 * Run work in a savepoint of the shared transaction and return after its
 * commit.  Returns what work returned, or why the commit failed.  Any thread.
 * CW_BUSY: another program kept the store for busy_ms.  CW_STORE: nothing can
 * be written any more; every later call gets it too, and the process must go.
 */
enum cw_err
cw_group_run(struct cw_group *group, cw_group_work *work, void *arg) CW_CHECKED;

/*
 * The same for a caller that does not wait, but whose thread may have to work
 * for others before it returns.  work, arg, request and done are filled in,
 * all else is zero.
 */
void cw_group_submit(struct cw_group *group, struct cw_group_piece *piece);

/* Close the connection, if no run is under way; it opens again at need. */
void cw_group_rest(struct cw_group *group);

/* So far; for tests and the log. */
struct cw_group_stats {
	uint64_t commits;
	uint64_t pieces;  /* that were committed */
	unsigned largest; /* most pieces in one commit */
};
void cw_group_stats(struct cw_group *group, struct cw_group_stats *out);

#endif
