/* Accounts that the operator makes. */

#include "person.h"

#include "base/random.h"
#include "base/text.h"
#include "chat/user.h"
#include "pool/name.h"

/* Letters and digits that nobody takes for each other. */
static const char letters[] = "abcdefghijkmnpqrstuvwxyz23456789";

#define GROUPS 4
#define GROUP_CHARS 5

enum cw_err
make_password(struct cw_arena *arena, const char **out)
{
	struct cw_buf buf;
	uint32_t pick;
	enum cw_err err;

	cw_buf_init(&buf, arena, GROUPS * (GROUP_CHARS + 1) + 1);
	for (int i = 0; i < GROUPS * GROUP_CHARS; i++) {
		err = cw_random_below(sizeof(letters) - 1, &pick);
		if (err != CW_OK)
			return err;
		if (i > 0 && i % GROUP_CHARS == 0)
			cw_buf_putc(&buf, '-');
		cw_buf_putc(&buf, letters[pick]);
	}
	*out = buf.data;
	return cw_buf_end(&buf);
}

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
