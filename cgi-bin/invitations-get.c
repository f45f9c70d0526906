/* GET /invitations: links by which people may come. */

#include "chinwag.h"

#define LIMIT_MAX 200

struct request {
	int64_t before;
	int64_t limit;
};

static const struct cw_field request_fields[] = {
	CW_NUMBER(struct request, before, 1, CW_ID_MAX, CW_ID_MAX, CW_OPTIONAL,
	    "The id of the last of the page before."),
	CW_NUMBER(struct request, limit, 1, LIMIT_MAX, 60, CW_OPTIONAL,
	    "How many at most."),
	CW_END,
};

static const struct cw_model request_model = {
	.name = "InvitationsGet",
	.size = sizeof(struct request),
	.fields = request_fields,
};

struct response {
	struct cw_list invitations;
	bool more;
};

static const struct cw_field response_fields[] = {
	CW_OBJECTS(struct response, invitations, LIMIT_MAX,
	    &cw_invitation_model, CW_REQUIRED, "The newest first."),
	CW_FLAG(struct response, more, CW_REQUIRED,
	    "Whether there may be more before the last."),
	CW_END,
};

static const struct cw_model response_model = {
	.name = "InvitationPage",
	.size = sizeof(struct response),
	.fields = response_fields,
};

static enum cw_err
list_invitations(struct cw_ctx *cx, const void *req, void *resp)
{
	const struct request *in = req;
	struct response *out = resp;
	enum cw_err err;

	err = cw_invitation_list(cx->pool, cx->chat.arena, in->before,
	    in->limit, &out->invitations);
	out->more = out->invitations.count == (size_t)in->limit;
	return err;
}

static const struct cw_endpoint endpoint = {
	.name = "invitations-get",
	.method = CW_GET,
	.path = "/invitations",
	.summary = "List invitations",
	.access = CW_ADMIN,
	.work = CW_POOLS,
	.request = &request_model,
	.response = &response_model,
	.status = 200,
	.handle = list_invitations,
};

int
main(int argc, char **argv)
{
	return cw_serve(&endpoint, argc, argv);
}
