/* Faults: what clients are told.  Several compare these texts. */

#include "gateway/idp_call.h"

static const struct cw_idp_refusal refusals[CW_IDP__COUNT] = {
	[CW_IDP_INTERNAL] = { "InternalError",
	    "This does not work at the moment. Please try again.", 500 },
	[CW_IDP_RATE] = { "TooManyRequests", "Rate exceeded", 429 },
	[CW_IDP_UNKNOWN_OPERATION] = { "UnknownOperation", NULL, 400 },
	[CW_IDP_NOT_JSON] = { "Serialization", "%s", 400 },
	[CW_IDP_PARAMETER] = { "InvalidParameter", "%s", 400 },
	[CW_IDP_MISSING] = { "InvalidParameter",
	    "Missing required parameter %s", 400 },
	[CW_IDP_NO_CLIENT] = { "ResourceNotFound",
	    "User pool client %s does not exist.", 400 },
	[CW_IDP_NO_POOL] = { "ResourceNotFound", "User pool %s does not exist.",
	    400 },
	[CW_IDP_FLOW_OFF] = { "InvalidParameter",
	    "%s flow not enabled for this client", 400 },
	[CW_IDP_SECRET_HASH] = { "NotAuthorized",
	    "Unable to verify secret hash for client %s", 400 },
	[CW_IDP_SECRET_MISSING] = { "NotAuthorized",
	    "Client %s is configured with secret but SECRET_HASH was not "
	    "received",
	    400 },
	[CW_IDP_CREDENTIALS] = { "NotAuthorized",
	    "Incorrect username or password.", 400 },
	[CW_IDP_LOCKED] = { "NotAuthorized", "Password attempts exceeded",
	    400 },
	[CW_IDP_DISABLED] = { "NotAuthorized", "User is disabled.", 400 },
	[CW_IDP_UNCONFIRMED] = { "UserNotConfirmed", "User is not confirmed.",
	    400 },
	[CW_IDP_WAITING] = { "NotAuthorized",
	    "An administrator has not approved of this account yet.", 400 },
	[CW_IDP_NO_USER] = { "UserNotFound", "User does not exist.", 400 },
	[CW_IDP_RESET_NEEDED] = { "PasswordResetRequired",
	    "Password reset required for the user", 400 },
	[CW_IDP_NAME_TAKEN] = { "UsernameExists", "User already exists", 400 },
	[CW_IDP_ALIAS_TAKEN] = { "AliasExists",
	    "An account with the email already exists.", 400 },
	[CW_IDP_PASSWORD] = { "InvalidPassword",
	    "Password did not conform with policy: %s", 400 },
	[CW_IDP_PASSWORD_FORMER] = { "PasswordHistoryPolicyViolation",
	    "password was used before", 400 },
	[CW_IDP_CODE] = { "CodeMismatch",
	    "Invalid verification code provided, please try again.", 400 },
	[CW_IDP_CODE_EXPIRED] = { "ExpiredCode",
	    "Invalid code provided, please request a code again.", 400 },
	[CW_IDP_MFA_CODE] = { "CodeMismatch",
	    "Invalid code or auth state for the user.", 400 },
	[CW_IDP_MFA_SETUP_CODE] = { "EnableSoftwareTokenMFA", "Code mismatch",
	    400 },
	[CW_IDP_IS_CONFIRMED] = { "NotAuthorized",
	    "User cannot be confirmed. Current status is CONFIRMED", 400 },
	[CW_IDP_CONFIRMED_ALREADY] = { "InvalidParameter",
	    "User is already confirmed.", 400 },
	[CW_IDP_SIGN_UP_CLOSED] = { "NotAuthorized",
	    "SignUp is not permitted for this user pool", 400 },
	[CW_IDP_LIMIT] = { "LimitExceeded",
	    "Attempt limit exceeded, please try after some time.", 400 },
	[CW_IDP_SESSION] = { "NotAuthorized", "Invalid session for the user.",
	    400 },
	[CW_IDP_SESSION_EXPIRED] = { "NotAuthorized",
	    "Invalid session for the user, session is expired.", 400 },
	[CW_IDP_REFRESH_INVALID] = { "NotAuthorized", "Invalid Refresh Token.",
	    400 },
	[CW_IDP_REFRESH_REVOKED] = { "NotAuthorized",
	    "Refresh Token has been revoked", 400 },
	[CW_IDP_REFRESH_EXPIRED] = { "NotAuthorized",
	    "Refresh Token has expired", 400 },
	[CW_IDP_REFRESH_REUSED] = { "RefreshTokenReuse",
	    "Refresh token has been used before", 400 },
	[CW_IDP_ACCESS_INVALID] = { "NotAuthorized", "Invalid Access Token",
	    400 },
	[CW_IDP_ACCESS_REVOKED] = { "NotAuthorized",
	    "Access Token has been revoked", 400 },
	[CW_IDP_ACCESS_EXPIRED] = { "NotAuthorized", "Access Token has expired",
	    400 },
	[CW_IDP_TOKEN_TYPE] = { "UnsupportedTokenType",
	    "This kind of token cannot be revoked.", 400 },
	[CW_IDP_TOKEN_CLIENT] = { "Unauthorized",
	    "The client does not know its secret.", 400 },
	[CW_IDP_NOT_SIGNED] = { "MissingAuthenticationToken",
	    "Missing Authentication Token", 400 },
	[CW_IDP_BAD_KEY] = { "UnrecognizedClient",
	    "The security token included in the request is invalid.", 400 },
	[CW_IDP_BAD_SIGNATURE] = { "InvalidSignature",
	    "The request signature we calculated does not match the signature "
	    "you provided. Check your AWS Secret Access Key and signing "
	    "method.",
	    400 },
	[CW_IDP_LATE_SIGNATURE] = { "InvalidSignature",
	    "Signature expired: it is more than 5 minutes off.", 400 },
	[CW_IDP_INCOMPLETE_SIGNATURE] = { "IncompleteSignature", "%s", 400 },
	[CW_IDP_GROUP_EXISTS] = { "GroupExists",
	    "A group with the name already exists.", 400 },
	[CW_IDP_NO_GROUP] = { "ResourceNotFound", "Group not found.", 400 },
	[CW_IDP_DENIED] = { "NotAuthorized", "%s", 400 },
	[CW_IDP_USER_STATE] = { "UnsupportedUserState",
	    "User is not in the state that this needs.", 400 },
};

static const enum cw_idp_fault faults[CW_ERR__COUNT] = {
	[CW_CREDENTIALS] = CW_IDP_CREDENTIALS,
	[CW_UNCONFIRMED] = CW_IDP_UNCONFIRMED,
	[CW_LOCKED] = CW_IDP_LOCKED,
	[CW_BUSY] = CW_IDP_RATE,
	[CW_TOOMANY] = CW_IDP_LIMIT,
	[CW_MISMATCH] = CW_IDP_CODE,
	[CW_WAITING] = CW_IDP_WAITING,
	[CW_RESET] = CW_IDP_RESET_NEEDED,
};

const struct cw_idp_refusal *
cw_idp_refusal(enum cw_idp_fault fault)
{
	return &refusals[fault];
}

enum cw_idp_fault
cw_idp_fault_of(struct cw_idp_call *call, enum cw_err err)
{
	if (err == CW_OK)
		return CW_IDP_OK;
	if (faults[err] != CW_IDP_OK)
		return faults[err];
	call->cause = err;
	return CW_IDP_INTERNAL;
}

enum cw_idp_fault
cw_idp_tell(struct cw_idp_call *call, enum cw_idp_fault fault,
    const char *about)
{
	call->about = about;
	return fault;
}
