/* Finding accounts. */

#include <string.h>

#include "base/clock.h"
#include "pool/inside.h"
#include "pool/name.h"

/* The columns of account_by_*. */
enum column {
	ID,
	NAME,
	EMAIL,
	PASSWORD,
	CONFIRMED,
	DISABLED,
	SUB,
	CREATED,
	CHANGED,
	EPOCH,
	PASSWORD_STATE,
	PASSWORD_EXPIRES,
	WAITING,
	MAIL_FACTOR,
	FACTOR,
	DELETION_ASKED,
	TOTP,
	LOCALE
};

static enum cw_err
read_texts(const struct cw_rows *rows, struct cw_arena *arena,
    struct cw_account_row *out)
{
	const struct {
		enum column column;
		const char **to;
	} texts[] = {
		{ NAME, &out->account.name },
		{ EMAIL, &out->account.email },
		{ SUB, &out->account.sub },
		{ PASSWORD, &out->password },
		{ FACTOR, &out->factor },
		{ LOCALE, &out->locale },
	};
	enum cw_err err = CW_OK;

	for (size_t i = 0; i < CW_LEN(texts) && err == CW_OK; i++)
		err =
		    cw_col_text(rows, (int)texts[i].column, arena, texts[i].to);
	return err;
}

static enum cw_err
read_row(const struct cw_rows *rows, struct cw_arena *arena,
    struct cw_account_row *out)
{
	out->account.id = cw_col_int(rows, ID);
	out->account.confirmed = cw_col_int(rows, CONFIRMED);
	out->account.is_confirmed = !cw_col_is_null(rows, CONFIRMED);
	out->account.created = cw_col_int(rows, CREATED);
	out->account.changed = cw_col_int(rows, CHANGED);
	out->is_disabled = !cw_col_is_null(rows, DISABLED);
	out->account.is_waiting = !cw_col_is_null(rows, WAITING);
	out->epoch = cw_col_int(rows, EPOCH);
	out->password_state =
	    (enum cw_password_state)cw_col_int(rows, PASSWORD_STATE);
	out->password_expires = cw_col_int(rows, PASSWORD_EXPIRES);
	out->has_totp = !cw_col_is_null(rows, TOTP);
	out->has_mail_factor = !cw_col_is_null(rows, MAIL_FACTOR);
	out->deletion_asked = cw_col_int(rows, DELETION_ASKED);
	return read_texts(rows, arena, out);
}

static enum cw_err
find(struct cw_store *store, struct cw_arena *arena, enum cw_sql by,
    struct cw_val key, struct cw_account_row *out)
{
	const struct cw_val args[] = { key };
	struct cw_rows rows;
	enum cw_err err;

	err = cw_query_one(store, by, args, CW_LEN(args), &rows);
	if (err == CW_OK)
		err = read_row(&rows, arena, out);
	cw_rows_end(&rows);
	return err;
}

enum cw_err
cw_account_fold_login(struct cw_arena *arena, const char *login,
    enum cw_sql *by, const char **fold)
{
	if (strchr(login, '@') != NULL) {
		*by = CW_SQL_ACCOUNT_BY_EMAIL;
		return cw_email_fold(arena, login, fold);
	}
	*by = CW_SQL_ACCOUNT_BY_NAME;
	return cw_name_fold(arena, login, fold);
}

enum cw_err
cw_account_find(struct cw_store *store, struct cw_arena *arena, enum cw_sql by,
    const char *fold, struct cw_account_row *out)
{
	return find(store, arena, by, cw_text(fold), out);
}

enum cw_err
cw_account_find_id(struct cw_store *store, struct cw_arena *arena, int64_t id,
    struct cw_account_row *out)
{
	return find(store, arena, CW_SQL_ACCOUNT_BY_ID, cw_int(id), out);
}

enum cw_err
cw_account_read_id(struct cw_pool *pool, struct cw_arena *arena, int64_t id,
    struct cw_account_row *out)
{
	struct cw_store *store;
	enum cw_err err;

	err = cw_readers_take(pool->readers, &store);
	if (err != CW_OK)
		return err;
	err = cw_account_find_id(store, arena, id, out);
	cw_readers_give(pool->readers, store);
	return err;
}

enum cw_err
cw_account_owner(struct cw_store *store, struct cw_arena *arena,
    const char *email_fold, struct cw_owner *out)
{
	const struct cw_val args[] = { cw_text(email_fold) };
	struct cw_rows rows;
	enum cw_err err;

	*out = (struct cw_owner){ 0 };
	err = cw_query_one(store, CW_SQL_ACCOUNT_OWNER, args, CW_LEN(args),
	    &rows);
	if (err == CW_OK)
		err = cw_col_text(&rows, 0, arena, &out->name);
	if (err == CW_OK)
		err = cw_col_text(&rows, 1, arena, &out->locale);
	cw_rows_end(&rows);
	return err == CW_NOTFOUND ? CW_OK : err;
}

enum cw_err
cw_account_make_room(struct cw_store *store, const char *name_fold)
{
	const struct cw_val args[] = {
		cw_text(name_fold),
		cw_int(cw_clock_now_ms()),
	};

	return cw_exec(store, CW_SQL_ACCOUNT_MAKE_ROOM, args, CW_LEN(args),
	    NULL);
}

enum cw_err
cw_account_forget_old(struct cw_store *store)
{
	int64_t now_ms = cw_clock_now_ms();
	const struct cw_val args[] = {
		cw_int(now_ms - CW_UNCONFIRMED_LIFE_MS),
		cw_int(now_ms),
		cw_int(CW_TIDY_ROWS),
	};

	return cw_exec(store, CW_SQL_ACCOUNT_EXPIRE, args, CW_LEN(args), NULL);
}

const char *
cw_account_status(const struct cw_account_row *row)
{
	static const char *const words[] = {
		[CW_PASSWORD_GOOD] = "CONFIRMED",
		[CW_PASSWORD_TEMPORARY] = "FORCE_CHANGE_PASSWORD",
		[CW_PASSWORD_VOID] = "RESET_REQUIRED",
		[CW_PASSWORD_NONE] = "EXTERNAL_PROVIDER",
	};

	if (!row->account.is_confirmed)
		return "UNCONFIRMED";
	return words[row->password_state];
}
