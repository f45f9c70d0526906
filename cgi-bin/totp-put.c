/* PUT /me/totp: prove that the app makes the right codes. */

#include "chinwag.h"

struct request {
	const char *code;
};

static const struct cw_field request_fields[] = {
	CW_TEXT(struct request, code, 6, 6, CW_FORMAT_CODE, CW_REQUIRED,
	    "What the app shows."),
	CW_END,
};

static const struct cw_model request_model = {
	.name = "TotpPut",
	.size = sizeof(struct request),
	.fields = request_fields,
};

static enum cw_err
prove_totp(struct cw_ctx *cx, const void *req, void *resp)
{
	const struct request *in = req;
	const struct cw_actor actor = cw_ctx_actor(cx);
	struct cw_totp_proof proof = { .actor = &actor, .code = in->code };
	struct cw_recovery_codes *out = resp;
	enum cw_err err;

	err = cw_totp_prove(cx->pool, cx->chat.arena, &proof);
	cx->reply->retry_ms = proof.retry_ms;
	out->codes = proof.codes;
	return err;
}

static const struct cw_endpoint endpoint = {
	.name = "totp-put",
	.method = CW_PUT,
	.path = "/me/totp",
	.summary = "Turn the authenticator app on",
	.doc = "From now on signing in asks for a code.  The answer has fresh "
	       "recovery codes, each good once instead of such a code; they "
	       "are told this one time.",
	.access = CW_USER,
	.work = CW_POOLS,
	.request = &request_model,
	.response = &cw_recovery_codes_model,
	.status = 200,
	.errors = CW_ERRORS2(CW_MISMATCH, CW_LOCKED),
	.handle = prove_totp,
};

int
main(int argc, char **argv)
{
	return cw_serve(&endpoint, argc, argv);
}
