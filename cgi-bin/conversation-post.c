/* POST /conversations/{id}: say something, as plain text. */

#include "chinwag.h"

struct request {
	const char *id;
	const char *text;
};

static const struct cw_field request_fields[] = {
	CW_TEXT(struct request, id, CW_UUID_CHARS, CW_UUID_CHARS,
	    CW_FORMAT_UUID, CW_REQUIRED, "Conversation to post into."),
	CW_TEXT(struct request, text, 1, CW_MESSAGE_MAX_CHARS, CW_FORMAT_WORDS,
	    CW_ROOT | CW_RAW | CW_REQUIRED,
	    "The words: a JSON string, or the bytes themselves."),
	CW_END,
};

static const struct cw_model request_model = {
	.name = "ConversationText",
	.size = sizeof(struct request),
	.fields = request_fields,
};

static enum cw_err
post_text(struct cw_ctx *cx, const void *req, void *resp)
{
	const struct request *in = req;
	struct cw_message said;

	(void)resp;
	return cw_message_add(&cx->chat, &cx->member, in->text, &said);
}

static const struct cw_endpoint endpoint = {
	.name = "conversation-post",
	.method = CW_POST,
	.path = "/conversations/{id}",
	.summary = "Say something, without an answer",
	.doc = "For the simplest clients; others post to the conversation's "
	       "messages and are told the message's time.",
	.access = CW_MEMBER,
	.work = CW_WRITES,
	.request = &request_model,
	.status = 204,
	.is_idempotent_by_key = true,
	.handle = post_text,
};

int
main(int argc, char **argv)
{
	return cw_serve(&endpoint, argc, argv);
}
