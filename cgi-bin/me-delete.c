/* DELETE /me: delete my account. */

#include "chinwag.h"

static enum cw_err
ask(struct cw_ctx *cx, const void *req, void *resp)
{
	const struct cw_actor actor = cw_ctx_actor(cx);
	enum cw_err err;

	(void)req;
	(void)resp;
	err = cw_removal_ask(cx->pool, cx->chat.arena, &actor);
	if (err == CW_OK)
		cx->reply->session_token = ""; /* the cookie goes too */
	return err;
}

static const struct cw_endpoint endpoint = {
	.name = "me-delete",
	.method = CW_DELETE,
	.path = "/me",
	.summary = "Delete my account",
	.doc = "All my sessions end.  For some days, which a mail tells, "
	       "signing in brings the account back; then it is gone for good, "
	       "and nobody gets its name.  What I said stays with those I said "
	       "it to, under no name.  409 for the last administrator.",
	.access = CW_USER,
	.work = CW_POOLS,
	.status = 204,
	.errors = CW_ERRORS1(CW_CONFLICT),
	.handle = ask,
};

int
main(int argc, char **argv)
{
	return cw_serve(&endpoint, argc, argv);
}
