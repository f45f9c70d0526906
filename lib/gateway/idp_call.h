/*
 * A call of an operation of user pools, for the files that have the operations.
 */

#ifndef CW_GATEWAY_IDP_CALL_H
#define CW_GATEWAY_IDP_CALL_H

#include "chat/user.h"
#include "gateway/answer.h"
#include "gateway/jwt.h"
#include "pool/audit.h"
#include "pool/client.h"
#include "pool/origin.h"
#include "pool/rate.h"

/* Why a call is refused; the table in idp_fault.c has what clients are told. */
enum cw_idp_fault {
	CW_IDP_OK,
	CW_IDP_INTERNAL,
	CW_IDP_RATE,
	CW_IDP_UNKNOWN_OPERATION,
	CW_IDP_NOT_JSON,
	CW_IDP_PARAMETER, /* call->about says what is wrong */
	CW_IDP_MISSING,	  /* call->about names what is */
	CW_IDP_NO_CLIENT,
	CW_IDP_NO_POOL,
	CW_IDP_FLOW_OFF, /* call->about: the flow */
	CW_IDP_SECRET_HASH,
	CW_IDP_SECRET_MISSING,
	CW_IDP_CREDENTIALS,
	CW_IDP_LOCKED,
	CW_IDP_DISABLED,
	CW_IDP_UNCONFIRMED,
	CW_IDP_WAITING,
	CW_IDP_NO_USER,
	CW_IDP_RESET_NEEDED,
	CW_IDP_NAME_TAKEN,
	CW_IDP_ALIAS_TAKEN,
	CW_IDP_PASSWORD, /* call->about: why it is none */
	CW_IDP_PASSWORD_FORMER,
	CW_IDP_CODE,
	CW_IDP_CODE_EXPIRED,
	CW_IDP_MFA_CODE,
	CW_IDP_MFA_SETUP_CODE,
	CW_IDP_IS_CONFIRMED,
	CW_IDP_CONFIRMED_ALREADY,
	CW_IDP_SIGN_UP_CLOSED,
	CW_IDP_LIMIT,
	CW_IDP_SESSION,
	CW_IDP_SESSION_EXPIRED,
	CW_IDP_REFRESH_INVALID,
	CW_IDP_REFRESH_REVOKED,
	CW_IDP_REFRESH_EXPIRED,
	CW_IDP_REFRESH_REUSED,
	CW_IDP_ACCESS_INVALID,
	CW_IDP_ACCESS_REVOKED,
	CW_IDP_ACCESS_EXPIRED,
	CW_IDP_TOKEN_TYPE,
	CW_IDP_TOKEN_CLIENT,
	CW_IDP_NOT_SIGNED,
	CW_IDP_BAD_KEY,
	CW_IDP_BAD_SIGNATURE,
	CW_IDP_LATE_SIGNATURE,
	CW_IDP_INCOMPLETE_SIGNATURE,
	CW_IDP_GROUP_EXISTS,
	CW_IDP_NO_GROUP,
	CW_IDP_DENIED,
	CW_IDP_USER_STATE,
	CW_IDP__COUNT
};

struct cw_idp_operation;

struct cw_idp_call {
	struct cw_service *service;
	struct cw_arena *arena;
	struct cw_pool *pool;
	const struct cw_conf *conf;
	const struct cw_source *source;
	struct cw_request request;
	const struct cw_idp_operation *operation;
	struct cw_ctx cx; /* for what is the chat's */
	struct cw_actor actor;
	struct cw_client client;     /* cw_idp_client */
	struct cw_claims claims;     /* cw_idp_bearer */
	struct cw_session session;   /* and whose it is */
	struct cw_access_key signer; /* of signed operations */
	const char *about;	     /* for the fault's message */
	enum cw_err cause;	     /* of CW_IDP_INTERNAL */
	char id[37];
	int64_t began_us;
};

/* req is the request model's struct; resp that of the response's, zeroed. */
typedef enum cw_idp_fault
cw_idp_handler(struct cw_idp_call *call, const void *req, void *resp);

