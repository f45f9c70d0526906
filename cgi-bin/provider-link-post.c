/* POST /providers/{provider}/link: connect an account, and sign in to it. */

#include "chinwag.h"

struct request {
	const char *provider;
	const char *arrival;
	const char *username;
	const char *password;
	bool token;
};

static const struct cw_field request_fields[] = {
	CW_ROW_PROVIDER(struct request),
	CW_ROW_ARRIVAL(struct request),
	CW_TEXT(struct request, username, 1, CW_EMAIL_MAX_BYTES, CW_FORMAT_LINE,
	    CW_REQUIRED, "Name or mail address of the account."),
	CW_TEXT(struct request, password, 1, CW_PASSWORD_MAX_BYTES,
	    CW_FORMAT_SECRET, CW_REQUIRED, "Its password."),
	CW_ROW_TOKEN(struct request),
	CW_END,
};

static const struct cw_model request_model = {
	.name = "ProviderLinkPost",
	.size = sizeof(struct request),
	.fields = request_fields,
};

static enum cw_err
connect(struct cw_ctx *cx, const void *req, void *resp)
{
	const struct request *in = req;
	const struct cw_actor actor = cw_ctx_actor(cx);
	const struct cw_sign_in how = {
		.login = in->username,
		.password = in->password,
		.device = cw_ctx_device(cx),
		.actor = &actor,
		.arrival = in->arrival,
	};
	struct cw_identity identity;
	struct cw_signed_in done;
	enum cw_err err;

	err = cw_oidc_arrived(cx, in->provider, in->arrival, &identity);
	if (err != CW_OK)
		return err;
	err = cw_sign_in(cx->pool, cx->chat.arena, &how, &done,
	    &cx->reply->retry_ms);
	if (err != CW_OK)
		return err;
	return cw_reply_signed_in(cx, &done, in->token, resp);
}

static const struct cw_endpoint endpoint = {
	.name = "provider-link-post",
	.method = CW_POST,
	.path = "/providers/{provider}/link",
	.summary = "Connect an account with another service",
	.doc = "Answers as POST /session does; the account is connected once "
	       "there is a session.  409 if one of the two is connected "
	       "already.",
	.access = CW_ANYONE,
	.work = CW_POOLS,
	.providers = CW_PROVIDERS_NAMED,
	.request = &request_model,
	.response = &cw_signed_in_model,
	.status = 200,
	.errors = CW_ERRORS3(CW_CREDENTIALS, CW_UNCONFIRMED, CW_WAITING) |
	    CW_ERRORS3(CW_RESET, CW_LOCKED, CW_BUSY) |
	    CW_ERRORS3(CW_TOOMANY, CW_NOTFOUND, CW_UNPROVEN) |
	    CW_ERRORS1(CW_CONFLICT),
	.handle = connect,
};

int
main(int argc, char **argv)
{
	return cw_serve(&endpoint, argc, argv);
}
