/* Values as JSON, and what breaks its model and is never sent. */

#include <string.h>

#include "base/log.h"
#include "chat/conversation.h"
#include "chat/event.h"
#include "gateway/door.h"
#include "gateway/reply.h"

static const struct cw_message message = {
	.sender = "anna",
	.time = 17,
	.message = "<hi> \"there\"\n\xf0\x9f\x98\x80",
};

static enum cw_err
write_body(struct door *door, const struct cw_model *model, const void *value,
    const char **out)
{
	struct cw_buf buf;
	enum cw_err err;

	cw_buf_init(&buf, &door->arena, 4096);
	err = cw_reply_body(&buf, model, value);
	*out = buf.data;
	return err;
}

static void
assert_body(struct door *door, const struct cw_model *model, const void *value,
    const char *expected)
{
	const char *body;

	assert_int_equal(write_body(door, model, value, &body), CW_OK);
	assert_string_equal(body, expected);
}

static void
assert_broken(struct door *door, const struct cw_model *model,
    const void *value)
{
	const char *body;

	assert_int_equal(write_body(door, model, value, &body), CW_SYSTEM);
}

static void
a_message_is_written(void **state)
{
	assert_body(*state, &cw_message_model, &message,
	    "{\"sender\":\"anna\",\"time\":17,"
	    "\"message\":\"\\u003chi> \\\"there\\\"\\n\xf0\x9f\x98\x80\"}");
}

static void
what_is_absent_is_left_out(void **state)
{
	const char *names[] = { "anna", "bob" };
	struct cw_conversation conversation = {
		.id = DOOR_UUID,
		.participants = { .count = 2, .items = names },
		.last = CW_ABSENT,
	};

	assert_body(*state, &cw_conversation_model, &conversation,
	    "{\"id\":\"" DOOR_UUID "\",\"participants\":[\"anna\",\"bob\"],"
	    "\"unread\":0}");
	conversation.last = 17;
	conversation.title = "Friends";
	conversation.preview = (struct cw_message *)(uintptr_t)&message;
	conversation.unread = 3;
	assert_body(*state, &cw_conversation_model, &conversation,
	    "{\"id\":\"" DOOR_UUID "\",\"participants\":[\"anna\",\"bob\"],"
	    "\"last\":17,\"title\":\"Friends\",\"unread\":3,"
	    "\"preview\":{\"sender\":\"anna\",\"time\":17,"
	    "\"message\":\"\\u003chi> \\\"there\\\"\\n\xf0\x9f\x98\x80\"}}");
}

static void
an_event_is_written(void **state)
{
	const char *names[] = { "anna" };
	struct cw_texts participants = { .count = 1, .items = names };
	struct cw_event event = {
		.id = 5,
		.event = "conversation",
		.conversation = DOOR_UUID,
		.participants = &participants,
		.time = CW_ABSENT,
		.unread = CW_ABSENT,
		.last = CW_ABSENT,
		.version = CW_ABSENT,
	};

	assert_body(*state, &cw_event_model, &event,
	    "{\"id\":5,\"event\":\"conversation\",\"conversation\":\"" DOOR_UUID
	    "\",\"participants\":[\"anna\"]}");
}

struct name {
	const char *text;
};

static const struct cw_field name_fields[] = {
	CW_TEXT(struct name, text, 1, 8, CW_FORMAT_LINE, CW_REQUIRED | CW_ROOT,
	    "Name."),
	CW_END,
};

static const struct cw_model name_model = {
	.name = "Name",
	.size = sizeof(struct name),
	.fields = name_fields,
};

struct lists {
	struct cw_list messages;
};

static const struct cw_field lists_fields[] = {
	CW_OBJECTS(struct lists, messages, 2, &cw_message_model,
	    CW_REQUIRED | CW_ROOT, "Messages."),
	CW_END,
};

static const struct cw_model lists_model = {
	.name = "Lists",
	.size = sizeof(struct lists),
	.fields = lists_fields,
};

static void
a_body_may_be_one_value(void **state)
{
	struct name name = { "anna" };
	struct lists lists = { { .count = 0 } };
	struct cw_message two[] = { { "a", 1, "x" }, { "b", 2, "y" } };

	assert_body(*state, &name_model, &name, "\"anna\"");
	assert_body(*state, &lists_model, &lists, "[]");
	lists.messages = (struct cw_list){ .count = 2,
		.size = sizeof(two[0]),
		.items = two };
	assert_body(*state, &lists_model, &lists,
	    "[{\"sender\":\"a\",\"time\":1,\"message\":\"x\"},"
	    "{\"sender\":\"b\",\"time\":2,\"message\":\"y\"}]");
	lists.messages.count = 3;
	assert_broken(*state, &lists_model, &lists);
}

static void
what_breaks_its_model_is_not_sent(void **state)
{
	static char long_text[CW_MESSAGE_MAX_CHARS + 2];
	struct cw_message broken;
	struct name name = { NULL };

	memset(long_text, 'x', sizeof(long_text) - 1);
	broken = message;
	broken.sender = NULL;
	assert_broken(*state, &cw_message_model, &broken);
	broken = message;
	broken.sender = "";
	assert_broken(*state, &cw_message_model, &broken);
	broken = message;
	broken.sender = "a\nb";
	assert_broken(*state, &cw_message_model, &broken);
	broken = message;
	broken.message = long_text;
	assert_broken(*state, &cw_message_model, &broken);
	broken = message;
	broken.time = 0;
	assert_broken(*state, &cw_message_model, &broken);
	broken.time = CW_ID_MAX + 1;
	assert_broken(*state, &cw_message_model, &broken);
	broken.time = CW_ABSENT;
	assert_broken(*state, &cw_message_model, &broken);
	assert_broken(*state, &name_model, &name);
}

static void
an_object_without_members_is_still_one(void **state)
{
	static const struct cw_field fields[] = { CW_END };
	static const struct cw_model model = { .name = "Nothing",
		.fields = fields };

	assert_body(*state, &model, "", "{}");
}

static void
a_body_that_has_no_room_is_not_cut(void **state)
{
	struct door *door = *state;
	struct cw_buf buf;

	cw_buf_init(&buf, &door->arena, 20);
	assert_int_equal(cw_reply_body(&buf, &cw_message_model, &message),
	    CW_NOMEM);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		DOOR_TEST(a_message_is_written),
		DOOR_TEST(what_is_absent_is_left_out),
		DOOR_TEST(an_event_is_written),
		DOOR_TEST(a_body_may_be_one_value),
		DOOR_TEST(what_breaks_its_model_is_not_sent),
		DOOR_TEST(an_object_without_members_is_still_one),
		DOOR_TEST(a_body_that_has_no_room_is_not_cut),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
