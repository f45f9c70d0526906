/*
 * AdminGetUser, AdminUserGlobalSignOut, AdminUpdateUserAttributes,
 * AdminDeleteUserAttributes.
 */

#include "gateway/idp_admin.h"

#include <string.h>

#include "base/text.h"
#include "gateway/profile.h"
#include "pool/factor.h"
#include "pool/operate.h"

/* --- models --------------------------------------------------------------- */

static const struct cw_field whom_fields[] = {
	CW_IDP_ROW_POOL(struct cw_idp_user),
	CW_IDP_ROW_USERNAME(struct cw_idp_user),
	CW_END,
};
const struct cw_model cw_idp_user_model =
    CW_IDP_MODEL(struct cw_idp_user, whom_fields);

struct user {
	struct cw_idp_listed listed;
	const char *preferred;
	struct cw_texts factors;
};

static const struct cw_field user_fields[] = {
	CW_IDP_TEXT(struct user, listed.username, "Username", 1,
	    CW_IDP_NAME_MAX, CW_REQUIRED),
	CW_IDP_OBJECTS(struct user, listed.attributes, "UserAttributes",
	    CW_IDP_ATTRIBUTES_MAX + 3, &cw_idp_attribute_model, CW_REQUIRED),
	CW_IDP_NUMBER(struct user, listed.created, "UserCreateDate", 0,
	    CW_ID_MAX, CW_REQUIRED),
	CW_IDP_NUMBER(struct user, listed.changed, "UserLastModifiedDate", 0,
	    CW_ID_MAX, CW_REQUIRED),
	CW_IDP_FLAG(struct user, listed.is_enabled, "Enabled", CW_REQUIRED),
	CW_IDP_TEXT(struct user, listed.status, "UserStatus", 1, 32,
	    CW_REQUIRED),
	CW_IDP_TEXT(struct user, preferred, "PreferredMfaSetting", 0, 32,
	    CW_OPTIONAL),
	CW_IDP_TEXTS(struct user, factors, "UserMFASettingList", 2, 32,
	    CW_OPTIONAL),
	CW_END,
};
static const struct cw_model user_model =
    CW_IDP_MODEL(struct user, user_fields);

static const struct cw_field listed_fields[] = {
	CW_IDP_ROW_USERNAME(struct cw_idp_listed),
	CW_IDP_OBJECTS(struct cw_idp_listed, attributes, "Attributes",
	    CW_IDP_ATTRIBUTES_MAX + 3, &cw_idp_attribute_model, CW_REQUIRED),
	CW_IDP_NUMBER(struct cw_idp_listed, created, "UserCreateDate", 0,
	    CW_ID_MAX, CW_REQUIRED),
	CW_IDP_NUMBER(struct cw_idp_listed, changed, "UserLastModifiedDate", 0,
	    CW_ID_MAX, CW_REQUIRED),
	CW_IDP_FLAG(struct cw_idp_listed, is_enabled, "Enabled", CW_REQUIRED),
	CW_IDP_TEXT(struct cw_idp_listed, status, "UserStatus", 1, 32,
	    CW_REQUIRED),
	CW_END,
};
const struct cw_model cw_idp_listed_model =
    CW_IDP_MODEL(struct cw_idp_listed, listed_fields);

struct update {
	struct cw_idp_user whom;
	struct cw_list attributes; /* of struct cw_idp_attribute */
	struct cw_texts names;
};

static const struct cw_field update_fields[] = {
	CW_IDP_TEXT(struct update, whom.pool_id, "UserPoolId", 1, 55,
	    CW_REQUIRED),
	CW_IDP_TEXT(struct update, whom.username, "Username", 1,
	    CW_IDP_NAME_MAX, CW_REQUIRED),
	CW_IDP_OBJECTS(struct update, attributes, "UserAttributes",
	    CW_IDP_ATTRIBUTES_MAX, &cw_idp_attribute_model, CW_REQUIRED),
	CW_END,
};
static const struct cw_model update_model =
    CW_IDP_MODEL(struct update, update_fields);

