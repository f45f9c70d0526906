/* Accounts that the operator makes. */

#include "person.h"

#include "base/clock.h"
#include "chat/erase.h"
#include "chat/user.h"
#include "chat/watch.h"
#include "db/bell.h"
#include "pool/name.h"

enum cw_err
welcome_person(const struct operation *op, const struct cw_account *account)
{
	struct cw_store *store;
	const char *fold;
	enum cw_err err;

	err = cw_name_fold(op->arena, account->name, &fold);
	if (err != CW_OK)
		return err;
	err = cw_store_open(op->conf->data_dir, CW_STORE_CHAT, CW_STORE_WRITE,
	    (int)op->conf->store_busy_ms, &store);
	if (err != CW_OK)
		return err;
	err = cw_begin(store);
	if (err == CW_OK)
		err = cw_end(store,
		    cw_user_add(store, account->id, account->name, fold,
			account->confirmed));
	cw_store_close(store);
	return err;
}

static enum cw_err
add_account(const struct operation *op, const struct cw_sign_up *in,
    struct cw_account *out)
{
	struct cw_pool *pool;
	enum cw_err err;

	err = cw_pool_open(op->conf, &pool);
	if (err != CW_OK)
		return err;
	err = cw_account_add(pool, op->arena, in, out);
	cw_pool_close(pool);
	return err;
}

enum cw_err
add_person(const struct operation *op, const struct cw_sign_up *in,
    struct cw_account *out)
{
	enum cw_err err;

	err = add_account(op, in, out);
	return err == CW_OK ? welcome_person(op, out) : err;
}

/* --- leaving -------------------------------------------------------------- */

static enum cw_err
leave_all(const struct operation *op, struct cw_pool *pool,
    struct cw_chat *chat)
{
	bool has_more = true;
	enum cw_err err = CW_OK;

	while (err == CW_OK && has_more) {
		struct cw_told told = { 0 };

		chat->told = &told;
		chat->now_ms = cw_clock_now_ms();
		err = cw_begin(chat->store);
		if (err == CW_OK)
			err =
			    cw_end(chat->store, cw_user_erase(chat, &has_more));
		if (err == CW_OK)
			cw_watch_tell(pool, &told);
	}
	cw_bell_ring(op->conf->data_dir, CW_BELL_EVENT);
	return err;
}

enum cw_err
dismiss_person(const struct operation *op, struct cw_pool *pool,
    const struct cw_account *account)
{
	struct cw_chat chat = {
		.arena = op->arena,
		.user_id = account->id,
		.user_name = account->name,
	};
	enum cw_err err;

	err = cw_store_open(op->conf->data_dir, CW_STORE_CHAT, CW_STORE_WRITE,
	    (int)op->conf->store_busy_ms, &chat.store);
	if (err != CW_OK)
		return err;
	err = leave_all(op, pool, &chat);
	cw_store_close(chat.store);
	return err;
}
