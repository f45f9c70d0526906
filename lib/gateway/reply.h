/*
 * The method response: built whole in memory, written once, after the commit.
 */

#ifndef CW_GATEWAY_REPLY_H
#define CW_GATEWAY_REPLY_H

#include "base/text.h"
#include "gateway/endpoint.h"
#include "gateway/request.h"

#define CW_REPLY_MAX_BYTES (4 * 1024 * 1024)

struct cw_reply {
	const char *location; /* below the API prefix; NULL none */
	const char *etag;     /* with its quotes; NULL: it is not to be kept */
	/* Set this session cookie; "" clears it, NULL leaves it. */
	const char *session_token;
	int64_t session_expires;
	const char *device_token; /* a known device's cookie; NULL leaves it */
	/* What goes to a provider and back (pool/handover.h), as the first. */
	const char *handover;
	int64_t retry_ms; /* for CW_LOCKED, CW_TOOMANY, CW_BUSY; 0: a second */
	int status;	  /* 0: the endpoint's */
	bool is_alternative; /* the endpoint's other success */
	bool is_options;     /* tells which methods and headers there are */
};

/* A handler's wishes.  Text is checked for control characters when written. */
void cw_reply_alternative(struct cw_ctx *cx);
void cw_reply_location(struct cw_ctx *cx, const char *location);

/*
 * Tell the client what is wrong; `at` is a JSON Pointer into the body, "/0".
 * Returns CW_INVALID for the handler to return, or CW_NOMEM.
 */
enum cw_err cw_reply_problem(struct cw_ctx *cx, const char *at, const char *fmt,
    ...) CW_PRINTF(3, 4) CW_CHECKED;

/* Status, code word and sentence of an error; one row each (reply.c). */
struct cw_err_reply {
	int status;
	const char *code;
	const char *message;
};
const struct cw_err_reply *cw_err_reply(enum cw_err err);

/*
 * Write a value as JSON by its model, checking it against the model; a reply
 * that breaks its own model is CW_SYSTEM and logged, never sent.
 */
enum cw_err cw_reply_body(struct cw_buf *buf, const struct cw_model *model,
    const void *value) CW_CHECKED;

/* The body of an error, with the request's id and problems. */
enum cw_err cw_reply_error_body(struct cw_buf *buf,
    const struct cw_request *request, enum cw_err err) CW_CHECKED;

/* The status of an answer; endpoint may be NULL if err or reply says it. */
int cw_reply_status(const struct cw_endpoint *endpoint,
    const struct cw_request *request, const struct cw_reply *reply,
    enum cw_err err);

/*
 * The beginning of a CGI answer: the status and the headers that every answer
 * carries, each with its CRLF; others and the blank line may follow.
 */
void cw_reply_head(struct cw_buf *out, const struct cw_conf *conf,
    const struct cw_request *request, int status);

/* Whom an answer is for. */
struct cw_reply_to {
	const struct cw_conf *conf;
	const struct cw_request *request;
	const struct cw_endpoint *endpoint; /* NULL: unrouted */
};

/*
 * The whole CGI answer (RFC 3875 section 6): headers, blank line, body; err
 * says which headers, and its body is cw_reply_error_body's.
 */
enum cw_err cw_reply_write(struct cw_buf *out, const struct cw_reply_to *to,
    const struct cw_reply *reply, enum cw_err err, const char *body,
    size_t body_len) CW_CHECKED;

#endif
