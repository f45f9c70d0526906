/*
 * Moments as text, in UTC: for people, and as names that sort by time.
 */

#ifndef CHINWAG_MOMENT_H
#define CHINWAG_MOMENT_H

#include <stdbool.h>
#include <stdint.h>

#define MOMENT_BYTES 32

/* "2023-11-14 22:13:20 UTC". */
void moment_to_text(int64_t ms, char out[MOMENT_BYTES]);

/* "2023-11-14T221320.123Z", the name of what was made then. */
void moment_to_name(int64_t ms, char out[MOMENT_BYTES]);

/* When was a thing of that name made?  False: that is no such name. */
bool moment_from_name(const char *name, int64_t *ms);

#endif
