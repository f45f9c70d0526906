/* POST /users/{name}/code: another code, please. */

#include "chinwag.h"

struct request {
	const char *name;
};

static const struct cw_field request_fields[] = {
	CW_TEXT(struct request, name, 1, 128, CW_FORMAT_LINE, CW_REQUIRED,
	    "Who signed up, in any case."),
	CW_END,
};

static const struct cw_model request_model = {
	.name = "CodePost",
	.size = sizeof(struct request),
	.fields = request_fields,
};

static enum cw_err
send_code(struct cw_ctx *cx, const void *req, void *resp)
{
	const struct request *in = req;

	(void)resp;
	return cw_account_resend(cx->pool, cx->chat.arena, in->name);
}

static const struct cw_endpoint endpoint = {
	.name = "code-post",
	.method = CW_POST,
	.path = "/users/{name}/code",
	.summary = "Send another code",
	.doc = "The one before is void.  The answer does not tell whether the "
	       "name is known.",
	.access = CW_ANYONE,
	.work = CW_POOLS,
	.request = &request_model,
	.response = &cw_nothing_model,
	.status = 202,
	.errors = CW_ERRORS1(CW_TOOMANY),
	.handle = send_code,
};

int
main(int argc, char **argv)
{
	return cw_serve(&endpoint, argc, argv);
}
