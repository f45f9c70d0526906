/* GET /accounts: who has an account here. */

#include "chinwag.h"

#define LIMIT_MAX 200

struct request {
	const char *q;
	const char *state;
	const char *group;
	const char *after;
	int64_t limit;
};

static const struct cw_field request_fields[] = {
	CW_TEXT(struct request, q, 0, CW_EMAIL_MAX_BYTES, CW_FORMAT_LINE,
	    CW_OPTIONAL, "How a name or a mail address begins, in any case."),
	CW_TEXT(struct request, state, 1, 16, CW_FORMAT_KEY, CW_OPTIONAL,
	    "Only those that are unconfirmed, waiting (for approval), disabled "
	    "or deleting (asked to be deleted)."),
	CW_TEXT(struct request, group, 1, CW_USERGROUP_NAME_MAX_CHARS,
	    CW_FORMAT_LINE, CW_OPTIONAL, "Only members of this group."),
	CW_TEXT(struct request, after, 1, CW_NAME_MAX_CHARS, CW_FORMAT_LINE,
	    CW_OPTIONAL, "The last name of the page before."),
	CW_NUMBER(struct request, limit, 1, LIMIT_MAX, 60, CW_OPTIONAL,
	    "How many at most."),
	CW_END,
};

static const struct cw_model request_model = {
	.name = "AccountsGet",
	.size = sizeof(struct request),
	.fields = request_fields,
};

/* By the words of the enum's order. */
static const char *const states[] = {
	[CW_OPERATED_ANY] = "any",
	[CW_OPERATED_UNCONFIRMED] = "unconfirmed",
	[CW_OPERATED_WAITING] = "waiting",
	[CW_OPERATED_DISABLED] = "disabled",
	[CW_OPERATED_DELETING] = "deleting",
};

struct item {
	const char *username;
	const char *email;
	const char *status;
	bool enabled;
	bool waiting;
	bool deleting;
	int64_t created;
	int64_t sessions;
};

static const struct cw_field item_fields[] = {
	CW_TEXT(struct item, username, CW_NAME_MIN_CHARS, CW_NAME_MAX_CHARS,
	    CW_FORMAT_LINE, CW_REQUIRED, "The name."),
	CW_TEXT(struct item, email, 1, CW_EMAIL_MAX_BYTES, CW_FORMAT_EMAIL,
	    CW_REQUIRED, "The mail address."),
	CW_TEXT(struct item, status, 1, 32, CW_FORMAT_KEY, CW_REQUIRED,
	    "UNCONFIRMED, CONFIRMED, FORCE_CHANGE_PASSWORD, RESET_REQUIRED or "
	    "EXTERNAL_PROVIDER."),
	CW_FLAG(struct item, enabled, CW_REQUIRED,
	    "False if an administrator has shut the account."),
	CW_FLAG(struct item, waiting, CW_REQUIRED,
	    "Whether an administrator has yet to approve of it."),
	CW_FLAG(struct item, deleting, CW_REQUIRED,
	    "Whether its owner has asked for it to be deleted."),
	CW_NUMBER(struct item, created, 0, CW_ID_MAX, CW_ABSENT, CW_REQUIRED,
	    "When it was made."),
	CW_NUMBER(struct item, sessions, 0, CW_ID_MAX, CW_ABSENT, CW_REQUIRED,
	    "How many devices are signed in with it."),
	CW_END,
};

static const struct cw_model item_model = {
	.name = "AccountSeen",
	.size = sizeof(struct item),
	.fields = item_fields,
};

struct response {
	struct cw_list accounts;
	bool more;
};

static const struct cw_field response_fields[] = {
	CW_OBJECTS(struct response, accounts, LIMIT_MAX, &item_model,
	    CW_REQUIRED, "Accounts, by name."),
	CW_FLAG(struct response, more, CW_REQUIRED,
	    "Whether there may be more after the last."),
	CW_END,
};

static const struct cw_model response_model = {
	.name = "AccountPage",
	.size = sizeof(struct response),
	.fields = response_fields,
};

static enum cw_err
take(struct cw_arena *arena, const struct cw_list *found, struct cw_list *out)
{
	for (size_t i = 0; i < found->count; i++) {
		const struct cw_operated *one = cw_list_at(found, i);
		struct item *item = cw_list_push(out, arena, sizeof(*item));

		if (item == NULL)
			return CW_NOMEM;
		*item = (struct item){
			.username = one->name,
			.email = one->email,
			.status = one->status,
			.enabled = !one->is_disabled,
			.waiting = one->is_waiting,
			.deleting = one->is_to_be_deleted,
			.created = one->created,
			.sessions = one->sessions,
		};
	}
	return CW_OK;
}

/* CW_NOTFOUND: the request names no group that there is. */
static enum cw_err
find_group(struct cw_ctx *cx, const char *name, int64_t *id)
{
	struct cw_usergroup group;
	enum cw_err err;

	if (name == NULL)
		return CW_OK;
	err = cw_usergroup_find(cx->pool, cx->chat.arena, name, &group);
	if (err == CW_OK)
		*id = group.id;
	return err;
}

static enum cw_err
list_accounts(struct cw_ctx *cx, const void *req, void *resp)
{
	const struct request *in = req;
	struct cw_operate_page page = {
		.search = in->q == NULL ? "" : in->q,
		.after = in->after == NULL ? "" : in->after,
		.limit = in->limit,
	};
	struct response *out = resp;
	struct cw_list found = { 0 };
	size_t state = 0;
	enum cw_err err;

	while (in->state != NULL && state < CW_LEN(states) &&
	    !cw_text_equal(states[state], in->state))
		state++;
	if (state == CW_LEN(states))
		return cw_reply_problem(cx, "?state",
		    "There is no such state.");
	page.state = (enum cw_operated_state)state;
	err = find_group(cx, in->group, &page.group_id);
	if (err == CW_NOTFOUND)
		return cw_reply_problem(cx, "?group",
		    "There is no such group.");
	if (err == CW_OK)
		err = cw_operate_list(cx->pool, cx->chat.arena, &page, &found);
	if (err != CW_OK)
		return err;
	out->more = found.count == (size_t)in->limit;
	return take(cx->chat.arena, &found, &out->accounts);
}

static const struct cw_endpoint endpoint = {
	.name = "accounts-get",
	.method = CW_GET,
	.path = "/accounts",
	.summary = "List accounts",
	.access = CW_ADMIN,
	.work = CW_POOLS,
	.request = &request_model,
	.response = &response_model,
	.status = 200,
	.handle = list_accounts,
};

int
main(int argc, char **argv)
{
	return cw_serve(&endpoint, argc, argv);
}
