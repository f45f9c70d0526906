/* DELETE /groups/{group}: remove a group. */

#include "chinwag.h"

struct request {
	const char *group;
};

static const struct cw_field request_fields[] = {
	CW_ROW_GROUP(struct request),
	CW_END,
};

static const struct cw_model request_model = {
	.name = "GroupDelete",
	.size = sizeof(struct request),
	.fields = request_fields,
};

static enum cw_err
remove_group(struct cw_ctx *cx, const void *req, void *resp)
{
	const struct request *in = req;
	const struct cw_actor actor = cw_ctx_actor(cx);

	(void)resp;
	return cw_usergroup_remove(cx->pool, cx->chat.arena, &actor, in->group);
}

static const struct cw_endpoint endpoint = {
	.name = "group-delete",
	.method = CW_DELETE,
	.path = "/groups/{group}",
	.summary = "Remove a group",
	.doc = "That of the administrators cannot be removed.",
	.access = CW_ADMIN,
	.work = CW_POOLS,
	.request = &request_model,
	.status = 204,
	.errors = CW_ERRORS1(CW_NOTFOUND),
	.handle = remove_group,
};

int
main(int argc, char **argv)
{
	return cw_serve(&endpoint, argc, argv);
}
