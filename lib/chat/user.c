/* People as the chat sees them. */

#include "chat/user.h"

#include "chat/changes.h"
#include "pool/name.h"

/* Above every text that begins with a prefix: the prefix and U+10FFFF. */
#define LAST_CHAR "\xf4\x8f\xbf\xbf"

static enum cw_err
read_user(const struct cw_rows *rows, struct cw_arena *arena,
    struct cw_list *out)
{
	struct cw_user *user = cw_list_push(out, arena, sizeof(*user));

	if (user == NULL)
		return CW_NOMEM;
	user->since = cw_col_int(rows, 1);
	return cw_col_text(rows, 0, arena, &user->username);
}

enum cw_err
cw_users_list(const struct cw_chat *chat, const struct cw_users_page *page,
    struct cw_list *out)
{
	const char *end =
	    cw_arena_printf(chat->arena, "%s" LAST_CHAR, page->prefix_fold);
	struct cw_rows rows;
	enum cw_err err;

	if (end == NULL)
		return CW_NOMEM;
	const struct cw_val args[] = { cw_int(chat->user_id),
		cw_text(page->after_fold), cw_text(page->prefix_fold),
		cw_text(end), cw_int(page->limit) };

	err = cw_query(chat->store, CW_SQL_USERS_AFTER, args, CW_LEN(args),
	    &rows);
	while (err == CW_OK && cw_rows_next(&rows, &err))
		err = read_user(&rows, chat->arena, out);
	cw_rows_end(&rows);
	return err;
}

enum cw_err
cw_user_add(struct cw_store *store, int64_t id, const char *name,
    const char *name_fold, int64_t since)
{
	const struct cw_val args[] = { cw_int(id), cw_text(name),
		cw_text(name_fold), cw_int(since) };

	int64_t changes;
	enum cw_err err;

	err = cw_exec(store, CW_SQL_USER_ADD, args, CW_LEN(args), &changes);
	if (err != CW_OK || changes == 0)
		return err;
	return cw_users_changed(store);
}

enum cw_err
cw_user_find(const struct cw_chat *chat, const char *name_fold, int64_t *id)
{
	const struct cw_val args[] = { cw_text(name_fold) };
	struct cw_rows rows;
	enum cw_err err;

	err = cw_query_one(chat->store, CW_SQL_USER_FIND, args, CW_LEN(args),
	    &rows);
	if (err == CW_OK)
		*id = cw_col_int(&rows, 0);
	cw_rows_end(&rows);
	return err;
}

enum cw_err
cw_user_name(const struct cw_chat *chat, int64_t id, const char **out)
{
	const struct cw_val args[] = { cw_int(id) };
	struct cw_rows rows;
	enum cw_err err;

	err = cw_query_one(chat->store, CW_SQL_USER_NAME, args, CW_LEN(args),
	    &rows);
	if (err == CW_OK)
		err = cw_col_text(&rows, 0, chat->arena, out);
	cw_rows_end(&rows);
	return err;
}

enum cw_err
cw_user_welcome(struct cw_store *store, void *newcomer)
{
	const struct cw_newcomer *in = newcomer;
	const char *fold;
	enum cw_err err;

	err = cw_name_fold(in->arena, in->name, &fold);
	if (err != CW_OK)
		return err;
	return cw_user_add(store, in->id, in->name, fold, in->confirmed);
}
