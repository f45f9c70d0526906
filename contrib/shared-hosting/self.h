/*
 * This program once more, as the operator's command, which it holds, too.
 */

#ifndef SHARED_HOSTING_SELF_H
#define SHARED_HOSTING_SELF_H

#include <stddef.h>

#include "base/err.h"

struct self_run {
	const char *conf;	  /* CHINWAG_CONF */
	const char *data_dir;	  /* CHINWAG_DATA_DIR; NULL: as conf says */
	const char *const *words; /* "chinwag", the subcommand, and so on */
	const char *input;	  /* its standard input; NULL none */
};

/*
 * Run it to its end.  CW_OK: it exited with 0.  What it wrote, cut off to size,
 * is in said, whatever happens.
 */
enum cw_err
self_run(const struct self_run *run, char *said, size_t size) CW_CHECKED;

/* Start it and go on, unless several that were started so still run. */
void self_start(const struct self_run *run);

#endif
