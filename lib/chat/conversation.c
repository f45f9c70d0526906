/* Conversations: the list of somebody's, who is in them, starting one. */

#include "chat/conversation.h"

#include "base/random.h"
#include "chat/event.h"
#include "chat/roster.h"
#include "chat/user.h"
#include "pool/name.h"

/* Where a page of the list starts: below this activity and id. */
struct position {
	int64_t activity;
	int64_t id;
};

static enum cw_err
find_position(const struct cw_chat *chat, const char *before_uuid,
    struct position *out)
{
	const struct cw_val args[] = { cw_text(before_uuid),
		cw_int(chat->user_id) };
	struct cw_rows rows;
	enum cw_err err;

	*out = (struct position){ .activity = INT64_MAX, .id = INT64_MAX };
	if (before_uuid == NULL)
		return CW_OK;
	err = cw_query_one(chat->store, CW_SQL_CONVERSATION_ACTIVITY, args,
	    CW_LEN(args), &rows);
	if (err == CW_OK) {
		out->activity = cw_col_int(&rows, 0);
		out->id = cw_col_int(&rows, 1);
	}
	cw_rows_end(&rows);
	return err;
}

/* The newest message's columns; without one the conversation has no preview. */
static enum cw_err
read_preview(const struct cw_rows *rows, struct cw_arena *arena,
    struct cw_conversation *out)
{
	struct cw_message *preview;
	enum cw_err err;

	if (cw_col_is_null(rows, 6))
		return CW_OK;
	preview = cw_arena_alloc(arena, sizeof(*preview));
	if (preview == NULL)
		return CW_NOMEM;
	preview->time = out->last;
	err = cw_col_text(rows, 5, arena, &preview->sender);
	if (err != CW_OK)
		return err;
	out->preview = preview;
	return cw_col_text(rows, 6, arena, &preview->message);
}

static enum cw_err
read_names(const struct cw_rows *rows, int column, struct cw_arena *arena,
    struct cw_texts *out)
{
	const char *bytes;
	char *names;
	size_t len;

	bytes = cw_col_peek(rows, column, &len);
	if (bytes == NULL)
		return CW_OK;
	names = cw_arena_copy(arena, bytes, len);
	if (names == NULL)
		return CW_NOMEM;
	return cw_roster_split(arena, names, out);
}

static enum cw_err
read_conversation(const struct cw_rows *rows, struct cw_arena *arena,
    struct cw_list *list)
{
	struct cw_conversation *out = cw_list_push(list, arena, sizeof(*out));
	enum cw_err err;

	if (out == NULL)
		return CW_NOMEM;
	out->last = cw_col_int(rows, 2);
	if (out->last == 0)
		out->last = CW_ABSENT;
	out->unread = cw_col_int(rows, 3);
	err = cw_col_text(rows, 0, arena, &out->id);
	if (err != CW_OK)
		return err;
	err = cw_col_text(rows, 1, arena, &out->title);
	if (err != CW_OK)
		return err;
	err = read_names(rows, 4, arena, &out->participants);
	if (err != CW_OK)
		return err;
	return read_preview(rows, arena, out);
}

static enum cw_err
read_page(const struct cw_chat *chat, const struct position *below,
    int64_t limit, struct cw_list *out)
{
	const struct cw_val args[] = { cw_int(chat->user_id),
		cw_int(below->activity), cw_int(below->id), cw_int(limit),
		cw_int(CW_PREVIEW_MAX_CHARS) };
	struct cw_rows rows;
	enum cw_err err;

	err = cw_query(chat->store, CW_SQL_CONVERSATIONS_LIST, args,
	    CW_LEN(args), &rows);
	while (err == CW_OK && cw_rows_next(&rows, &err))
		err = read_conversation(&rows, chat->arena, out);
	cw_rows_end(&rows);
	return err;
}

enum cw_err
cw_conversations_list(const struct cw_chat *chat, const char *before_uuid,
    int64_t limit, struct cw_list *out)
{
	struct position below;
	enum cw_err err;

	err = find_position(chat, before_uuid, &below);
	if (err != CW_OK)
		return err;
	return read_page(chat, &below, limit, out);
}

enum cw_err
cw_conversation_names(const struct cw_chat *chat,
    const struct cw_member *member, struct cw_texts *out)
{
	const struct cw_val args[] = { cw_int(member->conversation_id),
		cw_int(chat->user_id) };
	struct cw_rows rows;
	enum cw_err err;

	err = cw_query_one(chat->store, CW_SQL_CONVERSATION_NAMES, args,
	    CW_LEN(args), &rows);
	if (err == CW_OK)
		err = read_names(&rows, 0, chat->arena, out);
	cw_rows_end(&rows);
	return err;
}

/* The people of a new conversation other than its founder, each once. */
struct invited {
	int64_t ids[CW_MEMBERS_MAX - 1];
	size_t count;
};

static bool
has(const struct invited *invited, int64_t id)
{
	for (size_t i = 0; i < invited->count; i++)
		if (invited->ids[i] == id)
			return true;
	return false;
}

