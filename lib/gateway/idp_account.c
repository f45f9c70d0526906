/* SignUp, ConfirmSignUp, ResendConfirmationCode. */

#include <string.h>

#include "base/text.h"
#include "base/utf8.h"
#include "gateway/idp_call.h"
#include "gateway/profile.h"
#include "pool/account.h"
#include "pool/code.h"

/* --- models --------------------------------------------------------------- */

struct sign_up {
	const char *client_id;
	const char *secret_hash;
	const char *username;
	const char *password;
	struct cw_list attributes; /* of struct cw_idp_attribute */
};

static const struct cw_field sign_up_fields[] = {
	CW_IDP_ROW_CLIENT(struct sign_up),
	CW_IDP_ROW_SECRET_HASH(struct sign_up),
	CW_IDP_ROW_USERNAME(struct sign_up),
	CW_IDP_ROW_PASSWORD(struct sign_up),
	CW_IDP_OBJECTS(struct sign_up, attributes, "UserAttributes",
	    CW_IDP_ATTRIBUTES_MAX, &cw_idp_attribute_model, CW_OPTIONAL),
	CW_END,
};
static const struct cw_model sign_up_model =
    CW_IDP_MODEL(struct sign_up, sign_up_fields);

struct signed_up {
	bool is_confirmed;
	const char *sub;
	struct cw_idp_delivery *delivery;
};

static const struct cw_field signed_up_fields[] = {
	CW_IDP_FLAG(struct signed_up, is_confirmed, "UserConfirmed",
	    CW_REQUIRED),
	CW_IDP_TEXT(struct signed_up, sub, "UserSub", 36, 36, CW_REQUIRED),
	CW_IDP_OBJECT(struct signed_up, delivery, "CodeDeliveryDetails",
	    struct cw_idp_delivery, &cw_idp_delivery_model, CW_OPTIONAL),
	CW_END,
};
static const struct cw_model signed_up_model =
    CW_IDP_MODEL(struct signed_up, signed_up_fields);

/* ConfirmSignUp, and without a code ResendConfirmationCode. */
struct confirm {
	const char *client_id;
	const char *secret_hash;
	const char *username;
	const char *code;
};

static const struct cw_field confirm_fields[] = {
	CW_IDP_ROW_CLIENT(struct confirm),
	CW_IDP_ROW_SECRET_HASH(struct confirm),
	CW_IDP_ROW_USERNAME(struct confirm),
	CW_IDP_TEXT(struct confirm, code, "ConfirmationCode", 1,
	    CW_IDP_CODE_MAX, CW_REQUIRED),
	CW_END,
};
static const struct cw_model confirm_model =
    CW_IDP_MODEL(struct confirm, confirm_fields);

static const struct cw_field resend_fields[] = {
	CW_IDP_ROW_CLIENT(struct confirm),
	CW_IDP_ROW_SECRET_HASH(struct confirm),
	CW_IDP_ROW_USERNAME(struct confirm),
	CW_END,
};
static const struct cw_model resend_model =
    CW_IDP_MODEL(struct confirm, resend_fields);

/* --- signing up ----------------------------------------------------------- */

/* Why a sign-up is refused, in the protocol's words. */
static enum cw_idp_fault
tell_problem(struct cw_idp_call *call, const char *password,
    const struct cw_sign_up_problem *problem)
{
	if (cw_text_equal(problem->at, "/username"))
		return cw_idp_tell(call, CW_IDP_PARAMETER,
		    "1 validation error detected: Value at 'username' failed "
		    "to satisfy constraint: a name has 2 to 32 letters, "
		    "digits, dots, underscores or hyphens");
	if (cw_text_equal(problem->at, "/email"))
		return cw_idp_tell(call, CW_IDP_PARAMETER,
		    "Invalid email address format.");
	if (cw_text_equal(problem->at, "/locale"))
		return cw_idp_tell(call, CW_IDP_PARAMETER, problem->message);
	return cw_idp_password_fault(call, password, problem->message);
}

static enum cw_idp_fault
add_account(struct cw_idp_call *call, const struct sign_up *in,
    const struct cw_sign_up *who)
{
	struct cw_sign_up_problem problem;
	const char *name;
	enum cw_err err =
	    cw_account_check(call->conf, call->arena, who, &problem);

	if (err == CW_INVALID)
		return tell_problem(call, in->password, &problem);
	if (err == CW_OK)
		err = cw_account_sign_up(call->pool, call->arena, who, &name);
	if (err == CW_CONFLICT)
		return CW_IDP_NAME_TAKEN;
	if (err == CW_FORBIDDEN)
		return CW_IDP_SIGN_UP_CLOSED;
	return cw_idp_fault_of(call, err);
}