struct cw_idp_operation {
	const char *name;
	const struct cw_model *request;
	const struct cw_model *response; /* NULL: {} */
	cw_idp_handler *handle;
	enum cw_rate rate;
	bool is_signed; /* by an administrator's key */
};

/* The operations of one file. */
struct cw_idp_operations {
	const struct cw_idp_operation *list;
	size_t count;
};

extern const struct cw_idp_operations cw_idp_account_operations;
extern const struct cw_idp_operations cw_idp_attribute_operations;
extern const struct cw_idp_operations cw_idp_auth_operations;
extern const struct cw_idp_operations cw_idp_factor_operations;
extern const struct cw_idp_operations cw_idp_reset_operations;
extern const struct cw_idp_operations cw_idp_token_operations;
extern const struct cw_idp_operations cw_idp_user_operations;

/* --- faults --------------------------------------------------------------- */

/* What clients are told of a fault. */
struct cw_idp_refusal {
	const char *type;    /* without "Exception" */
	const char *message; /* one %s stands for call->about; NULL: null */
	int status;
};
const struct cw_idp_refusal *cw_idp_refusal(enum cw_idp_fault fault);

/* What an error means to clients; keeps it if it is our own. */
enum cw_idp_fault cw_idp_fault_of(struct cw_idp_call *call, enum cw_err err);

/* A fault that says what it is about; about is a constant or in the arena. */
enum cw_idp_fault cw_idp_tell(struct cw_idp_call *call, enum cw_idp_fault fault,
    const char *about);

/* --- who calls ------------------------------------------------------------ */

/* What every client sends; hash may be NULL. */
struct cw_idp_caller {
	const char *client_id;
	const char *secret_hash;
	const char *username; /* that the hash is of, or */
	const char *refresh;  /* the token of whose name it is; may be NULL */
};

/* The client, into call->client, if it knows the secret that it has. */
enum cw_idp_fault
cw_idp_client(struct cw_idp_call *call, const struct cw_idp_caller *caller);

/*
 * The client that a challenge's session is for, into call->client: some calls
 * name none.  CW_IDP_SESSION, CW_IDP_SESSION_EXPIRED.
 */
enum cw_idp_fault
cw_idp_step_client(struct cw_idp_call *call, const char *session);

/* Why nobody may answer with a session of call->client. */
enum cw_idp_fault
cw_idp_refuse_session(struct cw_idp_call *call, const char *session);

/* Whose access token is it?  Into call->claims and call->session. */
enum cw_idp_fault cw_idp_bearer(struct cw_idp_call *call, const char *token);

/* A value among pairs, or NULL. */
const char *cw_idp_pair(const struct cw_list *pairs, const char *name);

/* --- what several answers hold -------------------------------------------- */

/* The name of a member in JSON is not that of C's. */
#define CW_IDP_TEXT(s, m, wire, least, most, how)                    \
	{                                                            \
		.name = (wire), .doc = "", .kind = CW_KIND_TEXT,     \
		.format = CW_FORMAT_NONE, .flags = (how),            \
		.offset = CW_AT(s, m, const char *), .min = (least), \
		.max = (most), .standard = CW_ABSENT                 \
	}
#define CW_IDP_NUMBER(s, m, wire, least, most, how)                  \
	{                                                            \
		.name = (wire), .doc = "", .kind = CW_KIND_NUMBER,   \
		.flags = (how), .offset = CW_AT(s, m, int64_t),      \
		.min = (least), .max = (most), .standard = CW_ABSENT \
	}
#define CW_IDP_FLAG(s, m, wire, how)                             \
	{                                                        \
		.name = (wire), .doc = "", .kind = CW_KIND_FLAG, \
		.flags = (how), .offset = CW_AT(s, m, bool),     \
		.standard = CW_ABSENT                            \
	}
