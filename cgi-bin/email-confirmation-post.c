/* POST /me/email/confirmation: the code that came to my new address. */

#include "chinwag.h"

struct request {
	const char *code;
};

static const struct cw_field request_fields[] = {
	CW_ROW_MAIL_CODE(struct request),
	CW_END,
};

static const struct cw_model request_model = {
	.name = "EmailConfirmationPost",
	.size = sizeof(struct request),
	.fields = request_fields,
};

static enum cw_err
confirm(struct cw_ctx *cx, const void *req, void *resp)
{
	const struct request *in = req;
	const struct cw_actor actor = cw_ctx_actor(cx);
	enum cw_err err;

	(void)resp;
	err = cw_email_confirm(cx->pool, cx->chat.arena, &actor, in->code);
	return err == CW_TAKEN ? CW_MISMATCH : err;
}

static const struct cw_endpoint endpoint = {
	.name = "email-confirmation-post",
	.method = CW_POST,
	.path = "/me/email/confirmation",
	.summary = "Confirm my new mail address",
	.doc = "The old one is told.  A code is good for five tries, 24 hours, "
	       "and once; there may be 15 tries an hour.",
	.access = CW_USER,
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
