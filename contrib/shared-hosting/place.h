/*
 * Where things lie: the web root, in which the archive was unpacked, and the
 * data, which must not be below any web root.
 *
 * ROOT/chinwag is ours; of it nothing is served, but the program run.
 * ROOT/chinwag/place holds one line, the path of chinwag.conf; without it
 * nothing is set up.
 */

#ifndef SHARED_HOSTING_PLACE_H
#define SHARED_HOSTING_PLACE_H

#include <limits.h>
#include <stdbool.h>

#include "base/arena.h"
#include "base/err.h"

/* It, from where this program lies.  CW_SYSTEM: the system does not tell. */
enum cw_err place_root(char out[PATH_MAX]) CW_CHECKED;

/* The file that the place file names, in conf.  CW_NOTFOUND: not set up. */
enum cw_err place_conf(const char *root, char conf[PATH_MAX]) CW_CHECKED;

/* Write the place file, whole or not at all. */
enum cw_err place_keep(const char *root, const char *conf) CW_CHECKED;

/*
 * A directory above the web root that is ours, that we may write to and that
 * does not look as if it were served itself.  CW_NOTFOUND: there is none.
 */
enum cw_err place_find(const char *root, char out[PATH_MAX]) CW_CHECKED;

/*
 * Why this may not become the data directory, a sentence in the arena; NULL:
 * it may.  It must be absolute, outside of the web root, and new or empty.
 */
const char *
place_flaw(struct cw_arena *arena, const char *root, const char *path);

/* "PARENT/NAME" of two parts.  CW_TOOLARGE. */
enum cw_err
place_join(char out[PATH_MAX], const char *parent, const char *name) CW_CHECKED;

/*
 * Does this magic number of statfs(2) stand for a file system that other
 * machines share?  Their locks do not hold what SQLite needs of them.
 */
bool place_is_remote(unsigned long magic);

#endif
