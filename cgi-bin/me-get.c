/* GET /me: what I am, and what I tell of myself. */

#include "chinwag.h"

static enum cw_err
get_me(struct cw_ctx *cx, const void *req, void *resp)
{
	(void)req;
	return cw_profile_find(cx->pool, cx->chat.arena, cx->session.account_id,
	    resp);
}

static const struct cw_endpoint endpoint = {
	.name = "me-get",
	.method = CW_GET,
	.path = "/me",
	.summary = "Read my account",
	.access = CW_USER,
	.work = CW_POOLS,
	.response = &cw_profile_model,
	.status = 200,
	.handle = get_me,
};

int
main(int argc, char **argv)
{
	return cw_serve(&endpoint, argc, argv);
}
