/*
 * The life of one request: in, judged, handled, answered.  Knows nothing of
 * FastCGI, so that tests can drive it.
 */

#ifndef CW_GATEWAY_ANSWER_H
#define CW_GATEWAY_ANSWER_H

#include "base/text.h"
#include "chat/watch.h"
#include "db/group.h"
#include "gateway/reply.h"
#include "gateway/request.h"
#include "gateway/service.h"

/* What a request has come through, in this order, where it applies. */
enum cw_stage {
	CW_STAGE_READ,	 /* taken in, and for this program */
	CW_STAGE_ACCESS, /* origin and session */
	CW_STAGE_MODEL,	 /* parameters and body */
	CW_STAGE_TURN,	 /* a transaction, which may have to wait */
	CW_STAGE_MEMBER, /* of the conversation */
	CW_STAGE_HANDLE, /* the handler, and its value as JSON */
	CW_STAGE_COMMIT,
	CW_STAGE_ANSWER, /* headers; all but the writing */
	CW_STAGE__COUNT
};

struct cw_answer {
	struct cw_service *service;
	const struct cw_endpoint *endpoint; /* NULL: unrouted */
	struct cw_arena *arena;
	struct cw_request request;
	struct cw_reply reply;
	struct cw_ctx cx;
	struct cw_told told; /* who learns of it by a cursor file */
	void *req;	     /* the models' structs */
	void *resp;
	bool has_key;	  /* an Idempotency-Key that counts */
	bool is_answered; /* by cw_answer_begin: there is nothing to handle */
	int64_t began_us;
	int64_t stages_us[CW_STAGE__COUNT]; /* when done; only for debugging */
	struct cw_buf body;
	struct cw_group_piece piece; /* with cw_answer_submit */
	void (*done)(struct cw_answer *answer);
	/* The result: a whole CGI answer, in the arena or in spare. */
	const char *bytes;
	size_t len;
	int status;
	bool must_exit;	  /* the store is broken: the process must go */
	char spare[1536]; /* for an answer when there is no memory left */
};

/*
 * Take the request in and judge it: method and path, origin, session, model.
 * CW_OK: answer->req and answer->cx are ready, but no transaction is begun
 * and the membership not asked; or, with is_answered, the answer's body is.
 * Whatever comes, cw_answer_end must follow.
 */
enum cw_err
cw_answer_begin(struct cw_answer *answer, struct cw_service *service,
    struct cw_arena *arena, const struct cw_source *source) CW_CHECKED;

/*
 * Make the answer: err's, or with CW_OK the given body (not needed if the
 * status is 204).  Sets bytes, len, status and must_exit, whatever happens,
 * and logs the request.
 */
void cw_answer_end(struct cw_answer *answer, enum cw_err err, const char *body,
    size_t body_len);

/* All of it: begin, the handler in its transaction, end. */
void cw_answer(struct cw_answer *answer, struct cw_service *service,
    struct cw_arena *arena, const struct cw_source *source);

/*
 * The same for an endpoint that writes, without waiting for the commit:
 * done is called once with the finished answer, in whatever thread, maybe
 * before this returns.  Of the source only the variables' strings are used
 * after it has returned.
 */
void cw_answer_submit(struct cw_answer *answer, struct cw_service *service,
    struct cw_arena *arena, const struct cw_source *source,
    void (*done)(struct cw_answer *answer));

#endif
