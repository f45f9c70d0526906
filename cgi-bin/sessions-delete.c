/* DELETE /sessions: sign out of all sessions of mine. */

#include "chinwag.h"

static enum cw_err
end_sessions(struct cw_ctx *cx, const void *req, void *resp)
{
	const struct cw_actor actor = cw_ctx_actor(cx);

	(void)req;
	(void)resp;
	cx->reply->session_token = ""; /* the cookie goes too */
	return cw_session_end_all(cx->pool, &actor, cx->session.account_id,
	    cx->session.username);
}

static const struct cw_endpoint endpoint = {
	.name = "sessions-delete",
	.method = CW_DELETE,
	.path = "/sessions",
	.summary = "Sign out everywhere",
	.doc = "All my sessions end, this one too.",
	.access = CW_USER,
	.work = CW_POOLS,
	.status = 204,
	.handle = end_sessions,
};

int
main(int argc, char **argv)
{
	return cw_serve(&endpoint, argc, argv);
}
