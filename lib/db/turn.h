/*
 * The queue of all writers of a store on this machine.
 *
 * SQLite's own waiting is unfair: a busy program can keep another one out for
 * seconds.  So a writer first takes two locks: the one to wait next, then the
 * one to write.  Whoever has just written stands behind the one who waits
 * next.  The kernel lets both go when a process dies.
 */

#ifndef CW_DB_TURN_H
#define CW_DB_TURN_H

#include <stdbool.h>

#include "base/err.h"

struct cw_turn {
	int next_fd;
	int write_fd;
	bool is_mine;
};

/* Makes data_dir/run/<word>.next and .turn. */
enum cw_err cw_turn_open(const char *data_dir, const char *word,
    struct cw_turn *turn) CW_CHECKED;
void cw_turn_close(struct cw_turn *turn);

/* CW_BUSY: not within wait_ms. */
enum cw_err cw_turn_take(struct cw_turn *turn, int wait_ms) CW_CHECKED;
void cw_turn_give(struct cw_turn *turn);

#endif
