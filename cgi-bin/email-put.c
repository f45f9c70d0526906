/* PUT /me/email: I have another mail address. */

#include "chinwag.h"

struct request {
	const char *email;
	const char *password;
};

static const struct cw_field request_fields[] = {
	CW_TEXT(struct request, email, 1, CW_EMAIL_MAX_BYTES, CW_FORMAT_EMAIL,
	    CW_REQUIRED, "The new address."),
	CW_ROW_PASSWORD(struct request),
	CW_END,
};

static const struct cw_model request_model = {
	.name = "EmailPut",
	.size = sizeof(struct request),
	.fields = request_fields,
};

static enum cw_err
ask(struct cw_ctx *cx, const void *req, void *resp)
{
	const struct request *in = req;
	const struct cw_actor actor = cw_ctx_actor(cx);
	struct cw_arena *arena = cx->chat.arena;
	enum cw_err err;

	(void)resp;
	err = cw_reauthenticate(cx->pool, arena, &actor, in->password,
	    &cx->reply->retry_ms);
	if (err != CW_OK)
		return err;
	err = cw_email_ask(cx->pool, arena, &actor, in->email);
	if (err == CW_INVALID)
		return cw_reply_problem(cx, "/email",
		    "This is not a mail address that we can write to.");
	return err;
}

static const struct cw_endpoint endpoint = {
	.name = "email-put",
	.method = CW_PUT,
	.path = "/me/email",
	.summary = "Change my mail address",
	.doc = "A code goes to the new address; until it is confirmed (POST "
	       "/me/email/confirmation) the old one stays.  The answer does "
	       "not tell whether somebody uses the address already.",
	.access = CW_USER,
	.work = CW_POOLS,
	.request = &request_model,
	.response = &cw_nothing_model,
	.status = 202,
	.errors = CW_ERRORS3(CW_CREDENTIALS, CW_LOCKED, CW_TOOMANY),
	.handle = ask,
};

int
main(int argc, char **argv)
{
	return cw_serve(&endpoint, argc, argv);
}
