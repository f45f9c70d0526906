/* POST /users/{name}/reset: I forgot my password. */

#include "chinwag.h"

struct request {
	const char *name;
};

static const struct cw_field request_fields[] = {
	CW_TEXT(struct request, name, 1, CW_EMAIL_MAX_BYTES, CW_FORMAT_LINE,
	    CW_REQUIRED, "Name or mail address, in any case."),
	CW_END,
};

static const struct cw_model request_model = {
	.name = "ResetPost",
	.size = sizeof(struct request),
	.fields = request_fields,
};

static enum cw_err
ask(struct cw_ctx *cx, const void *req, void *resp)
{
	const struct request *in = req;
	const struct cw_actor actor = cw_ctx_actor(cx);

	(void)resp;
	return cw_reset_ask(cx->pool, cx->chat.arena, &actor, in->name);
}

static const struct cw_endpoint endpoint = {
	.name = "reset-post",
	.method = CW_POST,
	.path = "/users/{name}/reset",
	.summary = "Ask for another password",
	.doc = "A code goes to the mail address, good for an hour.  The answer "
	       "does not tell whether the name is known.",
	.access = CW_ANYONE,
	.work = CW_POOLS,
	.request = &request_model,
	.response = &cw_nothing_model,
	.status = 202,
	.errors = CW_ERRORS1(CW_TOOMANY),
	.handle = ask,
};

int
main(int argc, char **argv)
{
	return cw_serve(&endpoint, argc, argv);
}
