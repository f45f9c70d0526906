/*
 * InitiateAuth, RespondToAuthChallenge, and the same by an administrator for
 * somebody else.
 */

#include <string.h>

#include "base/text.h"
#include "gateway/idp_admin.h"
#include "gateway/idp_time.h"
#include "pool/signin.h"
#include "pool/verifier.h"

/* --- models --------------------------------------------------------------- */

struct initiate {
	const char *pool_id; /* by an administrator */
	const char *flow;
	const char *client_id;
	struct cw_list parameters; /* of struct cw_pair */
};

/* What anybody sends; an administrator names the pool too. */
#define INITIATE_ROWS                                                       \
	CW_IDP_TEXT(struct initiate, flow, "AuthFlow", 1, 64, CW_REQUIRED), \
	    CW_IDP_ROW_CLIENT(struct initiate),                             \
	    CW_IDP_PAIRS(struct initiate, parameters, "AuthParameters",     \
		CW_OPTIONAL)

static const struct cw_field initiate_fields[] = { INITIATE_ROWS, CW_END };
static const struct cw_model initiate_model =
    CW_IDP_MODEL(struct initiate, initiate_fields);

static const struct cw_field admin_initiate_fields[] = {
	CW_IDP_ROW_POOL(struct initiate),
	INITIATE_ROWS,
	CW_END,
};
static const struct cw_model admin_initiate_model =
    CW_IDP_MODEL(struct initiate, admin_initiate_fields);

struct respond {
	const char *pool_id; /* by an administrator */
	const char *client_id;
	const char *challenge;
	const char *session;
	struct cw_list responses; /* of struct cw_pair */
};

#define RESPOND_ROWS                                                       \
	CW_IDP_ROW_CLIENT(struct respond),                                 \
	    CW_IDP_TEXT(struct respond, challenge, "ChallengeName", 1, 64, \
		CW_REQUIRED),                                              \
	    CW_IDP_ROW_SESSION(struct respond),                            \
	    CW_IDP_PAIRS(struct respond, responses, "ChallengeResponses",  \
		CW_OPTIONAL)

static const struct cw_field respond_fields[] = { RESPOND_ROWS, CW_END };
static const struct cw_model respond_model =
    CW_IDP_MODEL(struct respond, respond_fields);

static const struct cw_field admin_respond_fields[] = {
	CW_IDP_ROW_POOL(struct respond),
	RESPOND_ROWS,
	CW_END,
};
static const struct cw_model admin_respond_model =
    CW_IDP_MODEL(struct respond, admin_respond_fields);

/* --- beginnings ----------------------------------------------------------- */

/* A way of signing in begins with the client and what it sends. */
typedef enum cw_idp_fault begin_flow(struct cw_idp_call *call,
    const struct cw_list *parameters, struct cw_idp_auth *out);

/* A client that may know is told that nobody has the name, or who is shut. */
static enum cw_idp_fault
refuse_sign_in(struct cw_idp_call *call, enum cw_err err, const char *login)
{
	struct cw_holder holder;

	if (err != CW_CREDENTIALS || !call->client.tells_unknown)
		return cw_idp_fault_of(call, err);
	err = cw_holder_by_login(call->pool, call->arena, login, &holder);
	if (err == CW_NOTFOUND)
		return CW_IDP_NO_USER;
	if (err != CW_OK)
		return cw_idp_fault_of(call, err);
	return holder.is_disabled ? CW_IDP_DISABLED : CW_IDP_CREDENTIALS;
}

static enum cw_idp_fault
begin_by_password(struct cw_idp_call *call, const struct cw_list *parameters,
    struct cw_idp_auth *out)
{
	struct cw_sign_in in = {
		.actor = &call->actor,
		.client = &call->client,
	};
	struct cw_signed_in signed_in = { 0 };
	int64_t retry_ms;
	enum cw_idp_fault fault;
	enum cw_err err;

	fault = cw_idp_need(call, parameters, "USERNAME", &in.login);
	if (fault == CW_IDP_OK)
		fault = cw_idp_need(call, parameters, "PASSWORD", &in.password);
	if (fault != CW_IDP_OK)
		return fault;
	err = cw_sign_in(call->pool, call->arena, &in, &signed_in, &retry_ms);
	if (err != CW_OK)
		return refuse_sign_in(call, err, in.login);
	return cw_idp_go_on(call, &signed_in, out);
}

