/* POST /session: sign in. */

#include "chinwag.h"

struct request {
	const char *username;
	const char *password;
	bool token;
};

static const struct cw_field request_fields[] = {
	CW_TEXT(struct request, username, 1, CW_EMAIL_MAX_BYTES, CW_FORMAT_LINE,
	    CW_REQUIRED, "Name or mail address."),
	CW_TEXT(struct request, password, 1, CW_PASSWORD_MAX_BYTES,
	    CW_FORMAT_SECRET, CW_REQUIRED, "Password."),
	CW_FLAG(struct request, token, CW_OPTIONAL,
	    "Whether to answer with the token too, for clients without "
	    "cookies."),
	CW_END,
};

static const struct cw_model request_model = {
	.name = "SessionPost",
	.size = sizeof(struct request),
	.fields = request_fields,
};

static enum cw_err
sign_in(struct cw_ctx *cx, const void *req, void *resp)
{
	const struct request *in = req;
	const struct cw_actor actor = cw_ctx_actor(cx);
	const struct cw_sign_in how = {
		.login = in->username,
		.password = in->password,
		.device = cw_ctx_device(cx),
		.actor = &actor,
	};
	struct cw_signed_in done;
	enum cw_err err;

	err = cw_sign_in(cx->pool, cx->chat.arena, &how, &done,
	    &cx->reply->retry_ms);
	if (err != CW_OK)
		return err;
	return cw_reply_signed_in(cx, &done, in->token, resp);
}

static const struct cw_endpoint endpoint = {
	.name = "session-post",
	.method = CW_POST,
	.path = "/session",
	.summary = "Sign in",
	.doc = "Sets the session's cookie; or, if the account asks for more "
	       "than a password, tells what the next step is (POST "
	       "/session/challenge).  After five failures in a row sign-in "
	       "for that account waits, longer each time, except on devices "
	       "where its owner has signed in before.",
	.access = CW_ANYONE,
	.work = CW_POOLS,
	.request = &request_model,
	.response = &cw_signed_in_model,
	.status = 200,
	.errors = CW_ERRORS3(CW_CREDENTIALS, CW_UNCONFIRMED, CW_WAITING) |
	    CW_ERRORS3(CW_RESET, CW_LOCKED, CW_BUSY) | CW_ERRORS1(CW_TOOMANY),
	.handle = sign_in,
};

int
main(int argc, char **argv)
{
	return cw_serve(&endpoint, argc, argv);
}
