/* DELETE /session: sign out of this session. */

#include "chinwag.h"

static enum cw_err
end_session(struct cw_ctx *cx, const void *req, void *resp)
{
	const struct cw_actor actor = cw_ctx_actor(cx);
	enum cw_err err;

	(void)req;
	(void)resp;
	cx->reply->session_token = ""; /* the cookie goes too */
	err = cw_session_end(cx->pool, &actor, cx->session.id);
	return err == CW_NOTFOUND ? CW_OK : err;
}

static const struct cw_endpoint endpoint = {
	.name = "session-delete",
	.method = CW_DELETE,
	.path = "/session",
	.summary = "Sign out here",
	.doc = "The session ends and its cookie is cleared.",
	.access = CW_USER,
	.work = CW_POOLS,
	.status = 204,
	.handle = end_session,
};

int
main(int argc, char **argv)
{
	return cw_serve(&endpoint, argc, argv);
}