static enum cw_err
put_question(struct cw_idp_call *call, const struct cw_srp_question *question,
    struct cw_idp_auth *out)
{
	const struct cw_pair parameters[] = {
		{ "SALT", question->salt },
		{ "SRP_B", question->b },
		{ "SECRET_BLOCK", question->block },
		{ "USERNAME", question->name },
		{ "USER_ID_FOR_SRP", question->name },
	};
	enum cw_err err = CW_OK;

	out->challenge = "PASSWORD_VERIFIER";
	for (size_t i = 0; i < CW_LEN(parameters) && err == CW_OK; i++)
		err = cw_idp_ask(call, out, parameters[i].name,
		    parameters[i].value);
	return err;
}

static enum cw_idp_fault
begin_by_srp(struct cw_idp_call *call, const struct cw_list *parameters,
    struct cw_idp_auth *out)
{
	struct cw_srp_question question;
	const char *login, *a;
	enum cw_idp_fault fault =
	    cw_idp_need(call, parameters, "USERNAME", &login);
	enum cw_err err;

	if (fault == CW_IDP_OK)
		fault = cw_idp_need(call, parameters, "SRP_A", &a);
	if (fault != CW_IDP_OK)
		return fault;
	err = cw_verifier_ask(call->pool, call->arena, &call->client, login, a,
	    &question);
	if (err == CW_INVALID)
		return cw_idp_tell(call, CW_IDP_PARAMETER,
		    "Invalid SRP_A value");
	if (err == CW_OK)
		err = put_question(call, &question, out);
	return cw_idp_fault_of(call, err);
}

static enum cw_idp_fault
begin_by_refresh(struct cw_idp_call *call, const struct cw_list *parameters,
    struct cw_idp_auth *out)
{
	const char *token;
	enum cw_idp_fault fault =
	    cw_idp_need(call, parameters, "REFRESH_TOKEN", &token);

	if (fault != CW_IDP_OK)
		return fault;
	return cw_idp_refresh(call, token, out);
}

/* Who may begin that way. */
enum who { BY_ANYBODY, BY_ADMINISTRATOR, BY_BOTH };

static const struct flow {
	const char *name;
	int64_t needs; /* which switch of the client; 0 none */
	begin_flow *begin;
	enum who who;
} flows[] = {
	{ "USER_PASSWORD_AUTH", CW_FLOW_PASSWORD, begin_by_password,
	    BY_ANYBODY },
	{ "USER_SRP_AUTH", CW_FLOW_SRP, begin_by_srp, BY_BOTH },
	{ "REFRESH_TOKEN_AUTH", 0, begin_by_refresh, BY_BOTH },
	{ "REFRESH_TOKEN", 0, begin_by_refresh, BY_BOTH },
	{ "ADMIN_USER_PASSWORD_AUTH", CW_FLOW_ADMIN_PASSWORD, begin_by_password,
	    BY_ADMINISTRATOR },
	{ "ADMIN_NO_SRP_AUTH", CW_FLOW_ADMIN_PASSWORD, begin_by_password,
	    BY_ADMINISTRATOR },
};

static const struct flow *
find_flow(const char *name, enum who who)
{
	for (size_t i = 0; i < CW_LEN(flows); i++)
		if ((flows[i].who == who || flows[i].who == BY_BOTH) &&
		    cw_text_equal(flows[i].name, name))
			return &flows[i];
	return NULL;
}

static enum cw_idp_fault
begin(struct cw_idp_call *call, const struct initiate *in, enum who who,
    struct cw_idp_auth *out)
{
	const struct cw_idp_caller caller = { in->client_id,
		cw_idp_pair(&in->parameters, "SECRET_HASH"),
		cw_idp_pair(&in->parameters, "USERNAME"),
		cw_idp_pair(&in->parameters, "REFRESH_TOKEN") };
	const struct flow *flow = find_flow(in->flow, who);
	enum cw_idp_fault fault = cw_idp_client(call, &caller);

	if (fault != CW_IDP_OK)
		return fault;
	if (flow == NULL)
		return cw_idp_tell(call, CW_IDP_PARAMETER,
		    "Unsupported authentication flow.");
	if ((call->client.flows & flow->needs) == flow->needs)
		return flow->begin(call, &in->parameters, out);
	if (flow->who == BY_ADMINISTRATOR)
		return cw_idp_tell(call, CW_IDP_PARAMETER,
		    "Auth flow not enabled for this client");
	return cw_idp_tell(call, CW_IDP_FLOW_OFF, flow->name);
}

static enum cw_idp_fault
initiate_auth(struct cw_idp_call *call, const void *req, void *resp)
{
	return begin(call, req, BY_ANYBODY, resp);
}

