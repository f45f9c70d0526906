/* POST /accounts: make an account for somebody. */

#include "chinwag.h"

struct request {
	const char *username;
	const char *email;
};

static const struct cw_field request_fields[] = {
	CW_TEXT(struct request, username, 1, 128, CW_FORMAT_LINE, CW_REQUIRED,
	    "The name."),
	CW_TEXT(struct request, email, 1, CW_EMAIL_MAX_BYTES, CW_FORMAT_EMAIL,
	    CW_REQUIRED,
	    "Where the invitation goes; it is taken as confirmed."),
	CW_END,
};

static const struct cw_model request_model = {
	.name = "AccountPost",
	.size = sizeof(struct request),
	.fields = request_fields,
};

static enum cw_err
add(struct cw_ctx *cx, const struct cw_sign_up *in, struct cw_account *account)
{
	struct cw_arena *arena = cx->chat.arena;
	struct cw_sign_up_problem problem;
	enum cw_err err;

	err = cw_account_check(cx->conf, arena, in, &problem);
	if (err == CW_INVALID)
		return cw_reply_problem(cx, problem.at, "%s", problem.message);
	if (err != CW_OK)
		return err;
	return cw_account_add(cx->pool, arena, in, account);
}

static enum cw_err
make_account(struct cw_ctx *cx, const void *req, void *resp)
{
	const struct request *in = req;
	const struct cw_actor actor = cw_ctx_actor(cx);
	struct cw_sign_up how = {
		.username = in->username,
		.email = in->email,
		.is_temporary = true,
		.actor = &actor,
	};
	struct cw_arena *arena = cx->chat.arena;
	struct cw_account account;
	const char *location;
	enum cw_err err;

	err = cw_policy_make(arena, &how.password);
	if (err == CW_OK)
		err = add(cx, &how, &account);
	if (err != CW_OK)
		return err;
	location = cw_arena_printf(arena, "/accounts/%s", account.name);
	if (location == NULL)
		return CW_NOMEM;
	cw_reply_location(cx, location);
	return cw_profile_find(cx->pool, arena, account.id, resp);
}

static const struct cw_endpoint endpoint = {
	.name = "accounts-post",
	.method = CW_POST,
	.path = "/accounts",
	.summary = "Make an account",
	.doc = "A temporary password goes to the address; at sign-in another "
	       "one must be chosen.  409 if the name or the address is taken.",
	.access = CW_ADMIN,
	.work = CW_POOLS,
	.request = &request_model,
	.response = &cw_profile_model,
	.status = 201,
	.errors = CW_ERRORS2(CW_CONFLICT, CW_TOOMANY),
	.handle = make_account,
};

int
main(int argc, char **argv)
{
	return cw_serve(&endpoint, argc, argv);
}
