/* GET /me/export: all that is here of mine, to take with me. */

#include "chinwag.h"

#define LIMIT 100
#define LOG_MAX 200

struct request {
	const char *conversation;
	int64_t time;
};

static const struct cw_field request_fields[] = {
	CW_TEXT(struct request, conversation, CW_UUID_CHARS, CW_UUID_CHARS,
	    CW_FORMAT_UUID, CW_OPTIONAL,
	    "Where the page before ended; without it, the first page."),
	CW_NUMBER(struct request, time, 0, CW_ID_MAX, 0, CW_OPTIONAL,
	    "The time of its last message."),
	CW_END,
};

static const struct cw_model request_model = {
	.name = "ExportGet",
	.size = sizeof(struct request),
	.fields = request_fields,
};

static const struct cw_field message_fields[] = {
	CW_TEXT(struct cw_own_message, conversation, CW_UUID_CHARS,
	    CW_UUID_CHARS, CW_FORMAT_UUID, CW_REQUIRED, "Where I said it."),
	CW_NUMBER(struct cw_own_message, time, 1, CW_ID_MAX, CW_ABSENT,
	    CW_REQUIRED, "When."),
	CW_TEXT(struct cw_own_message, message, 1, CW_MESSAGE_MAX_CHARS,
	    CW_FORMAT_NONE, CW_REQUIRED, "The words."),
	CW_END,
};

static const struct cw_model message_model = {
	.name = "OwnMessage",
	.size = sizeof(struct cw_own_message),
	.fields = message_fields,
};

struct response {
	struct cw_profile *account;
	struct cw_list sessions;
	struct cw_list events;
	struct cw_list messages;
	bool more;
};

static const struct cw_field response_fields[] = {
	CW_OBJECT(struct response, account, struct cw_profile,
	    &cw_profile_model, CW_OPTIONAL,
	    "My account; on the first page, as the two below."),
	CW_OBJECTS(struct response, sessions, CW_SESSIONS_MAX,
	    &cw_session_seen_model, CW_OPTIONAL, "Where I am signed in."),
	CW_OBJECTS(struct response, events, LOG_MAX, &cw_audit_entry_model,
	    CW_OPTIONAL, "What the log says of me, the newest first."),
	CW_OBJECTS(struct response, messages, LIMIT, &message_model,
	    CW_REQUIRED, "What I said, conversation by conversation."),
	CW_FLAG(struct response, more, CW_REQUIRED,
	    "Whether there may be more after the last message."),
	CW_END,
};

static const struct cw_model response_model = {
	.name = "Export",
	.size = sizeof(struct response),
	.fields = response_fields,
};

static enum cw_err
add_account(struct cw_ctx *cx, struct response *out)
{
	const struct cw_audit_page page = {
		.before = CW_ID_MAX,
		.limit = LOG_MAX,
		.account_id = cx->session.account_id,
	};
	const struct cw_actor actor = cw_ctx_actor(cx);
	struct cw_arena *arena = cx->chat.arena;
	enum cw_err err;

	out->account = cw_arena_alloc(arena, sizeof(*out->account));
	if (out->account == NULL)
		return CW_NOMEM;
	err = cw_profile_find(cx->pool, arena, cx->session.account_id,
	    out->account);
	if (err == CW_OK)
		err = cw_session_list(cx->pool, arena, &cx->session,
		    &out->sessions);
	if (err == CW_OK)
		err = cw_audit_list(cx->pool, arena, &page, &out->events);
	if (err != CW_OK)
		return err;
	return cw_audit_own(cx->pool, &actor, CW_AUDIT_EXPORT);
}

static enum cw_err
get_export(struct cw_ctx *cx, const void *req, void *resp)
{
	const struct request *in = req;
	const struct cw_own_page page = { in->conversation, in->time, LIMIT };
	struct response *out = resp;
	enum cw_err err = CW_OK;

	if (in->conversation == NULL)
		err = add_account(cx, out);
	if (err == CW_OK)
		err = cw_own_messages(&cx->chat, &page, &out->messages);
	out->more = out->messages.count == LIMIT;
	return err;
}

static const struct cw_endpoint endpoint = {
	.name = "export-get",
	.method = CW_GET,
	.path = "/me/export",
	.summary = "Take my data with me",
	.doc = "Page by page; what my devices share is at /me/datasets.",
	.access = CW_USER,
	.work = CW_READS,
	.request = &request_model,
	.response = &response_model,
	.status = 200,
	.errors = CW_ERRORS1(CW_NOTFOUND),
	.handle = get_export,
};

int
main(int argc, char **argv)
{
	return cw_serve(&endpoint, argc, argv);
}
