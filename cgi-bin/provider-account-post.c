/* POST /providers/{provider}/account: make an account by another service. */

#include "chinwag.h"

struct request {
	const char *provider;
	const char *arrival;
	const char *username;
	const char *email;
	const char *invitation;
	const char *locale;
	bool token;
};

static const struct cw_field request_fields[] = {
	CW_ROW_PROVIDER(struct request),
	CW_ROW_ARRIVAL(struct request),
	CW_TEXT(struct request, username, 1, 128, CW_FORMAT_LINE, CW_REQUIRED,
	    "The name that the account is to have."),
	CW_TEXT(struct request, email, 1, CW_EMAIL_MAX_BYTES, CW_FORMAT_EMAIL,
	    CW_OPTIONAL,
	    "A mail address; only if the provider does not vouch for one."),
	CW_ROW_INVITATION(struct request),
	CW_ROW_LOCALE(struct request),
	CW_ROW_TOKEN(struct request),
	CW_END,
};

static const struct cw_model request_model = {
	.name = "ProviderAccountPost",
	.size = sizeof(struct request),
	.fields = request_fields,
};

/* The provider's address, if it vouches for it; else what is asked for. */
static const char *
choose_email(const struct request *in, const struct cw_identity *identity)
{
	if (identity->is_verified || in->email == NULL)
		return identity->email;
	return in->email;
}

static enum cw_err
sign_up(struct cw_ctx *cx, const struct cw_sign_up *in)
{
	struct cw_arena *arena = cx->chat.arena;
	struct cw_sign_up_problem problem;
	const char *name;
	enum cw_err err;

	err = cw_account_check(cx->conf, arena, in, &problem);
	if (err == CW_INVALID)
		return cw_reply_problem(cx, problem.at, "%s", problem.message);
	if (err != CW_OK)
		return err;
	return cw_account_sign_up(cx->pool, arena, in, &name);
}

static enum cw_err
make_account(struct cw_ctx *cx, const void *req, void *resp)
{
	const struct request *in = req;
	const struct cw_actor actor = cw_ctx_actor(cx);
	struct cw_identity identity;
	const struct cw_identity_entry entry = {
		.identity = &identity,
		.device = cw_ctx_device(cx),
		.actor = &actor,
	};
	struct cw_signed_in done;
	enum cw_err err;

	err = cw_oidc_arrived(cx, in->provider, in->arrival, &identity);
	if (err == CW_OK)
		err = cw_oidc_may_sign_up(cx, &identity);
	if (err != CW_OK)
		return err;
	const struct cw_sign_up how = {
		.username = in->username,
		.email = choose_email(in, &identity),
		.invitation = in->invitation,
		.locale = in->locale,
		.identity = &identity,
		.actor = &actor,
	};

	err = sign_up(cx, &how);
	if (err == CW_OK)
		err = cw_identity_sign_in(cx->pool, cx->chat.arena, &entry,
		    &done);
	if (err != CW_OK)
		return err;
	return cw_reply_signed_in(cx, &done, in->token, resp);
}

static const struct cw_endpoint endpoint = {
	.name = "provider-account-post",
	.method = CW_POST,
	.path = "/providers/{provider}/account",
	.summary = "Make an account by another service",
	.doc = "It has no password; one can be set as one that was forgotten.  "
	       "If the provider does not vouch for the mail address, a code "
	       "goes there: 403 not_confirmed, and the account is there.  409 "
	       "conflict if an account has the address, whose owner can "
	       "connect it.",
	.access = CW_ANYONE,
	.work = CW_POOLS,
	.providers = CW_PROVIDERS_NAMED,
	.request = &request_model,
	.response = &cw_signed_in_model,
	.status = 200,
	.errors = CW_ERRORS3(CW_NOTFOUND, CW_UNPROVEN, CW_FORBIDDEN) |
	    CW_ERRORS3(CW_TAKEN, CW_CONFLICT, CW_MISMATCH) |
	    CW_ERRORS3(CW_UNCONFIRMED, CW_WAITING, CW_TOOMANY),
	.handle = make_account,
};

int
main(int argc, char **argv)
{
	return cw_serve(&endpoint, argc, argv);
}
