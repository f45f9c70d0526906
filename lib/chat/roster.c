/* The roster: the names of a conversation's members, kept as one text. */

#include "chat/roster.h"

#include <string.h>

#include "base/text.h"
#include "chat/changes.h"

/* Between names, none of which has one. */
#define SEPARATOR '\n'

#define NAME_MAX_BYTES (4 * CW_NAME_MAX_CHARS)

static enum cw_err
collect_names(const struct cw_chat *chat, int64_t conversation_id,
    struct cw_buf *names)
{
	const struct cw_val args[] = { cw_int(conversation_id),
		cw_int(CW_MEMBERS_MAX) };
	struct cw_rows rows;
	const char *name;
	size_t len;
	enum cw_err err;

	err = cw_query(chat->store, CW_SQL_ROSTER_MEMBERS, args, CW_LEN(args),
	    &rows);
	while (err == CW_OK && cw_rows_next(&rows, &err)) {
		name = cw_col_peek(&rows, 0, &len);
		if (names->len > 0)
			cw_buf_putc(names, SEPARATOR);
		cw_buf_put(names, name, len);
	}
	cw_rows_end(&rows);
	if (err != CW_OK)
		return err;
	return cw_buf_end(names);
}

enum cw_err
cw_roster_write(const struct cw_chat *chat, int64_t conversation_id)
{
	struct cw_val args[] = { cw_int(conversation_id), cw_text(""),
		cw_int(0) };
	struct cw_buf names;
	enum cw_err err = cw_changes_number(&args[2].number);

	if (err != CW_OK)
		return err;
	cw_buf_init(&names, chat->arena,
	    (size_t)CW_MEMBERS_MAX * (NAME_MAX_BYTES + 1));
	err = collect_names(chat, conversation_id, &names);
	if (err != CW_OK)
		return err;
	if (names.len > 0)
		args[1] = cw_text(names.data);
	return cw_exec(chat->store, CW_SQL_ROSTER_SET, args, CW_LEN(args),
	    NULL);
}

enum cw_err
cw_roster_split(struct cw_arena *arena, char *names, struct cw_texts *out)
{
	enum cw_err err;

	while (names != NULL && *names != '\0') {
		char *end = strchr(names, SEPARATOR);

		if (end != NULL)
			*end++ = '\0';
		err = cw_texts_push(out, arena, names);
		if (err != CW_OK)
			return err;
		names = end;
	}
	return CW_OK;
}
