/* Messages: saying something, and reading what was said. */

#include "chat/message.h"

#include "chat/event.h"
#include "chat/user.h"

/* The place that a new message takes in its conversation. */
struct place {
	int64_t time;
	int64_t seq;
	int64_t sender_seq;
};

/* CW_NOTFOUND: the sender is no member any more. */
static enum cw_err
take_time(const struct cw_chat *chat, int64_t conversation_id,
    struct place *place)
{
	const struct cw_val args[] = { cw_int(chat->now_ms),
		cw_int(conversation_id), cw_int(chat->user_id) };
	struct cw_rows rows;
	enum cw_err err;

	err = cw_query_one(chat->store, CW_SQL_CONVERSATION_ADVANCE, args,
	    CW_LEN(args), &rows);
	if (err == CW_OK) {
		place->time = cw_col_int(&rows, 0);
		place->seq = cw_col_int(&rows, 1);
	}
	cw_rows_end(&rows);
	return err;
}

static enum cw_err
count_sent(const struct cw_chat *chat, int64_t conversation_id,
    struct place *place)
{
	const struct cw_val args[] = { cw_int(conversation_id),
		cw_int(chat->user_id), cw_int(place->time) };
	struct cw_rows rows;
	enum cw_err err;

	err = cw_query_one(chat->store, CW_SQL_MEMBER_SENT, args, CW_LEN(args),
	    &rows);
	if (err == CW_OK)
		place->sender_seq = cw_col_int(&rows, 0);
	cw_rows_end(&rows);
	return err;
}

static enum cw_err
store_message(const struct cw_chat *chat, int64_t conversation_id,
    const struct place *place, const char *body)
{
	const struct cw_val args[] = { cw_int(conversation_id),
		cw_int(place->time), cw_int(place->seq), cw_int(chat->user_id),
		cw_int(place->sender_seq), cw_text(body) };

	return cw_exec(chat->store, CW_SQL_MESSAGE_ADD, args, CW_LEN(args),
	    NULL);
}

enum cw_err
cw_message_add(const struct cw_chat *chat, const struct cw_member *member,
    const char *body, struct cw_message *out)
{
	int64_t conversation_id = member->conversation_id;
	struct place place = { .time = 0 };
	enum cw_err err;

	err = take_time(chat, conversation_id, &place);
	if (err != CW_OK)
		return err;
	err = count_sent(chat, conversation_id, &place);
	if (err != CW_OK)
		return err;
	err = store_message(chat, conversation_id, &place, body);
	if (err != CW_OK)
		return err;
	err = cw_event_add(chat, CW_EVENT_MESSAGE, conversation_id, place.time,
	    0);
	if (err != CW_OK)
		return err;
	out->sender = chat->user_name;
	out->time = place.time;
	out->message = body;
	return CW_OK;
}

/*
 * Names of the senders on a page, of whom there are few.  When more speak than
 * there are places, the oldest gives way, and is looked up again.
 */
struct senders {
	struct {
		int64_t id;
		const char *name;
	} known[16];
	size_t next;
};

static enum cw_err
name_of(const struct cw_chat *chat, struct senders *senders, int64_t id,
    const char **name)
{
	enum cw_err err;

	for (size_t i = 0; i < CW_LEN(senders->known); i++) {
		if (senders->known[i].id == id) {
			*name = senders->known[i].name;
			return CW_OK;
		}
	}
	err = cw_user_name(chat, id, name);
	if (err != CW_OK)
		return err;
	senders->known[senders->next].id = id;
	senders->known[senders->next].name = *name;
	senders->next = (senders->next + 1) % CW_LEN(senders->known);
	return CW_OK;
}

static enum cw_err
read_message(const struct cw_chat *chat, const struct cw_rows *rows,
    struct senders *senders, struct cw_list *list)
{
	struct cw_message *out = cw_list_push(list, chat->arena, sizeof(*out));
	enum cw_err err;

	if (out == NULL)
		return CW_NOMEM;
	out->time = cw_col_int(rows, 0);
	err = name_of(chat, senders, cw_col_int(rows, 1), &out->sender);
	if (err != CW_OK)
		return err;
	return cw_col_text(rows, 2, chat->arena, &out->message);
}

static void
reverse(struct cw_list *list)
{
	struct cw_message *items = list->items;
	struct cw_message kept;

	for (size_t i = 0, j = list->count; i + 1 < j; i++) {
		kept = items[i];
		items[i] = items[--j];
		items[j] = kept;
	}
}

enum cw_err
cw_messages_page(const struct cw_chat *chat, const struct cw_member *member,
    const struct cw_page *page, struct cw_list *out, bool *has_more)
{
	bool is_forward = page->after != CW_ABSENT;
	int64_t before = page->before == CW_ABSENT ? INT64_MAX : page->before;
	/* One more than asked for tells whether there is more. */
	const struct cw_val args[] = { cw_int(member->conversation_id),
		cw_int(is_forward ? page->after : before),
		cw_int(chat->user_id), cw_int(page->limit + 1) };
	struct senders senders = { .next = 0 };
	struct cw_rows rows;
	enum cw_err err;

	*has_more = false;
	err = cw_query(chat->store,
	    is_forward ? CW_SQL_MESSAGES_AFTER : CW_SQL_MESSAGES_BEFORE, args,
	    CW_LEN(args), &rows);
	while (err == CW_OK && cw_rows_next(&rows, &err)) {
		*has_more = (int64_t)out->count == page->limit;
		if (!*has_more)
			err = read_message(chat, &rows, &senders, out);
	}
	cw_rows_end(&rows);
	if (err == CW_OK && !is_forward)
		reverse(out);
	return err;
}
