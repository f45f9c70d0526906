/*
 * Asking the web server that stands before the programs, through chinwag-fetch.
 */

#ifndef CHINWAG_WEB_H
#define CHINWAG_WEB_H

#include "command.h"

#define WEB_HEADERS_MAX 8

/* Which server, and how it is reached. */
struct web {
	const struct operation *op;
	const char *origin;  /* "https://chat.example.org" */
	const char *connect; /* "127.0.0.1:8443" instead; NULL: as it says */
	bool is_insecure;    /* its certificate was looked at already */
};

struct web_request {
	const char *method; /* NULL: GET */
	const char *path;
	const char *headers[WEB_HEADERS_MAX]; /* "Name: value" */
	const char *body;
	size_t body_len;
	int64_t limit_ms; /* 0: 20 seconds */
	bool is_chunked;
	bool is_twice; /* over one connection, if the server lets us */
};

struct web_answer {
	int status;	   /* 0: none came */
	const char *error; /* why not, or why it ended early; NULL */
	int64_t connections;
	int64_t first_ms; /* to the body's first byte; -1: it has none */
	int64_t last_ms;
	int64_t expires; /* of the certificate, s since 1970; 0 unknown */
	bool is_untrusted;
	const char *headers;
	const char *body;
	size_t body_len;
};

/* CW_NOTFOUND: there is no chinwag-fetch; CW_SYSTEM: it failed. */
enum cw_err web_ask(const struct web *web, const struct web_request *request,
    struct web_answer *out) CW_CHECKED;

/* The value of a header, in the arena; NULL: it is not there. */
const char *web_header(const struct web *web, const struct web_answer *answer,
    const char *name);

#endif
