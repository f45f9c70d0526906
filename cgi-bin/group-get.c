/* GET /groups/{group}: one group. */

#include "chinwag.h"

struct request {
	const char *group;
};

static const struct cw_field request_fields[] = {
	CW_ROW_GROUP(struct request),
	CW_END,
};

static const struct cw_model request_model = {
	.name = "GroupGet",
	.size = sizeof(struct request),
	.fields = request_fields,
};

static enum cw_err
get_group(struct cw_ctx *cx, const void *req, void *resp)
{
	const struct request *in = req;

	return cw_usergroup_find(cx->pool, cx->chat.arena, in->group, resp);
}

static const struct cw_endpoint endpoint = {
	.name = "group-get",
	.method = CW_GET,
	.path = "/groups/{group}",
	.summary = "Read a group",
	.access = CW_ADMIN,
	.work = CW_POOLS,
	.request = &request_model,
	.response = &cw_usergroup_model,
	.status = 200,
	.errors = CW_ERRORS1(CW_NOTFOUND),
	.handle = get_group,
};

int
main(int argc, char **argv)
{
	return cw_serve(&endpoint, argc, argv);
}
