/*
 * What administrators do to accounts: AdminCreateUser, AdminSetUserPassword,
 * AdminConfirmSignUp, AdminDisableUser, AdminEnableUser, AdminDeleteUser,
 * AdminResetUserPassword; and DeleteUser, to one's own.
 */

#include <string.h>

#include "base/text.h"
#include "gateway/idp_admin.h"
#include "gateway/profile.h"
#include "pool/account.h"
#include "pool/appoint.h"

/* --- models --------------------------------------------------------------- */

struct create {
	struct cw_idp_user whom;
	const char *password;
	const char *action;	   /* RESEND, SUPPRESS or NULL */
	struct cw_list attributes; /* of struct cw_idp_attribute */
};

static const struct cw_field create_fields[] = {
	CW_IDP_TEXT(struct create, whom.pool_id, "UserPoolId", 1, 55,
	    CW_REQUIRED),
	CW_IDP_TEXT(struct create, whom.username, "Username", 1,
	    CW_IDP_NAME_MAX, CW_REQUIRED),
	CW_IDP_TEXT(struct create, password, "TemporaryPassword", 0,
	    CW_IDP_PASSWORD_MAX, CW_OPTIONAL),
	CW_IDP_TEXT(struct create, action, "MessageAction", 0, 16, CW_OPTIONAL),
	CW_IDP_OBJECTS(struct create, attributes, "UserAttributes",
	    CW_IDP_ATTRIBUTES_MAX, &cw_idp_attribute_model, CW_OPTIONAL),
	CW_END,
};
static const struct cw_model create_model =
    CW_IDP_MODEL(struct create, create_fields);

struct created {
	struct cw_idp_listed *user;
};

static const struct cw_field created_fields[] = {
	CW_IDP_OBJECT(struct created, user, "User", struct cw_idp_listed,
	    &cw_idp_listed_model, CW_REQUIRED),
	CW_END,
};
static const struct cw_model created_model =
    CW_IDP_MODEL(struct created, created_fields);

struct set_password {
	struct cw_idp_user whom;
	const char *password;
	bool is_permanent;
};

static const struct cw_field set_password_fields[] = {
	CW_IDP_TEXT(struct set_password, whom.pool_id, "UserPoolId", 1, 55,
	    CW_REQUIRED),
	CW_IDP_TEXT(struct set_password, whom.username, "Username", 1,
	    CW_IDP_NAME_MAX, CW_REQUIRED),
	CW_IDP_ROW_PASSWORD(struct set_password),
	CW_IDP_FLAG(struct set_password, is_permanent, "Permanent",
	    CW_OPTIONAL),
	CW_END,
};
static const struct cw_model set_password_model =
    CW_IDP_MODEL(struct set_password, set_password_fields);

/* --- what all share ------------------------------------------------------- */

static enum cw_idp_fault
refuse(struct cw_idp_call *call, enum cw_err err)
{
	if (err == CW_NOTFOUND)
		return CW_IDP_NO_USER;
	if (err == CW_TAKEN)
		return CW_IDP_ALIAS_TAKEN;
	if (err == CW_UNCONFIRMED)
		return cw_idp_tell(call, CW_IDP_PARAMETER,
		    "Cannot reset password for the user as there is no "
		    "registered/verified email or phone_number");
	if (err == CW_CONFLICT)
		return cw_idp_tell(call, CW_IDP_DENIED,
		    "Somebody must stay an administrator.");
	return cw_idp_fault_of(call, err);
}

typedef enum cw_err operate(struct cw_pool *pool, struct cw_arena *arena,
    struct cw_operation *operation);

static enum cw_idp_fault
run(struct cw_idp_call *call, const struct cw_idp_user *in, operate *how,
    struct cw_account *out)
{
	struct cw_operation operation = {
		.login = in->username,
		.actor = &call->actor,
	};
	enum cw_idp_fault fault = cw_idp_pool(call, in->pool_id);
	enum cw_err err;

	if (fault != CW_IDP_OK)
		return fault;
	err = how(call->pool, call->arena, &operation);
	*out = operation.account;
	return err == CW_OK ? CW_IDP_OK : refuse(call, err);
}

static enum cw_idp_fault
welcome(struct cw_idp_call *call, const struct cw_account *account)
{
	return cw_idp_fault_of(call, cw_ctx_welcome(&call->cx, account));
}

