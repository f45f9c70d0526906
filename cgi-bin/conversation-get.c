/* GET /conversations/{id}: one, with its newest messages. */

#include "chinwag.h"

struct request {
	const char *id;
	int64_t limit;
	int64_t before;
	int64_t after;
};

static const struct cw_field request_fields[] = {
	CW_ROW_CONVERSATION_ID(struct request),
	CW_NUMBER(struct request, limit, 1, 200, 100, CW_OPTIONAL,
	    "How many messages at most."),
	CW_NUMBER(struct request, before, 0, CW_ID_MAX, CW_ABSENT, CW_OPTIONAL,
	    "Messages older than this time."),
	CW_NUMBER(struct request, after, 0, CW_ID_MAX, CW_ABSENT, CW_OPTIONAL,
	    "Messages newer than this time; wins over before."),
	CW_END,
};

static const struct cw_model request_model = {
	.name = "ConversationGet",
	.size = sizeof(struct request),
	.fields = request_fields,
};

struct response {
	const char *id;
	struct cw_texts participants;
	const char *title;
	int64_t last;
	int64_t unread;
	int64_t read;
	struct cw_list messages;
};

static const struct cw_field response_fields[] = {
	CW_TEXT(struct response, id, CW_UUID_CHARS, CW_UUID_CHARS,
	    CW_FORMAT_UUID, CW_REQUIRED, "The conversation's id."),
	CW_TEXTS(struct response, participants, 0, CW_MEMBERS_MAX,
	    CW_NAME_MAX_CHARS, CW_REQUIRED,
	    "Names of its members, mine too, ascending."),
	CW_TEXT(struct response, title, 1, CW_TITLE_MAX_CHARS, CW_FORMAT_LINE,
	    CW_OPTIONAL, "Its title, if it has one."),
	CW_NUMBER(struct response, last, 1, CW_ID_MAX, CW_ABSENT, CW_OPTIONAL,
	    "Time of the newest message."),
	CW_NUMBER(struct response, unread, 0, CW_ID_MAX, CW_ABSENT, CW_REQUIRED,
	    "Messages of others after my read mark."),
	CW_NUMBER(struct response, read, 0, CW_ID_MAX, CW_ABSENT, CW_REQUIRED,
	    "Time of my read mark; 0 while nothing is read."),
	CW_OBJECTS(struct response, messages, 200, &cw_message_model,
	    CW_REQUIRED, "Messages, oldest first."),
	CW_END,
};

static const struct cw_model response_model = {
	.name = "ConversationPage",
	.size = sizeof(struct response),
	.fields = response_fields,
};

static enum cw_err
get_conversation(struct cw_ctx *cx, const void *req, void *resp)
{
	const struct request *in = req;
	const struct cw_page page = { in->limit, in->before, in->after };
	struct response *out = resp;
	bool has_more;
	enum cw_err err;

	out->id = cx->member.uuid;
	out->title = cx->member.title;
	out->last = cx->member.last == 0 ? CW_ABSENT : cx->member.last;
	out->unread = cw_member_unread(&cx->member);
	out->read = cx->member.read_time;
	err = cw_conversation_names(&cx->chat, &cx->member, &out->participants);
	if (err != CW_OK)
		return err;
	return cw_messages_page(&cx->chat, &cx->member, &page, &out->messages,
	    &has_more);
}

static enum cw_err
conversation_version(struct cw_ctx *cx, const void *req, struct cw_buf *out)
{
	(void)req;
	return cw_changes_of_conversation(&cx->chat, &cx->member, out);
}

static const struct cw_endpoint endpoint = {
	.name = "conversation-get",
	.method = CW_GET,
	.path = "/conversations/{id}",
	.summary = "Read a conversation",
	.doc = "Who is in it, where my read mark stands, and a page of "
	       "messages: the newest, unless a time is given.",
	.access = CW_MEMBER,
	.work = CW_READS,
	.request = &request_model,
	.response = &response_model,
	.status = 200,
	.version = conversation_version,
	.handle = get_conversation,
};

int
main(int argc, char **argv)
{
	return cw_serve(&endpoint, argc, argv);
}