static const struct cw_field drop_fields[] = {
	CW_IDP_TEXT(struct update, whom.pool_id, "UserPoolId", 1, 55,
	    CW_REQUIRED),
	CW_IDP_TEXT(struct update, whom.username, "Username", 1,
	    CW_IDP_NAME_MAX, CW_REQUIRED),
	CW_IDP_TEXTS(struct update, names, "UserAttributeNames",
	    CW_IDP_ATTRIBUTES_MAX, 64, CW_REQUIRED),
	CW_END,
};
static const struct cw_model drop_model =
    CW_IDP_MODEL(struct update, drop_fields);

/* --- whom it is for ------------------------------------------------------- */

enum cw_idp_fault
cw_idp_pool(struct cw_idp_call *call, const char *pool_id)
{
	char id[CW_POOL_ID_CHARS + 1];

	cw_pool_id(call->pool, id);
	if (!cw_text_equal(id, pool_id))
		return cw_idp_tell(call, CW_IDP_NO_POOL, pool_id);
	return CW_IDP_OK;
}

enum cw_idp_fault
cw_idp_find_user(struct cw_idp_call *call, const char *username,
    struct cw_profile *out)
{
	struct cw_holder holder;
	enum cw_err err =
	    cw_holder_by_login(call->pool, call->arena, username, &holder);

	if (err == CW_OK)
		err = cw_profile_find(call->pool, call->arena,
		    holder.account_id, out);
	return err == CW_NOTFOUND ? CW_IDP_NO_USER : cw_idp_fault_of(call, err);
}

enum cw_idp_fault
cw_idp_user(struct cw_idp_call *call, const struct cw_idp_user *in,
    struct cw_profile *out)
{
	enum cw_idp_fault fault = cw_idp_pool(call, in->pool_id);

	if (fault != CW_IDP_OK)
		return fault;
	return cw_idp_find_user(call, in->username, out);
}

enum cw_idp_fault
cw_idp_put_listed(struct cw_idp_call *call, const char *username,
    struct cw_idp_listed *out)
{
	struct cw_profile profile;
	struct cw_holder holder;
	enum cw_idp_fault fault = cw_idp_find_user(call, username, &profile);
	enum cw_err err;

	if (fault != CW_IDP_OK)
		return fault;
	out->username = profile.username;
	out->created = profile.created / 1000;
	out->changed = profile.changed / 1000;
	out->is_enabled = profile.enabled;
	out->status = profile.status;
	err = cw_holder_by_login(call->pool, call->arena, username, &holder);
	if (err == CW_OK)
		err = cw_idp_put_attributes(call, &holder, &out->attributes);
	return cw_idp_fault_of(call, err);
}

/* --- operations ----------------------------------------------------------- */

enum cw_idp_fault
cw_idp_find_holder(struct cw_idp_call *call, const struct cw_idp_user *in,
    struct cw_holder *out)
{
	enum cw_idp_fault fault = cw_idp_pool(call, in->pool_id);
	enum cw_err err;

	if (fault != CW_IDP_OK)
		return fault;
	err = cw_holder_by_login(call->pool, call->arena, in->username, out);
	return err == CW_NOTFOUND ? CW_IDP_NO_USER : cw_idp_fault_of(call, err);
}

static enum cw_idp_fault
get_user(struct cw_idp_call *call, const void *req, void *resp)
{
	struct user *out = resp;
	struct cw_holder holder;
	enum cw_idp_fault fault = cw_idp_find_holder(call, req, &holder);

	if (fault == CW_IDP_OK)
		fault = cw_idp_put_listed(call, holder.name, &out->listed);
	if (fault != CW_IDP_OK)
		return fault;
	return cw_idp_fault_of(call,
	    cw_idp_put_factors(call, holder.account_id, &out->factors,
		&out->preferred));
}

static enum cw_idp_fault
sign_out(struct cw_idp_call *call, const void *req, void *resp)
{
	struct cw_holder holder;
	enum cw_idp_fault fault = cw_idp_find_holder(call, req, &holder);

	(void)resp;
	if (fault != CW_IDP_OK)
		return fault;
	return cw_idp_fault_of(call,
	    cw_session_end_all(call->pool, &call->actor, holder.account_id,
		holder.name));
}

