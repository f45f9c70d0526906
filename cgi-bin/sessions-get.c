/* GET /sessions: where I am signed in. */

#include "chinwag.h"

struct response {
	struct cw_list sessions;
};

static const struct cw_field response_fields[] = {
	CW_OBJECTS(struct response, sessions, CW_SESSIONS_MAX,
	    &cw_session_seen_model, CW_ROOT | CW_REQUIRED,
	    "My sessions, those used last first."),
	CW_END,
};

static const struct cw_model response_model = {
	.name = "SessionList",
	.size = sizeof(struct response),
	.fields = response_fields,
};

static enum cw_err
list_sessions(struct cw_ctx *cx, const void *req, void *resp)
{
	struct response *out = resp;

	(void)req;
	return cw_session_list(cx->pool, cx->chat.arena, &cx->session,
	    &out->sessions);
}

static const struct cw_endpoint endpoint = {
	.name = "sessions-get",
	.method = CW_GET,
	.path = "/sessions",
	.summary = "List where I am signed in",
	.access = CW_USER,
	.work = CW_POOLS,
	.response = &response_model,
	.status = 200,
	.handle = list_sessions,
};

int
main(int argc, char **argv)
{
	return cw_serve(&endpoint, argc, argv);
}
