/*
 * What the host is like, as far as it matters: each thing with a sentence that
 * says what is wrong and what would help.
 */

#ifndef SHARED_HOSTING_SURVEY_H
#define SHARED_HOSTING_SURVEY_H

#include <stdbool.h>

#include "base/list.h"

struct survey_item {
	const char *name; /* "files", for those who test */
	bool ok;
	const char *says;
};

/* Look at everything; *out holds struct survey_item. */
enum cw_err survey(struct cw_arena *arena, const char *root,
    struct cw_list *out) CW_CHECKED;

/* The first item that is not well, or NULL. */
const struct survey_item *survey_flaw(const struct cw_list *items);

/* The host's sendmail; NULL: there is none in the usual places. */
const char *survey_sendmail(void);

#endif
