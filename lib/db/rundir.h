/*
 * data_dir/run: locks and bells, which nobody needs to keep or back up.
 */

#ifndef CW_DB_RUNDIR_H
#define CW_DB_RUNDIR_H

#include <limits.h>

#include "base/err.h"

/*
 * Open a file in data_dir/run for reading and writing, and make it and the
 * directory (0700) if they are absent.  Failures are logged.
 */
enum cw_err
cw_rundir_open(const char *data_dir, const char *name, int *fd) CW_CHECKED;

/* The path of such a file.  CW_TOOLARGE: it has no place in out. */
enum cw_err cw_rundir_path(const char *data_dir, const char *name,
    char out[PATH_MAX]) CW_CHECKED;

/* Make the directory; fine if it is there. */
enum cw_err cw_rundir_make(const char *data_dir) CW_CHECKED;

#endif
