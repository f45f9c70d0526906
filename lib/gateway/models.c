/* Models that several programs answer with. */

#include "chat/conversation.h"
#include "chat/event.h"
#include "chat/message.h"
#include "gateway/model.h"
#include "pool/dataset.h"
#include "pool/factor.h"

static const struct cw_field message_fields[] = {
	CW_TEXT(struct cw_message, sender, 1, CW_NAME_MAX_CHARS, CW_FORMAT_LINE,
	    CW_REQUIRED, "User name of who said it."),
	CW_NUMBER(struct cw_message, time, 1, CW_ID_MAX, CW_ABSENT, CW_REQUIRED,
	    "When, in milliseconds since 1970; unique and increasing in a "
	    "conversation, and so the message's key there."),
	CW_TEXT(struct cw_message, message, 1, CW_MESSAGE_MAX_CHARS,
	    CW_FORMAT_NONE, CW_REQUIRED, "The words, as they were sent."),
	CW_END,
};

const struct cw_model cw_message_model = {
	.name = "Message",
	.size = sizeof(struct cw_message),
	.fields = message_fields,
};

static const struct cw_field conversation_fields[] = {
	CW_TEXT(struct cw_conversation, id, CW_UUID_CHARS, CW_UUID_CHARS,
	    CW_FORMAT_UUID, CW_REQUIRED, "The conversation's id."),
	CW_TEXTS(struct cw_conversation, participants, 0, CW_MEMBERS_MAX,
	    CW_NAME_MAX_CHARS, CW_REQUIRED,
	    "User names of the members, yours too, ascending."),
	CW_NUMBER(struct cw_conversation, last, 1, CW_ID_MAX, CW_ABSENT,
	    CW_OPTIONAL,
	    "Time of the newest message; absent without a message."),
	CW_TEXT(struct cw_conversation, title, 1, CW_TITLE_MAX_CHARS,
	    CW_FORMAT_LINE, CW_OPTIONAL,
	    "A name given to it; absent if it has none."),
	CW_NUMBER(struct cw_conversation, unread, 0, CW_ID_MAX, CW_ABSENT,
	    CW_REQUIRED, "How many messages of others you have not read."),
	CW_OBJECT(struct cw_conversation, preview, struct cw_message,
	    &cw_message_model, CW_OPTIONAL,
	    "The newest message, cut to 200 characters."),
	CW_END,
};

const struct cw_model cw_conversation_model = {
	.name = "ConversationSummary",
	.size = sizeof(struct cw_conversation),
	.fields = conversation_fields,
};

static const struct cw_field event_fields[] = {
	CW_NUMBER(struct cw_event, id, 1, CW_ID_MAX, CW_ABSENT, CW_REQUIRED,
	    "The event's position in the feed."),
	CW_TEXT(struct cw_event, event, 1, 32, CW_FORMAT_LINE, CW_REQUIRED,
	    "What happened: message, conversation, read, member or dataset."),
	CW_TEXT(struct cw_event, conversation, CW_UUID_CHARS, CW_UUID_CHARS,
	    CW_FORMAT_UUID, CW_OPTIONAL,
	    "Where; not with dataset, which is of my account."),
	CW_OBJECT(struct cw_event, message, struct cw_message,
	    &cw_message_model, CW_OPTIONAL, "What was said."),
	CW_TEXTS_AT(struct cw_event, participants, CW_MEMBERS_MAX,
	    CW_NAME_MAX_CHARS, "Who is in the conversation."),
	CW_TEXT(struct cw_event, username, 1, CW_NAME_MAX_CHARS, CW_FORMAT_LINE,
	    CW_OPTIONAL, "Who left."),
	CW_NUMBER(struct cw_event, time, 0, CW_ID_MAX, CW_ABSENT, CW_OPTIONAL,
	    "Where your read mark stands."),
	CW_NUMBER(struct cw_event, unread, 0, CW_ID_MAX, CW_ABSENT, CW_OPTIONAL,
	    "How many messages you have not read there."),
	CW_NUMBER(struct cw_event, last, 0, CW_ID_MAX, CW_ABSENT, CW_OPTIONAL,
	    "Time of the newest message that unread counts, 0 without one: do "
	    "not count it again when its own event comes."),
	CW_NUMBER(struct cw_event, version, 1, CW_ID_MAX, CW_ABSENT,
	    CW_OPTIONAL,
	    "Of your datasets, which another device may have written: read "
	    "what changed since the version that you know."),
	CW_END,
};

