/* GetUser. */

#include <string.h>

#include "base/text.h"
#include "gateway/idp_call.h"

struct bearer {
	const char *access_token;
};

static const struct cw_field bearer_fields[] = {
	CW_IDP_TEXT(struct bearer, access_token, "AccessToken", 1,
	    CW_IDP_TOKEN_MAX, CW_REQUIRED),
	CW_END,
};
static const struct cw_model bearer_model =
    CW_IDP_MODEL(struct bearer, bearer_fields);

struct user {
	const char *username;
	struct cw_list attributes; /* of struct cw_idp_attribute */
};

static const struct cw_field user_fields[] = {
	CW_IDP_TEXT(struct user, username, "Username", 1, CW_IDP_NAME_MAX,
	    CW_REQUIRED),
	CW_IDP_OBJECTS(struct user, attributes, "UserAttributes",
	    CW_IDP_ATTRIBUTES_MAX + 3, &cw_idp_attribute_model, CW_REQUIRED),
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
		const struct cw_holder_attribute *one =
		    cw_list_at(&holder->attributes, i);

		err = put_attribute(call, out, one->name, one->value);
	}
	return err;
}

static enum cw_idp_fault
get_user(struct cw_idp_call *call, const void *req, void *resp)
{
	const struct bearer *in = req;
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
	if (err != CW_OK)
		return cw_idp_fault_of(call, err);
	out->username = holder.name;
	return CW_IDP_OK;
}

static const struct cw_idp_operation operations[] = {
	{ .name = "GetUser",
	    .request = &bearer_model,
	    .response = &user_model,
	    .handle = get_user },
};

const struct cw_idp_operations cw_idp_user_operations = {
	operations,
	CW_LEN(operations),
};
