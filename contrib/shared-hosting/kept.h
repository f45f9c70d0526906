/*
 * Releases that were here, in DATA/releases: of each the files that the next
 * one writes over, so that there is a way back.  The programs themselves, and
 * the site's files with their content's hash in their names, stay where they
 * are: no two releases give them the same name.
 *
 * DATA/releases/current holds the release that the stores are for, and
 * DATA/releases/RELEASE.before two lines: the release before that one, and
 * where copies of its stores are ("" if the stores did not change).
 */

#ifndef SHARED_HOSTING_KEPT_H
#define SHARED_HOSTING_KEPT_H

#include <limits.h>
#include <stdbool.h>

#include "base/arena.h"
#include "base/err.h"

#define RELEASE_MAX_CHARS 80

/* The release of this very program, by its name.  CW_NOTFOUND: it has none. */
enum cw_err kept_own(char out[RELEASE_MAX_CHARS + 1]) CW_CHECKED;

/* The path of a release's program, which need not be there. */
enum cw_err kept_program(const char *root, const char *release,
    char out[PATH_MAX]) CW_CHECKED;

/* The one that the stores are for.  CW_NOTFOUND: nobody has said. */
enum cw_err
kept_current(const char *data_dir, char out[RELEASE_MAX_CHARS + 1]) CW_CHECKED;

struct kept_before {
	char release[RELEASE_MAX_CHARS + 1];
	char copies[PATH_MAX]; /* a directory, or "" */
};

/* What was before a release.  CW_NOTFOUND: nothing. */
enum cw_err kept_before(const char *data_dir, const char *release,
    struct kept_before *out) CW_CHECKED;

/*
 * Keep the web root's release, and make it the current one; before may be
 * NULL.  Safe to repeat.
 */
enum cw_err kept_save(struct cw_arena *arena, const char *root,
    const char *data_dir, const struct kept_before *before) CW_CHECKED;

/* Is everything there that a way back to a release needs?  CW_NOTFOUND. */
enum cw_err kept_look(struct cw_arena *arena, const char *root,
    const char *data_dir, const char *release) CW_CHECKED;

/*
 * Bring a release's manifest back into the web root, and then its other files,
 * .htaccess, which sends requests to its program, last; it becomes the current
 * one before that.
 */
enum cw_err kept_restore_manifest(const char *root, const char *data_dir,
    const char *release) CW_CHECKED;
enum cw_err kept_restore(struct cw_arena *arena, const char *root,
    const char *data_dir, const char *release) CW_CHECKED;

#endif
