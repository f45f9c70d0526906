/* GetTokensFromRefreshToken, RevokeToken. */

#include <string.h>

#include "base/text.h"
#include "gateway/idp_call.h"

struct token {
	const char *token;
	const char *client_id;
	const char *secret;
};

static const struct cw_field refresh_fields[] = {
	CW_IDP_TEXT(struct token, token, "RefreshToken", 1, CW_IDP_TOKEN_MAX,
	    CW_REQUIRED),
	CW_IDP_ROW_CLIENT(struct token),
	CW_IDP_TEXT(struct token, secret, "ClientSecret", 0, CW_IDP_ID_MAX,
	    CW_OPTIONAL),
	CW_END,
};
static const struct cw_model refresh_model =
    CW_IDP_MODEL(struct token, refresh_fields);

static const struct cw_field revoke_fields[] = {
	CW_IDP_TEXT(struct token, token, "Token", 1, CW_IDP_TOKEN_MAX,
	    CW_REQUIRED),
	CW_IDP_ROW_CLIENT(struct token),
	CW_IDP_TEXT(struct token, secret, "ClientSecret", 0, CW_IDP_ID_MAX,
	    CW_OPTIONAL),
	CW_END,
};
static const struct cw_model revoke_model =
    CW_IDP_MODEL(struct token, revoke_fields);

/* These send the secret itself, if they have one. */
static enum cw_idp_fault
find_client(struct cw_idp_call *call, const struct token *in)
{
	enum cw_err err = cw_client_find(call->pool, call->arena, in->client_id,
	    &call->client);
	const char *wanted = call->client.secret;

	if (err == CW_NOTFOUND)
		return cw_idp_tell(call, CW_IDP_NO_CLIENT, in->client_id);
	if (err != CW_OK)
		return cw_idp_fault_of(call, err);
	if (wanted == NULL)
		return CW_IDP_OK;
	if (in->secret == NULL || strlen(in->secret) != strlen(wanted) ||
	    !cw_crypto_equal(in->secret, wanted, strlen(wanted)))
		return cw_idp_tell(call, CW_IDP_SECRET_HASH, call->client.id);
	return CW_IDP_OK;
}

enum cw_idp_fault
cw_idp_refuse_refresh(struct cw_idp_call *call, enum cw_err err)
{
	if (err == CW_INVALID)
		return CW_IDP_REFRESH_INVALID;
	if (err == CW_UNAUTHORIZED)
		return CW_IDP_REFRESH_REVOKED;
	if (err == CW_MISMATCH)
		return CW_IDP_REFRESH_EXPIRED;
	if (err == CW_REUSED)
		return CW_IDP_REFRESH_REUSED;
	return cw_idp_fault_of(call, err);
}

enum cw_idp_fault
cw_idp_refresh(struct cw_idp_call *call, const char *token,
    struct cw_idp_auth *out)
{
	const struct cw_refresh in = { &call->client, token, &call->actor };
	struct cw_origin origin;
	enum cw_err err =
	    cw_origin_by_refresh(call->pool, call->arena, &in, &origin);

	if (err != CW_OK)
		return cw_idp_refuse_refresh(call, err);
	return cw_idp_give_tokens(call, &origin, out);
}

static enum cw_idp_fault
get_tokens(struct cw_idp_call *call, const void *req, void *resp)
{
	const struct token *in = req;
	enum cw_idp_fault fault = find_client(call, in);

	if (fault != CW_IDP_OK)
		return fault;
	return cw_idp_refresh(call, in->token, resp);
}

static enum cw_idp_fault
revoke_token(struct cw_idp_call *call, const void *req, void *resp)
{
	const struct token *in = req;
	const struct cw_refresh refresh = { &call->client, in->token,
		&call->actor };
	enum cw_idp_fault fault = find_client(call, in);
	enum cw_err err;

	(void)resp;
	/* This operation alone knows no NotAuthorized. */
	if (fault == CW_IDP_SECRET_HASH)
		return CW_IDP_TOKEN_CLIENT;
	if (fault != CW_IDP_OK)
		return fault;
	if (cw_jwt_looks_like(in->token))
		return CW_IDP_TOKEN_TYPE;
	err = cw_origin_revoke(call->pool, call->arena, &refresh);
	/* Of what nobody made there is nothing to revoke. */
	return err == CW_INVALID ? CW_IDP_OK : cw_idp_fault_of(call, err);
}

static const struct cw_idp_operation operations[] = {
	{ .name = "GetTokensFromRefreshToken",
	    .request = &refresh_model,
	    .response = &cw_idp_auth_model,
	    .handle = get_tokens,
	    .rate = CW_RATE_TOKEN },
	{ .name = "RevokeToken",
	    .request = &revoke_model,
	    .handle = revoke_token,
	    .rate = CW_RATE_TOKEN },
};

const struct cw_idp_operations cw_idp_token_operations = {
	operations,
	CW_LEN(operations),
};
