/* All that somebody said. */

#include "chat/own.h"

static enum cw_err
find_conversation(const struct cw_chat *chat, const char *uuid, int64_t *id)
{
	const struct cw_val args[] = { cw_text(uuid), cw_int(chat->user_id) };
	struct cw_rows rows;
	enum cw_err err;

	*id = 0;
	if (uuid == NULL)
		return CW_OK;
	err = cw_query_one(chat->store, CW_SQL_OWN_CONVERSATION, args,
	    CW_LEN(args), &rows);
	if (err == CW_OK)
		*id = cw_col_int(&rows, 0);
	cw_rows_end(&rows);
	return err;
}

static enum cw_err
read_message(const struct cw_rows *rows, struct cw_arena *arena,
    struct cw_list *list)
{
	struct cw_own_message *out = cw_list_push(list, arena, sizeof(*out));
	enum cw_err err;

	if (out == NULL)
		return CW_NOMEM;
	out->time = cw_col_int(rows, 1);
	err = cw_col_text(rows, 0, arena, &out->conversation);
	if (err != CW_OK)
		return err;
	return cw_col_text(rows, 2, arena, &out->message);
}

enum cw_err
cw_own_messages(const struct cw_chat *chat, const struct cw_own_page *page,
    struct cw_list *out)
{
	int64_t conversation_id;
	struct cw_rows rows;
	enum cw_err err;

	err = find_conversation(chat, page->conversation, &conversation_id);
	if (err != CW_OK)
		return err;
	const struct cw_val args[] = {
		cw_int(chat->user_id),
		cw_int(conversation_id),
		cw_int(page->time),
		cw_int(page->limit),
	};
	err = cw_query(chat->store, CW_SQL_OWN_MESSAGES, args, CW_LEN(args),
	    &rows);
	while (err == CW_OK && cw_rows_next(&rows, &err))
		err = read_message(&rows, chat->arena, out);
	cw_rows_end(&rows);
	return err;
}
