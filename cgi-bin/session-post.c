/* POST /session: sign in. */

#include "chinwag.h"

struct request {
	const char *username;
	const char *password;
	bool token;
};

static const struct cw_field request_fields[] = {
	CW_TEXT(struct request, username, 1, CW_EMAIL_MAX_BYTES, CW_FORMAT_LINE,
	    CW_REQUIRED, "Name or mail address."),
	CW_TEXT(struct request, password, 1, CW_PASSWORD_MAX_BYTES,
	    CW_FORMAT_SECRET, CW_REQUIRED, "Password."),
	CW_FLAG(struct request, token, CW_OPTIONAL,
	    "Whether to answer with the token too, for clients without "
	    "cookies."),
	CW_END,
};

static const struct cw_model request_model = {
	.name = "SessionPost",
	.size = sizeof(struct request),
	.fields = request_fields,
};

struct response {
	const char *username;
	int64_t expires;
	const char *token;
};

static const struct cw_field response_fields[] = {
	CW_TEXT(struct response, username, CW_NAME_MIN_CHARS, CW_NAME_MAX_CHARS,
	    CW_FORMAT_LINE, CW_REQUIRED, "My name."),
	CW_NUMBER(struct response, expires, 0, CW_ID_MAX, CW_ABSENT,
	    CW_REQUIRED, "When the session ends."),
	CW_TEXT(struct response, token, CW_TOKEN_CHARS, CW_TOKEN_CHARS,
	    CW_FORMAT_SECRET, CW_OPTIONAL,
	    "For the Authorization header; only if asked for."),
	CW_END,
};

static const struct cw_model response_model = {
	.name = "SessionPosted",
	.size = sizeof(struct response),
	.fields = response_fields,
};

static enum cw_err
sign_in(struct cw_ctx *cx, const void *req, void *resp)
{
	const struct request *in = req;
	struct response *out = resp;
	struct cw_newcomer newcomer = { .arena = cx->chat.arena };
	struct cw_session session;
	enum cw_err err;

	err = cw_session_start(cx->pool, cx->chat.arena, in->username,
	    in->password, &session, &cx->reply->retry_ms);
	if (err != CW_OK)
		return err;
	newcomer.id = session.account_id;
	newcomer.name = session.username;
	newcomer.confirmed = session.confirmed;
	err = cw_ctx_write(cx, cw_user_welcome, &newcomer);
	if (err != CW_OK)
		return err;
	out->username = session.username;
	out->expires = session.expires;
	out->token = in->token ? session.token : NULL;
	cx->reply->session_token = session.token;
	cx->reply->session_expires = session.expires;
	return CW_OK;
}

static const struct cw_endpoint endpoint = {
	.name = "session-post",
	.method = CW_POST,
	.path = "/session",
	.summary = "Sign in",
	.doc = "Sets the session's cookie.  After five failures in a row "
	       "sign-in for that account waits, longer each time.",
	.access = CW_ANYONE,
	.work = CW_POOLS,
	.request = &request_model,
	.response = &response_model,
	.status = 200,
	.errors = CW_ERRORS2(CW_CREDENTIALS, CW_UNCONFIRMED) |
	    CW_ERRORS2(CW_LOCKED, CW_BUSY),
	.handle = sign_in,
};

int
main(int argc, char **argv)
{
	return cw_serve(&endpoint, argc, argv);
}
