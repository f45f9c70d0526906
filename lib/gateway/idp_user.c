/*
 * GetUser, GlobalSignOut, VerifyUserAttribute,
 * GetUserAttributeVerificationCode.
 */

#include <string.h>

#include "base/text.h"
#include "gateway/idp_call.h"
#include "pool/change.h"
#include "pool/code.h"
#include "pool/factor.h"

struct user {
	const char *username;
	struct cw_list attributes; /* of struct cw_idp_attribute */
	const char *preferred;	   /* second factor; NULL none */
	struct cw_texts factors;
};

static const struct cw_field user_fields[] = {
	CW_IDP_ROW_USERNAME(struct user),
	CW_IDP_OBJECTS(struct user, attributes, "UserAttributes",
	    CW_IDP_ATTRIBUTES_MAX + 3, &cw_idp_attribute_model, CW_REQUIRED),
	CW_IDP_TEXT(struct user, preferred, "PreferredMfaSetting", 0, 32,
	    CW_OPTIONAL),
	CW_IDP_TEXTS(struct user, factors, "UserMFASettingList", 2, 32,
	    CW_OPTIONAL),
	CW_END,
};
static const struct cw_model user_model =
    CW_IDP_MODEL(struct user, user_fields);

static enum cw_err
put_attribute(struct cw_idp_call *call, struct cw_list *list, const char *name,
    const char *value)
{
	struct cw_idp_attribute *one =
	    cw_list_push(list, call->arena, sizeof(*one));

	if (one == NULL)
		return CW_NOMEM;
	one->name = name;
	one->value = value;
	return CW_OK;
}

enum cw_err
cw_idp_put_attributes(struct cw_idp_call *call, const struct cw_holder *holder,
    struct cw_list *out)
{
	const struct cw_pair fixed[] = {
		{ "sub", holder->sub },
		{ "email_verified", holder->is_confirmed ? "true" : "false" },
		{ "email", holder->email },
	};
	enum cw_err err = CW_OK;

	for (size_t i = 0; i < CW_LEN(fixed) && err == CW_OK; i++)
		err = put_attribute(call, out, fixed[i].name, fixed[i].value);
	for (size_t i = 0; i < holder->attributes.count && err == CW_OK; i++) {
		const struct cw_attribute *one =
		    cw_list_at(&holder->attributes, i);

		err = put_attribute(call, out, one->name, one->value);
	}
	return err;
}

enum cw_err
cw_idp_put_factors(struct cw_idp_call *call, int64_t account_id,
    struct cw_texts *list, const char **preferred)
{
	static const char totp[] = "SOFTWARE_TOKEN_MFA", mail[] = "EMAIL_OTP";
	struct cw_factors factors;
	enum cw_err err =
	    cw_factors_find(call->pool, call->arena, account_id, &factors);

	if (err == CW_OK && factors.has_totp)
		err = cw_texts_push(list, call->arena, totp);
	if (err == CW_OK && factors.has_mail)
		err = cw_texts_push(list, call->arena, mail);
	if (err != CW_OK)
		return err;
	if (factors.has_mail &&
	    (!factors.has_totp || cw_text_equal(factors.first, "mail")))
		*preferred = mail;
	else if (factors.has_totp)
		*preferred = totp;
	return CW_OK;
}

static enum cw_idp_fault
get_user(struct cw_idp_call *call, const void *req, void *resp)
{
	const struct cw_idp_bearer *in = req;
	struct user *out = resp;
	struct cw_holder holder;
	enum cw_idp_fault fault = cw_idp_bearer(call, in->access_token);
	enum cw_err err;

	if (fault != CW_IDP_OK)
		return fault;
	err = cw_holder_find(call->pool, call->arena, call->session.account_id,
	    &holder);
	if (err == CW_OK)
		err = cw_idp_put_attributes(call, &holder, &out->attributes);
	if (err == CW_OK)
		err = cw_idp_put_factors(call, holder.account_id, &out->factors,
		    &out->preferred);
	if (err != CW_OK)
		return cw_idp_fault_of(call, err);
	out->username = holder.name;
	return CW_IDP_OK;
}

static enum cw_idp_fault
global_sign_out(struct cw_idp_call *call, const void *req, void *resp)
{
	const struct cw_idp_bearer *in = req;
	enum cw_idp_fault fault = cw_idp_bearer(call, in->access_token);

	(void)resp;
	if (fault != CW_IDP_OK)
		return fault;
	return cw_idp_fault_of(call,
	    cw_session_end_all(call->pool, &call->actor,
		call->session.account_id, call->session.username));
}

