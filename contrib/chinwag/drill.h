/*
 * Trying whether a restored data directory serves.
 */

#ifndef CHINWAG_DRILL_H
#define CHINWAG_DRILL_H

#include "staging.h"

/*
 * Start programs of the API on a staged data directory: is it well, can
 * somebody new sign in, do their conversations come; then compare what the
 * stores hold with the manifest.  Returns an exit code; what is wrong was told.
 */
int drill(const struct operation *op, const struct staging *staging,
    const char *programs);

#endif
