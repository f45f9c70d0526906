/* PUT /users/{name}/reset: another password, by the code from the mail. */

#include "chinwag.h"

struct request {
	const char *name;
	const char *code;
	const char *password;
};

static const struct cw_field request_fields[] = {
	CW_TEXT(struct request, name, 1, CW_EMAIL_MAX_BYTES, CW_FORMAT_LINE,
	    CW_REQUIRED, "Name or mail address, in any case."),
	CW_ROW_MAIL_CODE(struct request),
	CW_TEXT(struct request, password, CW_PASSWORD_LEAST_CHARS,
	    CW_PASSWORD_MAX_BYTES, CW_FORMAT_SECRET, CW_REQUIRED,
	    "The new password."),
	CW_END,
};

static const struct cw_model request_model = {
	.name = "ResetPut",
	.size = sizeof(struct request),
	.fields = request_fields,
};

static enum cw_err
reset(struct cw_ctx *cx, const void *req, void *resp)
{
	const struct request *in = req;
	const struct cw_actor actor = cw_ctx_actor(cx);
	struct cw_reset how = {
		.login = in->name,
		.code = in->code,
		.password = in->password,
		.actor = &actor,
	};
	enum cw_err err;

	(void)resp;
	err = cw_reset_use(cx->pool, cx->chat.arena, &how);
	if (err == CW_INVALID)
		return cw_reply_problem(cx, "/password", "%s", how.problem);
	return err;
}

static const struct cw_endpoint endpoint = {
	.name = "reset-put",
	.method = CW_PUT,
	.path = "/users/{name}/reset",
	.summary = "Set another password",
	.doc = "All sessions of the account end, and nobody is signed in by "
	       "this; second factors stay.  An unknown name is answered like "
	       "a wrong code.",
	.access = CW_ANYONE,
	.work = CW_POOLS,
	.request = &request_model,
	.status = 204,
	.errors = CW_ERRORS3(CW_MISMATCH, CW_BUSY, CW_TOOMANY),
	.handle = reset,
};

int
main(int argc, char **argv)
{
	return cw_serve(&endpoint, argc, argv);
}
