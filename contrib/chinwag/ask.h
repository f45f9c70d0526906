/*
 * Asking a program of the API one request, as CGI, without a web server.
 */

#ifndef CHINWAG_ASK_H
#define CHINWAG_ASK_H

#include "command.h"

struct invocation {
	const char *programs; /* their directory; NULL: where they are */
	const char *data_dir; /* that it works in */
	const char *program;
	const char *method;
	const char *path;  /* below the API's prefix */
	const char *body;  /* JSON; NULL none */
	const char *token; /* NULL none */
};

struct invoked {
	int status;
	const char *body;
};

/* CW_SYSTEM: no answer came; *why says why. */
enum cw_err ask_program(const struct operation *op, const struct invocation *in,
    struct invoked *out, const char **why) CW_CHECKED;

/* The text of a member of a flat JSON object that holds no escapes; or NULL. */
const char *
find_member(struct cw_arena *arena, const char *json, const char *name);

#endif