/* The mail address that an update gives, and whether it says it is proven. */
static enum cw_idp_fault
read_address(struct cw_idp_call *call, const struct update *in,
    const struct cw_holder *holder, struct cw_operate_address *out)
{
	const char *verified =
	    cw_idp_find_attribute(&in->attributes, "email_verified");

	out->email = cw_idp_find_attribute(&in->attributes, "email");
	out->is_verified = cw_text_equal(verified, "true");
	if (verified != NULL && !out->is_verified &&
	    !cw_text_equal(verified, "false"))
		return cw_idp_tell(call, CW_IDP_PARAMETER,
		    "Attributes did not conform to the schema: email_verified: "
		    "Attribute value must be true or false.");
	if (out->email == NULL && out->is_verified)
		out->email = holder->email;
	else if (out->email == NULL && verified != NULL && holder->is_confirmed)
		return cw_idp_tell(call, CW_IDP_PARAMETER,
		    "The mail address of a confirmed user stays verified.");
	return CW_IDP_OK;
}

static enum cw_idp_fault
put_address(struct cw_idp_call *call, const struct cw_holder *holder,
    const struct cw_operate_address *to)
{
	struct cw_operation operation = {
		.login = holder->name,
		.actor = &call->actor,
	};
	enum cw_err err;

	if (to->email == NULL)
		return CW_IDP_OK;
	err = cw_operate_email(call->pool, call->arena, &operation, to);
	if (err == CW_INVALID)
		return cw_idp_tell(call, CW_IDP_PARAMETER,
		    "Invalid email address format.");
	if (err == CW_TAKEN)
		return CW_IDP_ALIAS_TAKEN;
	if (err == CW_NOTFOUND)
		return CW_IDP_NO_USER;
	if (err == CW_OK)
		err = cw_ctx_welcome(&call->cx, &operation.account);
	return cw_idp_fault_of(call, err);
}

static enum cw_idp_fault
update_attributes(struct cw_idp_call *call, const void *req, void *resp)
{
	const struct update *in = req;
	struct cw_list attributes = { 0 };
	struct cw_operate_address to;
	struct cw_holder holder;
	enum cw_idp_fault fault = cw_idp_find_holder(call, &in->whom, &holder);

	(void)resp;
	if (fault == CW_IDP_OK)
		fault =
		    cw_idp_take_attributes(call, &in->attributes, &attributes);
	if (fault == CW_IDP_OK)
		fault = read_address(call, in, &holder, &to);
	if (fault == CW_IDP_OK)
		fault = put_address(call, &holder, &to);
	if (fault != CW_IDP_OK)
		return fault;
	return cw_idp_fault_of(call,
	    cw_idp_set_attributes(call, holder.account_id, holder.name,
		&attributes));
}

static enum cw_idp_fault
drop_attributes(struct cw_idp_call *call, const void *req, void *resp)
{
	const struct update *in = req;
	struct cw_holder holder;
	enum cw_idp_fault fault = cw_idp_find_holder(call, &in->whom, &holder);

	(void)resp;
	if (fault != CW_IDP_OK)
		return fault;
	return cw_idp_drop_attributes(call, holder.account_id, holder.name,
	    &in->names);
}

static const struct cw_idp_operation operations[] = {
	{ .name = "AdminGetUser",
	    .request = &cw_idp_user_model,
	    .response = &user_model,
	    .handle = get_user,
	    .rate = CW_RATE_READ,
	    .is_signed = true },
	{ .name = "AdminUserGlobalSignOut",
	    .request = &cw_idp_user_model,
	    .handle = sign_out,
	    .rate = CW_RATE_UPDATE,
	    .is_signed = true },
	{ .name = "AdminUpdateUserAttributes",
	    .request = &update_model,
	    .handle = update_attributes,
	    .rate = CW_RATE_UPDATE,
	    .is_signed = true },
	{ .name = "AdminDeleteUserAttributes",
	    .request = &drop_model,
	    .handle = drop_attributes,
	    .rate = CW_RATE_UPDATE,
	    .is_signed = true },
};

const struct cw_idp_operations cw_idp_admin_operations = {
	operations,
	CW_LEN(operations),
};
