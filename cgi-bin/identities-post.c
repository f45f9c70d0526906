/* POST /me/identities: begin to connect my account with another service. */

#include "chinwag.h"

struct request {
	const char *provider;
	const char *password;
};

static const struct cw_field request_fields[] = {
	CW_ROW_PROVIDER(struct request),
	CW_ROW_PASSWORD(struct request),
	CW_END,
};

static const struct cw_model request_model = {
	.name = "IdentityPost",
	.size = sizeof(struct request),
	.fields = request_fields,
};

static enum cw_err
begin(struct cw_ctx *cx, const void *req, void *resp)
{
	const struct request *in = req;
	const struct cw_actor actor = cw_ctx_actor(cx);
	enum cw_err err;

	err = cw_reauthenticate(cx->pool, cx->chat.arena, &actor, in->password,
	    &cx->reply->retry_ms);
	if (err != CW_OK)
		return err;
	return cw_oidc_begin(cx, in->provider, CW_HANDOVER_LINK, resp);
}

static const struct cw_endpoint endpoint = {
	.name = "identities-post",
	.method = CW_POST,
	.path = "/me/identities",
	.summary = "Begin to connect my account",
	.doc = "As POST /providers/{provider}/sign-in; what the browser comes "
	       "back with is for PUT /me/identities/{provider}.",
	.access = CW_USER,
	.work = CW_POOLS,
	.providers = CW_PROVIDERS_ASKED,
	.request = &request_model,
	.response = &cw_oidc_going_model,
	.status = 200,
	.errors = CW_ERRORS3(CW_CREDENTIALS, CW_LOCKED, CW_BUSY) |
	    CW_ERRORS2(CW_NOTFOUND, CW_UNREACHABLE),
	.handle = begin,
};

int
main(int argc, char **argv)
{
	return cw_serve(&endpoint, argc, argv);
}
