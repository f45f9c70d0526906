/* chinwag conversation-add: start a conversation for people. */

#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "base/text.h"
#include "base/utf8.h"
#include "chat/conversation.h"
#include "chat/message.h"
#include "chat/user.h"
#include "chat/watch.h"
#include "command.h"
#include "db/bell.h"
#include "pool/name.h"

static int
run_conversation_add(const struct operation *op, int argc, char **argv);

const struct command conversation_add_command = {
	.name = "conversation-add",
	.help = "Start a conversation for people.",
	.usage = "[--message TEXT] NAME NAME ...",
	.details = "The first NAME starts it, and says TEXT.  Prints the "
		   "conversation's id.\n",
	.needs_data = true,
	.run = run_conversation_add,
};

/* The first name acts. */
static enum cw_err
find_founder(struct cw_chat *chat, const char *name)
{
	const char *fold;
	enum cw_err err;

	err = cw_name_fold(chat->arena, name, &fold);
	if (err != CW_OK)
		return err;
	err = cw_user_find(chat, fold, &chat->user_id);
	if (err != CW_OK)
		return err;
	return cw_user_name(chat, chat->user_id, &chat->user_name);
}

static enum cw_err
say(const struct cw_chat *chat, const char *uuid, const char *text)
{
	struct cw_message message;
	struct cw_member member;
	enum cw_err err;

	err = cw_member_find(chat, uuid, &member);
	if (err != CW_OK)
		return err;
	return cw_message_add(chat, &member, text, &message);
}

/* Inside the transaction. */
static enum cw_err
start(struct cw_chat *chat, char **names, const char *text,
    struct cw_conversation_new *out)
{
	struct cw_texts others = { 0 };
	enum cw_err err;

	out->unknown = -1;
	err = find_founder(chat, names[0]);
	for (char **name = names + 1; err == CW_OK && *name != NULL; name++)
		err = cw_texts_push(&others, chat->arena, *name);
	if (err == CW_OK)
		err = cw_conversation_add(chat, &others, out);
	if (err == CW_OK && text != NULL)
		err = say(chat, out->uuid, text);
	return err;
}

/* Those who follow by a cursor file; not worth a failure. */
static void
tell(const struct operation *op, const struct cw_told *told)
{
	struct cw_pool *pool;

	if (told->sessions.count == 0 || cw_pool_open(op->conf, &pool) != CW_OK)
		return;
	cw_watch_tell(pool, told);
	cw_pool_close(pool);
}

static enum cw_err
start_in_store(const struct operation *op, char **names, const char *text,
    struct cw_conversation_new *out)
{
	struct cw_told told = { 0 };
	struct cw_chat chat = {
		.arena = op->arena,
		.now_ms = cw_clock_now_ms(),
		.told = &told,
	};
	enum cw_err err;

	err = cw_store_open(op->conf->data_dir, CW_STORE_CHAT, CW_STORE_WRITE,
	    (int)op->conf->store_busy_ms, &chat.store);
	if (err != CW_OK)
		return err;
	err = cw_begin(chat.store);
	if (err == CW_OK)
		err = cw_end(chat.store, start(&chat, names, text, out));
	cw_store_close(chat.store);
	if (err == CW_OK) {
		cw_bell_ring(op->conf->data_dir, CW_BELL_EVENT);
		tell(op, &told);
	}
	return err;
}

static bool
is_message(const char *text)
{
	size_t len = strlen(text);

	return cw_utf8_is_valid(text, len) && !cw_text_is_blank(text) &&
	    cw_utf8_count(text, len) <= CW_MESSAGE_MAX_CHARS;
}

static int
run_conversation_add(const struct operation *op, int argc, char **argv)
{
	struct cw_conversation_new new = { 0 };
	const char *text = NULL;
	char **names = argv + 1;
	enum cw_err err;

	if (argc > 2 && cw_text_equal(argv[1], "--message")) {
		text = argv[2];
		names = argv + 3;
		argc -= 2;
	}
	if (argc < 3 || names[0][0] == '-')
		return usage(&conversation_add_command);
	if (text != NULL && !is_message(text))
		return failed("TEXT is empty, too long or not UTF-8");
	for (char **name = names; *name != NULL; name++)
		if (!cw_utf8_is_valid(*name, strlen(*name)))
			return failed("a NAME is not UTF-8");
	err = start_in_store(op, names, text, &new);
	if (err == CW_NOTFOUND)
		return failed("nobody is called %s", names[0]);
	if (err == CW_INVALID && new.unknown >= 0)
		return failed("nobody is called %s", names[1 + new.unknown]);
	if (err != CW_OK)
		return failed("cannot start a conversation: %s", reason(err));
	(void)printf("%s\n", new.uuid);
	return EXIT_DONE;
}
