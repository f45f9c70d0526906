/*
 * An endpoint: everything about one operation, as a value, and one function.
 */

#ifndef CW_GATEWAY_ENDPOINT_H
#define CW_GATEWAY_ENDPOINT_H

#include "base/conf.h"
#include "base/text.h"
#include "chat/chat.h"
#include "chat/conversation.h"
#include "db/group.h"
#include "gateway/model.h"
#include "pool/provider.h"
#include "pool/session.h"

enum cw_method {
	CW_GET,
	CW_POST,
	CW_PUT,
	CW_PATCH,
	CW_DELETE,
	CW_METHOD__COUNT
};

/* Who may call.  Zero admits nobody. */
enum cw_access {
	CW_NOBODY,
	CW_ANYONE,
	CW_USER,   /* a living session */
	CW_MEMBER, /* and a member of the conversation named by {id} */
	CW_ADMIN,  /* a living session of an administrator */
};

/* A row of requests: the {id} of CW_MEMBER. */
#define CW_ROW_CONVERSATION_ID(s)                                    \
	CW_TEXT(s, id, CW_UUID_CHARS, CW_UUID_CHARS, CW_FORMAT_UUID, \
	    CW_REQUIRED, "Which conversation.")

/* Where the handler runs. */
enum cw_work {
	CW_READS,  /* a read transaction of the chat store */
	CW_WRITES, /* a piece of a group commit on the chat store */
	CW_POOLS,  /* no transaction: pool functions make their own */
};

struct cw_request;
struct cw_service;

/* What a handler is given besides the request. */
struct cw_ctx {
	struct cw_chat chat;	   /* store, arena, user, time */
	struct cw_member member;   /* with CW_MEMBER */
	struct cw_session session; /* unless anyone may call */
	struct cw_pool *pool;
	const struct cw_conf *conf;
	struct cw_reply *reply; /* location, cookie, status: gateway/reply.h */
	struct cw_request *request; /* for problems: cw_reply_problem */
	struct cw_service *service; /* the process: gateway/service.h */
};

/*
 * req is the request model's struct, parsed and checked; resp that of the
 * response model, zeroed, with room for the alternative one.  Either is NULL
 * without a model.
 */
typedef enum cw_err cw_handler(struct cw_ctx *cx, const void *req, void *resp);

/*
 * What the answer will be, said by a few numbers (chat/changes.h), for an
 * endpoint that only reads.  CW_NOTFOUND: cannot be said cheaply.
 */
typedef enum cw_err
cw_versioner(struct cw_ctx *cx, const void *req, struct cw_buf *out);

/* Errors declared beside those that access and models imply. */
#define CW_ERRORS1(a) (1u << (a))
#define CW_ERRORS2(a, b) (1u << (a) | 1u << (b))
#define CW_ERRORS3(a, b, c) (1u << (a) | 1u << (b) | 1u << (c))

struct cw_endpoint {
	const char *name; /* of the program, "messages-post" */
	enum cw_method method;
	const char *path;    /* "/conversations/{id}/messages" */
	const char *summary; /* a few words */
	const char *doc;     /* sentences; may be NULL */
	enum cw_access access;
	enum cw_work work;
	const struct cw_model *request;	 /* NULL: no parameters and no body */
	const struct cw_model *response; /* NULL: an empty body */
	/* Chosen by cw_reply_alternative; NULL: the same. */
	const struct cw_model *response_alternative;
	int status;		   /* of success */
	int status_alternative;	   /* its status; 0: the same */
	unsigned errors;	   /* CW_ERRORSn(...) */
	bool is_idempotent_by_key; /* takes an Idempotency-Key */
	bool has_stream;	   /* also answers as text/event-stream */
	/* What it knows of providers; to ask them is a way out of the fence. */
	enum cw_provider_use providers;
	/* With it answers have an ETag, and may be kept by who asked. */
	cw_versioner *version;
	cw_handler *handle;
};

/* Who acts, and from where, for the pool. */
struct cw_actor cw_ctx_actor(const struct cw_ctx *cx);

/* The token of the device, which its cookie holds; NULL: it has none. */
const char *cw_ctx_device(const struct cw_ctx *cx);

/*
 * From a CW_POOLS handler: run work as a piece of a group commit on the chat
 * store (db/group.h).  Must not be called from within a transaction.
 */
enum cw_err
cw_ctx_write(struct cw_ctx *cx, cw_group_work *work, void *arg) CW_CHECKED;

/*
 * Serve an endpoint: as FastCGI, as CGI, or once from a shell with variables.
 * --describe, --version and --help answer only when neither GATEWAY_INTERFACE
 * nor REQUEST_METHOD is set: under CGI a query can become argv (RFC 3875
 * section 4.4).  Returns the process's exit code: 0, or 1 if it could not
 * serve (the reason is logged), or 2 for arguments it does not know.
 */
int cw_serve(const struct cw_endpoint *endpoint, int argc, char **argv);

/* The same for events-get, which holds its readers open. */
int cw_serve_events(const struct cw_endpoint *endpoint, int argc, char **argv);

/* The same for all that no endpoint has: OPTIONS, 404, 405. */
int cw_serve_unrouted(int argc, char **argv);

/*
 * The same for several programs at once, in one process: mains are theirs, and
 * one of them is that of unrouted.  --describe prints a list.
 */
typedef int cw_main(int argc, char **argv);
int cw_serve_all(cw_main *const *mains, size_t count, int argc, char **argv);

#endif
