/*
 * The tables that sql.c fills from the files below sql/: the text of each
 * named statement, and the steps that make each store's schema.
 *
 * For lib/db alone; others know statements by name (sql.h).
 */

#ifndef CW_DB_STATEMENT_H
#define CW_DB_STATEMENT_H

#include <stddef.h>

#include "db/db.h"
#include "db/sql.h"

/* No statement has more placeholders. */
#define CW_SQL_PARAMS_MAX 24

struct cw_statement {
	const char *name;
	const char *text;
	enum cw_store_kind store;
	int params; /* $1 .. $params, each of which occurs */
};

extern const struct cw_statement cw_statements[CW_SQL__COUNT];

struct cw_schema_step {
	const char *file;
	const char *const *statements; /* NULL ends them */
	enum cw_store_kind store;
	int number; /* of the schema after this step; 1 is the first */
};

/* In order of number for each store. */
extern const struct cw_schema_step cw_schema_steps[];
extern const size_t cw_schema_steps_count;

#endif
