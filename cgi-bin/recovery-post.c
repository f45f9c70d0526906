/* POST /me/recovery: fresh recovery codes. */

#include "chinwag.h"

struct request {
	const char *password;
};

static const struct cw_field request_fields[] = {
	CW_ROW_PASSWORD(struct request),
	CW_END,
};

static const struct cw_model request_model = {
	.name = "RecoveryPost",
	.size = sizeof(struct request),
	.fields = request_fields,
};

static enum cw_err
make_codes(struct cw_ctx *cx, const void *req, void *resp)
{
	const struct request *in = req;
	const struct cw_actor actor = cw_ctx_actor(cx);
	struct cw_recovery_codes *out = resp;
	enum cw_err err;

	err = cw_reauthenticate(cx->pool, cx->chat.arena, &actor, in->password,
	    &cx->reply->retry_ms);
	if (err != CW_OK)
		return err;
	return cw_recovery_make(cx->pool, cx->chat.arena, &actor, &out->codes);
}

static const struct cw_endpoint endpoint = {
	.name = "recovery-post",
	.method = CW_POST,
	.path = "/me/recovery",
	.summary = "Make fresh recovery codes",
	.doc = "Those before are void.",
	.access = CW_USER,
	.work = CW_POOLS,
	.request = &request_model,
	.response = &cw_recovery_codes_model,
	.status = 200,
	.errors = CW_ERRORS2(CW_CREDENTIALS, CW_LOCKED),
	.handle = make_codes,
};

int
main(int argc, char **argv)
{
	return cw_serve(&endpoint, argc, argv);
}
