/* GET /users: who else is here. */

#include "chinwag.h"

struct request {
	const char *q;
	int64_t limit;
	const char *after;
	bool detail;
};

static const struct cw_field request_fields[] = {
	CW_TEXT(struct request, q, 0, CW_NAME_MAX_CHARS, CW_FORMAT_LINE,
	    CW_OPTIONAL, "How the names begin, in any case."),
	CW_NUMBER(struct request, limit, 1, 1000, 1000, CW_OPTIONAL,
	    "How many at most."),
	CW_TEXT(struct request, after, 1, CW_NAME_MAX_CHARS, CW_FORMAT_LINE,
	    CW_OPTIONAL, "The last name of the page before."),
	CW_FLAG(struct request, detail, CW_OPTIONAL,
	    "Whether to answer with more than names."),
	CW_END,
};

static const struct cw_model request_model = {
	.name = "UsersGet",
	.size = sizeof(struct request),
	.fields = request_fields,
};

/* One of the two is answered with. */
struct response {
	struct cw_texts names;
	struct cw_list people;
};

static const struct cw_field names_fields[] = {
	CW_TEXTS(struct response, names, 0, 1000, CW_NAME_MAX_CHARS,
	    CW_ROOT | CW_REQUIRED, "Names, ascending without case."),
	CW_END,
};

static const struct cw_model names_model = {
	.name = "UserNames",
	.size = sizeof(struct response),
	.fields = names_fields,
};

static const struct cw_field user_fields[] = {
	CW_TEXT(struct cw_user, username, CW_NAME_MIN_CHARS, CW_NAME_MAX_CHARS,
	    CW_FORMAT_LINE, CW_REQUIRED, "The name."),
	CW_NUMBER(struct cw_user, since, 0, CW_ID_MAX, CW_ABSENT, CW_REQUIRED,
	    "When the account was confirmed."),
	CW_END,
};

static const struct cw_model user_model = {
	.name = "User",
	.size = sizeof(struct cw_user),
	.fields = user_fields,
};

static const struct cw_field people_fields[] = {
	CW_OBJECTS(struct response, people, 1000, &user_model,
	    CW_ROOT | CW_REQUIRED, "People, by name."),
	CW_END,
};

static const struct cw_model people_model = {
	.name = "UserList",
	.size = sizeof(struct response),
	.fields = people_fields,
};

static enum cw_err
find_page(struct cw_ctx *cx, const struct request *in,
    struct cw_users_page *page)
{
	enum cw_err err;

	page->limit = in->limit;
	err = cw_name_fold(cx->chat.arena, in->q == NULL ? "" : in->q,
	    &page->prefix_fold);
	if (err != CW_OK)
		return err;
	return cw_name_fold(cx->chat.arena, in->after == NULL ? "" : in->after,
	    &page->after_fold);
}

static enum cw_err
take_names(struct cw_ctx *cx, struct response *out)
{
	const struct cw_user *users = out->people.items;
	enum cw_err err = CW_OK;

	for (size_t i = 0; i < out->people.count && err == CW_OK; i++)
		err = cw_texts_push(&out->names, cx->chat.arena,
		    users[i].username);
	return err;
}

static enum cw_err
list_users(struct cw_ctx *cx, const void *req, void *resp)
{
	const struct request *in = req;
	struct response *out = resp;
	struct cw_users_page page;
	enum cw_err err;

	err = find_page(cx, in, &page);
	if (err != CW_OK)
		return err;
	err = cw_users_list(&cx->chat, &page, &out->people);
	if (err != CW_OK)
		return err;
	if (!in->detail)
		return take_names(cx, out);
	cw_reply_alternative(cx);
	return CW_OK;
}

static enum cw_err
users_version(struct cw_ctx *cx, const void *req, struct cw_buf *out)
{
	(void)req;
	return cw_changes_of_users(&cx->chat, out);
}

static const struct cw_endpoint endpoint = {
	.name = "users-get",
	.method = CW_GET,
	.path = "/users",
	.summary = "List people",
	.doc = "Everybody with a confirmed account but me.",
	.access = CW_USER,
	.work = CW_READS,
	.request = &request_model,
	.response = &names_model,
	.response_alternative = &people_model,
	.status = 200,
	.version = users_version,
	.handle = list_users,
};

int
main(int argc, char **argv)
{
	return cw_serve(&endpoint, argc, argv);
}
