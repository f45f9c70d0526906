/*
 * Asking a program, through the web server, what arrived of a request: probes
 * as gateway/probe.h has them.
 */

#ifndef CHINWAG_ECHO_H
#define CHINWAG_ECHO_H

#include "doctor.h"

/* What the program says. */
struct echo {
	const char *text; /* all of it, JSON */
	const char *program;
	const char *uri;
	const char *result; /* of taking the request in */
	int64_t body_bytes;
	int64_t user;
	bool is_ours; /* the request is for that program */
	bool is_below_prefix;
};

/*
 * Send a request with a ticket; the path is below the API's prefix.  False: no
 * program said what arrived; *answer is what came instead (status 0: nothing).
 */
bool ask_echo(struct doctor *doctor, const struct web_request *request,
    struct web_answer *answer, struct echo *out);

/*
 * The value of a variable that arrived, the first if n is 0; NULL: it did not,
 * or not as often.
 */
const char *echo_variable(const struct doctor *doctor, const struct echo *echo,
    const char *name, int n);

#endif