/* --- the mail address ----------------------------------------------------- */

struct attribute {
	const char *access_token;
	const char *name;
	const char *code; /* of VerifyUserAttribute */
};

static const struct cw_field verify_fields[] = {
	CW_IDP_ROW_ACCESS_TOKEN(struct attribute),
	CW_IDP_TEXT(struct attribute, name, "AttributeName", 1, 64,
	    CW_REQUIRED),
	CW_IDP_TEXT(struct attribute, code, "Code", 1, CW_IDP_CODE_MAX,
	    CW_REQUIRED),
	CW_END,
};
static const struct cw_model verify_model =
    CW_IDP_MODEL(struct attribute, verify_fields);

static const struct cw_field again_fields[] = {
	CW_IDP_ROW_ACCESS_TOKEN(struct attribute),
	CW_IDP_TEXT(struct attribute, name, "AttributeName", 1, 64,
	    CW_REQUIRED),
	CW_END,
};
static const struct cw_model again_model =
    CW_IDP_MODEL(struct attribute, again_fields);

/* Whose it is, if it is an attribute that is verified at all. */
static enum cw_idp_fault
check_attribute(struct cw_idp_call *call, const struct attribute *in)
{
	enum cw_idp_fault fault = cw_idp_bearer(call, in->access_token);

	if (fault == CW_IDP_OK && !cw_text_equal(in->name, "email"))
		fault = cw_idp_tell(call, CW_IDP_PARAMETER,
		    "Invalid attribute name.");
	return fault;
}

static enum cw_idp_fault
verify_attribute(struct cw_idp_call *call, const void *req, void *resp)
{
	const struct attribute *in = req;
	bool is_living;
	enum cw_idp_fault fault = check_attribute(call, in);
	enum cw_err err;

	(void)resp;
	if (fault != CW_IDP_OK)
		return fault;
	err = cw_email_confirm(call->pool, call->arena, &call->actor, in->code);
	if (err == CW_TAKEN)
		return CW_IDP_ALIAS_TAKEN;
	if (err != CW_MISMATCH)
		return cw_idp_fault_of(call, err);
	err = cw_code_lives(call->pool, call->session.account_id, CW_CODE_EMAIL,
	    &is_living);
	if (err != CW_OK)
		return cw_idp_fault_of(call, err);
	return is_living ? CW_IDP_CODE : CW_IDP_CODE_EXPIRED;
}

static enum cw_idp_fault
send_again(struct cw_idp_call *call, const void *req, void *resp)
{
	const struct attribute *in = req;
	struct cw_idp_delivered *out = resp;
	struct cw_holder holder;
	enum cw_idp_fault fault = check_attribute(call, in);
	enum cw_err err;

	if (fault != CW_IDP_OK)
		return fault;
	err = cw_holder_find(call->pool, call->arena, call->session.account_id,
	    &holder);
	if (err != CW_OK)
		return cw_idp_fault_of(call, err);
	if (holder.email_next == NULL)
		return cw_idp_tell(call, CW_IDP_PARAMETER,
		    "The attribute is verified; there is nothing to verify.");
	err = cw_email_ask(call->pool, call->arena, &call->actor,
	    holder.email_next);
	if (err == CW_OK)
		err = cw_idp_deliver(call, holder.email_next, holder.name,
		    &out->delivery);
	return cw_idp_fault_of(call, err);
}

static const struct cw_idp_operation operations[] = {
	{ .name = "GetUser",
	    .request = &cw_idp_bearer_model,
	    .response = &user_model,
	    .handle = get_user,
	    .rate = CW_RATE_READ },
	{ .name = "GlobalSignOut",
	    .request = &cw_idp_bearer_model,
	    .handle = global_sign_out,
	    .rate = CW_RATE_UPDATE },
	{ .name = "VerifyUserAttribute",
	    .request = &verify_model,
	    .handle = verify_attribute,
	    .rate = CW_RATE_UPDATE },
	{ .name = "GetUserAttributeVerificationCode",
	    .request = &again_model,
	    .response = &cw_idp_delivered_model,
	    .handle = send_again,
	    .rate = CW_RATE_UPDATE },
};

const struct cw_idp_operations cw_idp_user_operations = {
	operations,
	CW_LEN(operations),
};
