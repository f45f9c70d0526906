/* An account, and all that belongs to it, for those who may see it. */

#include "pool/profile.h"

#include "pool/attribute.h"
#include "pool/identity.h"
#include "pool/inside.h"
#include "pool/name.h"
#include "pool/usergroup.h"

static enum cw_err
read_next(struct cw_store *store, struct cw_arena *arena, int64_t account_id,
    struct cw_profile *out)
{
	const struct cw_val args[] = { cw_int(account_id) };
	struct cw_rows rows;
	enum cw_err err;

	err =
	    cw_query_one(store, CW_SQL_ACCOUNT_NEXT, args, CW_LEN(args), &rows);
	if (err == CW_OK)
		err = cw_col_text(&rows, 1, arena, &out->email_next);
	cw_rows_end(&rows);
	return err;
}

static void
take_row(const struct cw_account_row *row, struct cw_profile *out)
{
	const struct cw_account *account = &row->account;

	*out = (struct cw_profile){
		.id = account->id,
		.username = account->name,
		.sub = account->sub,
		.email = account->email,
		.status = cw_account_status(row),
		.enabled = !row->is_disabled,
		.waiting = account->is_waiting,
		.totp = row->has_totp,
		.mail = row->has_mail_factor,
		.created = account->created,
		.changed = account->changed,
		.deletion =
		    row->deletion_asked == 0 ? CW_NEVER : row->deletion_asked,
	};
}

static enum cw_err
add_groups(struct cw_pool *pool, struct cw_arena *arena, int64_t account_id,
    struct cw_texts *out)
{
	struct cw_list groups = { 0 };
	enum cw_err err;

	err = cw_usergroup_list_of(pool, arena, account_id, &groups);
	for (size_t i = 0; err == CW_OK && i < groups.count; i++) {
		const struct cw_usergroup *group = cw_list_at(&groups, i);

		err = cw_texts_push(out, arena, group->name);
	}
	return err;
}

static enum cw_err
add_providers(struct cw_pool *pool, struct cw_arena *arena, int64_t account_id,
    struct cw_texts *out)
{
	struct cw_list all = { 0 };
	enum cw_err err = cw_identity_list(pool, arena, account_id, &all);

	for (size_t i = 0; err == CW_OK && i < all.count; i++) {
		const struct cw_identity *one = cw_list_at(&all, i);

		err = cw_texts_push(out, arena, one->provider);
	}
	return err;
}

/* Found by id, or by name if that is 0. */
static enum cw_err
find(struct cw_pool *pool, struct cw_arena *arena, int64_t account_id,
    const char *fold, struct cw_profile *out)
{
	struct cw_account_row row;
	struct cw_profile profile;
	struct cw_store *store;
	enum cw_err err;

	err = cw_readers_take(pool->readers, &store);
	if (err != CW_OK)
		return err;
	if (account_id != 0)
		err = cw_account_find_id(store, arena, account_id, &row);
	else
		err = cw_account_find(store, arena, CW_SQL_ACCOUNT_BY_NAME,
		    fold, &row);
	if (err == CW_OK) {
		take_row(&row, &profile);
		err = read_next(store, arena, row.account.id, &profile);
	}
	cw_readers_give(pool->readers, store);
	if (err == CW_OK)
		err = add_groups(pool, arena, row.account.id, &profile.groups);
	if (err == CW_OK)
		err = cw_attribute_list(pool, arena, row.account.id,
		    &profile.attributes);
	if (err == CW_OK)
		err = add_providers(pool, arena, row.account.id,
		    &profile.providers);
	if (err == CW_OK)
		*out = profile;
	return err;
}

enum cw_err
cw_profile_find(struct cw_pool *pool, struct cw_arena *arena,
    int64_t account_id, struct cw_profile *out)
{
	return find(pool, arena, account_id, NULL, out);
}

enum cw_err
cw_profile_find_name(struct cw_pool *pool, struct cw_arena *arena,
    const char *username, struct cw_profile *out)
{
	const char *fold;
	enum cw_err err = cw_name_fold(arena, username, &fold);

	if (err != CW_OK)
		return err;
	return find(pool, arena, 0, fold, out);
}
