/* GET /audit: what happened that security depends on. */

#include "chinwag.h"

#define LIMIT_MAX 500

struct request {
	const char *username;
	const char *event;
	int64_t since;
	int64_t until;
	int64_t before;
	int64_t limit;
};

static const struct cw_field request_fields[] = {
	CW_TEXT(struct request, username, 1, 128, CW_FORMAT_LINE, CW_OPTIONAL,
	    "Only what happened to this account, which may be gone."),
	CW_TEXT(struct request, event, 1, 32, CW_FORMAT_KEY, CW_OPTIONAL,
	    "Only this: sign_in, password_change and so on."),
	CW_NUMBER(struct request, since, 0, CW_ID_MAX, 0, CW_OPTIONAL,
	    "Only from this time on."),
	CW_NUMBER(struct request, until, 0, CW_ID_MAX, CW_ID_MAX, CW_OPTIONAL,
	    "Only before this time."),
	CW_NUMBER(struct request, before, 1, CW_ID_MAX, CW_ID_MAX, CW_OPTIONAL,
	    "The id of the last row of the page before."),
	CW_NUMBER(struct request, limit, 1, LIMIT_MAX, 100, CW_OPTIONAL,
	    "How many at most."),
	CW_END,
};

static const struct cw_model request_model = {
	.name = "AuditGet",
	.size = sizeof(struct request),
	.fields = request_fields,
};

struct response {
	struct cw_list events;
	bool more;
};

static const struct cw_field response_fields[] = {
	CW_OBJECTS(struct response, events, LIMIT_MAX, &cw_audit_entry_model,
	    CW_REQUIRED, "What happened, the newest first."),
	CW_FLAG(struct response, more, CW_REQUIRED,
	    "Whether there may be more before the last."),
	CW_END,
};

static const struct cw_model response_model = {
	.name = "AuditPage",
	.size = sizeof(struct response),
	.fields = response_fields,
};

/* Whose log it is.  Of an account that is gone, the name is left. */
static enum cw_err
find_whose(struct cw_ctx *cx, const char *name, struct cw_audit_page *page)
{
	struct cw_profile profile;
	enum cw_err err =
	    cw_profile_find_name(cx->pool, cx->chat.arena, name, &profile);

	if (err == CW_OK)
		page->account_id = profile.id;
	else if (err == CW_NOTFOUND) {
		page->name = name;
		err = cw_audit_find_name(cx->pool, name);
	}
	return err;
}

static enum cw_err
list_events(struct cw_ctx *cx, const void *req, void *resp)
{
	const struct request *in = req;
	struct cw_audit_page page = {
		.before = in->before,
		.limit = in->limit,
		.event = in->event,
		.since = in->since,
		.until = in->until,
	};
	struct response *out = resp;
	enum cw_err err = CW_OK;

	if (in->event != NULL && !cw_audit_is_word(in->event))
		return cw_reply_problem(cx, "?event",
		    "There is no such event.");
	if (in->username != NULL)
		err = find_whose(cx, in->username, &page);
	if (err != CW_OK)
		return err;
	err = cw_audit_list(cx->pool, cx->chat.arena, &page, &out->events);
	out->more = out->events.count == (size_t)in->limit;
	return err;
}

static const struct cw_endpoint endpoint = {
	.name = "audit-get",
	.method = CW_GET,
	.path = "/audit",
	.summary = "Read the log of security events",
	.doc = "Rows are never changed, and removed only when they are as old "
	       "as the operator has set.",
	.access = CW_ADMIN,
	.work = CW_POOLS,
	.request = &request_model,
	.response = &response_model,
	.status = 200,
	.errors = CW_ERRORS1(CW_NOTFOUND),
	.handle = list_events,
};

int
main(int argc, char **argv)
{
	return cw_serve(&endpoint, argc, argv);
}
