/* UpdateUserAttributes, DeleteUserAttributes, and those of a sign-up. */

#include <string.h>

#include "base/text.h"
#include "gateway/idp_call.h"
#include "pool/change.h"

/* --- models --------------------------------------------------------------- */

struct update {
	const char *access_token;
	struct cw_list attributes; /* of struct cw_idp_attribute */
};

static const struct cw_field update_fields[] = {
	CW_IDP_ROW_ACCESS_TOKEN(struct update),
	CW_IDP_OBJECTS(struct update, attributes, "UserAttributes",
	    CW_IDP_ATTRIBUTES_MAX, &cw_idp_attribute_model, CW_REQUIRED),
	CW_END,
};
static const struct cw_model update_model =
    CW_IDP_MODEL(struct update, update_fields);

struct updated {
	struct cw_list deliveries; /* of struct cw_idp_delivery */
};

static const struct cw_field updated_fields[] = {
	CW_IDP_OBJECTS(struct updated, deliveries, "CodeDeliveryDetailsList", 1,
	    &cw_idp_delivery_model, CW_OPTIONAL),
	CW_END,
};
static const struct cw_model updated_model =
    CW_IDP_MODEL(struct updated, updated_fields);

struct drop {
	const char *access_token;
	struct cw_texts names;
};

static const struct cw_field drop_fields[] = {
	CW_IDP_ROW_ACCESS_TOKEN(struct drop),
	CW_IDP_TEXTS(struct drop, names, "UserAttributeNames",
	    CW_IDP_ATTRIBUTES_MAX, 64, CW_REQUIRED),
	CW_END,
};
static const struct cw_model drop_model =
    CW_IDP_MODEL(struct drop, drop_fields);

/* --- judging -------------------------------------------------------------- */

/* Not theirs to set: others see to these. */
static const char *const kept[] = { "sub", "email", "email_verified" };

static bool
is_kept(const char *name)
{
	for (size_t i = 0; i < CW_LEN(kept); i++)
		if (cw_text_equal(kept[i], name))
			return true;
	return false;
}

static enum cw_idp_fault
tell_attribute(struct cw_idp_call *call, const char *name, const char *problem)
{
	const char *about = cw_arena_printf(call->arena,
	    "Attributes did not conform to the schema: %s: %s", name, problem);

	if (about == NULL)
		return cw_idp_fault_of(call, CW_NOMEM);
	return cw_idp_tell(call, CW_IDP_PARAMETER, about);
}

enum cw_idp_fault
cw_idp_add_attribute(struct cw_idp_call *call, struct cw_list *list,
    const char *name, const char *value)
{
	struct cw_attribute *one =
	    cw_list_push(list, call->arena, sizeof(*one));
	const char *problem = "Attribute does not exist in the schema.";
	enum cw_err err;

	if (one == NULL)
		return cw_idp_fault_of(call, CW_NOMEM);
	one->name = name;
	one->value = value == NULL ? "" : value;
	err = cw_attribute_check(call->conf, one, &problem);
	if (err == CW_INVALID || err == CW_NOTFOUND)
		return tell_attribute(call, name, problem);
	return cw_idp_fault_of(call, err);
}

enum cw_idp_fault
cw_idp_take_attributes(struct cw_idp_call *call, const struct cw_list *given,
    struct cw_list *out)
{
	enum cw_idp_fault fault = CW_IDP_OK;

	for (size_t i = 0; i < given->count && fault == CW_IDP_OK; i++) {
		const struct cw_idp_attribute *one = cw_list_at(given, i);

		if (!is_kept(one->name))
			fault = cw_idp_add_attribute(call, out, one->name,
			    one->value);
		else if (cw_text_equal(one->name, "sub"))
			fault = tell_attribute(call, one->name,
			    "Attribute cannot be changed.");
	}
	return fault;
}

const char *
cw_idp_find_attribute(const struct cw_list *attributes, const char *name)
{
	for (size_t i = 0; i < attributes->count; i++) {
		const struct cw_idp_attribute *one = cw_list_at(attributes, i);

		if (cw_text_equal(one->name, name))
			return one->value;
	}
	return NULL;
}