#define CW_IDP_TEXTS(s, m, wire, most, item_max, how)                   \
	{                                                               \
		.name = (wire), .doc = "", .kind = CW_KIND_TEXTS,       \
		.flags = (how), .offset = CW_AT(s, m, struct cw_texts), \
		.max = (most), .standard = (item_max)                   \
	}
#define CW_IDP_OBJECT(s, m, wire, type, of, how)                   \
	{                                                          \
		.name = (wire), .doc = "", .kind = CW_KIND_OBJECT, \
		.flags = (how), .offset = CW_AT(s, m, type *),     \
		.standard = CW_ABSENT, .model = (of)               \
	}
#define CW_IDP_OBJECTS(s, m, wire, most, of, how)                      \
	{                                                              \
		.name = (wire), .doc = "", .kind = CW_KIND_OBJECTS,    \
		.flags = (how), .offset = CW_AT(s, m, struct cw_list), \
		.max = (most), .standard = CW_ABSENT, .model = (of)    \
	}
#define CW_IDP_PAIRS(s, m, wire, how)                                  \
	{                                                              \
		.name = (wire), .doc = "", .kind = CW_KIND_PAIRS,      \
		.flags = (how), .offset = CW_AT(s, m, struct cw_list), \
		.max = CW_IDP_PAIRS_MAX, .standard = CW_IDP_VALUE_MAX  \
	}
#define CW_IDP_MODEL(of, rows)                                    \
	{                                                         \
		.name = "", .size = sizeof(of), .fields = (rows), \
		.is_open = true                                   \
	}

/* Characters; names are judged by the pool, in its own words. */
#define CW_IDP_ID_MAX 128
#define CW_IDP_NAME_MAX 254
#define CW_IDP_PASSWORD_MAX 1024
#define CW_IDP_CODE_MAX 2048
#define CW_IDP_TOKEN_MAX 8192
#define CW_IDP_VALUE_MAX 8192
#define CW_IDP_PAIRS_MAX 64
#define CW_IDP_ATTRIBUTES_MAX 100
#define CW_IDP_POOL_ID_MAX 55

/* Rows that many operations have: members of the same names in s. */
#define CW_IDP_ROW_POOL(s)                                           \
	CW_IDP_TEXT(s, pool_id, "UserPoolId", 1, CW_IDP_POOL_ID_MAX, \
	    CW_REQUIRED)
#define CW_IDP_ROW_CLIENT(s) \
	CW_IDP_TEXT(s, client_id, "ClientId", 1, CW_IDP_ID_MAX, CW_REQUIRED)
#define CW_IDP_ROW_SECRET_HASH(s) \
	CW_IDP_TEXT(s, secret_hash, "SecretHash", 0, CW_IDP_ID_MAX, CW_OPTIONAL)
#define CW_IDP_ROW_USERNAME(s) \
	CW_IDP_TEXT(s, username, "Username", 1, CW_IDP_NAME_MAX, CW_REQUIRED)
#define CW_IDP_ROW_PASSWORD(s)                                       \
	CW_IDP_TEXT(s, password, "Password", 0, CW_IDP_PASSWORD_MAX, \
	    CW_REQUIRED)
#define CW_IDP_ROW_SESSION(s) \
	CW_IDP_TEXT(s, session, "Session", 0, CW_IDP_TOKEN_MAX, CW_OPTIONAL)
#define CW_IDP_ROW_ACCESS_TOKEN(s)                                       \
	CW_IDP_TEXT(s, access_token, "AccessToken", 1, CW_IDP_TOKEN_MAX, \
	    CW_REQUIRED)

/* An attribute of somebody. */
struct cw_idp_attribute {
	const char *name;
	const char *value; /* NULL none */
};
extern const struct cw_model cw_idp_attribute_model;

/* Where a code went. */
struct cw_idp_delivery {
	const char *destination;
	const char *medium;
	const char *attribute;
};
extern const struct cw_model cw_idp_delivery_model;

