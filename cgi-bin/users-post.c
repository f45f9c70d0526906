/* POST /users: sign up. */

#include "chinwag.h"

static const struct cw_field request_fields[] = {
	CW_TEXT(struct cw_sign_up, username, 1, 128, CW_FORMAT_LINE,
	    CW_REQUIRED,
	    "A name of 2 to 32 letters, digits, '.', '_' and '-', beginning "
	    "with a letter or digit."),
	CW_TEXT(struct cw_sign_up, email, 1, CW_EMAIL_MAX_BYTES,
	    CW_FORMAT_EMAIL, CW_REQUIRED,
	    "Where the code to confirm with is sent."),
	CW_TEXT(struct cw_sign_up, password, CW_PASSWORD_LEAST_CHARS,
	    CW_PASSWORD_MAX_BYTES, CW_FORMAT_SECRET, CW_REQUIRED,
	    "A password of at most 1024 bytes; how long it must be, and "
	    "whether it needs capitals, digits or signs, is the operator's "
	    "choice: 12 characters by default.  None that many people choose."),
	CW_ROW_INVITATION(struct cw_sign_up),
	CW_ROW_LOCALE(struct cw_sign_up),
	CW_END,
};

static const struct cw_model request_model = {
	.name = "UserPost",
	.size = sizeof(struct cw_sign_up),
	.fields = request_fields,
};

struct response {
	const char *username;
	bool confirmed;
};

static const struct cw_field response_fields[] = {
	CW_TEXT(struct response, username, CW_NAME_MIN_CHARS, CW_NAME_MAX_CHARS,
	    CW_FORMAT_LINE, CW_REQUIRED, "The name as it is kept."),
	CW_FLAG(struct response, confirmed, CW_REQUIRED,
	    "Always false: the code comes by mail."),
	CW_END,
};

static const struct cw_model response_model = {
	.name = "UserPosted",
	.size = sizeof(struct response),
	.fields = response_fields,
};

static enum cw_err
sign_up(struct cw_ctx *cx, const void *req, void *resp)
{
	struct cw_arena *arena = cx->chat.arena;
	const struct cw_actor actor = cw_ctx_actor(cx);
	struct cw_sign_up in = *(const struct cw_sign_up *)req;
	struct response *out = resp;
	struct cw_sign_up_problem problem;
	const char *location;
	enum cw_err err;

	in.actor = &actor;
	err = cw_account_check(cx->conf, arena, &in, &problem);
	if (err == CW_INVALID)
		return cw_reply_problem(cx, problem.at, "%s", problem.message);
	if (err != CW_OK)
		return err;
	err = cw_account_sign_up(cx->pool, arena, &in, &out->username);
	if (err == CW_CONFLICT)
		return CW_TAKEN;
	if (err != CW_OK)
		return err;
	location = cw_arena_printf(arena, "/users/%s", out->username);
	if (location == NULL)
		return CW_NOMEM;
	cw_reply_location(cx, location);
	return CW_OK;
}

static const struct cw_endpoint endpoint = {
	.name = "users-post",
	.method = CW_POST,
	.path = "/users",
	.summary = "Sign up",
	.doc = "A code goes to the address.  The answer does not tell whether "
	       "somebody uses the address already; its owner is told by mail.",
	.access = CW_ANYONE,
	.work = CW_POOLS,
	.request = &request_model,
	.response = &response_model,
	.status = 201,
	.errors = CW_ERRORS3(CW_TAKEN, CW_BUSY, CW_TOOMANY) |
	    CW_ERRORS2(CW_FORBIDDEN, CW_MISMATCH),
	.handle = sign_up,
};

int
main(int argc, char **argv)
{
	return cw_serve(&endpoint, argc, argv);
}