enum cw_err
cw_idp_set_attributes(struct cw_idp_call *call, int64_t account_id,
    const char *username, const struct cw_list *attributes)
{
	const struct cw_attribute_change change = {
		.account_id = account_id,
		.username = username,
		.attributes = attributes->items,
		.count = attributes->count,
		.actor = &call->actor,
	};

	if (attributes->count == 0)
		return CW_OK;
	return cw_attribute_set(call->pool, &change);
}

/* --- one's own ------------------------------------------------------------ */

/* Another address counts once its code has come back. */
static enum cw_idp_fault
ask_email(struct cw_idp_call *call, const char *email, struct updated *out)
{
	struct cw_idp_delivery *delivery, *copy;
	enum cw_err err =
	    cw_email_ask(call->pool, call->arena, &call->actor, email);

	if (err == CW_INVALID)
		return cw_idp_tell(call, CW_IDP_PARAMETER,
		    "Invalid email address format.");
	if (err == CW_OK)
		err = cw_idp_deliver(call, email, call->session.username,
		    &delivery);
	if (err != CW_OK)
		return cw_idp_fault_of(call, err);
	copy = cw_list_push(&out->deliveries, call->arena, sizeof(*copy));
	if (copy == NULL)
		return cw_idp_fault_of(call, CW_NOMEM);
	*copy = *delivery;
	return CW_IDP_OK;
}

static enum cw_idp_fault
update_attributes(struct cw_idp_call *call, const void *req, void *resp)
{
	const struct update *in = req;
	const char *email = cw_idp_find_attribute(&in->attributes, "email");
	struct cw_list attributes = { 0 };
	enum cw_idp_fault fault = cw_idp_bearer(call, in->access_token);
	enum cw_err err;

	if (fault == CW_IDP_OK)
		fault =
		    cw_idp_take_attributes(call, &in->attributes, &attributes);
	if (fault != CW_IDP_OK)
		return fault;
	err = cw_idp_set_attributes(call, call->session.account_id,
	    call->session.username, &attributes);
	if (err != CW_OK)
		return cw_idp_fault_of(call, err);
	if (email == NULL || cw_text_equal(email, call->session.email))
		return CW_IDP_OK;
	return ask_email(call, email, resp);
}

enum cw_idp_fault
cw_idp_drop_attributes(struct cw_idp_call *call, int64_t account_id,
    const char *username, const struct cw_texts *names)
{
	struct cw_list attributes = { 0 };
	enum cw_idp_fault fault = CW_IDP_OK;

	for (size_t i = 0; i < names->count && fault == CW_IDP_OK; i++)
		fault = is_kept(names->items[i])
		    ? tell_attribute(call, names->items[i],
			  "Attribute cannot be removed.")
		    : cw_idp_add_attribute(call, &attributes, names->items[i],
			  NULL);
	if (fault != CW_IDP_OK)
		return fault;
	return cw_idp_fault_of(call,
	    cw_idp_set_attributes(call, account_id, username, &attributes));
}

static enum cw_idp_fault
drop_attributes(struct cw_idp_call *call, const void *req, void *resp)
{
	const struct drop *in = req;
	enum cw_idp_fault fault = cw_idp_bearer(call, in->access_token);

	(void)resp;
	if (fault != CW_IDP_OK)
		return fault;
	return cw_idp_drop_attributes(call, call->session.account_id,
	    call->session.username, &in->names);
}

static const struct cw_idp_operation operations[] = {
	{ .name = "UpdateUserAttributes",
	    .request = &update_model,
	    .response = &updated_model,
	    .handle = update_attributes,
	    .rate = CW_RATE_UPDATE },
	{ .name = "DeleteUserAttributes",
	    .request = &drop_model,
	    .handle = drop_attributes,
	    .rate = CW_RATE_UPDATE },
};

const struct cw_idp_operations cw_idp_attribute_operations = {
	operations,
	CW_LEN(operations),
};
