/* GET /conversations: mine, the newest activity first. */

#include "chinwag.h"

struct request {
	int64_t limit;
	const char *before;
};

static const struct cw_field request_fields[] = {
	CW_NUMBER(struct request, limit, 1, 500, 100, CW_OPTIONAL,
	    "How many at most."),
	CW_TEXT(struct request, before, CW_UUID_CHARS, CW_UUID_CHARS,
	    CW_FORMAT_UUID, CW_OPTIONAL,
	    "The last conversation of the page before."),
	CW_END,
};

static const struct cw_model request_model = {
	.name = "ConversationsGet",
	.size = sizeof(struct request),
	.fields = request_fields,
};

struct response {
	struct cw_list conversations;
};

static const struct cw_field response_fields[] = {
	CW_OBJECTS(struct response, conversations, 500, &cw_conversation_model,
	    CW_ROOT | CW_REQUIRED, "My conversations."),
	CW_END,
};

static const struct cw_model response_model = {
	.name = "ConversationList",
	.size = sizeof(struct response),
	.fields = response_fields,
};

static enum cw_err
list_conversations(struct cw_ctx *cx, const void *req, void *resp)
{
	const struct request *in = req;
	struct response *out = resp;

	return cw_conversations_list(&cx->chat, in->before, in->limit,
	    &out->conversations);
}

static enum cw_err
list_version(struct cw_ctx *cx, const void *req, struct cw_buf *out)
{
	(void)req;
	return cw_changes_of_list(&cx->chat, out);
}

static const struct cw_endpoint endpoint = {
	.name = "conversations-get",
	.method = CW_GET,
	.path = "/conversations",
	.summary = "List my conversations",
	.doc = "The newest activity first, each with its last words and how "
	       "many messages of others I have not read.",
	.access = CW_USER,
	.work = CW_READS,
	.request = &request_model,
	.response = &response_model,
	.status = 200,
	.errors = CW_ERRORS1(CW_NOTFOUND),
	.version = list_version,
	.handle = list_conversations,
};

int
main(int argc, char **argv)
{
	return cw_serve(&endpoint, argc, argv);
}
