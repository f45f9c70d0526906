/* One person's part in a conversation: the membership and the read mark. */

#include "chat/member.h"

#include "base/text.h"
#include "chat/event.h"
#include "chat/roster.h"
#include "pool/name.h"

enum cw_err
cw_member_find(const struct cw_chat *chat, const char *uuid,
    struct cw_member *out)
{
	const struct cw_val args[] = { cw_text(uuid), cw_int(chat->user_id) };
	struct cw_member found = { .uuid = uuid };
	struct cw_rows rows;
	enum cw_err err;

	err = cw_query_one(chat->store, CW_SQL_MEMBER_FIND, args, CW_LEN(args),
	    &rows);
	if (err != CW_OK)
		goto done;
	found.conversation_id = cw_col_int(&rows, 0);
	found.last = cw_col_int(&rows, 1);
	found.seq = cw_col_int(&rows, 2);
	found.read_time = cw_col_int(&rows, 4);
	found.read_seq = cw_col_int(&rows, 5);
	found.sent_after_read = cw_col_int(&rows, 6);
	found.sent = cw_col_int(&rows, 7);
	found.last_sent = cw_col_int(&rows, 8);
	err = cw_col_text(&rows, 3, chat->arena, &found.title);
	if (err == CW_OK)
		*out = found;
done:
	cw_rows_end(&rows);
	return err;
}

int64_t
cw_member_unread(const struct cw_member *member)
{
	return member->seq - member->read_seq - member->sent_after_read;
}

/* A conversation of two is no longer theirs alone once one has left. */
static enum cw_err
unpair(const struct cw_chat *chat, const struct cw_member *member)
{
	const struct cw_val args[] = { cw_int(member->conversation_id) };

	return cw_exec(chat->store, CW_SQL_CONVERSATION_UNPAIR, args,
	    CW_LEN(args), NULL);
}

enum cw_err
cw_member_depart(const struct cw_chat *chat, const struct cw_member *member)
{
	const struct cw_val args[] = { cw_int(member->conversation_id),
		cw_int(chat->user_id), cw_int(chat->now_ms) };
	int64_t changes;
	enum cw_err err;

	err = cw_exec(chat->store, CW_SQL_MEMBER_DEPART, args, CW_LEN(args),
	    &changes);
	if (err != CW_OK)
		return err;
	if (changes == 0)
		return CW_NOTFOUND;
	err = unpair(chat, member);
	if (err != CW_OK)
		return err;
	err = cw_roster_write(chat, member->conversation_id);
	if (err != CW_OK)
		return err;
	err =
	    cw_event_add(chat, CW_EVENT_MEMBER, member->conversation_id, 0, 0);
	if (err != CW_OK)
		return err;
	/* The one who left is no member any more, and must hear of it too. */
	return cw_event_add(chat, CW_EVENT_MEMBER, member->conversation_id, 0,
	    chat->user_id);
}

enum cw_err
cw_member_remove(const struct cw_chat *chat, const struct cw_member *member,
    const char *name)
{
	const char *fold;
	const char *own_fold;
	enum cw_err err;

	err = cw_name_fold(chat->arena, name, &fold);
	if (err == CW_INVALID)
		return CW_FORBIDDEN;
	if (err != CW_OK)
		return err;
	err = cw_name_fold(chat->arena, chat->user_name, &own_fold);
	if (err != CW_OK)
		return err;
	if (!cw_text_equal(fold, own_fold))
		return CW_FORBIDDEN;
	return cw_member_depart(chat, member);
}

/* A place in a conversation: after this message. */
struct mark {
	int64_t time;
	int64_t seq;
	int64_t sent_after; /* the member's own messages after it */
};

static enum cw_err
find_mark(const struct cw_chat *chat, int64_t conversation_id, int64_t time_ms,
    struct mark *out)
{
	const struct cw_val args[] = { cw_int(conversation_id),
		cw_int(time_ms) };
	struct cw_rows rows;
	enum cw_err err;

	err = cw_query_one(chat->store, CW_SQL_MESSAGE_MARK, args, CW_LEN(args),
	    &rows);
	if (err == CW_OK)
		*out = (struct mark){ .time = cw_col_int(&rows, 0),
			.seq = cw_col_int(&rows, 1) };
	cw_rows_end(&rows);
	if (err != CW_NOTFOUND)
		return err;
	*out = (struct mark){ .time = 0 }; /* before the first message */
	return CW_OK;
}

/* How many of the member's own messages came after the mark. */
static enum cw_err
count_sent_after(const struct cw_chat *chat, const struct cw_member *member,
    struct mark *mark)
{
	const struct cw_val args[] = { cw_int(member->conversation_id),
		cw_int(mark->time), cw_int(chat->user_id) };
	struct cw_rows rows;
	enum cw_err err;

	mark->sent_after = 0;
	if (member->last_sent <= mark->time)
		return CW_OK;
	err = cw_query_one(chat->store, CW_SQL_MESSAGE_OWN_NEXT, args,
	    CW_LEN(args), &rows);
	if (err == CW_OK)
		mark->sent_after = member->sent + 1 - cw_col_int(&rows, 0);
	cw_rows_end(&rows);
	return err;
}

static enum cw_err
set_mark(const struct cw_chat *chat, const struct cw_member *member,
    const struct mark *mark)
{
	const struct cw_val args[] = { cw_int(member->conversation_id),
		cw_int(chat->user_id), cw_int(mark->time), cw_int(mark->seq),
		cw_int(mark->sent_after) };
	int64_t changes;
	enum cw_err err;

	err = cw_exec(chat->store, CW_SQL_MEMBER_READ, args, CW_LEN(args),
	    &changes);
	if (err == CW_OK && changes == 0)
		err = CW_NOTFOUND;
	return err;
}

enum cw_err
cw_member_read(const struct cw_chat *chat, const struct cw_member *member,
    int64_t time_ms, enum cw_read_direction direction)
{
	struct mark mark;
	enum cw_err err;

	err = find_mark(chat, member->conversation_id, time_ms, &mark);
	if (err != CW_OK)
		return err;
	if (mark.time == member->read_time)
		return CW_OK;
	if (mark.time < member->read_time && direction == CW_READ_FORWARD)
		return CW_OK;
	err = count_sent_after(chat, member, &mark);
	if (err != CW_OK)
		return err;
	err = set_mark(chat, member, &mark);
	if (err != CW_OK)
		return err;
	return cw_event_add(chat, CW_EVENT_READ, member->conversation_id,
	    mark.time, chat->user_id);
}
