/* GET /me/factors: what I show beside my password. */

#include "chinwag.h"

struct response {
	bool totp;
	const char *label;
	bool mail;
	const char *first;
	int64_t recovery;
	const char *policy;
};

static const struct cw_field response_fields[] = {
	CW_FLAG(struct response, totp, CW_REQUIRED,
	    "Whether a code from an app is asked for."),
	CW_TEXT(struct response, label, 0, CW_FACTOR_LABEL_MAX_CHARS,
	    CW_FORMAT_LINE, CW_OPTIONAL, "What I call the device with it."),
	CW_FLAG(struct response, mail, CW_REQUIRED,
	    "Whether a code by mail is asked for."),
	CW_TEXT(struct response, first, 1, 8, CW_FORMAT_KEY, CW_OPTIONAL,
	    "Which of the two is asked for first: totp or mail."),
	CW_NUMBER(struct response, recovery, 0, CW_RECOVERY_CODES, CW_ABSENT,
	    CW_REQUIRED, "How many recovery codes I have left."),
	CW_TEXT(struct response, policy, 3, 8, CW_FORMAT_KEY, CW_REQUIRED,
	    "Whether second factors are used here: off, optional or "
	    "required."),
	CW_END,
};

static const struct cw_model response_model = {
	.name = "Factors",
	.size = sizeof(struct response),
	.fields = response_fields,
};

static enum cw_err
get_factors(struct cw_ctx *cx, const void *req, void *resp)
{
	struct response *out = resp;
	struct cw_factors found;
	enum cw_err err;

	(void)req;
	err = cw_factors_find(cx->pool, cx->chat.arena, cx->session.account_id,
	    &found);
	if (err != CW_OK)
		return err;
	*out = (struct response){
		.totp = found.has_totp,
		.label = found.label,
		.mail = found.has_mail,
		.first = found.first,
		.recovery = found.recovery_left,
		.policy = cx->conf->mfa,
	};
	return CW_OK;
}

static const struct cw_endpoint endpoint = {
	.name = "factors-get",
	.method = CW_GET,
	.path = "/me/factors",
	.summary = "List my second factors",
	.access = CW_USER,
	.work = CW_POOLS,
	.response = &response_model,
	.status = 200,
	.handle = get_factors,
};

int
main(int argc, char **argv)
{
	return cw_serve(&endpoint, argc, argv);
}
