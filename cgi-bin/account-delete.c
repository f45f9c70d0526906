/* DELETE /accounts/{name}: delete an account for good, at once. */

#include "chinwag.h"

struct request {
	const char *name;
};

static const struct cw_field request_fields[] = {
	CW_ROW_ACCOUNT_NAME(struct request),
	CW_END,
};

static const struct cw_model request_model = {
	.name = "AccountDelete",
	.size = sizeof(struct request),
	.fields = request_fields,
};

/* Shut first, so that nobody signs in while it goes. */
static enum cw_err
remove_account(struct cw_ctx *cx, const void *req, void *resp)
{
	const struct request *in = req;
	const struct cw_actor actor = cw_ctx_actor(cx);
	struct cw_operation what = { .login = in->name, .actor = &actor };
	enum cw_err err;

	(void)resp;
	err = cw_operate_disable(cx->pool, cx->chat.arena, &what);
	if (err == CW_OK)
		err = cw_ctx_dismiss(cx, &what.account);
	if (err != CW_OK)
		return err;
	return cw_operate_delete(cx->pool, cx->chat.arena, &what);
}

static const struct cw_endpoint endpoint = {
	.name = "account-delete",
	.method = CW_DELETE,
	.path = "/accounts/{name}",
	.summary = "Delete an account",
	.doc = "For good, and at once.  What its owner said stays, under no "
	       "name; the account's name is nobody's any more.  409 for the "
	       "last administrator.",
	.access = CW_ADMIN,
	.work = CW_POOLS,
	.request = &request_model,
	.status = 204,
	.errors = CW_ERRORS2(CW_NOTFOUND, CW_CONFLICT),
	.handle = remove_account,
};

int
main(int argc, char **argv)
{
	return cw_serve(&endpoint, argc, argv);
}
