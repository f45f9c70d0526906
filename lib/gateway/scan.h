/*
 * A strict scan in front of json-c, which takes too much: RFC 8259 and nothing
 * else, no duplicate keys, valid UTF-8 without NUL, no lone surrogates,
 * bounded depth, and whole numbers within ±(2^53 - 1).
 */

#ifndef CW_GATEWAY_SCAN_H
#define CW_GATEWAY_SCAN_H

#include <stddef.h>

#include "base/arena.h"
#include "base/err.h"

/* What is wrong and where. */
struct cw_scan_problem {
	const char *message; /* a constant sentence */
	size_t offset;	     /* in bytes */
};

/*
 * Is text one JSON value?  CW_INVALID with *problem; CW_NOMEM when there is no
 * room to remember the keys of objects.
 */
enum cw_err cw_json_scan(struct cw_arena *arena, const char *text, size_t len,
    int max_depth, struct cw_scan_problem *problem) CW_CHECKED;

#endif
