/* POST /conversations: start one with others. */

#include "chinwag.h"

struct request {
	struct cw_texts others;
};

static const struct cw_field request_fields[] = {
	CW_TEXTS(struct request, others, 1, CW_MEMBERS_MAX, CW_NAME_MAX_CHARS,
	    CW_ROOT | CW_REQUIRED, "Names of the others, in any case."),
	CW_END,
};

static const struct cw_model request_model = {
	.name = "ConversationPost",
	.size = sizeof(struct request),
	.fields = request_fields,
};

struct response {
	const char *id;
};

static const struct cw_field response_fields[] = {
	CW_TEXT(struct response, id, CW_UUID_CHARS, CW_UUID_CHARS,
	    CW_FORMAT_UUID, CW_ROOT | CW_REQUIRED, "The conversation's id."),
	CW_END,
};

static const struct cw_model response_model = {
	.name = "ConversationId",
	.size = sizeof(struct response),
	.fields = response_fields,
};

/* Which of the names is to blame, if one is. */
static enum cw_err
refuse(struct cw_ctx *cx, int64_t unknown)
{
	const char *at;

	if (unknown == CW_ABSENT)
		return cw_reply_problem(cx, "",
		    "Name at least one other person, and at most %d.",
		    CW_MEMBERS_MAX - 1);
	at = cw_arena_printf(cx->chat.arena, "/%lld", (long long)unknown);
	if (at == NULL)
		return CW_NOMEM;
	return cw_reply_problem(cx, at, "Nobody has this name.");
}

static enum cw_err
start_conversation(struct cw_ctx *cx, const void *req, void *resp)
{
	const struct request *in = req;
	struct response *out = resp;
	struct cw_conversation_new made;
	const char *location;
	enum cw_err err;

	err = cw_conversation_add(&cx->chat, &in->others, &made);
	if (err == CW_INVALID)
		return refuse(cx, made.unknown);
	if (err != CW_OK)
		return err;
	out->id = made.uuid;
	if (made.existed) {
		/*
		 * Without a Location: servers take one beside status 200, as
		 * CGI, as an order to ask there instead.
		 */
		cw_reply_alternative(cx);
		return CW_OK;
	}
	location =
	    cw_arena_printf(cx->chat.arena, "/conversations/%s", made.uuid);
	if (location == NULL)
		return CW_NOMEM;
	cw_reply_location(cx, location);
	return CW_OK;
}

static const struct cw_endpoint endpoint = {
	.name = "conversations-post",
	.method = CW_POST,
	.path = "/conversations",
	.summary = "Start a conversation",
	.doc = "Two people have one conversation: asked for again, the answer "
	       "is 200 and its id.  With more people, each request makes "
	       "another one.",
	.access = CW_USER,
	.work = CW_WRITES,
	.request = &request_model,
	.response = &response_model,
	.status = 201,
	.status_alternative = 200,
	.is_idempotent_by_key = true,
	.handle = start_conversation,
};

int
main(int argc, char **argv)
{
	return cw_serve(&endpoint, argc, argv);
}
