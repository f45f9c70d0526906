/* GET /accounts/{name}/sessions: where somebody is signed in. */

#include "chinwag.h"

struct request {
	const char *name;
};

static const struct cw_field request_fields[] = {
	CW_TEXT(struct request, name, 1, 128, CW_FORMAT_LINE, CW_REQUIRED,
	    "Who, in any case."),
	CW_END,
};

static const struct cw_model request_model = {
	.name = "AccountSessionsGet",
	.size = sizeof(struct request),
	.fields = request_fields,
};

struct response {
	struct cw_list sessions;
};

static const struct cw_field response_fields[] = {
	CW_OBJECTS(struct response, sessions, CW_SESSIONS_MAX,
	    &cw_session_seen_model, CW_ROOT | CW_REQUIRED,
	    "Their sessions, those used last first."),
	CW_END,
};

static const struct cw_model response_model = {
	.name = "AccountSessions",
	.size = sizeof(struct response),
	.fields = response_fields,
};

static enum cw_err
list_sessions(struct cw_ctx *cx, const void *req, void *resp)
{
	const struct request *in = req;
	struct cw_session of_theirs = { .id = cx->session.id };
	struct cw_profile profile;
	struct response *out = resp;
	enum cw_err err;

	err =
	    cw_profile_find_name(cx->pool, cx->chat.arena, in->name, &profile);
	if (err != CW_OK)
		return err;
	of_theirs.account_id = profile.id;
	return cw_session_list(cx->pool, cx->chat.arena, &of_theirs,
	    &out->sessions);
}

static const struct cw_endpoint endpoint = {
	.name = "account-sessions-get",
	.method = CW_GET,
	.path = "/accounts/{name}/sessions",
	.summary = "List where somebody is signed in",
	.access = CW_ADMIN,
	.work = CW_POOLS,
	.request = &request_model,
	.response = &response_model,
	.status = 200,
	.errors = CW_ERRORS1(CW_NOTFOUND),
	.handle = list_sessions,
};

int
main(int argc, char **argv)
{
	return cw_serve(&endpoint, argc, argv);
}
