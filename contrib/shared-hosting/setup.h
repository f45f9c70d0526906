/*
 * What the set-up page asks for, below /api/setup: programs beside those of
 * cgi-bin/, which only this mount has.
 */

#ifndef SHARED_HOSTING_SETUP_H
#define SHARED_HOSTING_SETUP_H

#include "gateway/serve.h"

/* CW_INVALID, with a problem, if this is not the one-time code. */
enum cw_err setup_check_code(struct cw_ctx *cx, const char *code) CW_CHECKED;
#define SETUP_CODE_MAX_CHARS 60

/* The data directory of what is set up.  CW_NOTFOUND: nothing is. */
enum cw_err setup_data_dir(struct cw_ctx *cx, const char **out) CW_CHECKED;

/* What this process opened at its start is no longer what there is. */
void setup_has_changed(void);

/* setup_back.c */
extern const struct cw_endpoint setup_code_endpoint;
extern const struct cw_endpoint setup_releases_endpoint;
extern const struct cw_endpoint setup_back_endpoint;

extern const struct cw_program setup_programs[];
extern const size_t setup_programs_count;

/* The web root; set before anything is served. */
extern char setup_root[];

#endif
