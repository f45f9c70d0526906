/*
 * A few reading connections that many threads share.
 *
 * A connection costs memory, and no more queries run at once than the machine
 * has processors; so threads take one for a request and give it back.
 */

#ifndef CW_DB_READERS_H
#define CW_DB_READERS_H

#include "base/err.h"
#include "db/db.h"

struct cw_readers;

/*
 * Connections open when they are first needed, at most max of them; 0 is as
 * many as the machine has processors, and one more.
 */
enum cw_err cw_readers_open(const char *data_dir, enum cw_store_kind kind,
    int busy_ms, unsigned max, struct cw_readers **out) CW_CHECKED;
void cw_readers_close(struct cw_readers *readers); /* all were given back */

/*
 * The caller's own until given back; waits while all are taken.  Whoever holds
 * one must not take another of the same kind.  Otherwise as cw_store_open.
 */
enum cw_err
cw_readers_take(struct cw_readers *readers, struct cw_store **out) CW_CHECKED;

/* No rows and no transaction may be open on it. */
void cw_readers_give(struct cw_readers *readers, struct cw_store *store);

/* Close the connections that nobody has taken; they open again at need. */
void cw_readers_rest(struct cw_readers *readers);

#endif
