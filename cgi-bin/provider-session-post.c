/* POST /providers/{provider}/session: sign in by another service. */

#include "chinwag.h"

struct request {
	const char *provider;
	const char *code;
	const char *state;
	const char *iss;
	bool token;
};

static const struct cw_field request_fields[] = {
	CW_ROW_PROVIDER(struct request),
	CW_ROW_OIDC_CODE(struct request),
	CW_ROW_OIDC_STATE(struct request),
	CW_ROW_OIDC_ISS(struct request),
	CW_ROW_TOKEN(struct request),
	CW_END,
};

static const struct cw_model request_model = {
	.name = "ProviderSessionPost",
	.size = sizeof(struct request),
	.fields = request_fields,
};

static enum cw_err
let_in(struct cw_ctx *cx, const struct request *in,
    const struct cw_identity *identity, void *resp)
{
	const struct cw_actor actor = cw_ctx_actor(cx);
	const struct cw_identity_entry entry = {
		.identity = identity,
		.device = cw_ctx_device(cx),
		.actor = &actor,
	};
	struct cw_signed_in done;
	enum cw_err err;

	err = cw_identity_sign_in(cx->pool, cx->chat.arena, &entry, &done);
	if (err == CW_OK)
		return cw_reply_signed_in(cx, &done, in->token, resp);
	if (err != CW_NOTFOUND)
		return err;
	cw_reply_alternative(cx);
	return cw_oidc_arrival(cx, identity, resp);
}

static enum cw_err
sign_in(struct cw_ctx *cx, const void *req, void *resp)
{
	const struct request *in = req;
	const struct cw_oidc_coming coming = {
		.provider = in->provider,
		.code = in->code,
		.state = in->state,
		.iss = in->iss,
	};
	struct cw_identity identity;
	enum cw_err err;

	err = cw_oidc_finish(cx, CW_HANDOVER_SIGN_IN, &coming, &identity);
	if (err != CW_OK)
		return err;
	return let_in(cx, in, &identity, resp);
}

static const struct cw_endpoint endpoint = {
	.name = "provider-session-post",
	.method = CW_POST,
	.path = "/providers/{provider}/session",
	.summary = "Sign in by another service",
	.doc = "Answers as POST /session does.  202 if no account is connected "
	       "with whom the provider proves: then one is made (POST "
	       "/providers/{provider}/account), or its owner proves that they "
	       "are that (POST /providers/{provider}/link).",
	.access = CW_ANYONE,
	.work = CW_POOLS,
	.providers = CW_PROVIDERS_ASKED,
	.request = &request_model,
	.response = &cw_signed_in_model,
	.response_alternative = &cw_arrival_model,
	.status = 200,
	.status_alternative = 202,
	.errors = CW_ERRORS3(CW_NOTFOUND, CW_UNREACHABLE, CW_BUSY) |
	    CW_ERRORS3(CW_UNPROVEN, CW_FORBIDDEN, CW_UNCONFIRMED) |
	    CW_ERRORS3(CW_WAITING, CW_RESET, CW_TOOMANY),
	.handle = sign_in,
};

int
main(int argc, char **argv)
{
	return cw_serve(&endpoint, argc, argv);
}