/* The answer that says no more. */
struct cw_idp_delivered {
	struct cw_idp_delivery *delivery;
};
extern const struct cw_model cw_idp_delivered_model;

/* A request that holds no more than whose it is. */
struct cw_idp_bearer {
	const char *access_token;
};
extern const struct cw_model cw_idp_bearer_model;

/* Where a code went, masked; of an address that nobody has, an invented one. */
enum cw_err cw_idp_deliver(const struct cw_idp_call *call, const char *email,
    const char *username, struct cw_idp_delivery **out) CW_CHECKED;

/* What signing in gives. */
struct cw_idp_result {
	const char *access_token;
	const char *id_token;
	const char *refresh_token; /* NULL: the client has it */
	int64_t expires_in;
	const char *token_type;
};

struct cw_idp_auth {
	struct cw_idp_result *result;
	const char *challenge;
	struct cw_list parameters; /* of struct cw_pair */
	const char *session;
};
extern const struct cw_model cw_idp_auth_model;

/* Tokens for a session that has begun, or goes on. */
enum cw_idp_fault cw_idp_give_tokens(struct cw_idp_call *call,
    const struct cw_origin *origin, struct cw_idp_auth *out);

/* The same by a refresh token. */
enum cw_idp_fault cw_idp_refresh(struct cw_idp_call *call, const char *token,
    struct cw_idp_auth *out);

/* What an error of a refresh token (origin.h) means to clients. */
enum cw_idp_fault
cw_idp_refuse_refresh(struct cw_idp_call *call, enum cw_err err);

/* Why a password is none, out of the pool's own sentence. */
enum cw_idp_fault cw_idp_password_fault(struct cw_idp_call *call,
    const char *password, const char *sentence);

/* What attributes somebody has, as struct cw_idp_attribute. */
enum cw_err cw_idp_put_attributes(struct cw_idp_call *call,
    const struct cw_holder *holder, struct cw_list *out) CW_CHECKED;

/* The value of an attribute among those of a request, or NULL. */
const char *
cw_idp_find_attribute(const struct cw_list *attributes, const char *name);

/* Judge an attribute and put it on a list of struct cw_attribute. */
enum cw_idp_fault cw_idp_add_attribute(struct cw_idp_call *call,
    struct cw_list *list, const char *name, const char *value);

/* The same with all of a request's, but for the mail address. */
enum cw_idp_fault cw_idp_take_attributes(struct cw_idp_call *call,
    const struct cw_list *given, struct cw_list *out);

enum cw_err cw_idp_set_attributes(struct cw_idp_call *call, int64_t account_id,
    const char *username, const struct cw_list *attributes) CW_CHECKED;
enum cw_idp_fault cw_idp_drop_attributes(struct cw_idp_call *call,
    int64_t account_id, const char *username, const struct cw_texts *names);

/* Which second factors somebody has; *preferred is as it was without any. */
enum cw_err cw_idp_put_factors(struct cw_idp_call *call, int64_t account_id,
    struct cw_texts *list, const char **preferred) CW_CHECKED;

struct cw_signed_in;

/* Tokens, or what is asked for next. */
enum cw_idp_fault cw_idp_go_on(struct cw_idp_call *call,
    const struct cw_signed_in *signed_in, struct cw_idp_auth *out);

/* The answer to a challenge that has a session. */
struct cw_idp_answer {
	const char *challenge;
	const char *session;
	const struct cw_list *responses; /* of struct cw_pair */
};
enum cw_idp_fault cw_idp_answer_step(struct cw_idp_call *call,
    const struct cw_idp_answer *answer, struct cw_idp_auth *out);

/* A parameter that must be there, among pairs. */
enum cw_idp_fault cw_idp_need(struct cw_idp_call *call,
    const struct cw_list *pairs, const char *name, const char **out);

/* A parameter of a challenge.  CW_NOMEM. */
enum cw_err cw_idp_ask(struct cw_idp_call *call, struct cw_idp_auth *out,
    const char *name, const char *value) CW_CHECKED;

#endif
