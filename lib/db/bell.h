/*
 * The bell: how a writer tells waiting processes, on this machine, that a
 * commit has been made.
 *
 * It is a file below data_dir that the writer touches and the waiter watches
 * with inotify(7).  A ring may be lost without harm: waiters look at
 * cw_store_version once a second too.
 */

#ifndef CW_DB_BELL_H
#define CW_DB_BELL_H

#include "base/err.h"

enum cw_bell { CW_BELL_EVENT, CW_BELL_MAIL, CW_BELL_SESSION, CW_BELL__COUNT };

/* Ring; failures are logged once and otherwise ignored.  Any thread. */
void cw_bell_ring(const char *data_dir, enum cw_bell bell);

/*
 * A descriptor that becomes readable when any of the bells in the mask
 * (1u << CW_BELL_EVENT | ...) has rung; close(2) it.  Makes the files.
 */
enum cw_err
cw_bell_watch(const char *data_dir, unsigned mask, int *fd) CW_CHECKED;

/* Take all rings off the descriptor; the mask of bells that rang. */
unsigned cw_bell_clear(int fd);

#endif
