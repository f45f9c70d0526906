/* What tokens say of an account. */

#include "pool/identity.h"
#include "pool/inside.h"
#include "pool/origin.h"
#include "pool/proof.h"
#include "pool/usergroup.h"

static enum cw_err
read_account(struct cw_store *store, struct cw_arena *arena, int64_t account_id,
    struct cw_holder *out)
{
	const struct cw_val args[] = { cw_int(account_id) };
	struct cw_rows rows;
	enum cw_err err;

	err =
	    cw_query_one(store, CW_SQL_HOLDER_FIND, args, CW_LEN(args), &rows);
	if (err == CW_OK) {
		out->account_id = cw_col_int(&rows, 0);
		out->is_confirmed = !cw_col_is_null(&rows, 4);
		out->confirmed = cw_col_int(&rows, 4);
		out->is_disabled = !cw_col_is_null(&rows, 5);
		err = cw_col_text(&rows, 1, arena, &out->sub);
	}
	if (err == CW_OK)
		err = cw_col_text(&rows, 2, arena, &out->name);
	if (err == CW_OK)
		err = cw_col_text(&rows, 3, arena, &out->email);
	if (err == CW_OK)
		err = cw_col_text(&rows, 6, arena, &out->email_next);
	cw_rows_end(&rows);
	return err;
}

enum cw_err
cw_holder_find(struct cw_pool *pool, struct cw_arena *arena, int64_t account_id,
    struct cw_holder *out)
{
	struct cw_holder holder = { 0 };
	struct cw_store *store;
	enum cw_err err, found;

	err = cw_readers_take(pool->readers, &store);
	if (err != CW_OK)
		return err;
	found = read_account(store, arena, account_id, &holder);
	cw_readers_give(pool->readers, store);
	if (found != CW_OK && found != CW_NOTFOUND)
		return found;
	/* Of nobody there is as much to ask, so that it takes as long. */
	err = cw_attribute_list(pool, arena, account_id, &holder.attributes);
	if (err == CW_OK)
		err = cw_usergroup_list_of(pool, arena, account_id,
		    &holder.groups);
	if (err == CW_OK)
		err = cw_identity_list(pool, arena, account_id,
		    &holder.identities);
	if (err != CW_OK || found != CW_OK)
		return err != CW_OK ? err : found;
	*out = holder;
	return CW_OK;
}

enum cw_err
cw_holder_by_login(struct cw_pool *pool, struct cw_arena *arena,
    const char *login, struct cw_holder *out)
{
	struct cw_proof proof = { .pool = pool, .arena = arena };
	enum cw_err err = cw_proof_look(&proof, login);

	if (err != CW_OK && err != CW_LOCKED)
		return err;
	/* 0 is nobody's. */
	return cw_holder_find(pool, arena, proof.who.account.id, out);
}
