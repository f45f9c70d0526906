/* DELETE /groups/{group}/members/{name}: take an account out of a group. */

#include "chinwag.h"

struct request {
	const char *group;
	const char *name;
};

static const struct cw_field request_fields[] = {
	CW_ROW_GROUP(struct request),
	CW_TEXT(struct request, name, 1, 128, CW_FORMAT_LINE, CW_REQUIRED,
	    "Whom, in any case."),
	CW_END,
};

static const struct cw_model request_model = {
	.name = "GroupMemberDelete",
	.size = sizeof(struct request),
	.fields = request_fields,
};

static enum cw_err
leave(struct cw_ctx *cx, const void *req, void *resp)
{
	const struct request *in = req;
	const struct cw_actor actor = cw_ctx_actor(cx);

	(void)resp;
	return cw_usergroup_leave(cx->pool, cx->chat.arena, &actor, in->group,
	    in->name);
}

static const struct cw_endpoint endpoint = {
	.name = "group-member-delete",
	.method = CW_DELETE,
	.path = "/groups/{group}/members/{name}",
	.summary = "Take somebody out of a group",
	.doc = "Fine if they are not in it.  409 for the last administrator.",
	.access = CW_ADMIN,
	.work = CW_POOLS,
	.request = &request_model,
	.status = 204,
	.errors = CW_ERRORS2(CW_NOTFOUND, CW_CONFLICT),
	.handle = leave,
};

int
main(int argc, char **argv)
{
	return cw_serve(&endpoint, argc, argv);
}
