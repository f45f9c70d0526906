/* AssociateSoftwareToken, VerifySoftwareToken, SetUserMFAPreference. */

#include <string.h>

#include "base/text.h"
#include "gateway/idp_call.h"
#include "pool/factor.h"

#define DEFAULT_LABEL "app"

/* --- models --------------------------------------------------------------- */

struct associated {
	const char *secret;
};

static const struct cw_field associated_fields[] = {
	CW_IDP_TEXT(struct associated, secret, "SecretCode", 16, 64,
	    CW_REQUIRED),
	CW_END,
};
static const struct cw_model associated_model =
    CW_IDP_MODEL(struct associated, associated_fields);

struct verify {
	const char *access_token;
	const char *code;
	const char *label;
};

static const struct cw_field verify_fields[] = {
	CW_IDP_TEXT(struct verify, access_token, "AccessToken", 1,
	    CW_IDP_TOKEN_MAX, CW_REQUIRED),
	CW_IDP_TEXT(struct verify, code, "UserCode", 1, 32, CW_REQUIRED),
	CW_IDP_TEXT(struct verify, label, "FriendlyDeviceName", 0,
	    CW_FACTOR_LABEL_MAX_CHARS, CW_OPTIONAL),
	CW_END,
};
static const struct cw_model verify_model =
    CW_IDP_MODEL(struct verify, verify_fields);

struct verified {
	const char *status;
};

static const struct cw_field verified_fields[] = {
	CW_IDP_TEXT(struct verified, status, "Status", 1, 16, CW_REQUIRED),
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
	const char *access_token;
	struct setting *totp;
	struct setting *mail;
};

static const struct cw_field preference_fields[] = {
	CW_IDP_TEXT(struct preference, access_token, "AccessToken", 1,
	    CW_IDP_TOKEN_MAX, CW_REQUIRED),
	CW_IDP_OBJECT(struct preference, totp, "SoftwareTokenMfaSettings",
	    struct setting, &setting_model, CW_OPTIONAL),
	CW_IDP_OBJECT(struct preference, mail, "EmailMfaSettings",
	    struct setting, &setting_model, CW_OPTIONAL),
	CW_END,
};
static const struct cw_model preference_model =
    CW_IDP_MODEL(struct preference, preference_fields);

/* --- the app -------------------------------------------------------------- */

static enum cw_idp_fault
associate(struct cw_idp_call *call, const void *req, void *resp)
{
	const struct cw_idp_bearer *in = req;
	struct associated *out = resp;
	struct cw_totp_new made;
	enum cw_idp_fault fault = cw_idp_bearer(call, in->access_token);
	enum cw_err err;

	if (fault != CW_IDP_OK)
		return fault;
	err = cw_totp_start(call->pool, call->arena, call->session.account_id,
	    DEFAULT_LABEL, &made);
	if (err == CW_CONFLICT)
		return cw_idp_tell(call, CW_IDP_PARAMETER,
		    "A software token is set up already; disable it first.");
	if (err == CW_OK)
		out->secret = made.secret;
	return cw_idp_fault_of(call, err);
}

static enum cw_idp_fault
verify(struct cw_idp_call *call, const void *req, void *resp)
{
	const struct verify *in = req;
	struct verified *out = resp;
	struct cw_totp_proof proof = {
		.actor = &call->actor,
		.code = in->code,
	};
	enum cw_idp_fault fault = cw_idp_bearer(call, in->access_token);
	enum cw_err err;

	if (fault != CW_IDP_OK)
		return fault;
	err = cw_totp_prove(call->pool, call->arena, &proof);
	if (err == CW_MISMATCH)
		return CW_IDP_MFA_SETUP_CODE;
	out->status = "SUCCESS";
	return cw_idp_fault_of(call, err);
}

/* --- what is asked for ---------------------------------------------------- */

/* What somebody wants, over what is there. */
static void
apply(const struct preference *in, const struct cw_factors *now,
    struct cw_factors_wish *wish)
{
	wish->totp = in->totp == NULL ? now->has_totp : in->totp->is_enabled;
	wish->mail = in->mail == NULL ? now->has_mail : in->mail->is_enabled;
	wish->first = now->first;
	if (in->totp != NULL && in->totp->is_preferred)
		wish->first = "totp";
	if (in->mail != NULL && in->mail->is_preferred)
		wish->first = "mail";
	if (!wish->totp || !wish->mail)
		wish->first = NULL;
}

static enum cw_idp_fault
set_preference(struct cw_idp_call *call, const void *req, void *resp)
{
	const struct preference *in = req;
	struct cw_factors_wish wish = { .actor = &call->actor };
	struct cw_factors now;
	enum cw_idp_fault fault = cw_idp_bearer(call, in->access_token);
	enum cw_err err;

	(void)resp;
	if (fault != CW_IDP_OK)
		return fault;
	err = cw_factors_find(call->pool, call->arena, call->session.account_id,
	    &now);
	if (err != CW_OK)
		return cw_idp_fault_of(call, err);
	apply(in, &now, &wish);
	err = cw_factors_set(call->pool, call->arena, &wish);
	if (err == CW_CONFLICT)
		return cw_idp_tell(call, CW_IDP_PARAMETER,
		    "User has not verified software token mfa");
	return cw_idp_fault_of(call, err);
}

static const struct cw_idp_operation operations[] = {
	{ .name = "AssociateSoftwareToken",
	    .request = &cw_idp_bearer_model,
	    .response = &associated_model,
	    .handle = associate },
	{ .name = "VerifySoftwareToken",
	    .request = &verify_model,
	    .response = &verified_model,
	    .handle = verify },
	{ .name = "SetUserMFAPreference",
	    .request = &preference_model,
	    .handle = set_preference },
};

const struct cw_idp_operations cw_idp_factor_operations = {
	operations,
	CW_LEN(operations),
};
