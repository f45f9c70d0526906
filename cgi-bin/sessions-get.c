/* GET /sessions: where I am signed in. */

#include "chinwag.h"

struct item {
	int64_t id;
	int64_t created;
	int64_t seen;
	int64_t expires;
	const char *agent;
	const char *address;
	bool current;
};

static const struct cw_field item_fields[] = {
	CW_NUMBER(struct item, id, 1, CW_ID_MAX, CW_ABSENT, CW_REQUIRED,
	    "For ending it."),
	CW_NUMBER(struct item, created, 0, CW_ID_MAX, CW_ABSENT, CW_REQUIRED,
	    "When I signed in."),
	CW_NUMBER(struct item, seen, 0, CW_ID_MAX, CW_ABSENT, CW_REQUIRED,
	    "When it was last used, to the hour."),
	CW_NUMBER(struct item, expires, 0, CW_ID_MAX, CW_ABSENT, CW_REQUIRED,
	    "When it ends by itself."),
	CW_TEXT(struct item, agent, 0, CW_AGENT_MAX_CHARS, CW_FORMAT_LINE,
	    CW_REQUIRED, "What the client calls itself; may be empty."),
	CW_TEXT(struct item, address, 0, CW_ADDRESS_BYTES, CW_FORMAT_LINE,
	    CW_REQUIRED, "The network it came from; may be empty."),
	CW_FLAG(struct item, current, CW_REQUIRED, "Whether it is this one."),
	CW_END,
};

static const struct cw_model item_model = {
	.name = "SessionSeen",
	.size = sizeof(struct item),
	.fields = item_fields,
};

struct response {
	struct cw_list sessions;
};

static const struct cw_field response_fields[] = {
	CW_OBJECTS(struct response, sessions, CW_SESSIONS_MAX, &item_model,
	    CW_ROOT | CW_REQUIRED, "My sessions, those used last first."),
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
	struct cw_arena *arena = cx->chat.arena;
	struct response *out = resp;
	struct cw_list found = { 0 };
	enum cw_err err;

	(void)req;
	err = cw_session_list(cx->pool, arena, cx->session.account_id, &found);
	for (size_t i = 0; err == CW_OK && i < found.count; i++) {
		const struct cw_session_seen *one = cw_list_at(&found, i);
		struct item *item =
		    cw_list_push(&out->sessions, arena, sizeof(*item));

		if (item == NULL)
			return CW_NOMEM;
		*item = (struct item){
			.id = one->id,
			.created = one->created,
			.seen = one->seen,
			.expires = one->expires,
			.agent = one->agent,
			.address = one->address,
			.current = one->id == cx->session.id,
		};
	}
	return err;
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
