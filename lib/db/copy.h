/*
 * Whole copies of a store, and what is true of one: for backups, upgrades and
 * drills.
 *
 * A copy lies in a directory of its own, under the store's usual name, and
 * nobody else uses it.  None of these cares for the schema's number.
 */

#ifndef CW_DB_COPY_H
#define CW_DB_COPY_H

#include "base/arena.h"
#include "db/db.h"

/*
 * Copy a store as it is at one moment into another directory, where there is
 * none yet; on the disk but for its name when this returns.  Writers go on
 * meanwhile.  CW_CONFLICT: the directory has one.
 */
enum cw_err cw_store_copy(const char *data_dir, enum cw_store_kind kind,
    const char *to_dir) CW_CHECKED;

/* The number of a store's schema; 0: nothing was ever made in it. */
enum cw_err cw_store_schema(const char *data_dir, enum cw_store_kind kind,
    int *out) CW_CHECKED;

/*
 * Look at every page, index and reference of a copy.  CW_STORE: it is damaged,
 * or no database; what is wrong first is logged.
 */
enum cw_err cw_copy_verify(const char *dir, enum cw_store_kind kind) CW_CHECKED;

#define CW_TABLES_MAX 64

struct cw_table_rows {
	const char *table;
	int64_t rows;
};

/* How many rows there are in each table, by name. */
struct cw_tally {
	size_t count;
	struct cw_table_rows tables[CW_TABLES_MAX];
};

/* Count a copy's; names are in the arena.  CW_TOOLARGE: too many tables. */
enum cw_err cw_copy_count(const char *dir, enum cw_store_kind kind,
    struct cw_arena *arena, struct cw_tally *out) CW_CHECKED;

/* The number of a copy's schema. */
enum cw_err
cw_copy_schema(const char *dir, enum cw_store_kind kind, int *out) CW_CHECKED;

#endif
