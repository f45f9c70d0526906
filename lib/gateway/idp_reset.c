/* ForgotPassword, ConfirmForgotPassword, ChangePassword. */

#include <string.h>

#include "base/text.h"
#include "gateway/idp_call.h"
#include "pool/change.h"
#include "pool/reset.h"

/* Wrong codes for a name within the hour; then there is another sentence. */
#define WRONG_CODES_MAX 5

/* --- models --------------------------------------------------------------- */

/* ForgotPassword is without code and password. */
struct forgotten {
	const char *client_id;
	const char *secret_hash;
	const char *username;
	const char *code;
	const char *password;
};

static const struct cw_field forgot_fields[] = {
	CW_IDP_ROW_CLIENT(struct forgotten),
	CW_IDP_ROW_SECRET_HASH(struct forgotten),
	CW_IDP_ROW_USERNAME(struct forgotten),
	CW_END,
};
static const struct cw_model forgot_model =
    CW_IDP_MODEL(struct forgotten, forgot_fields);

static const struct cw_field confirm_fields[] = {
	CW_IDP_ROW_CLIENT(struct forgotten),
	CW_IDP_ROW_SECRET_HASH(struct forgotten),
	CW_IDP_ROW_USERNAME(struct forgotten),
	CW_IDP_TEXT(struct forgotten, code, "ConfirmationCode", 1,
	    CW_IDP_CODE_MAX, CW_REQUIRED),
	CW_IDP_ROW_PASSWORD(struct forgotten),
	CW_END,
};
static const struct cw_model confirm_model =
    CW_IDP_MODEL(struct forgotten, confirm_fields);

struct change {
	const char *access_token;
	const char *previous;
	const char *proposed;
};

static const struct cw_field change_fields[] = {
	CW_IDP_ROW_ACCESS_TOKEN(struct change),
	CW_IDP_TEXT(struct change, previous, "PreviousPassword", 0,
	    CW_IDP_PASSWORD_MAX, CW_REQUIRED),
	CW_IDP_TEXT(struct change, proposed, "ProposedPassword", 0,
	    CW_IDP_PASSWORD_MAX, CW_REQUIRED),
	CW_END,
};
static const struct cw_model change_model =
    CW_IDP_MODEL(struct change, change_fields);

/* --- forgotten ------------------------------------------------------------ */

/* An address says itself where the code goes, whoever has it. */
static enum cw_idp_fault
tell_delivery(struct cw_idp_call *call, const char *username,
    struct cw_idp_delivered *out)
{
	struct cw_holder holder = { 0 };
	const char *email = strchr(username, '@') == NULL ? NULL : username;
	enum cw_err err =
	    cw_holder_by_login(call->pool, call->arena, username, &holder);

	if (err == CW_NOTFOUND && call->client.tells_unknown)
		return CW_IDP_NO_USER;
	if (err != CW_OK && err != CW_NOTFOUND)
		return cw_idp_fault_of(call, err);
	if (call->client.tells_unknown && !holder.is_confirmed)
		return cw_idp_tell(call, CW_IDP_PARAMETER,
		    "Cannot reset password for the user as there is no "
		    "registered/verified email or phone_number");
	if (email == NULL && holder.is_confirmed && !holder.is_disabled)
		email = holder.email;
	return cw_idp_fault_of(call,
	    cw_idp_deliver(call, email, username, &out->delivery));
}

static enum cw_idp_fault
forgot_password(struct cw_idp_call *call, const void *req, void *resp)
{
	const struct forgotten *in = req;
	const struct cw_idp_caller caller = { in->client_id, in->secret_hash,
		in->username, NULL };
	enum cw_idp_fault fault = cw_idp_client(call, &caller);

	if (fault == CW_IDP_OK)
		fault = tell_delivery(call, in->username, resp);
	if (fault != CW_IDP_OK)
		return fault;
	return cw_idp_fault_of(call,
	    cw_reset_ask(call->pool, call->arena, &call->actor, in->username));
}

static enum cw_idp_fault
refuse_reset(struct cw_idp_call *call, enum cw_err err,
    const struct forgotten *in, const struct cw_reset *reset)
{
	bool is_asked;

	if (err == CW_INVALID)
		return cw_idp_password_fault(call, in->password,
		    reset->problem);
	if (err != CW_MISMATCH)
		return cw_idp_fault_of(call, err);
	err =
	    cw_reset_is_asked(call->pool, call->arena, in->username, &is_asked);
	if (err != CW_OK)
		return cw_idp_fault_of(call, err);
	if (!is_asked)
		return CW_IDP_CODE_EXPIRED;
	err = cw_client_limit(call->pool, call->arena, "reset", in->username,
	    WRONG_CODES_MAX);
	return err == CW_OK ? CW_IDP_CODE : cw_idp_fault_of(call, err);
}

static enum cw_idp_fault
confirm_forgot_password(struct cw_idp_call *call, const void *req, void *resp)
{
	const struct forgotten *in = req;
	const struct cw_idp_caller caller = { in->client_id, in->secret_hash,
		in->username, NULL };
	struct cw_reset reset = {
		.login = in->username,
		.code = in->code,
		.password = in->password,
		.actor = &call->actor,
	};
	enum cw_idp_fault fault = cw_idp_client(call, &caller);
	enum cw_err err;

	(void)resp;
	if (fault != CW_IDP_OK)
		return fault;
	err = cw_reset_use(call->pool, call->arena, &reset);
	if (err != CW_OK)
		return refuse_reset(call, err, in, &reset);
	return CW_IDP_OK;
}

/* --- changed -------------------------------------------------------------- */

static enum cw_idp_fault
change_password(struct cw_idp_call *call, const void *req, void *resp)
{
	const struct change *in = req;
	struct cw_password_change change = {
		.current = in->previous,
		.password = in->proposed,
		.actor = &call->actor,
	};
	struct cw_signed_in signed_in = { 0 };
	enum cw_idp_fault fault = cw_idp_bearer(call, in->access_token);
	enum cw_err err;

	(void)resp;
	if (fault != CW_IDP_OK)
		return fault;
	err = cw_password_change(call->pool, call->arena, &change, &signed_in);
	if (err == CW_INVALID)
		return cw_idp_password_fault(call, in->proposed,
		    change.problem);
	/* The session in place of the one that asked is for browsers. */
	if (err == CW_OK)
		err = cw_session_end(call->pool, &call->actor,
		    signed_in.session.id);
	return cw_idp_fault_of(call, err);
}

static const struct cw_idp_operation operations[] = {
	{ .name = "ForgotPassword",
	    .request = &forgot_model,
	    .response = &cw_idp_delivered_model,
	    .handle = forgot_password,
	    .rate = CW_RATE_RECOVER },
	{ .name = "ConfirmForgotPassword",
	    .request = &confirm_model,
	    .handle = confirm_forgot_password,
	    .rate = CW_RATE_RECOVER },
	{ .name = "ChangePassword",
	    .request = &change_model,
	    .handle = change_password,
	    .rate = CW_RATE_RECOVER },
};

const struct cw_idp_operations cw_idp_reset_operations = {
	operations,
	CW_LEN(operations),
};