/* --- making accounts ------------------------------------------------------ */

static enum cw_idp_fault
appoint(struct cw_idp_call *call, const char *username,
    struct cw_appointment *appointment)
{
	struct cw_operation operation = {
		.login = username,
		.actor = &call->actor,
	};
	enum cw_err err = cw_appoint_password(call->pool, call->arena,
	    &operation, appointment);

	if (err == CW_INVALID)
		return cw_idp_password_fault(call, appointment->password,
		    appointment->problem);
	return err == CW_OK ? CW_IDP_OK : refuse(call, err);
}

/* Another temporary password, for somebody who has not used the first. */
static enum cw_idp_fault
send_again(struct cw_idp_call *call, const struct create *in)
{
	struct cw_appointment appointment = {
		.password = in->password,
		.is_mailed = true,
	};
	struct cw_profile profile;
	enum cw_idp_fault fault =
	    cw_idp_find_user(call, in->whom.username, &profile);

	if (fault != CW_IDP_OK)
		return fault;
	if (!cw_text_equal(profile.status, "FORCE_CHANGE_PASSWORD"))
		return CW_IDP_USER_STATE;
	return appoint(call, profile.username, &appointment);
}

static enum cw_idp_fault
tell_problem(struct cw_idp_call *call, const struct cw_sign_up *who,
    const struct cw_sign_up_problem *problem)
{
	if (cw_text_equal(problem->at, "/password"))
		return cw_idp_password_fault(call, who->password,
		    problem->message);
	return cw_idp_tell(call, CW_IDP_PARAMETER, problem->message);
}

static enum cw_idp_fault
add_account(struct cw_idp_call *call, const struct cw_sign_up *who,
    const struct cw_list *attributes)
{
	struct cw_sign_up_problem problem;
	struct cw_account account;
	enum cw_err err =
	    cw_account_check(call->conf, call->arena, who, &problem);

	if (err == CW_INVALID)
		return tell_problem(call, who, &problem);
	if (err == CW_OK)
		err = cw_account_add(call->pool, call->arena, who, &account);
	if (err == CW_CONFLICT)
		return CW_IDP_NAME_TAKEN;
	if (err == CW_OK)
		err = cw_idp_set_attributes(call, account.id, account.name,
		    attributes);
	if (err != CW_OK)
		return cw_idp_fault_of(call, err);
	return welcome(call, &account);
}

static enum cw_idp_fault
create_account(struct cw_idp_call *call, const struct create *in)
{
	struct cw_appointment appointment = {
		.password = in->password,
		.is_mailed = !cw_text_equal(in->action, "SUPPRESS"),
	};
	struct cw_sign_up who = {
		.username = in->whom.username,
		.email = cw_idp_find_attribute(&in->attributes, "email"),
		.password = in->password,
		.actor = &call->actor,
	};
	struct cw_list attributes = { 0 };
	enum cw_idp_fault fault;
	enum cw_err err = CW_OK;

	if (who.email == NULL)
		return cw_idp_tell(call, CW_IDP_PARAMETER,
		    "Attributes did not conform to the schema: email: The "
		    "attribute is required");
	if (who.password == NULL)
		err = cw_policy_make(call->arena, &who.password);
	if (err != CW_OK)
		return cw_idp_fault_of(call, err);
	appointment.password = who.password;
	fault = cw_idp_take_attributes(call, &in->attributes, &attributes);
	if (fault == CW_IDP_OK)
		fault = add_account(call, &who, &attributes);
	if (fault != CW_IDP_OK)
		return fault;
	return appoint(call, who.username, &appointment);
}

static enum cw_idp_fault
create_user(struct cw_idp_call *call, const void *req, void *resp)
{
	const struct create *in = req;
	struct created *out = resp;
	enum cw_idp_fault fault = cw_idp_pool(call, in->whom.pool_id);

	if (fault == CW_IDP_OK)
		fault = cw_text_equal(in->action, "RESEND")
		    ? send_again(call, in)
		    : create_account(call, in);
	if (fault != CW_IDP_OK)
		return fault;
	out->user = cw_arena_alloc(call->arena, sizeof(*out->user));
	if (out->user == NULL)
		return cw_idp_fault_of(call, CW_NOMEM);
	return cw_idp_put_listed(call, in->whom.username, out->user);
}