static enum cw_idp_fault
sign_up(struct cw_idp_call *call, const void *req, void *resp)
{
	const struct sign_up *in = req;
	struct signed_up *out = resp;
	const struct cw_idp_caller caller = { in->client_id, in->secret_hash,
		in->username, NULL };
	const struct cw_sign_up who = {
		.username = in->username,
		.email = cw_idp_find_attribute(&in->attributes, "email"),
		.password = in->password,
		.locale = cw_idp_find_attribute(&in->attributes, "locale"),
		.actor = &call->actor,
	};
	struct cw_list attributes = { 0 };
	struct cw_holder holder;
	enum cw_idp_fault fault = cw_idp_client(call, &caller);
	enum cw_err err;

	if (fault == CW_IDP_OK)
		fault =
		    cw_idp_take_attributes(call, &in->attributes, &attributes);
	if (fault != CW_IDP_OK)
		return fault;
	if (who.email == NULL)
		return cw_idp_tell(call, CW_IDP_PARAMETER,
		    "Attributes did not conform to the schema: email: The "
		    "attribute is required");
	fault = add_account(call, in, &who);
	if (fault != CW_IDP_OK)
		return fault;
	err =
	    cw_holder_by_login(call->pool, call->arena, in->username, &holder);
	if (err == CW_OK)
		err = cw_idp_set_attributes(call, holder.account_id,
		    holder.name, &attributes);
	if (err == CW_OK)
		err = cw_idp_deliver(call, who.email, in->username,
		    &out->delivery);
	if (err == CW_OK)
		out->sub = holder.sub;
	return cw_idp_fault_of(call, err);
}

/* --- confirming ----------------------------------------------------------- */

/* A wrong code; of an account that needs none, another sentence. */
static enum cw_idp_fault
refuse_code(struct cw_idp_call *call, const char *username)
{
	struct cw_holder holder;
	bool is_living;
	enum cw_err err =
	    cw_holder_by_login(call->pool, call->arena, username, &holder);

	if (err == CW_NOTFOUND && call->client.tells_unknown)
		return CW_IDP_NO_USER;
	if (err == CW_NOTFOUND)
		return CW_IDP_CODE;
	if (err != CW_OK)
		return cw_idp_fault_of(call, err);
	/* Whether a name is taken is no secret; an address is. */
	if (strchr(username, '@') != NULL)
		return CW_IDP_CODE;
	if (holder.is_confirmed)
		return CW_IDP_IS_CONFIRMED;
	err = cw_code_lives(call->pool, holder.account_id, CW_CODE_CONFIRM,
	    &is_living);
	if (err != CW_OK)
		return cw_idp_fault_of(call, err);
	return is_living ? CW_IDP_CODE : CW_IDP_CODE_EXPIRED;
}

static enum cw_idp_fault
confirm_sign_up(struct cw_idp_call *call, const void *req, void *resp)
{
	const struct confirm *in = req;
	const struct cw_idp_caller caller = { in->client_id, in->secret_hash,
		in->username, NULL };
	const struct cw_confirmation confirmation = { in->username, in->code,
		&call->actor };
	struct cw_account account;
	enum cw_idp_fault fault = cw_idp_client(call, &caller);
	enum cw_err err;

	(void)resp;
	if (fault != CW_IDP_OK)
		return fault;
	err = cw_account_confirm(call->pool, call->arena, &confirmation,
	    &account);
	if (err == CW_MISMATCH)
		return refuse_code(call, in->username);
	if (err == CW_TAKEN)
		return CW_IDP_ALIAS_TAKEN;
	if (err == CW_OK)
		err = cw_ctx_welcome(&call->cx, &account);
	return cw_idp_fault_of(call, err);
}

static enum cw_idp_fault
resend_code(struct cw_idp_call *call, const void *req, void *resp)
{
	const struct confirm *in = req;
	struct cw_idp_delivered *out = resp;
	const struct cw_idp_caller caller = { in->client_id, in->secret_hash,
		in->username, NULL };
	struct cw_holder holder = { 0 };
	enum cw_idp_fault fault = cw_idp_client(call, &caller);
	enum cw_err err;

	if (fault != CW_IDP_OK)
		return fault;
	err =
	    cw_holder_by_login(call->pool, call->arena, in->username, &holder);
	if (err == CW_NOTFOUND && call->client.tells_unknown)
		return CW_IDP_NO_USER;
	if (err != CW_OK && err != CW_NOTFOUND)
		return cw_idp_fault_of(call, err);
	if (holder.is_confirmed && strchr(in->username, '@') == NULL)
		return CW_IDP_CONFIRMED_ALREADY;
	err = cw_account_resend(call->pool, call->arena, in->username);
	if (err == CW_OK)
		err = cw_idp_deliver(call,
		    holder.is_confirmed ? NULL : holder.email, in->username,
		    &out->delivery);
	return cw_idp_fault_of(call, err);
}

static const struct cw_idp_operation operations[] = {
	{ .name = "SignUp",
	    .request = &sign_up_model,
	    .response = &signed_up_model,
	    .handle = sign_up,
	    .rate = CW_RATE_CREATE },
	{ .name = "ConfirmSignUp",
	    .request = &confirm_model,
	    .handle = confirm_sign_up,
	    .rate = CW_RATE_CREATE },
	{ .name = "ResendConfirmationCode",
	    .request = &resend_model,
	    .response = &cw_idp_delivered_model,
	    .handle = resend_code,
	    .rate = CW_RATE_CREATE },
};

const struct cw_idp_operations cw_idp_account_operations = {
	operations,
	CW_LEN(operations),
};
