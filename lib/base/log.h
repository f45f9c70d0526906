/*
 * The log: one JSON object a line, to standard error or the configured file.
 *
 * Never a body, cookie, password, code, token or Authorization.  Text from
 * outside is cut to 200 bytes.  Message style: lower case, no full stop, what
 * was attempted and what stood in the way.
 */

#ifndef CW_BASE_LOG_H
#define CW_BASE_LOG_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"

enum cw_log_level { CW_LOG_DEBUG, CW_LOG_INFO, CW_LOG_WARNING, CW_LOG_ERROR };

/* One more member of a line; text NULL means number. */
struct cw_log_field {
	const char *name;
	const char *text;
	int64_t number;
};

#define CW_LOG_TEXT(n, t)                \
	{                                \
		.name = (n), .text = (t) \
	}
#define CW_LOG_NUMBER(n, v)                \
	{                                  \
		.name = (n), .number = (v) \
	}

/*
 * program stands in every line and must outlive the process.  path NULL or
 * empty: standard error; else a file opened for appending, which may be moved
 * away and is reopened by cw_log_reopen.
 */
enum cw_err cw_log_open(const char *program, const char *path) CW_CHECKED;
/* Open the file anew, by its name; nothing for standard error. */
enum cw_err cw_log_reopen(void) CW_CHECKED;

void cw_log_set_level(enum cw_log_level level);
/* Would a line of this level be written? */
bool cw_log_is_on(enum cw_log_level level);
/* "debug", "info", "warning" or "error"; else CW_INVALID. */
enum cw_err
cw_log_level_find(const char *word, enum cw_log_level *out) CW_CHECKED;

/*
 * Written with one write(2) of at most 4096 bytes; members: ts, level, program,
 * message, request (if set), fields.  What is not UTF-8 is written as '?'; a
 * field that has no room is left out.
 */
void cw_log(enum cw_log_level level, const char *fmt, ...) CW_PRINTF(2, 3);
void cw_log_fields(enum cw_log_level level, const char *message,
    const struct cw_log_field *fields, size_t count);

/*
 * The request id that this thread's lines carry from now on; NULL none.  Not
 * copied.
 */
void cw_log_set_request(const char *id);
const char *cw_log_request(void); /* NULL if none is set */

#endif
