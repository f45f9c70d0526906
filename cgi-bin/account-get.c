/* GET /accounts/{name}: one account. */

#include "chinwag.h"

struct request {
	const char *name;
};

static const struct cw_field request_fields[] = {
	CW_ROW_ACCOUNT_NAME(struct request),
	CW_END,
};

static const struct cw_model request_model = {
	.name = "AccountGet",
	.size = sizeof(struct request),
	.fields = request_fields,
};

static enum cw_err
get_account(struct cw_ctx *cx, const void *req, void *resp)
{
	const struct request *in = req;

	return cw_profile_find_name(cx->pool, cx->chat.arena, in->name, resp);
}

static const struct cw_endpoint endpoint = {
	.name = "account-get",
	.method = CW_GET,
	.path = "/accounts/{name}",
	.summary = "Read an account",
	.access = CW_ADMIN,
	.work = CW_POOLS,
	.request = &request_model,
	.response = &cw_profile_model,
	.status = 200,
	.errors = CW_ERRORS1(CW_NOTFOUND),
	.handle = get_account,
};

int
main(int argc, char **argv)
{
	return cw_serve(&endpoint, argc, argv);
}
