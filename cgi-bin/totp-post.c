/* POST /me/totp: a seed for an authenticator app. */

#include "chinwag.h"

struct request {
	const char *password;
	const char *label;
};

static const struct cw_field request_fields[] = {
	CW_ROW_PASSWORD(struct request),
	CW_TEXT(struct request, label, 0, CW_FACTOR_LABEL_MAX_CHARS,
	    CW_FORMAT_LINE, CW_OPTIONAL, "What I call the device with it."),
	CW_END,
};

static const struct cw_model request_model = {
	.name = "TotpPost",
	.size = sizeof(struct request),
	.fields = request_fields,
};

static const struct cw_field response_fields[] = {
	CW_TEXT(struct cw_totp_new, secret, 32, 32, CW_FORMAT_SECRET,
	    CW_REQUIRED, "The seed in base32, to be typed."),
	CW_TEXT(struct cw_totp_new, uri, 1, 2048, CW_FORMAT_SECRET, CW_REQUIRED,
	    "The same as an otpauth:// address, for a QR code."),
	CW_END,
};

static const struct cw_model response_model = {
	.name = "TotpSeed",
	.size = sizeof(struct cw_totp_new),
	.fields = response_fields,
};

static enum cw_err
start_totp(struct cw_ctx *cx, const void *req, void *resp)
{
	const struct request *in = req;
	const struct cw_actor actor = cw_ctx_actor(cx);
	enum cw_err err;

	err = cw_reauthenticate(cx->pool, cx->chat.arena, &actor, in->password,
	    &cx->reply->retry_ms);
	if (err != CW_OK)
		return err;
	return cw_totp_start(cx->pool, cx->chat.arena, actor.account_id,
	    in->label == NULL ? "" : in->label, resp);
}

static const struct cw_endpoint endpoint = {
	.name = "totp-post",
	.method = CW_POST,
	.path = "/me/totp",
	.summary = "Begin with an authenticator app",
	.doc = "The seed counts once a code has proven it (PUT /me/totp).  409 "
	       "if there is an app already, 403 where second factors are not "
	       "used.",
	.access = CW_USER,
	.work = CW_POOLS,
	.request = &request_model,
	.response = &response_model,
	.status = 200,
	.errors = CW_ERRORS3(CW_CREDENTIALS, CW_LOCKED, CW_CONFLICT) |
	    CW_ERRORS1(CW_FORBIDDEN),
	.handle = start_totp,
};

int
main(int argc, char **argv)
{
	return cw_serve(&endpoint, argc, argv);
}
