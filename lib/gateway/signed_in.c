/* Answering those who sign in. */

#include "gateway/signed_in.h"

#include "chat/user.h"
#include "gateway/reply.h"
#include "pool/factor.h"

struct body {
	const char *username;
	int64_t expires;
	const char *token;
	const char *challenge;
	const char *session;
	const char *destination;
	struct cw_texts factors;
	const char *secret;
	const char *uri;
	struct cw_texts *codes;
};

static const struct cw_field body_fields[] = {
	CW_TEXT(struct body, username, CW_NAME_MIN_CHARS, CW_NAME_MAX_CHARS,
	    CW_FORMAT_LINE, CW_REQUIRED, "My name."),
	CW_NUMBER(struct body, expires, 0, CW_ID_MAX, CW_ABSENT, CW_REQUIRED,
	    "When the session ends, or until when the step may be answered."),
	CW_TEXT(struct body, token, CW_TOKEN_CHARS, CW_TOKEN_CHARS,
	    CW_FORMAT_SECRET, CW_OPTIONAL,
	    "For the Authorization header; only if asked for."),
	CW_TEXT(struct body, challenge, 1, 32, CW_FORMAT_KEY, CW_OPTIONAL,
	    "What is asked for next: new_password, totp or mail; set_up, where "
	    "a second factor is required and there is none; prove_totp or "
	    "prove_mail, a first code of it; absent if there is a session."),
	CW_TEXT(struct body, session, CW_TOKEN_CHARS, CW_TOKEN_CHARS,
	    CW_FORMAT_SECRET, CW_OPTIONAL,
	    "What the answer to that must bring."),
	CW_TEXT(struct body, destination, 1, 64, CW_FORMAT_LINE, CW_OPTIONAL,
	    "Where the code was sent, made hard to read."),
	CW_TEXTS(struct body, factors, 0, 2, 8, CW_OPTIONAL,
	    "Second factors that there are, or that may be set up: totp, "
	    "mail."),
	CW_TEXT(struct body, secret, 32, 32, CW_FORMAT_SECRET, CW_OPTIONAL,
	    "With prove_totp, once: the app's seed in base32, to be typed."),
	CW_TEXT(struct body, uri, 1, 2048, CW_FORMAT_SECRET, CW_OPTIONAL,
	    "The same as an otpauth:// address, for a QR code."),
	CW_TEXTS_AT(struct body, codes, CW_RECOVERY_CODES, CW_RECOVERY_CHARS,
	    "Recovery codes, if an app was just set up; they are told this one "
	    "time."),
	CW_END,
};

const struct cw_model cw_signed_in_model = {
	.name = "SignedIn",
	.size = sizeof(struct body),
	.fields = body_fields,
};

static enum cw_err
tell_step(struct cw_ctx *cx, const struct cw_signed_in *done, struct body *out)
{
	struct cw_arena *arena = cx->chat.arena;
	enum cw_err err = CW_OK;

	out->username = done->username;
	out->expires = done->expires;
	out->challenge = cw_step_word(done->step);
	out->session = done->token;
	out->destination = done->destination;
	if (done->can_totp)
		err = cw_texts_push(&out->factors, arena,
		    cw_step_word(CW_STEP_TOTP));
	if (err == CW_OK && done->can_mail)
		err = cw_texts_push(&out->factors, arena,
		    cw_step_word(CW_STEP_MAIL));
	return err;
}

static enum cw_err
tell_codes(struct cw_ctx *cx, const struct cw_signed_in *done, struct body *out)
{
	out->codes = cw_arena_alloc(cx->chat.arena, sizeof(*out->codes));
	if (out->codes == NULL)
		return CW_NOMEM;
	*out->codes = done->codes;
	return CW_OK;
}

enum cw_err
cw_reply_signed_in(struct cw_ctx *cx, const struct cw_signed_in *done,
    bool wants_token, void *resp)
{
	const struct cw_session *session = &done->session;
	struct cw_newcomer newcomer = {
		.arena = cx->chat.arena,
		.id = session->account_id,
		.name = session->username,
		.confirmed = session->confirmed,
	};
	struct body *out = resp;
	enum cw_err err;

	if (done->step != CW_STEP_NONE)
		return tell_step(cx, done, out);
	err = cw_ctx_write(cx, cw_user_welcome, &newcomer);
	if (err != CW_OK)
		return err;
	out->username = session->username;
	out->expires = session->expires;
	out->token = wants_token ? session->token : NULL;
	if (done->codes.count > 0)
		err = tell_codes(cx, done, out);
	cx->reply->session_token = session->token;
	cx->reply->session_expires = session->expires;
	cx->reply->device_token = done->device;
	return err;
}

enum cw_err
cw_reply_app_started(struct cw_ctx *cx, const struct cw_signed_in *done,
    const struct cw_totp_new *made, void *resp)
{
	struct body *out = resp;

	out->secret = made->secret;
	out->uri = made->uri;
	return tell_step(cx, done, out);
}
