/* DELETE /me/identities/{provider}: sign in by another service no more. */

#include "chinwag.h"

struct request {
	const char *provider;
};

static const struct cw_field request_fields[] = {
	CW_TEXT(struct request, provider, 1, CW_PROVIDER_NAME_MAX_CHARS,
	    CW_FORMAT_KEY, CW_REQUIRED, "Which provider."),
	CW_END,
};

static const struct cw_model request_model = {
	.name = "IdentityDelete",
	.size = sizeof(struct request),
	.fields = request_fields,
};

static enum cw_err
disconnect(struct cw_ctx *cx, const void *req, void *resp)
{
	const struct request *in = req;
	const struct cw_actor actor = cw_ctx_actor(cx);

	(void)resp;
	return cw_identity_remove(cx->pool, cx->chat.arena, &actor,
	    in->provider);
}

static const struct cw_endpoint endpoint = {
	.name = "identity-delete",
	.method = CW_DELETE,
	.path = "/me/identities/{provider}",
	.summary = "Disconnect my account from another service",
	.doc = "409 if nothing else would open the account: it needs a "
	       "password first, which is set as one that was forgotten.",
	.access = CW_USER,
	.work = CW_POOLS,
	.request = &request_model,
	.status = 204,
	.errors = CW_ERRORS2(CW_NOTFOUND, CW_CONFLICT),
	.handle = disconnect,
};

int
main(int argc, char **argv)
{
	return cw_serve(&endpoint, argc, argv);
}
