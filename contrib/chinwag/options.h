/*
 * A subcommand's options, and asking before harm is done.
 */

#ifndef CHINWAG_OPTIONS_H
#define CHINWAG_OPTIONS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"

struct choice {
	const char *name;   /* "--limit" */
	const char **value; /* takes the next word */
	bool *is_given;	    /* or stands alone */
};

/*
 * Take options off the arguments, wherever they stand before "--"; the other
 * words move to argv[1] and on, and NULL stands behind them.  Returns how many
 * there are; -1: an option that is none of these, or lacks its value.
 */
int
take_options(const struct choice *choices, size_t count, int argc, char **argv);

/*
 * Ask a person, at the terminal, whether to do what the sentence says; without
 * a terminal the answer is no, and how to say yes is told.
 */
bool is_wanted(const char *fmt, ...) CW_PRINTF(1, 2);

#endif
