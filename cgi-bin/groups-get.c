/* GET /groups: groups of accounts. */

#include "chinwag.h"

#define LIMIT_MAX 200

struct request {
	const char *after;
	int64_t limit;
};

static const struct cw_field request_fields[] = {
	CW_TEXT(struct request, after, 1, CW_USERGROUP_NAME_MAX_CHARS,
	    CW_FORMAT_LINE, CW_OPTIONAL, "The last name of the page before."),
	CW_NUMBER(struct request, limit, 1, LIMIT_MAX, 60, CW_OPTIONAL,
	    "How many at most."),
	CW_END,
};

static const struct cw_model request_model = {
	.name = "GroupsGet",
	.size = sizeof(struct request),
	.fields = request_fields,
};

struct response {
	struct cw_list groups;
	bool more;
};

static const struct cw_field response_fields[] = {
	CW_OBJECTS(struct response, groups, LIMIT_MAX, &cw_usergroup_model,
	    CW_REQUIRED, "Groups, by name."),
	CW_FLAG(struct response, more, CW_REQUIRED,
	    "Whether there may be more after the last."),
	CW_END,
};

static const struct cw_model response_model = {
	.name = "GroupPage",
	.size = sizeof(struct response),
	.fields = response_fields,
};

static enum cw_err
list_groups(struct cw_ctx *cx, const void *req, void *resp)
{
	const struct request *in = req;
	struct response *out = resp;
	enum cw_err err;

	err = cw_usergroup_list(cx->pool, cx->chat.arena,
	    in->after == NULL ? "" : in->after, in->limit, &out->groups);
	out->more = out->groups.count == (size_t)in->limit;
	return err;
}

static const struct cw_endpoint endpoint = {
	.name = "groups-get",
	.method = CW_GET,
	.path = "/groups",
	.summary = "List groups",
	.access = CW_ADMIN,
	.work = CW_POOLS,
	.request = &request_model,
	.response = &response_model,
	.status = 200,
	.handle = list_groups,
};

int
main(int argc, char **argv)
{
	return cw_serve(&endpoint, argc, argv);
}
