/*
 * Making and upgrading the stores: sql/schema/<store>-NNNN-*.sql in order, each
 * in one transaction with the number it leads to.
 */

#ifndef CW_DB_MIGRATE_H
#define CW_DB_MIGRATE_H

#include "base/err.h"
#include "db/db.h"

/* The schema number that this program was made for. */
int cw_schema_current(enum cw_store_kind kind);

/*
 * Make the store, or bring it to the current number; safe to repeat, and safe
 * to kill at any time.  CW_CONFLICT: the store is newer than this program and
 * was left alone.  data_dir exists.
 */
enum cw_err
cw_migrate(const char *data_dir, enum cw_store_kind kind) CW_CHECKED;

#endif
