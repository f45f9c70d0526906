/* POST /session/challenge: answer what is asked for after the password. */

#include "chinwag.h"

struct request {
	const char *session;
	const char *code;
	const char *recovery;
	const char *password;
	bool mail;
	bool totp;
	bool token;
};

static const struct cw_field request_fields[] = {
	CW_TEXT(struct request, session, CW_TOKEN_CHARS, CW_TOKEN_CHARS,
	    CW_FORMAT_SECRET, CW_REQUIRED, "As the step before has told it."),
	CW_TEXT(struct request, code, 6, 6, CW_FORMAT_CODE, CW_OPTIONAL,
	    "The code from the app or the mail."),
	CW_TEXT(struct request, recovery, 10, CW_RECOVERY_CHARS,
	    CW_FORMAT_SECRET, CW_OPTIONAL,
	    "A recovery code, instead of one from the app."),
	CW_TEXT(struct request, password, 1, CW_PASSWORD_MAX_BYTES,
	    CW_FORMAT_SECRET, CW_OPTIONAL,
	    "The new password, if one is asked for."),
	CW_FLAG(struct request, mail, CW_OPTIONAL,
	    "Whether to have a code sent by mail instead of answering; where "
	    "a factor must be set up, prove_mail follows."),
	CW_FLAG(struct request, totp, CW_OPTIONAL,
	    "Whether to begin with an authenticator app, where a factor must "
	    "be set up; prove_totp follows."),
	CW_ROW_TOKEN(struct request),
	CW_END,
};

static const struct cw_model request_model = {
	.name = "ChallengePost",
	.size = sizeof(struct request),
	.fields = request_fields,
};

static enum cw_err
answer_step(struct cw_ctx *cx, const struct request *in,
    const struct cw_actor *actor, struct cw_signed_in *done)
{
	struct cw_step_answer answer = {
		.token = in->session,
		.code = in->code,
		.recovery = in->recovery,
		.password = in->password,
		.device = cw_ctx_device(cx),
		.actor = actor,
	};
	enum cw_err err;

	err = cw_sign_in_answer(cx->pool, cx->chat.arena, &answer, done);
	cx->reply->retry_ms = answer.retry_ms;
	if (err == CW_INVALID)
		return cw_reply_problem(cx, "", "%s", answer.problem);
	return err;
}

static enum cw_err
start_app(struct cw_ctx *cx, const struct request *in,
    const struct cw_actor *actor, void *resp)
{
	const struct cw_app_start start = {
		.token = in->session,
		.label = "",
		.actor = actor,
	};
	struct cw_totp_new made;
	struct cw_signed_in done;
	enum cw_err err;

	err = cw_sign_in_start_app(cx->pool, cx->chat.arena, &start, &made,
	    &done);
	if (err != CW_OK)
		return err;
	return cw_reply_app_started(cx, &done, &made, resp);
}

static enum cw_err
answer(struct cw_ctx *cx, const void *req, void *resp)
{
	const struct request *in = req;
	const struct cw_actor actor = cw_ctx_actor(cx);
	struct cw_signed_in done = { 0 };
	enum cw_err err;

	if (in->totp)
		return start_app(cx, in, &actor, resp);
	if (in->mail)
		err = cw_sign_in_by_mail(cx->pool, cx->chat.arena, in->session,
		    &actor, &done);
	else
		err = answer_step(cx, in, &actor, &done);
	if (err != CW_OK)
		return err;
	return cw_reply_signed_in(cx, &done, in->token, resp);
}

static const struct cw_endpoint endpoint = {
	.name = "challenge-post",
	.method = CW_POST,
	.path = "/session/challenge",
	.summary = "Go on signing in",
	.doc = "Sets the session's cookie, or tells what is asked for next.  A "
	       "step takes five answers, and not for long; wrong ones count "
	       "as failures to sign in.",
	.access = CW_ANYONE,
	.work = CW_POOLS,
	.request = &request_model,
	.response = &cw_signed_in_model,
	.status = 200,
	.errors = CW_ERRORS3(CW_UNAUTHORIZED, CW_MISMATCH, CW_FORBIDDEN) |
	    CW_ERRORS3(CW_LOCKED, CW_BUSY, CW_TOOMANY),
	.handle = answer,
};

int
main(int argc, char **argv)
{
	return cw_serve(&endpoint, argc, argv);
}
