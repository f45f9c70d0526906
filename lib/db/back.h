/*
 * Back to an older schema, with all that it can hold: for who goes back to the
 * release before.
 */

#ifndef CW_DB_BACK_H
#define CW_DB_BACK_H

#include "db/db.h"

/*
 * Give a store the schema that a copy of it has (db/copy.h), and keep what is
 * in it, but for tables and columns that the copy knows nothing of.  One
 * transaction, in place: whoever has the store open works on, or is told that
 * a table is not there.  CW_CONFLICT: the copy's schema is no older one.
 */
enum cw_err cw_store_go_back(const char *data_dir, enum cw_store_kind kind,
    const char *copy_dir) CW_CHECKED;

#endif
