/* Deleting accounts whose time is over. */

#include "removals.h"

#include "person.h"
#include "pool/removal.h"

/* Who signed in meanwhile stays: then nothing is done. */
static enum cw_err
delete_one(const struct operation *op, struct cw_pool *pool,
    const struct cw_account *account, int64_t *removed)
{
	enum cw_err err = cw_removal_begin_due(pool, account);

	if (err == CW_NOTFOUND)
		return CW_OK;
	if (err == CW_OK)
		err = dismiss_person(op, pool, account);
	if (err == CW_OK)
		err = cw_removal_finish(pool, op->arena, &cw_operator, account);
	if (err == CW_OK)
		(*removed)++;
	return err;
}

enum cw_err
delete_due_accounts(const struct operation *op, struct cw_pool *pool,
    int64_t *removed)
{
	struct cw_list due = { 0 };
	enum cw_err err;

	*removed = 0;
	err = cw_removal_due(pool, op->arena, &due);
	for (size_t i = 0; err == CW_OK && i < due.count; i++)
		err = delete_one(op, pool, cw_list_at(&due, i), removed);
	return err;
}
