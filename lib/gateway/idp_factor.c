/*
 * AssociateSoftwareToken, VerifySoftwareToken, SetUserMFAPreference,
 * AdminSetUserMFAPreference.
 */

#include <string.h>

#include "base/text.h"
#include "gateway/idp_admin.h"
#include "pool/factor.h"
#include "pool/signin.h"

#define DEFAULT_LABEL "app"

/* --- models --------------------------------------------------------------- */

struct associate {
	const char *access_token; /* of somebody, or */
	const char *session;	  /* of a challenge */
};

static const struct cw_field associate_fields[] = {
	CW_IDP_TEXT(struct associate, access_token, "AccessToken", 1,
	    CW_IDP_TOKEN_MAX, CW_OPTIONAL),
	CW_IDP_ROW_SESSION(struct associate),
	CW_END,
};
static const struct cw_model associate_model =
    CW_IDP_MODEL(struct associate, associate_fields);

struct associated {
	const char *secret;
	const char *session; /* the next, if there was one */
};

static const struct cw_field associated_fields[] = {
	CW_IDP_TEXT(struct associated, secret, "SecretCode", 16, 64,
	    CW_REQUIRED),
	CW_IDP_TEXT(struct associated, session, "Session", 1, CW_IDP_TOKEN_MAX,
	    CW_OPTIONAL),
	CW_END,
};
static const struct cw_model associated_model =
    CW_IDP_MODEL(struct associated, associated_fields);

struct verify {
	const char *access_token; /* as above */
	const char *session;
	const char *code;
	const char *label;
};

static const struct cw_field verify_fields[] = {
	CW_IDP_TEXT(struct verify, access_token, "AccessToken", 1,
	    CW_IDP_TOKEN_MAX, CW_OPTIONAL),
	CW_IDP_ROW_SESSION(struct verify),
	CW_IDP_TEXT(struct verify, code, "UserCode", 1, 32, CW_REQUIRED),
	CW_IDP_TEXT(struct verify, label, "FriendlyDeviceName", 0,
	    CW_FACTOR_LABEL_MAX_CHARS, CW_OPTIONAL),
	CW_END,
};
static const struct cw_model verify_model =
    CW_IDP_MODEL(struct verify, verify_fields);

struct verified {
	const char *status;
	const char *session;
};

static const struct cw_field verified_fields[] = {
	CW_IDP_TEXT(struct verified, status, "Status", 1, 16, CW_REQUIRED),
	CW_IDP_TEXT(struct verified, session, "Session", 1, CW_IDP_TOKEN_MAX,
	    CW_OPTIONAL),
	CW_END,
};
static const struct cw_model verified_model =
    CW_IDP_MODEL(struct verified, verified_fields);

struct setting {
	bool is_enabled;
	bool is_preferred;
};

static const struct cw_field setting_fields[] = {
	CW_IDP_FLAG(struct setting, is_enabled, "Enabled", CW_OPTIONAL),
	CW_IDP_FLAG(struct setting, is_preferred, "PreferredMfa", CW_OPTIONAL),
	CW_END,
};
static const struct cw_model setting_model =
    CW_IDP_MODEL(struct setting, setting_fields);

struct preference {
	struct cw_idp_user whom;  /* by an administrator, or */
	const char *access_token; /* one's own */
	struct setting *totp;
	struct setting *mail;
	struct setting *sms; /* of which there is none */
};

#define SETTING(m, wire)                                          \
	CW_IDP_OBJECT(struct preference, m, wire, struct setting, \
	    &setting_model, CW_OPTIONAL)

static const struct cw_field preference_fields[] = {
	CW_IDP_ROW_ACCESS_TOKEN(struct preference),
	SETTING(totp, "SoftwareTokenMfaSettings"),
	SETTING(mail, "EmailMfaSettings"),
	SETTING(sms, "SMSMfaSettings"),
	CW_END,
};
static const struct cw_model preference_model =
    CW_IDP_MODEL(struct preference, preference_fields);

static const struct cw_field admin_preference_fields[] = {
	CW_IDP_TEXT(struct preference, whom.pool_id, "UserPoolId", 1, 55,
	    CW_REQUIRED),
	CW_IDP_TEXT(struct preference, whom.username, "Username", 1,
	    CW_IDP_NAME_MAX, CW_REQUIRED),
	SETTING(totp, "SoftwareTokenMfaSettings"),
	SETTING(mail, "EmailMfaSettings"),
	SETTING(sms, "SMSMfaSettings"),
	CW_END,
};
static const struct cw_model admin_preference_model =
    CW_IDP_MODEL(struct preference, admin_preference_fields);

