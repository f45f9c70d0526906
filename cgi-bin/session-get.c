/* GET /session: who am I? */

#include "chinwag.h"

struct response {
	const char *username;
	const char *email;
	int64_t expires;
	bool administrator;
};

static const struct cw_field response_fields[] = {
	CW_TEXT(struct response, username, CW_NAME_MIN_CHARS, CW_NAME_MAX_CHARS,
	    CW_FORMAT_LINE, CW_REQUIRED, "My name."),
	CW_TEXT(struct response, email, 1, CW_EMAIL_MAX_BYTES, CW_FORMAT_EMAIL,
	    CW_REQUIRED, "My mail address."),
	CW_NUMBER(struct response, expires, 0, CW_ID_MAX, CW_ABSENT,
	    CW_REQUIRED, "When the session ends."),
	CW_FLAG(struct response, administrator, CW_REQUIRED,
	    "Whether I may manage accounts and read the log."),
	CW_END,
};

static const struct cw_model response_model = {
	.name = "Session",
	.size = sizeof(struct response),
	.fields = response_fields,
};

static enum cw_err
get_session(struct cw_ctx *cx, const void *req, void *resp)
{
	struct response *out = resp;

	(void)req;
	out->username = cx->session.username;
	out->email = cx->session.email;
	out->expires = cx->session.expires;
	out->administrator = cx->session.is_administrator;
	return CW_OK;
}

static const struct cw_endpoint endpoint = {
	.name = "session-get",
	.method = CW_GET,
	.path = "/session",
	.summary = "Ask who I am",
	.access = CW_USER,
	.work = CW_POOLS,
	.response = &response_model,
	.status = 200,
	.handle = get_session,
};

int
main(int argc, char **argv)
{
	return cw_serve(&endpoint, argc, argv);
}
