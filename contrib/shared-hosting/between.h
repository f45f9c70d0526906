/*
 * Serving while one release takes over from another: stores change one after
 * the other, files too, and requests go to whichever program .htaccess names
 * at that moment.
 */

#ifndef SHARED_HOSTING_BETWEEN_H
#define SHARED_HOSTING_BETWEEN_H

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"

/* One program that looks for its place in it. */
struct between {
	const char *root;
	const char *data_dir;
	const char *own;  /* its release */
	int64_t until_ms; /* of the steady clock: when it gives up */
};

/* It has BETWEEN_MAX_MS, or what a program that began this has left of them. */
#define BETWEEN_MAX_MS 10000
void between_init(struct between *between);

/*
 * Take the lock of who takes over; it lasts until *lock is closed.  CW_BUSY:
 * another process has it.
 */
enum cw_err between_lock(const char *data_dir, int *lock) CW_CHECKED;

/* Has another process that lock now? */
bool between_is_locked(const char *data_dir);

/*
 * While another process takes over.  CW_OK: the stores are for this program.
 * Else they may be for the other release: if there is but one request to serve
 * (CGI), its program is started in place of this one, and this does not return.
 * CW_NOTFOUND: not yet, look again; this has napped.  CW_BUSY: time is up.
 */
enum cw_err between_serve(const struct between *between) CW_CHECKED;

#endif
