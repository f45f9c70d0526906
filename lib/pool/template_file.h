/*
 * Template files.  For lib/pool alone.
 */

#ifndef CW_POOL_TEMPLATE_FILE_H
#define CW_POOL_TEMPLATE_FILE_H

#include "pool/templates.h"

/* One to read. */
struct cw_template_at {
	const char *path;
	enum cw_letter_kind kind; /* CW_LETTER__COUNT: a frame */
};

/* What was in it. */
struct cw_template_got {
	struct cw_template letter;
	const char *frame;
	const char *problem; /* "PATH:LINE: ...", with CW_INVALID */
};

/* CW_NOTFOUND: there is none.  CW_INVALID: it is bad, or cannot be read. */
enum cw_err cw_template_file_read(struct cw_arena *arena,
    const struct cw_template_at *at, struct cw_template_got *out) CW_CHECKED;

/* "PATH: what", with CW_INVALID. */
enum cw_err cw_template_file_blame(struct cw_arena *arena, const char *path,
    const char *what, const char **problem) CW_CHECKED;

#endif
