/* Taking people out of the chat. */

#include "chat/erase.h"

#include <inttypes.h>

#include "chat/changes.h"
#include "chat/member.h"

static enum cw_err
list_conversations(const struct cw_chat *chat, struct cw_texts *out)
{
	const struct cw_val args[] = {
		cw_int(chat->user_id),
		cw_int(CW_ERASE_MAX),
	};
	const char *uuid = NULL;
	struct cw_rows rows;
	enum cw_err err;

	err = cw_query(chat->store, CW_SQL_USER_CONVERSATIONS, args,
	    CW_LEN(args), &rows);
	while (err == CW_OK && cw_rows_next(&rows, &err)) {
		err = cw_col_text(&rows, 0, chat->arena, &uuid);
		if (err == CW_OK)
			err = cw_texts_push(out, chat->arena, uuid);
	}
	cw_rows_end(&rows);
	return err;
}

static enum cw_err
leave(const struct cw_chat *chat, const char *uuid)
{
	struct cw_member member;
	enum cw_err err = cw_member_find(chat, uuid, &member);

	if (err != CW_OK)
		return err;
	return cw_member_depart(chat, &member);
}

static enum cw_err
forget(const struct cw_chat *chat)
{
	const struct cw_val id[] = { cw_int(chat->user_id) };
	enum cw_err err;

	err = cw_exec(chat->store, CW_SQL_USER_FORGET_ANSWERS, id, CW_LEN(id),
	    NULL);
	if (err != CW_OK)
		return err;
	return cw_exec(chat->store, CW_SQL_USER_FORGET_WATCHES, id, CW_LEN(id),
	    NULL);
}

static enum cw_err
take_name(const struct cw_chat *chat)
{
	const char *name = cw_arena_printf(chat->arena, "(deleted %" PRId64 ")",
	    chat->user_id);
	const struct cw_val args[] = {
		cw_int(chat->user_id),
		cw_text(name),
		cw_int(chat->now_ms),
	};

	int64_t changes;
	enum cw_err err;

	if (name == NULL)
		return CW_NOMEM;
	err = cw_exec(chat->store, CW_SQL_USER_ERASE, args, CW_LEN(args),
	    &changes);
	if (err != CW_OK || changes == 0)
		return err;
	return cw_users_changed(chat->store);
}

enum cw_err
cw_user_erase(const struct cw_chat *chat, bool *has_more)
{
	struct cw_texts uuids = { 0 };
	enum cw_err err;

	err = list_conversations(chat, &uuids);
	for (size_t i = 0; err == CW_OK && i < uuids.count; i++)
		err = leave(chat, uuids.items[i]);
	if (err != CW_OK)
		return err;
	*has_more = uuids.count > 0;
	if (*has_more)
		return CW_OK;
	err = forget(chat);
	if (err != CW_OK)
		return err;
	return take_name(chat);
}