const struct cw_model cw_event_model = {
	.name = "Event",
	.size = sizeof(struct cw_event),
	.fields = event_fields,
};

static const struct cw_field detail_fields[] = {
	/* A stranger's name is told as it came, control characters and all. */
	CW_TEXT(struct cw_problem, at, 0, 1024, CW_FORMAT_NONE, CW_REQUIRED,
	    "Where: a JSON Pointer into the body, ?name of a parameter, "
	    "{name} of a part of the path, or a header's name."),
	CW_TEXT(struct cw_problem, message, 1, 1024, CW_FORMAT_NONE,
	    CW_REQUIRED, "What is wrong there, as a sentence."),
	CW_END,
};

static const struct cw_model detail_model = {
	.name = "ProblemDetail",
	.size = sizeof(struct cw_problem),
	.fields = detail_fields,
};

static const struct cw_field problem_fields[] = {
	CW_TEXT(struct cw_problem_body, message, 1, 1024, CW_FORMAT_LINE,
	    CW_REQUIRED, "What is wrong, as a sentence for people."),
	CW_TEXT(struct cw_problem_body, code, 1, 64, CW_FORMAT_KEY, CW_REQUIRED,
	    "What is wrong, as a word for programs."),
	CW_TEXT(struct cw_problem_body, request, 0, 64, CW_FORMAT_KEY,
	    CW_REQUIRED, "The request's id, also in X-Request-Id and the log."),
	CW_OBJECTS(struct cw_problem_body, errors, 20, &detail_model,
	    CW_OPTIONAL, "Each thing that is wrong with the request."),
	CW_END,
};

const struct cw_model cw_problem_model = {
	.name = "Problem",
	.size = sizeof(struct cw_problem_body),
	.fields = problem_fields,
};

static const struct cw_field recovery_codes_fields[] = {
	CW_TEXTS(struct cw_recovery_codes, codes, CW_RECOVERY_CODES,
	    CW_RECOVERY_CODES, CW_RECOVERY_CHARS, CW_REQUIRED,
	    "Codes that stand in for one from the app, each once."),
	CW_END,
};

const struct cw_model cw_recovery_codes_model = {
	.name = "RecoveryCodes",
	.size = sizeof(struct cw_recovery_codes),
	.fields = recovery_codes_fields,
};

static const struct cw_field nothing_fields[] = {
	CW_END,
};

const struct cw_model cw_nothing_model = {
	.name = "Nothing",
	.fields = nothing_fields,
};

static const struct cw_field dataset_fields[] = {
	CW_TEXT(struct cw_dataset, name, 1, CW_DATASET_NAME_MAX_CHARS,
	    CW_FORMAT_KEY, CW_REQUIRED, "The dataset's name."),
	CW_TEXT(struct cw_dataset, value, 0, CW_DATASET_VALUE_MAX_CHARS,
	    CW_FORMAT_NONE, CW_OPTIONAL,
	    "What it holds; absent if it was removed, and where the client has "
	    "just sent it."),
	CW_NUMBER(struct cw_dataset, version, 1, CW_ID_MAX, CW_ABSENT,
	    CW_REQUIRED, "Its version."),
	CW_NUMBER(struct cw_dataset, changed, 0, CW_ID_MAX, CW_ABSENT,
	    CW_REQUIRED, "When it was written."),
	CW_END,
};

const struct cw_model cw_dataset_model = {
	.name = "Dataset",
	.size = sizeof(struct cw_dataset),
	.fields = dataset_fields,
};
