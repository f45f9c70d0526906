/* PATCH /accounts/{name}: change what somebody tells of themselves. */

#include "chinwag.h"

struct request {
	const char *name;
	struct cw_list attributes;
};

static const struct cw_field request_fields[] = {
	CW_TEXT(struct request, name, 1, 128, CW_FORMAT_LINE, CW_REQUIRED,
	    "Whose, in any case."),
	CW_PAIRS(struct request, attributes, CW_ATTRIBUTES_MAX,
	    CW_ATTRIBUTE_VALUE_MAX_CHARS, CW_REQUIRED,
	    "What is to change, as in PATCH /me."),
	CW_END,
};

static const struct cw_model request_model = {
	.name = "AccountPatch",
	.size = sizeof(struct request),
	.fields = request_fields,
};

static enum cw_err
change_account(struct cw_ctx *cx, const void *req, void *resp)
{
	const struct request *in = req;
	const struct cw_actor actor = cw_ctx_actor(cx);
	struct cw_attribute_change change = { .actor = &actor };
	struct cw_profile *out = resp;
	enum cw_err err;

	err = cw_reply_attributes(cx, &in->attributes, &change);
	if (err == CW_OK)
		err = cw_profile_find_name(cx->pool, cx->chat.arena, in->name,
		    out);
	if (err != CW_OK)
		return err;
	change.account_id = out->id;
	change.username = out->username;
	err = cw_attribute_set(cx->pool, &change);
	if (err != CW_OK)
		return err;
	return cw_profile_find(cx->pool, cx->chat.arena, change.account_id,
	    out);
}

static const struct cw_endpoint endpoint = {
	.name = "account-patch",
	.method = CW_PATCH,
	.path = "/accounts/{name}",
	.summary = "Change an account",
	.access = CW_ADMIN,
	.work = CW_POOLS,
	.request = &request_model,
	.response = &cw_profile_model,
	.status = 200,
	.errors = CW_ERRORS1(CW_NOTFOUND),
	.handle = change_account,
};

int
main(int argc, char **argv)
{
	return cw_serve(&endpoint, argc, argv);
}
