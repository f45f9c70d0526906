/*
 * The method request: what came in, from FastCGI parameters or the environment.
 *
 * Nothing here trusts its input.  Routing is by REQUEST_URI: the query is cut
 * off, the API prefix stripped, the path split at '/', and each segment decoded
 * once, after splitting.  Refused with CW_INVALID: NUL, invalid UTF-8, broken
 * percent-encoding, a parameter or header given twice, an unknown query
 * parameter.
 */

#ifndef CW_GATEWAY_REQUEST_H
#define CW_GATEWAY_REQUEST_H

#include <sys/types.h>

#include "gateway/endpoint.h"

#define CW_URI_MAX_BYTES 8192
#define CW_HEADER_MAX_BYTES 8192
#define CW_QUERY_MAX_PARAMETERS 32
#define CW_PROBLEMS_MAX 20
#define CW_JSON_MAX_DEPTH 16
#define CW_REQUEST_ID_CHARS 24

#define CW_READ_LATE (-2)

/* Where a request comes from: FastCGI, the environment, a test. */
struct cw_source {
	char *const *vars; /* "NAME=value" each; NULL ends them */
	/*
	 * Up to len bytes of the body: how many; 0 at its end, -1 failed,
	 * CW_READ_LATE: it has taken longer than body_max_sec.
	 */
	ssize_t (*read)(void *arg, char *bytes, size_t len);
	void *arg;
	/* Does the body's end always come?  On a terminal it does not. */
	bool has_end;
};

/*
 * The request as the web server hands it over.  Headers that are not there are
 * NULL; all strings live as long as the arena and the source.
 */
struct cw_request {
	struct cw_arena *arena;
	const char *method; /* "" if the server did not say */
	const char *uri;
	const char *path; /* below the API prefix; NULL: it is outside of it */
	size_t path_len;
	const char *query;	  /* behind the '?', "" none */
	const char *content_type; /* as sent */
	const char *body;
	size_t body_len;
	const char *cookie; /* the Cookie header or NULL */
	const char *authorization;
	const char *origin;
	const char *fetch_site; /* Sec-Fetch-Site */
	const char *accept;
	const char *idempotency_key;
	const char *last_event_id;
	const char *if_none_match;
	const char *requested_method; /* Access-Control-Request-Method */
	const char *remote_addr; /* the client's, as cw_forwarded_for has it */
	const char *user_agent;
	/*
	 * The server tells a program of a client's leaving only when a second
	 * write fails, and wants that to be within so many seconds; 0: it tells
	 * at once.
	 */
	int64_t leave_sec;
	bool is_body_unread;		  /* it was refused by its length */
	char id[CW_REQUEST_ID_CHARS + 1]; /* random, also X-Request-Id */
	struct cw_list problems;	  /* of struct cw_problem */
};

/*
 * Take a request in, body and all.  Whatever is returned, the request is good
 * for an answer.  CW_INVALID: a variable given twice, a path that is none, a
 * body shorter than declared; CW_TOOLARGE: nothing of the body was read;
 * CW_LATE: not all of it has come in time.
 */
enum cw_err cw_request_read(struct cw_request *request, struct cw_arena *arena,
    const struct cw_conf *conf, const struct cw_source *source) CW_CHECKED;

/*
 * Look at the method and the path alone, without judging anything: the request
 * must be read by whoever it turns out to be for.
 */
void cw_request_peek(struct cw_request *request, const struct cw_conf *conf,
    const struct cw_source *source);

/*
 * Add a problem that the client is told; at and message are copied, those
 * beyond CW_PROBLEMS_MAX dropped.  Returns CW_INVALID, or CW_NOMEM.
 */
enum cw_err cw_request_problem(struct cw_request *request, const char *at,
    const char *fmt, ...) CW_PRINTF(3, 4) CW_CHECKED;

/*
 * Parse and check everything that the model names into out.  CW_INVALID with
 * problems; CW_UNSUPPORTED: a body of a type nobody reads; CW_TOOLARGE.
 */
enum cw_err cw_request_parse(struct cw_request *request,
    const struct cw_endpoint *endpoint, void *out) CW_CHECKED;

/*
 * The address of the client.  remote, whoever is connected, unless that is one
 * of trusted_proxies and says in X-Forwarded-For for whom it asks; which may
 * be another of them.  What is no address is not believed.
 */
const char *cw_forwarded_for(const struct cw_conf *conf, struct cw_arena *arena,
    const char *remote, const char *forwarded);

/* Where a field's value comes from. */
enum cw_place { CW_IN_PATH, CW_IN_QUERY, CW_IN_HEADER, CW_IN_BODY };
enum cw_place cw_field_place(const struct cw_endpoint *endpoint,
    const struct cw_field *field);

/* Of two findings the one that counts: what cannot go on before CW_INVALID. */
enum cw_err cw_err_worse(enum cw_err a, enum cw_err b) CW_CHECKED;

/* Set the numbers of a fresh struct to their defaults, or absent. */
void cw_model_preset(const struct cw_model *model, void *out);

/* Does any field come from the body? */
bool cw_endpoint_has_body(const struct cw_endpoint *endpoint);

/* Its body's media type, without parameters: is it this one? */
bool cw_request_is_type(const struct cw_request *request, const char *type);

/* A value from outside into a struct, checked by its field. */
enum cw_err
cw_request_take_text(struct cw_request *request, const struct cw_field *field,
    const char *at, const char *text, size_t len, void *out) CW_CHECKED;
enum cw_err
cw_request_take_number(struct cw_request *request, const struct cw_field *field,
    const char *at, int64_t number, void *out) CW_CHECKED;

/* Do a path and a path template match?  Segments are decoded later. */
bool cw_path_matches(const char *template, const char *path, size_t len);

/*
 * The value of a cookie, in the arena; accepts ';' and Apache's ',' between
 * cookies.  *out NULL: not there.  CW_INVALID: there twice with two values.
 */
enum cw_err cw_cookie_find(struct cw_arena *arena, const char *header,
    const char *name, const char **out) CW_CHECKED;

#endif
