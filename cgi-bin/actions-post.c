/* POST /accounts/{name}/actions: do something with an account. */

#include "chinwag.h"

struct request {
	const char *name;
	const char *action;
};

static const struct cw_field request_fields[] = {
	CW_ROW_ACCOUNT_NAME(struct request),
	CW_TEXT(struct request, action, 1, 16, CW_FORMAT_KEY, CW_REQUIRED,
	    "confirm (the address, without its code, and approve), approve "
	    "(of who waits for it), disable, enable, reset (the password: its "
	    "owner gets a "
	    "code by mail), sign_out (everywhere), or drop_factors (for who "
	    "has lost theirs)."),
	CW_END,
};

static const struct cw_model request_model = {
	.name = "ActionPost",
	.size = sizeof(struct request),
	.fields = request_fields,
};

static const struct {
	const char *word;
	enum cw_err (*run)(struct cw_pool *pool, struct cw_arena *arena,
	    struct cw_operation *operation);
} actions[] = {
	{ "confirm", cw_operate_confirm },
	{ "approve", cw_operate_approve },
	{ "disable", cw_operate_disable },
	{ "enable", cw_operate_enable },
	{ "reset", cw_operate_reset },
	{ "sign_out", cw_operate_sign_out },
	{ "drop_factors", cw_operate_drop_factors },
};

static enum cw_err
act(struct cw_ctx *cx, const void *req, void *resp)
{
	const struct request *in = req;
	const struct cw_actor actor = cw_ctx_actor(cx);
	struct cw_operation what = { .login = in->name, .actor = &actor };
	size_t i = 0;
	enum cw_err err;

	(void)resp;
	while (
	    i < CW_LEN(actions) && !cw_text_equal(actions[i].word, in->action))
		i++;
	if (i == CW_LEN(actions))
		return cw_reply_problem(cx, "/action",
		    "There is no such action.");
	err = actions[i].run(cx->pool, cx->chat.arena, &what);
	if (err != CW_OK)
		return err == CW_TAKEN ? CW_CONFLICT : err;
	return cw_ctx_welcome(cx, &what.account);
}

static const struct cw_endpoint endpoint = {
	.name = "actions-post",
	.method = CW_POST,
	.path = "/accounts/{name}/actions",
	.summary = "Confirm, approve, disable, enable, reset, sign out",
	.doc = "Fine if it was done already.  409 where no administrator would "
	       "be left, or the address is another's.",
	.access = CW_ADMIN,
	.work = CW_POOLS,
	.request = &request_model,
	.status = 204,
	.errors = CW_ERRORS2(CW_NOTFOUND, CW_CONFLICT) |
	    CW_ERRORS2(CW_UNCONFIRMED, CW_TOOMANY),
	.handle = act,
};

int
main(int argc, char **argv)
{
	return cw_serve(&endpoint, argc, argv);
}
