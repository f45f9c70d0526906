/* GET /conversations/{id}/messages: a page of what was said. */

#include "chinwag.h"

struct request {
	const char *id;
	int64_t limit;
	int64_t before;
	int64_t after;
};

static const struct cw_field request_fields[] = {
	CW_ROW_CONVERSATION_ID(struct request),
	CW_NUMBER(struct request, limit, 1, 200, 50, CW_OPTIONAL,
	    "How many at most."),
	CW_NUMBER(struct request, before, 0, CW_ID_MAX, CW_ABSENT, CW_OPTIONAL,
	    "Messages older than this time."),
	CW_NUMBER(struct request, after, 0, CW_ID_MAX, CW_ABSENT, CW_OPTIONAL,
	    "Messages newer than this time; wins over before."),
	CW_END,
};

static const struct cw_model request_model = {
	.name = "MessagesGet",
	.size = sizeof(struct request),
	.fields = request_fields,
};

struct response {
	struct cw_list messages;
	bool more;
};

static const struct cw_field response_fields[] = {
	CW_OBJECTS(struct response, messages, 200, &cw_message_model,
	    CW_REQUIRED, "Messages, oldest first."),
	CW_FLAG(struct response, more, CW_REQUIRED,
	    "Whether there are more in the direction that was asked: newer "
	    "with after, else older."),
	CW_END,
};

static const struct cw_model response_model = {
	.name = "MessagePage",
	.size = sizeof(struct response),
	.fields = response_fields,
};

static enum cw_err
get_messages(struct cw_ctx *cx, const void *req, void *resp)
{
	const struct request *in = req;
	const struct cw_page page = { in->limit, in->before, in->after };
	struct response *out = resp;

	return cw_messages_page(&cx->chat, &cx->member, &page, &out->messages,
	    &out->more);
}

static enum cw_err
messages_version(struct cw_ctx *cx, const void *req, struct cw_buf *out)
{
	(void)req;
	cw_changes_of_messages(&cx->member, out);
	return CW_OK;
}

static const struct cw_endpoint endpoint = {
	.name = "messages-get",
	.method = CW_GET,
	.path = "/conversations/{id}/messages",
	.summary = "Read messages",
	.doc = "The newest, unless a time is given; oldest first.",
	.access = CW_MEMBER,
	.work = CW_READS,
	.request = &request_model,
	.response = &response_model,
	.status = 200,
	.version = messages_version,
	.handle = get_messages,
};

int
main(int argc, char **argv)
{
	return cw_serve(&endpoint, argc, argv);
}
