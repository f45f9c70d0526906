/* POST /groups: make a group. */

#include "chinwag.h"

struct request {
	const char *name;
	const char *description;
	int64_t precedence;
};

static const struct cw_field request_fields[] = {
	CW_TEXT(struct request, name, 1, CW_USERGROUP_NAME_MAX_CHARS,
	    CW_FORMAT_LINE, CW_REQUIRED, "A name without blanks."),
	CW_TEXT(struct request, description, 0,
	    CW_USERGROUP_DESCRIPTION_MAX_CHARS, CW_FORMAT_LINE, CW_OPTIONAL,
	    "What it is for."),
	CW_NUMBER(struct request, precedence, 0, INT32_MAX, CW_ABSENT,
	    CW_OPTIONAL, "The lower, the more it counts; absent: least."),
	CW_END,
};

static const struct cw_model request_model = {
	.name = "GroupPost",
	.size = sizeof(struct request),
	.fields = request_fields,
};

static enum cw_err
add_group(struct cw_ctx *cx, const void *req, void *resp)
{
	const struct request *in = req;
	const struct cw_actor actor = cw_ctx_actor(cx);
	const struct cw_usergroup group = {
		.name = in->name,
		.description = in->description == NULL ? "" : in->description,
		.precedence = in->precedence,
	};
	enum cw_err err;

	err = cw_usergroup_add(cx->pool, cx->chat.arena, &actor, &group);
	if (err == CW_INVALID)
		return cw_reply_problem(cx, "/name",
		    "A group's name has no blanks.");
	if (err != CW_OK)
		return err;
	return cw_usergroup_find(cx->pool, cx->chat.arena, in->name, resp);
}

static const struct cw_endpoint endpoint = {
	.name = "groups-post",
	.method = CW_POST,
	.path = "/groups",
	.summary = "Make a group",
	.access = CW_ADMIN,
	.work = CW_POOLS,
	.request = &request_model,
	.response = &cw_usergroup_model,
	.status = 201,
	.errors = CW_ERRORS1(CW_CONFLICT),
	.handle = add_group,
};

int
main(int argc, char **argv)
{
	return cw_serve(&endpoint, argc, argv);
}