/* --- the app -------------------------------------------------------------- */

/* Second factors are off, or one must stay. */
static enum cw_idp_fault
tell_policy(struct cw_idp_call *call)
{
	return cw_idp_tell(call, CW_IDP_PARAMETER,
	    cw_mfa_of(call->conf) == CW_MFA_OFF
		? "MFA is not enabled for this user pool."
		: "MFA is required for this user pool.");
}

static enum cw_idp_fault
associate_by_session(struct cw_idp_call *call, const char *session,
    struct associated *out)
{
	const struct cw_app_start start = {
		.token = session,
		.client = &call->client,
		.label = DEFAULT_LABEL,
		.actor = &call->actor,
	};
	struct cw_signed_in signed_in;
	struct cw_totp_new made;
	enum cw_idp_fault fault = cw_idp_step_client(call, session);
	enum cw_err err;

	if (fault != CW_IDP_OK)
		return fault;
	err = cw_sign_in_start_app(call->pool, call->arena, &start, &made,
	    &signed_in);
	if (err == CW_UNAUTHORIZED || err == CW_FORBIDDEN)
		return CW_IDP_SESSION;
	if (err != CW_OK)
		return cw_idp_fault_of(call, err);
	out->secret = made.secret;
	out->session = signed_in.token;
	return CW_IDP_OK;
}

static enum cw_idp_fault
associate_by_token(struct cw_idp_call *call, const char *access_token,
    struct associated *out)
{
	struct cw_totp_new made;
	enum cw_idp_fault fault = cw_idp_bearer(call, access_token);
	enum cw_err err;

	if (fault != CW_IDP_OK)
		return fault;
	err = cw_totp_start(call->pool, call->arena, call->session.account_id,
	    DEFAULT_LABEL, &made);
	if (err == CW_CONFLICT)
		return cw_idp_tell(call, CW_IDP_PARAMETER,
		    "A software token is set up already; disable it first.");
	if (err == CW_FORBIDDEN)
		return tell_policy(call);
	if (err == CW_OK)
		out->secret = made.secret;
	return cw_idp_fault_of(call, err);
}

static enum cw_idp_fault
associate(struct cw_idp_call *call, const void *req, void *resp)
{
	const struct associate *in = req;

	if (in->access_token != NULL)
		return associate_by_token(call, in->access_token, resp);
	if (in->session != NULL)
		return associate_by_session(call, in->session, resp);
	return cw_idp_tell(call, CW_IDP_MISSING, "AccessToken");
}

static enum cw_idp_fault
verify_by_session(struct cw_idp_call *call, const struct verify *in,
    struct verified *out)
{
	struct cw_step_answer answer = {
		.token = in->session,
		.code = in->code,
		.label = in->label,
		.actor = &call->actor,
		.client = &call->client,
		.step = CW_STEP_PROVE_TOTP,
	};
	struct cw_signed_in signed_in = { 0 };
	enum cw_idp_fault fault = cw_idp_step_client(call, in->session);
	enum cw_err err;

	if (fault != CW_IDP_OK)
		return fault;
	err = cw_sign_in_answer(call->pool, call->arena, &answer, &signed_in);
	if (err == CW_MISMATCH)
		return CW_IDP_MFA_SETUP_CODE;
	if (err == CW_UNAUTHORIZED)
		return CW_IDP_SESSION;
	out->session = signed_in.token;
	return cw_idp_fault_of(call, err);
}

static enum cw_idp_fault
verify_by_token(struct cw_idp_call *call, const struct verify *in)
{
	struct cw_totp_proof proof = {
		.actor = &call->actor,
		.code = in->code,
		.label = in->label,
	};
	enum cw_idp_fault fault = cw_idp_bearer(call, in->access_token);
	enum cw_err err;

	if (fault != CW_IDP_OK)
		return fault;
	err = cw_totp_prove(call->pool, call->arena, &proof);
	return err == CW_MISMATCH ? CW_IDP_MFA_SETUP_CODE
				  : cw_idp_fault_of(call, err);
}

