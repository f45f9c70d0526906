/*
 * Which backups to keep: of the last so many days, weeks and months that have
 * any, the newest of each, and the newest of all.
 */

#ifndef CHINWAG_RETENTION_H
#define CHINWAG_RETENTION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"

enum period { DAYS, WEEKS, MONTHS, PERIOD__COUNT };

struct retention {
	int64_t most[PERIOD__COUNT];
};

/* "7,4,6": days, weeks, months.  CW_INVALID. */
enum cw_err retention_read(const char *text, struct retention *out) CW_CHECKED;

/* keep[i] says whether to keep what was made at made_ms[i], newest first. */
void retention_judge(const struct retention *how, const int64_t *made_ms,
    size_t count, bool *keep);

#endif
