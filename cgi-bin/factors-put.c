/* PUT /me/factors: which second factors are asked for. */

#include "chinwag.h"

struct request {
	const char *password;
	bool totp;
	bool mail;
	const char *first;
};

static const struct cw_field request_fields[] = {
	CW_ROW_PASSWORD(struct request),
	CW_FLAG(struct request, totp, CW_REQUIRED,
	    "Whether to keep asking for a code from my app; if not, its seed "
	    "and my recovery codes are forgotten."),
	CW_FLAG(struct request, mail, CW_REQUIRED,
	    "Whether to ask for a code by mail."),
	CW_TEXT(struct request, first, 4, 4, CW_FORMAT_KEY, CW_OPTIONAL,
	    "Which of the two is asked for first: totp or mail."),
	CW_END,
};

static const struct cw_model request_model = {
	.name = "FactorsPut",
	.size = sizeof(struct request),
	.fields = request_fields,
};

static enum cw_err
set_factors(struct cw_ctx *cx, const void *req, void *resp)
{
	const struct request *in = req;
	const struct cw_actor actor = cw_ctx_actor(cx);
	const struct cw_factors_wish wish = {
		.actor = &actor,
		.totp = in->totp,
		.mail = in->mail,
		.first = in->first,
	};
	enum cw_err err;

	(void)resp;
	if (in->first != NULL && cw_step_find(in->first) != CW_STEP_TOTP &&
	    cw_step_find(in->first) != CW_STEP_MAIL)
		return cw_reply_problem(cx, "/first",
		    "This must be totp or mail.");
	err = cw_reauthenticate(cx->pool, cx->chat.arena, &actor, in->password,
	    &cx->reply->retry_ms);
	if (err != CW_OK)
		return err;
	return cw_factors_set(cx->pool, cx->chat.arena, &wish);
}

static const struct cw_endpoint endpoint = {
	.name = "factors-put",
	.method = CW_PUT,
	.path = "/me/factors",
	.summary = "Choose my second factors",
	.doc = "409 if a code from an app shall be asked for, and there is no "
	       "app yet (POST /me/totp); 403 where one factor at least is "
	       "required, or none is used at all.",
	.access = CW_USER,
	.work = CW_POOLS,
	.request = &request_model,
	.status = 204,
	.errors = CW_ERRORS3(CW_CREDENTIALS, CW_LOCKED, CW_CONFLICT) |
	    CW_ERRORS1(CW_FORBIDDEN),
	.handle = set_factors,
};

int
main(int argc, char **argv)
{
	return cw_serve(&endpoint, argc, argv);
}
