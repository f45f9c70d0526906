/*
 * From one release to the next, and back.
 *
 * The next one is there once its archive was uploaded, whole, over the one
 * before: its program notices at its start that the stores are for another, has
 * them changed (chinwag migrate, which tries it on copies first and keeps the
 * old ones), and keeps its own files for the day when it is written over.
 */

#ifndef SHARED_HOSTING_UPGRADE_H
#define SHARED_HOSTING_UPGRADE_H

#include "base/conf.h"
#include "kept.h"

/*
 * Before the stores are opened: CW_OK if they are for this program, now or
 * already, or for as long as this request takes.  While another process is at
 * it this waits or hands the request over (between.h); CW_BUSY: for too long.
 * CW_STORE: not, for a reason that upgrade_problem tells.
 */
enum cw_err
upgrade_before(const char *root, const struct cw_conf *conf) CW_CHECKED;

/* Why the last try failed, a sentence in the arena; NULL: it did not. */
const char *upgrade_problem(struct cw_arena *arena, const char *data_dir);

/* Forget it, so that it is tried again at once. */
void upgrade_retry(const char *data_dir);

/*
 * Back to the release before, with everything that was said since.  It is
 * tried on copies first.  CW_NOTFOUND: there is no way back.
 */
enum cw_err upgrade_back(struct cw_arena *arena, const char *root,
    const char *data_dir) CW_CHECKED;

#endif
