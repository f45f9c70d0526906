/* PATCH /groups/{group}: change what a group is for. */

#include "chinwag.h"

struct request {
	const char *group;
	const char *description;
	int64_t precedence;
};

static const struct cw_field request_fields[] = {
	CW_ROW_GROUP(struct request),
	CW_TEXT(struct request, description, 0,
	    CW_USERGROUP_DESCRIPTION_MAX_CHARS, CW_FORMAT_LINE, CW_REQUIRED,
	    "What it is for."),
	CW_NUMBER(struct request, precedence, 0, INT32_MAX, CW_ABSENT,
	    CW_OPTIONAL, "The lower, the more it counts; absent: least."),
	CW_END,
};

static const struct cw_model request_model = {
	.name = "GroupPatch",
	.size = sizeof(struct request),
	.fields = request_fields,
};

static enum cw_err
change_group(struct cw_ctx *cx, const void *req, void *resp)
{
	const struct request *in = req;
	const struct cw_actor actor = cw_ctx_actor(cx);
	const struct cw_usergroup group = {
		.name = in->group,
		.description = in->description,
		.precedence = in->precedence,
	};
	enum cw_err err;

	err = cw_usergroup_change(cx->pool, cx->chat.arena, &actor, &group);
	if (err != CW_OK)
		return err;
	return cw_usergroup_find(cx->pool, cx->chat.arena, in->group, resp);
}

static const struct cw_endpoint endpoint = {
	.name = "group-patch",
	.method = CW_PATCH,
	.path = "/groups/{group}",
	.summary = "Change a group",
	.access = CW_ADMIN,
	.work = CW_POOLS,
	.request = &request_model,
	.response = &cw_usergroup_model,
	.status = 200,
	.errors = CW_ERRORS1(CW_NOTFOUND),
	.handle = change_group,
};

int
main(int argc, char **argv)
{
	return cw_serve(&endpoint, argc, argv);
}
