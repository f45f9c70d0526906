/* POST /users/{name}/confirmation: the code that came by mail. */

#include "chinwag.h"

struct request {
	const char *name;
	const char *code;
};

static const struct cw_field request_fields[] = {
	CW_TEXT(struct request, name, 1, 128, CW_FORMAT_LINE, CW_REQUIRED,
	    "Who signed up, in any case."),
	CW_ROW_MAIL_CODE(struct request),
	CW_END,
};

static const struct cw_model request_model = {
	.name = "ConfirmationPost",
	.size = sizeof(struct request),
	.fields = request_fields,
};

static enum cw_err
confirm(struct cw_ctx *cx, const void *req, void *resp)
{
	const struct request *in = req;
	const struct cw_actor actor = cw_ctx_actor(cx);
	const struct cw_confirmation confirmation = { in->name, in->code,
		&actor };
	struct cw_account account;
	enum cw_err err;

	(void)resp;
	err = cw_account_confirm(cx->pool, cx->chat.arena, &confirmation,
	    &account);
	if (err == CW_TAKEN)
		return CW_MISMATCH;
	return err == CW_OK ? cw_ctx_welcome(cx, &account) : err;
}

static const struct cw_endpoint endpoint = {
	.name = "confirmation-post",
	.method = CW_POST,
	.path = "/users/{name}/confirmation",
	.summary = "Confirm my mail address",
	.doc = "A code is good for five tries, 24 hours, and once; a name for "
	       "15 tries an hour.  An unknown "
	       "name is answered like a wrong code.  Where administrators "
	       "approve of people, signing in waits for that.",
	.access = CW_ANYONE,
	.work = CW_POOLS,
	.request = &request_model,
	.status = 204,
	.errors = CW_ERRORS2(CW_MISMATCH, CW_TOOMANY),
	.handle = confirm,
};

int
main(int argc, char **argv)
{
	return cw_serve(&endpoint, argc, argv);
}