static enum cw_idp_fault
verify(struct cw_idp_call *call, const void *req, void *resp)
{
	const struct verify *in = req;
	struct verified *out = resp;

	out->status = "SUCCESS";
	if (in->access_token != NULL)
		return verify_by_token(call, in);
	if (in->session != NULL)
		return verify_by_session(call, in, out);
	return cw_idp_tell(call, CW_IDP_MISSING, "AccessToken");
}

/* --- what is asked for ---------------------------------------------------- */

/*
 * Which is asked for first: the one that is preferred, or that was before;
 * where neither is, whoever signs in chooses.
 */
static const char *
choose_first(const struct preference *in, const struct cw_factors *now)
{
	if (in->totp != NULL && in->totp->is_preferred)
		return "totp";
	if (in->mail != NULL && in->mail->is_preferred)
		return "mail";
	if ((in->totp != NULL && cw_text_equal(now->first, "totp")) ||
	    (in->mail != NULL && cw_text_equal(now->first, "mail")))
		return NULL;
	return now->first;
}

/* What somebody wants, over what is there. */
static void
apply(const struct preference *in, const struct cw_factors *now,
    struct cw_factors_wish *wish)
{
	wish->totp = in->totp == NULL ? now->has_totp : in->totp->is_enabled;
	wish->mail = in->mail == NULL ? now->has_mail : in->mail->is_enabled;
	wish->first = wish->totp && wish->mail ? choose_first(in, now) : NULL;
}

static enum cw_idp_fault
set_for(struct cw_idp_call *call, int64_t account_id,
    const struct preference *in, struct cw_factors_wish *wish)
{
	struct cw_factors now;
	enum cw_err err;

	if (in->sms != NULL && in->sms->is_enabled)
		return cw_idp_tell(call, CW_IDP_PARAMETER,
		    "User does not have delivery config set to turn on "
		    "SMS_MFA");
	err = cw_factors_find(call->pool, call->arena, account_id, &now);
	if (err != CW_OK)
		return cw_idp_fault_of(call, err);
	apply(in, &now, wish);
	err = cw_factors_set(call->pool, call->arena, wish);
	if (err == CW_CONFLICT)
		return cw_idp_tell(call, CW_IDP_PARAMETER,
		    "User has not verified software token mfa");
	return err == CW_FORBIDDEN ? tell_policy(call)
				   : cw_idp_fault_of(call, err);
}

static enum cw_idp_fault
set_preference(struct cw_idp_call *call, const void *req, void *resp)
{
	const struct preference *in = req;
	struct cw_factors_wish wish = { .actor = &call->actor };
	enum cw_idp_fault fault = cw_idp_bearer(call, in->access_token);

	(void)resp;
	if (fault != CW_IDP_OK)
		return fault;
	return set_for(call, call->session.account_id, in, &wish);
}

static enum cw_idp_fault
admin_set_preference(struct cw_idp_call *call, const void *req, void *resp)
{
	const struct preference *in = req;
	struct cw_factors_wish wish = { .actor = &call->actor };
	struct cw_holder holder;
	enum cw_idp_fault fault = cw_idp_find_holder(call, &in->whom, &holder);

	(void)resp;
	if (fault != CW_IDP_OK)
		return fault;
	wish.account_id = holder.account_id;
	wish.username = holder.name;
	return set_for(call, holder.account_id, in, &wish);
}

static const struct cw_idp_operation operations[] = {
	{ .name = "AssociateSoftwareToken",
	    .request = &associate_model,
	    .response = &associated_model,
	    .handle = associate,
	    .rate = CW_RATE_SIGN_IN },
	{ .name = "VerifySoftwareToken",
	    .request = &verify_model,
	    .response = &verified_model,
	    .handle = verify,
	    .rate = CW_RATE_SIGN_IN },
	{ .name = "SetUserMFAPreference",
	    .request = &preference_model,
	    .handle = set_preference,
	    .rate = CW_RATE_UPDATE },
	{ .name = "AdminSetUserMFAPreference",
	    .request = &admin_preference_model,
	    .handle = admin_set_preference,
	    .rate = CW_RATE_UPDATE,
	    .is_signed = true },
};

const struct cw_idp_operations cw_idp_factor_operations = {
	operations,
	CW_LEN(operations),
};
