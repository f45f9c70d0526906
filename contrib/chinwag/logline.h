/*
 * A line of the log (base/log.h), taken apart.
 */

#ifndef CHINWAG_LOGLINE_H
#define CHINWAG_LOGLINE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#define LOG_MEMBERS_MAX 32

struct log_member {
	const char *name;
	const char *text; /* a number as it was written */
};

struct log_line {
	struct log_member members[LOG_MEMBERS_MAX];
	size_t count;
};

/*
 * Take a line apart, in its own bytes, which are changed for it.  False: it is
 * not one JSON object of texts and numbers.
 */
bool log_line_parse(char *bytes, struct log_line *out);

/* The text of a member; empty without one. */
const char *log_line_find(const struct log_line *line, const char *name);

/*
 * For people: time, level, program, message, and the rest as name=text.
 * What would steer a terminal is shown as \xNN.
 */
void log_line_print(FILE *to, const struct log_line *line);
void log_text_print(FILE *to, const char *text);

#endif
