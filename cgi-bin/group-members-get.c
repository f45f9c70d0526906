/* GET /groups/{group}/members: who is in a group. */

#include "chinwag.h"

#define LIMIT_MAX 1000

struct request {
	const char *group;
	const char *after;
	int64_t limit;
};

static const struct cw_field request_fields[] = {
	CW_ROW_GROUP(struct request),
	CW_TEXT(struct request, after, 1, CW_NAME_MAX_CHARS, CW_FORMAT_LINE,
	    CW_OPTIONAL, "The last name of the page before."),
	CW_NUMBER(struct request, limit, 1, LIMIT_MAX, LIMIT_MAX, CW_OPTIONAL,
	    "How many at most."),
	CW_END,
};

static const struct cw_model request_model = {
	.name = "GroupMembersGet",
	.size = sizeof(struct request),
	.fields = request_fields,
};

struct response {
	struct cw_texts names;
};

static const struct cw_field response_fields[] = {
	CW_TEXTS(struct response, names, 0, LIMIT_MAX, CW_NAME_MAX_CHARS,
	    CW_ROOT | CW_REQUIRED, "Names, ascending without case."),
	CW_END,
};

static const struct cw_model response_model = {
	.name = "GroupMembers",
	.size = sizeof(struct response),
	.fields = response_fields,
};

static enum cw_err
list_members(struct cw_ctx *cx, const void *req, void *resp)
{
	const struct request *in = req;
	const struct cw_usergroup_page page = {
		.name = in->group,
		.after = in->after == NULL ? "" : in->after,
		.limit = in->limit,
	};
	struct response *out = resp;

	return cw_usergroup_members(cx->pool, cx->chat.arena, &page,
	    &out->names);
}

static const struct cw_endpoint endpoint = {
	.name = "group-members-get",
	.method = CW_GET,
	.path = "/groups/{group}/members",
	.summary = "List who is in a group",
	.access = CW_ADMIN,
	.work = CW_POOLS,
	.request = &request_model,
	.response = &response_model,
	.status = 200,
	.errors = CW_ERRORS1(CW_NOTFOUND),
	.handle = list_members,
};

int
main(int argc, char **argv)
{
	return cw_serve(&endpoint, argc, argv);
}
