/* DELETE /sessions/{id}: sign out somewhere else. */

#include "chinwag.h"

struct request {
	int64_t id;
};

static const struct cw_field request_fields[] = {
	CW_NUMBER(struct request, id, 1, CW_ID_MAX, CW_ABSENT, CW_REQUIRED,
	    "Which of my sessions."),
	CW_END,
};

static const struct cw_model request_model = {
	.name = "OtherSessionDelete",
	.size = sizeof(struct request),
	.fields = request_fields,
};

static enum cw_err
end_session(struct cw_ctx *cx, const void *req, void *resp)
{
	const struct request *in = req;
	const struct cw_actor actor = cw_ctx_actor(cx);

	(void)resp;
	return cw_session_end(cx->pool, &actor, in->id);
}

static const struct cw_endpoint endpoint = {
	.name = "other-session-delete",
	.method = CW_DELETE,
	.path = "/sessions/{id}",
	.summary = "Sign out somewhere else",
	.access = CW_USER,
	.work = CW_POOLS,
	.request = &request_model,
	.status = 204,
	.errors = CW_ERRORS1(CW_NOTFOUND),
	.handle = end_session,
};

int
main(int argc, char **argv)
{
	return cw_serve(&endpoint, argc, argv);
}
