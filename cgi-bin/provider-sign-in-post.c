/* POST /providers/{provider}/sign-in: begin to sign in by another service. */

#include "chinwag.h"

struct request {
	const char *provider;
};

static const struct cw_field request_fields[] = {
	CW_ROW_PROVIDER(struct request),
	CW_END,
};

static const struct cw_model request_model = {
	.name = "ProviderSignInPost",
	.size = sizeof(struct request),
	.fields = request_fields,
};

static enum cw_err
begin(struct cw_ctx *cx, const void *req, void *resp)
{
	const struct request *in = req;

	return cw_oidc_begin(cx, in->provider, CW_HANDOVER_SIGN_IN, resp);
}

static const struct cw_endpoint endpoint = {
	.name = "provider-sign-in-post",
	.method = CW_POST,
	.path = "/providers/{provider}/sign-in",
	.summary = "Begin to sign in by another service",
	.doc = "The browser is to go where the answer says, within ten "
	       "minutes.  It comes back to the site with code and state, and "
	       "maybe iss, in its address: POST /providers/{provider}/session "
	       "takes them.",
	.access = CW_ANYONE,
	.work = CW_POOLS,
	.providers = CW_PROVIDERS_ASKED,
	.request = &request_model,
	.response = &cw_oidc_going_model,
	.status = 200,
	.errors = CW_ERRORS3(CW_NOTFOUND, CW_UNREACHABLE, CW_BUSY),
	.handle = begin,
};

int
main(int argc, char **argv)
{
	return cw_serve(&endpoint, argc, argv);
}