static enum cw_idp_fault
set_password(struct cw_idp_call *call, const void *req, void *resp)
{
	const struct set_password *in = req;
	struct cw_appointment appointment = {
		.password = in->password,
		.is_permanent = in->is_permanent,
	};
	enum cw_idp_fault fault = cw_idp_pool(call, in->whom.pool_id);

	(void)resp;
	if (fault != CW_IDP_OK)
		return fault;
	return appoint(call, in->whom.username, &appointment);
}

/* --- states --------------------------------------------------------------- */

static enum cw_idp_fault
confirm(struct cw_idp_call *call, const void *req, void *resp)
{
	struct cw_account account;
	struct cw_profile profile;
	enum cw_idp_fault fault = cw_idp_user(call, req, &profile);

	(void)resp;
	if (fault != CW_IDP_OK)
		return fault;
	if (cw_text_equal(profile.status, "CONFIRMED"))
		return CW_IDP_IS_CONFIRMED;
	fault = run(call, req, cw_operate_confirm, &account);
	return fault == CW_IDP_OK ? welcome(call, &account) : fault;
}

static enum cw_idp_fault
disable(struct cw_idp_call *call, const void *req, void *resp)
{
	struct cw_account account;

	(void)resp;
	return run(call, req, cw_operate_disable, &account);
}

static enum cw_idp_fault
enable(struct cw_idp_call *call, const void *req, void *resp)
{
	struct cw_account account;

	(void)resp;
	return run(call, req, cw_operate_enable, &account);
}

static enum cw_idp_fault
reset(struct cw_idp_call *call, const void *req, void *resp)
{
	struct cw_account account;

	(void)resp;
	return run(call, req, cw_operate_reset, &account);
}

/* --- deleting ------------------------------------------------------------- */

/* Shut it first, so that nobody comes back while they leave. */
static enum cw_idp_fault
drop(struct cw_idp_call *call, const struct cw_idp_user *in)
{
	struct cw_account account;
	enum cw_idp_fault fault = run(call, in, cw_operate_disable, &account);
	enum cw_err err;

	if (fault != CW_IDP_OK)
		return fault;
	err = cw_ctx_dismiss(&call->cx, &account);
	if (err != CW_OK)
		return cw_idp_fault_of(call, err);
	return run(call, in, cw_operate_delete, &account);
}

static enum cw_idp_fault
drop_user(struct cw_idp_call *call, const void *req, void *resp)
{
	(void)resp;
	return drop(call, req);
}

static enum cw_idp_fault
drop_own(struct cw_idp_call *call, const void *req, void *resp)
{
	const struct cw_idp_bearer *in = req;
	char pool_id[CW_POOL_ID_CHARS + 1];
	struct cw_idp_user own = { .pool_id = pool_id };
	enum cw_idp_fault fault = cw_idp_bearer(call, in->access_token);

	(void)resp;
	if (fault != CW_IDP_OK)
		return fault;
	cw_pool_id(call->pool, pool_id);
	own.username = call->session.username;
	return drop(call, &own);
}

static const struct cw_idp_operation operations[] = {
	{ "AdminCreateUser", &create_model, &created_model, create_user,
	    CW_RATE_CREATE, true },
	{ "AdminSetUserPassword", &set_password_model, NULL, set_password,
	    CW_RATE_RECOVER, true },
	{ "AdminConfirmSignUp", &cw_idp_user_model, NULL, confirm,
	    CW_RATE_CREATE, true },
	{ "AdminDisableUser", &cw_idp_user_model, NULL, disable, CW_RATE_UPDATE,
	    true },
	{ "AdminEnableUser", &cw_idp_user_model, NULL, enable, CW_RATE_UPDATE,
	    true },
	{ "AdminResetUserPassword", &cw_idp_user_model, NULL, reset,
	    CW_RATE_RECOVER, true },
	{ "AdminDeleteUser", &cw_idp_user_model, NULL, drop_user,
	    CW_RATE_UPDATE, true },
	{ "DeleteUser", &cw_idp_bearer_model, NULL, drop_own, CW_RATE_UPDATE,
	    false },
};

const struct cw_idp_operations cw_idp_users_operations = {
	operations,
	CW_LEN(operations),
};
