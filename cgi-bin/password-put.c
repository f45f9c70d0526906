/* PUT /me/password: change my password. */

#include "chinwag.h"

struct request {
	const char *current;
	const char *password;
	bool token;
};

static const struct cw_field request_fields[] = {
	CW_TEXT(struct request, current, 1, CW_PASSWORD_MAX_BYTES,
	    CW_FORMAT_SECRET, CW_REQUIRED, "My password."),
	CW_TEXT(struct request, password, CW_PASSWORD_LEAST_CHARS,
	    CW_PASSWORD_MAX_BYTES, CW_FORMAT_SECRET, CW_REQUIRED,
	    "The new one."),
	CW_FLAG(struct request, token, CW_OPTIONAL,
	    "Whether to answer with the new session's token too."),
	CW_END,
};

static const struct cw_model request_model = {
	.name = "PasswordPut",
	.size = sizeof(struct request),
	.fields = request_fields,
};

static enum cw_err
change(struct cw_ctx *cx, const void *req, void *resp)
{
	const struct request *in = req;
	const struct cw_actor actor = cw_ctx_actor(cx);
	struct cw_password_change how = {
		.current = in->current,
		.password = in->password,
		.actor = &actor,
	};
	struct cw_signed_in done;
	enum cw_err err;

	err = cw_password_change(cx->pool, cx->chat.arena, &how, &done);
	cx->reply->retry_ms = how.retry_ms;
	if (err == CW_INVALID)
		return cw_reply_problem(cx, "/password", "%s", how.problem);
	if (err != CW_OK)
		return err;
	return cw_reply_signed_in(cx, &done, in->token, resp);
}

static const struct cw_endpoint endpoint = {
	.name = "password-put",
	.method = CW_PUT,
	.path = "/me/password",
	.summary = "Change my password",
	.doc = "All my sessions end; a new one takes the place of this one.",
	.access = CW_USER,
	.work = CW_POOLS,
	.request = &request_model,
	.response = &cw_signed_in_model,
	.status = 200,
	.errors = CW_ERRORS3(CW_CREDENTIALS, CW_LOCKED, CW_TOOMANY),
	.handle = change,
};

int
main(int argc, char **argv)
{
	return cw_serve(&endpoint, argc, argv);
}