static enum cw_err
invite(const struct cw_chat *chat, const char *name, struct invited *invited)
{
	const char *fold;
	int64_t id;
	enum cw_err err;

	err = cw_name_fold(chat->arena, name, &fold);
	if (err != CW_OK)
		return err;
	err = cw_user_find(chat, fold, &id);
	if (err != CW_OK)
		return err;
	if (id == chat->user_id || has(invited, id))
		return CW_OK;
	if (invited->count == CW_LEN(invited->ids))
		return CW_TOOLARGE;
	invited->ids[invited->count++] = id;
	return CW_OK;
}

/* CW_INVALID says why in *unknown, as cw_conversation_new has it. */
static enum cw_err
invite_all(const struct cw_chat *chat, const struct cw_texts *names,
    struct invited *invited, int64_t *unknown)
{
	enum cw_err err = CW_OK;
	size_t i;

	for (i = 0; i < names->count; i++) {
		err = invite(chat, names->items[i], invited);
		if (err != CW_OK)
			break;
	}
	*unknown = CW_ABSENT;
	if (err == CW_NOTFOUND || err == CW_INVALID) {
		*unknown = (int64_t)i;
		return CW_INVALID;
	}
	if (err == CW_TOOLARGE || (err == CW_OK && invited->count == 0))
		return CW_INVALID;
	return err;
}

/* The two ids as the conversation of just these two keeps them. */
static const char *
pair_of(struct cw_arena *arena, int64_t a, int64_t b)
{
	return cw_arena_printf(arena, "%lld:%lld", (long long)(a < b ? a : b),
	    (long long)(a < b ? b : a));
}

/* CW_NOTFOUND: these two have none. */
static enum cw_err
find_pair(const struct cw_chat *chat, const char *pair, const char **uuid)
{
	const struct cw_val args[] = { cw_text(pair) };
	struct cw_rows rows;
	enum cw_err err;

	err = cw_query_one(chat->store, CW_SQL_CONVERSATION_BY_PAIR, args,
	    CW_LEN(args), &rows);
	if (err == CW_OK)
		err = cw_col_text(&rows, 0, chat->arena, uuid);
	cw_rows_end(&rows);
	return err;
}

static enum cw_err
add_conversation(const struct cw_chat *chat, const char *uuid, const char *pair,
    int64_t *id)
{
	const struct cw_val args[] = { cw_text(uuid), cw_null(), cw_text(pair),
		cw_int(chat->now_ms) };
	struct cw_rows rows;
	enum cw_err err;

	err = cw_query_one(chat->store, CW_SQL_CONVERSATION_ADD, args,
	    CW_LEN(args), &rows);
	if (err == CW_OK)
		*id = cw_col_int(&rows, 0);
	cw_rows_end(&rows);
	return err;
}

static enum cw_err
add_member(const struct cw_chat *chat, int64_t conversation_id, int64_t user_id)
{
	const struct cw_val args[] = { cw_int(conversation_id), cw_int(user_id),
		cw_int(chat->now_ms) };

	return cw_exec(chat->store, CW_SQL_MEMBER_ADD, args, CW_LEN(args),
	    NULL);
}

/* A conversation, its members, and word of it. */
static enum cw_err
start(const struct cw_chat *chat, const struct invited *invited,
    const char *pair, const char *uuid)
{
	int64_t id;
	enum cw_err err;

	err = add_conversation(chat, uuid, pair, &id);
	if (err != CW_OK)
		return err;
	err = add_member(chat, id, chat->user_id);
	for (size_t i = 0; i < invited->count && err == CW_OK; i++)
		err = add_member(chat, id, invited->ids[i]);
	if (err != CW_OK)
		return err;
	err = cw_roster_write(chat, id);
	if (err != CW_OK)
		return err;
	return cw_event_add(chat, CW_EVENT_CONVERSATION, id, 0, 0);
}

enum cw_err
cw_conversation_add(const struct cw_chat *chat, const struct cw_texts *others,
    struct cw_conversation_new *out)
{
	struct invited invited = { .count = 0 };
	char uuid[CW_UUID_CHARS + 1];
	const char *pair = NULL;
	enum cw_err err;

	err = invite_all(chat, others, &invited, &out->unknown);
	if (err != CW_OK)
		return err;
	out->existed = false;
	if (invited.count == 1) {
		pair = pair_of(chat->arena, chat->user_id, invited.ids[0]);
		if (pair == NULL)
			return CW_NOMEM;
		err = find_pair(chat, pair, &out->uuid);
		out->existed = err == CW_OK;
		if (err != CW_NOTFOUND)
			return err;
	}
	err = cw_random_uuid(uuid);
	if (err != CW_OK)
		return err;
	out->uuid = cw_arena_strdup(chat->arena, uuid);
	if (out->uuid == NULL)
		return CW_NOMEM;
	return start(chat, &invited, pair, uuid);
}
