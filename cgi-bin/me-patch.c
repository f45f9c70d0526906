/* PATCH /me: tell something of myself. */

#include "chinwag.h"

struct request {
	struct cw_list attributes;
};

static const struct cw_field request_fields[] = {
	CW_PAIRS(struct request, attributes, CW_ATTRIBUTES_MAX,
	    CW_ATTRIBUTE_VALUE_MAX_CHARS, CW_REQUIRED,
	    "What is to change: name (what I want to be called), locale (my "
	    "language), zoneinfo (my time zone), another standard claim of "
	    "OpenID Connect, or custom: and a name that the operator has "
	    "chosen.  Empty text removes."),
	CW_END,
};

static const struct cw_model request_model = {
	.name = "MePatch",
	.size = sizeof(struct request),
	.fields = request_fields,
};

static enum cw_err
change_me(struct cw_ctx *cx, const void *req, void *resp)
{
	const struct request *in = req;
	const struct cw_actor actor = cw_ctx_actor(cx);
	struct cw_attribute_change change = {
		.account_id = actor.account_id,
		.username = actor.name,
		.actor = &actor,
	};
	enum cw_err err;

	err = cw_reply_attributes(cx, &in->attributes, &change);
	if (err != CW_OK)
		return err;
	err = cw_attribute_set(cx->pool, &change);
	if (err != CW_OK)
		return err;
	return cw_profile_find(cx->pool, cx->chat.arena, actor.account_id,
	    resp);
}

static const struct cw_endpoint endpoint = {
	.name = "me-patch",
	.method = CW_PATCH,
	.path = "/me",
	.summary = "Change my account",
	.access = CW_USER,
	.work = CW_POOLS,
	.request = &request_model,
	.response = &cw_profile_model,
	.status = 200,
	.handle = change_me,
};

int
main(int argc, char **argv)
{
	return cw_serve(&endpoint, argc, argv);
}