static enum cw_idp_fault
admin_initiate_auth(struct cw_idp_call *call, const void *req, void *resp)
{
	const struct initiate *in = req;
	enum cw_idp_fault fault = cw_idp_pool(call, in->pool_id);

	return fault == CW_IDP_OK ? begin(call, in, BY_ADMINISTRATOR, resp)
				  : fault;
}

/* --- answers -------------------------------------------------------------- */

static enum cw_idp_fault
read_claim(struct cw_idp_call *call, const struct cw_list *responses,
    struct cw_srp_answer *out)
{
	const struct {
		const char *name;
		const char **to;
	} needed[] = {
		{ "USERNAME", &out->name },
		{ "PASSWORD_CLAIM_SECRET_BLOCK", &out->block },
		{ "TIMESTAMP", &out->timestamp },
		{ "PASSWORD_CLAIM_SIGNATURE", &out->signature },
	};
	enum cw_idp_fault fault = CW_IDP_OK;

	for (size_t i = 0; i < CW_LEN(needed) && fault == CW_IDP_OK; i++)
		fault =
		    cw_idp_need(call, responses, needed[i].name, needed[i].to);
	if (fault != CW_IDP_OK)
		return fault;
	if (!cw_idp_is_timely(out->timestamp))
		return CW_IDP_CREDENTIALS;
	return CW_IDP_OK;
}

static enum cw_idp_fault
answer_srp(struct cw_idp_call *call, const struct respond *in,
    struct cw_idp_auth *out)
{
	struct cw_srp_answer answer = {
		.client = &call->client,
		.actor = &call->actor,
	};
	struct cw_signed_in signed_in = { 0 };
	int64_t retry_ms;
	enum cw_idp_fault fault = read_claim(call, &in->responses, &answer);
	enum cw_err err;

	if (fault != CW_IDP_OK)
		return fault;
	if ((call->client.flows & CW_FLOW_SRP) == 0)
		return cw_idp_tell(call, CW_IDP_FLOW_OFF, "USER_SRP_AUTH");
	err = cw_verifier_check(call->pool, call->arena, &answer, &signed_in,
	    &retry_ms);
	if (err != CW_OK)
		return refuse_sign_in(call, err, answer.name);
	return cw_idp_go_on(call, &signed_in, out);
}

static enum cw_idp_fault
respond_to_challenge(struct cw_idp_call *call, const void *req, void *resp)
{
	const struct respond *in = req;
	const struct cw_idp_caller caller = { in->client_id,
		cw_idp_pair(&in->responses, "SECRET_HASH"),
		cw_idp_pair(&in->responses, "USERNAME"), NULL };
	const struct cw_idp_answer answer = { in->challenge, in->session,
		&in->responses };
	enum cw_idp_fault fault = cw_idp_client(call, &caller);

	if (fault != CW_IDP_OK)
		return fault;
	if (cw_text_equal(in->challenge, "PASSWORD_VERIFIER"))
		return answer_srp(call, in, resp);
	return cw_idp_answer_step(call, &answer, resp);
}

static enum cw_idp_fault
admin_respond(struct cw_idp_call *call, const void *req, void *resp)
{
	const struct respond *in = req;
	enum cw_idp_fault fault = cw_idp_pool(call, in->pool_id);

	return fault == CW_IDP_OK ? respond_to_challenge(call, in, resp)
				  : fault;
}

static const struct cw_idp_operation operations[] = {
	{ .name = "InitiateAuth",
	    .request = &initiate_model,
	    .response = &cw_idp_auth_model,
	    .handle = initiate_auth,
	    .rate = CW_RATE_SIGN_IN },
	{ .name = "RespondToAuthChallenge",
	    .request = &respond_model,
	    .response = &cw_idp_auth_model,
	    .handle = respond_to_challenge,
	    .rate = CW_RATE_SIGN_IN },
	{ .name = "AdminInitiateAuth",
	    .request = &admin_initiate_model,
	    .response = &cw_idp_auth_model,
	    .handle = admin_initiate_auth,
	    .rate = CW_RATE_SIGN_IN,
	    .is_signed = true },
	{ .name = "AdminRespondToAuthChallenge",
	    .request = &admin_respond_model,
	    .response = &cw_idp_auth_model,
	    .handle = admin_respond,
	    .rate = CW_RATE_SIGN_IN,
	    .is_signed = true },
};

const struct cw_idp_operations cw_idp_auth_operations = {
	operations,
	CW_LEN(operations),
};
