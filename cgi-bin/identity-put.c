/* PUT /me/identities/{provider}: connect my account with another service. */

#include "chinwag.h"

static const struct cw_field request_fields[] = {
	CW_ROW_PROVIDER(struct cw_oidc_coming),
	CW_ROW_OIDC_CODE(struct cw_oidc_coming),
	CW_ROW_OIDC_STATE(struct cw_oidc_coming),
	CW_ROW_OIDC_ISS(struct cw_oidc_coming),
	CW_END,
};

static const struct cw_model request_model = {
	.name = "IdentityPut",
	.size = sizeof(struct cw_oidc_coming),
	.fields = request_fields,
};

static enum cw_err
connect(struct cw_ctx *cx, const void *req, void *resp)
{
	const struct cw_actor actor = cw_ctx_actor(cx);
	struct cw_identity *identity = resp;
	enum cw_err err;

	err = cw_oidc_finish(cx, CW_HANDOVER_LINK, req, identity);
	if (err != CW_OK)
		return err;
	identity->since = identity->seen = cx->chat.now_ms;
	return cw_identity_link(cx->pool, cx->chat.arena, &actor, identity);
}

static const struct cw_endpoint endpoint = {
	.name = "identity-put",
	.method = CW_PUT,
	.path = "/me/identities/{provider}",
	.summary = "Connect my account with another service",
	.doc = "In the session that began it (POST /me/identities).  409 if "
	       "one of the two is connected already.",
	.access = CW_USER,
	.work = CW_POOLS,
	.providers = CW_PROVIDERS_ASKED,
	.request = &request_model,
	.response = &cw_identity_model,
	.status = 200,
	.errors = CW_ERRORS3(CW_NOTFOUND, CW_UNREACHABLE, CW_BUSY) |
	    CW_ERRORS2(CW_UNPROVEN, CW_CONFLICT),
	.handle = connect,
};

int
main(int argc, char **argv)
{
	return cw_serve(&endpoint, argc, argv);
}
