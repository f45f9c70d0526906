/* DELETE /conversations/{id}/members/{user}: leave. */

#include "chinwag.h"

struct request {
	const char *id;
	const char *user;
};

static const struct cw_field request_fields[] = {
	CW_ROW_CONVERSATION_ID(struct request),
	CW_TEXT(struct request, user, 1, CW_NAME_MAX_CHARS, CW_FORMAT_LINE,
	    CW_REQUIRED, "My own name, in any case."),
	CW_END,
};

static const struct cw_model request_model = {
	.name = "MemberDelete",
	.size = sizeof(struct request),
	.fields = request_fields,
};

static enum cw_err
remove_member(struct cw_ctx *cx, const void *req, void *resp)
{
	const struct request *in = req;

	(void)resp;
	return cw_member_remove(&cx->chat, &cx->member, in->user);
}

static const struct cw_endpoint endpoint = {
	.name = "member-delete",
	.method = CW_DELETE,
	.path = "/conversations/{id}/members/{user}",
	.summary = "Leave a conversation",
	.doc = "What was said stays with the others; who has left sees "
	       "nothing of it any more.",
	.access = CW_MEMBER,
	.work = CW_WRITES,
	.request = &request_model,
	.status = 204,
	.errors = CW_ERRORS1(CW_FORBIDDEN),
	.handle = remove_member,
};

int
main(int argc, char **argv)
{
	return cw_serve(&endpoint, argc, argv);
}
