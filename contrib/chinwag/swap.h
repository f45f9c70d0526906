/*
 * Putting stores in the place of others.
 */

#ifndef CHINWAG_SWAP_H
#define CHINWAG_SWAP_H

#include "command.h"

/*
 * Move the stores of data_dir, with their journals, and if `with_keys' its
 * keys, into data_dir/before-<moment>, and those of another directory in their
 * place.  Refused while a process has a store open.  *aside is where the old
 * ones are; NULL: there were none.  Returns an exit code; what is wrong was
 * told, and the old ones are where they were.
 */
int swap_stores(const struct operation *op, const char *from, bool with_keys,
    const char **aside);

#endif
