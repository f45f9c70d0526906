/* POST /me/identities/{provider}/disconnection: sign in by it no more. */

#include "chinwag.h"

struct request {
	const char *provider;
	const char *password;
};

static const struct cw_field request_fields[] = {
	CW_ROW_PROVIDER(struct request),
	CW_TEXT(struct request, password, 1, CW_PASSWORD_MAX_BYTES,
	    CW_FORMAT_SECRET, CW_OPTIONAL,
	    "My password; not needed if I have none."),
	CW_END,
};

static const struct cw_model request_model = {
	.name = "DisconnectionPost",
	.size = sizeof(struct request),
	.fields = request_fields,
};

static enum cw_err
disconnect(struct cw_ctx *cx, const void *req, void *resp)
{
	const struct request *in = req;
	const struct cw_actor actor = cw_ctx_actor(cx);
	struct cw_identity_removal removal = { in->provider, in->password,
		&actor, 0 };
	enum cw_err err;

	(void)resp;
	err = cw_identity_remove(cx->pool, cx->chat.arena, &removal);
	cx->reply->retry_ms = removal.retry_ms;
	return err;
}

static const struct cw_endpoint endpoint = {
	.name = "disconnection-post",
	.method = CW_POST,
	.path = "/me/identities/{provider}/disconnection",
	.summary = "Disconnect my account from another service",
	.doc = "I am told by mail.  409 if nothing else would open the "
	       "account: it needs a password first, which is set as one that "
	       "was forgotten, or another service.",
	.access = CW_USER,
	.work = CW_POOLS,
	.request = &request_model,
	.status = 204,
	.errors = CW_ERRORS3(CW_CREDENTIALS, CW_LOCKED, CW_BUSY) |
	    CW_ERRORS2(CW_NOTFOUND, CW_CONFLICT),
	.handle = disconnect,
};

int
main(int argc, char **argv)
{
	return cw_serve(&endpoint, argc, argv);
}
