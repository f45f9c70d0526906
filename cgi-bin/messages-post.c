/* POST /conversations/{id}/messages: say something. */

#include "chinwag.h"

struct request {
	const char *id;
	const char *message;
};

static const struct cw_field request_fields[] = {
	CW_TEXT(struct request, id, CW_UUID_CHARS, CW_UUID_CHARS,
	    CW_FORMAT_UUID, CW_REQUIRED, "Conversation to post into."),
	CW_TEXT(struct request, message, 1, CW_MESSAGE_MAX_CHARS,
	    CW_FORMAT_WORDS, CW_REQUIRED, "The words."),
	CW_END,
};

static const struct cw_model request_model = {
	.name = "MessagePost",
	.size = sizeof(struct request),
	.fields = request_fields,
};

static enum cw_err
post_message(struct cw_ctx *cx, const void *req, void *resp)
{
	const struct request *in = req;
	struct cw_message *out = resp;
	const char *location;
	enum cw_err err;

	err = cw_message_add(&cx->chat, &cx->member, in->message, out);
	if (err != CW_OK)
		return err;
	location =
	    cw_arena_printf(cx->chat.arena, "/conversations/%s/messages/%lld",
		cx->member.uuid, (long long)out->time);
	if (location == NULL)
		return CW_NOMEM;
	cw_reply_location(cx, location);
	return CW_OK;
}

static const struct cw_endpoint endpoint = {
	.name = "messages-post",
	.method = CW_POST,
	.path = "/conversations/{id}/messages",
	.summary = "Say something",
	.doc = "With an Idempotency-Key the message is stored once, however "
	       "often the request is sent.",
	.access = CW_MEMBER,
	.work = CW_WRITES,
	.request = &request_model,
	.response = &cw_message_model,
	.status = 201,
	.is_idempotent_by_key = true,
	.handle = post_message,
};

int
main(int argc, char **argv)
{
	return cw_serve(&endpoint, argc, argv);
}
