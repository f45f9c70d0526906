/* Making what is kept of a password, and storing it. */

#include "pool/credential.h"

#include "base/clock.h"
#include "pool/former.h"
#include "pool/password.h"
#include "pool/slot.h"

enum cw_err
cw_credential_make(struct cw_pool *pool, struct cw_arena *arena,
    const char *username, const char *password, struct cw_credential *out)
{
	struct cw_slot slot;
	enum cw_err err;

	err = cw_slot_take(pool->conf, arena, &slot);
	if (err != CW_OK)
		return err;
	err = cw_password_hash(pool->conf, arena, password, &out->phc);
	cw_slot_give(&slot);
	if (err != CW_OK)
		return err;
	out->former = pool->conf->password_history;
	const struct cw_verifier_of of = { username, password, out->phc };

	return cw_verifier_make(pool, arena, &of, &out->verifier);
}

enum cw_err
cw_credential_set(struct cw_store *store, struct cw_account_row *row,
    const struct cw_credential *credential, const struct cw_credential_use *use)
{
	const struct cw_val args[] = {
		cw_int(row->account.id),
		cw_int(row->epoch),
		cw_text(credential->phc),
		cw_int(use->state),
		use->expires == 0 ? cw_null() : cw_int(use->expires),
		cw_int(cw_clock_now_ms()),
	};
	const struct cw_val id[] = { cw_int(row->account.id) };
	int64_t changes;
	enum cw_err err = cw_former_keep(store, row, credential->former);

	if (err != CW_OK)
		return err;
	err = cw_exec(store, CW_SQL_ACCOUNT_SET_PASSWORD, args, CW_LEN(args),
	    &changes);
	if (err != CW_OK)
		return err;
	if (changes == 0)
		return CW_CREDENTIALS;
	row->epoch++;
	row->password = credential->phc;
	row->password_state = use->state;
	row->password_expires = use->expires;
	err = cw_exec(store, CW_SQL_CODE_VOID_ALL, id, CW_LEN(id), NULL);
	if (err != CW_OK)
		return err;
	return cw_verifier_keep(store, row->account.id, &credential->verifier);
}
