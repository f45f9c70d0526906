/* PUT /conversations/{id}/read: move my read mark. */

#include "chinwag.h"

struct request {
	const char *id;
	int64_t time;
	bool unread;
};

static const struct cw_field request_fields[] = {
	CW_ROW_CONVERSATION_ID(struct request),
	CW_NUMBER(struct request, time, 0, CW_ID_MAX, CW_ABSENT, CW_REQUIRED,
	    "The mark comes to stand after the newest message of this time "
	    "or before it; 0: nothing is read."),
	CW_FLAG(struct request, unread, CW_OPTIONAL,
	    "Whether the mark may move back."),
	CW_END,
};

static const struct cw_model request_model = {
	.name = "ReadPut",
	.size = sizeof(struct request),
	.fields = request_fields,
};

static enum cw_err
move_mark(struct cw_ctx *cx, const void *req, void *resp)
{
	const struct request *in = req;

	(void)resp;
	return cw_member_read(&cx->chat, &cx->member, in->time,
	    in->unread ? CW_READ_EITHER : CW_READ_FORWARD);
}

static const struct cw_endpoint endpoint = {
	.name = "read-put",
	.method = CW_PUT,
	.path = "/conversations/{id}/read",
	.summary = "Move my read mark",
	.doc = "It moves forward only, unless unread is true.",
	.access = CW_MEMBER,
	.work = CW_WRITES,
	.request = &request_model,
	.status = 204,
	.handle = move_mark,
};

int
main(int argc, char **argv)
{
	return cw_serve(&endpoint, argc, argv);
}
