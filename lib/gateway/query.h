/*
 * Paths and queries: split first, then decoded once.
 */

#ifndef CW_GATEWAY_QUERY_H
#define CW_GATEWAY_QUERY_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/err.h"
#include "gateway/request.h"

struct cw_parameter {
	const char *name;
	const char *value;
	size_t value_len;
};

enum cw_plus { CW_PLUS_IS_PLUS, CW_PLUS_IS_SPACE };

/*
 * Resolve percent-encoding into the arena.  CW_INVALID: broken, or the result
 * holds NUL or is no UTF-8.
 */
enum cw_err cw_percent_decode(struct cw_arena *arena, const char *text,
    size_t len, enum cw_plus plus, const char **out) CW_CHECKED;

/*
 * The parameters of a query in their order; empty pieces between two '&' are
 * none.  CW_INVALID: cannot be decoded, a name given twice, or more than
 * CW_QUERY_MAX_PARAMETERS.
 */
enum cw_err cw_query_parse(struct cw_arena *arena, const char *query,
    struct cw_parameter out[CW_QUERY_MAX_PARAMETERS], size_t *count) CW_CHECKED;

/*
 * The segment of a path that stands where the template has {name}, as it came.
 * The path matches the template.  False: the template has no such name.
 */
bool cw_path_segment(const char *template, const char *path, size_t path_len,
    const char *name, const char **segment, size_t *segment_len);

/* Has the template {name}? */
bool cw_path_has(const char *template, const char *name);

#endif
