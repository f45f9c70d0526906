/* What several answers hold: attributes, deliveries, tokens and challenges. */

#include <string.h>

#include "base/text.h"
#include "gateway/idp_call.h"
#include "pool/signin.h"

static const struct cw_field attribute_fields[] = {
	CW_IDP_TEXT(struct cw_idp_attribute, name, "Name", 1, 64, CW_REQUIRED),
	CW_IDP_TEXT(struct cw_idp_attribute, value, "Value", 0, 2048,
	    CW_OPTIONAL),
	CW_END,
};
const struct cw_model cw_idp_attribute_model =
    CW_IDP_MODEL(struct cw_idp_attribute, attribute_fields);

static const struct cw_field delivery_fields[] = {
	CW_IDP_TEXT(struct cw_idp_delivery, destination, "Destination", 0, 64,
	    CW_REQUIRED),
	CW_IDP_TEXT(struct cw_idp_delivery, medium, "DeliveryMedium", 0, 16,
	    CW_REQUIRED),
	CW_IDP_TEXT(struct cw_idp_delivery, attribute, "AttributeName", 0, 64,
	    CW_REQUIRED),
	CW_END,
};
const struct cw_model cw_idp_delivery_model =
    CW_IDP_MODEL(struct cw_idp_delivery, delivery_fields);

static const struct cw_field delivered_fields[] = {
	CW_IDP_OBJECT(struct cw_idp_delivered, delivery, "CodeDeliveryDetails",
	    struct cw_idp_delivery, &cw_idp_delivery_model, CW_REQUIRED),
	CW_END,
};
const struct cw_model cw_idp_delivered_model =
    CW_IDP_MODEL(struct cw_idp_delivered, delivered_fields);

static const struct cw_field bearer_fields[] = {
	CW_IDP_ROW_ACCESS_TOKEN(struct cw_idp_bearer),
	CW_END,
};
const struct cw_model cw_idp_bearer_model =
    CW_IDP_MODEL(struct cw_idp_bearer, bearer_fields);

static const struct cw_field result_fields[] = {
	CW_IDP_ROW_ACCESS_TOKEN(struct cw_idp_result),
	CW_IDP_TEXT(struct cw_idp_result, id_token, "IdToken", 1,
	    CW_IDP_TOKEN_MAX, CW_REQUIRED),
	CW_IDP_TEXT(struct cw_idp_result, refresh_token, "RefreshToken", 1,
	    CW_IDP_TOKEN_MAX, CW_OPTIONAL),
	CW_IDP_NUMBER(struct cw_idp_result, expires_in, "ExpiresIn", 1,
	    CW_TOKEN_TTL_MAX, CW_REQUIRED),
	CW_IDP_TEXT(struct cw_idp_result, token_type, "TokenType", 1, 16,
	    CW_REQUIRED),
	CW_END,
};
static const struct cw_model result_model =
    CW_IDP_MODEL(struct cw_idp_result, result_fields);

static const struct cw_field auth_fields[] = {
	CW_IDP_OBJECT(struct cw_idp_auth, result, "AuthenticationResult",
	    struct cw_idp_result, &result_model, CW_OPTIONAL),
	CW_IDP_TEXT(struct cw_idp_auth, challenge, "ChallengeName", 1, 64,
	    CW_OPTIONAL),
	CW_IDP_PAIRS(struct cw_idp_auth, parameters, "ChallengeParameters",
	    CW_REQUIRED),
	CW_IDP_TEXT(struct cw_idp_auth, session, "Session", 1, CW_IDP_TOKEN_MAX,
	    CW_OPTIONAL),
	CW_END,
};
const struct cw_model cw_idp_auth_model =
    CW_IDP_MODEL(struct cw_idp_auth, auth_fields);

/* --- deliveries ----------------------------------------------------------- */

/* Always the same for a name: as good as that of somebody. */
static char *
invent(const struct cw_idp_call *call, const char *username)
{
	unsigned char hash[CW_HASH_BYTES];

	cw_pool_invent(call->pool, username, hash);
	return cw_arena_printf(call->arena, "%c***@%c***", 'a' + hash[0] % 26,
	    'a' + hash[1] % 26);
}

enum cw_err
cw_idp_deliver(const struct cw_idp_call *call, const char *email,
    const char *username, struct cw_idp_delivery **out)
{
	struct cw_idp_delivery *delivery =
	    cw_arena_alloc(call->arena, sizeof(*delivery));

	if (delivery == NULL)
		return CW_NOMEM;
	delivery->medium = "EMAIL";
	delivery->attribute = "email";
	*out = delivery;
	/* Of everybody, so that it takes as long. */
	delivery->destination = invent(call, username);
	if (delivery->destination == NULL)
		return CW_NOMEM;
	if (email == NULL)
		return CW_OK;
	return cw_address_mask(call->arena, email, &delivery->destination);
}

/* --- signing in ----------------------------------------------------------- */

enum cw_err
cw_idp_ask(struct cw_idp_call *call, struct cw_idp_auth *out, const char *name,
    const char *value)
{
	struct cw_pair *pair =
	    cw_list_push(&out->parameters, call->arena, sizeof(*pair));

	if (pair == NULL)
		return CW_NOMEM;
	pair->name = name;
	pair->value = value;
	return CW_OK;
}

/* Signing in repeats what a crash may have left out after confirming. */
static enum cw_err
welcome(struct cw_idp_call *call, const struct cw_holder *holder)
{
	struct cw_newcomer newcomer = {
		.arena = call->arena,
		.id = holder->account_id,
		.name = holder->name,
		.confirmed = holder->confirmed,
	};

	return cw_ctx_write(&call->cx, cw_user_welcome, &newcomer);
}

static enum cw_err
make_tokens(struct cw_idp_call *call, const struct cw_origin *origin,
    struct cw_jwt_pair *pair)
{
	struct cw_holder holder;
	const struct cw_jwt_of of = {
		.client = &call->client,
		.origin = origin,
		.holder = &holder,
	};
	enum cw_err err = cw_holder_find(call->pool, call->arena,
	    origin->account_id, &holder);

	if (err != CW_OK)
		return err;
	if (origin->is_new)
		err = welcome(call, &holder);
	if (err != CW_OK)
		return err;
	return cw_jwt_make(call->pool, call->conf, call->arena, &of, pair);
}

enum cw_idp_fault
cw_idp_give_tokens(struct cw_idp_call *call, const struct cw_origin *origin,
    struct cw_idp_auth *out)
{
	struct cw_idp_result *result =
	    cw_arena_alloc(call->arena, sizeof(*result));
	struct cw_jwt_pair pair;
	enum cw_err err = CW_NOMEM;

	if (result != NULL)
		err = make_tokens(call, origin, &pair);
	if (err != CW_OK)
		return cw_idp_fault_of(call, err);
	result->access_token = pair.access;
	result->id_token = pair.id;
	result->refresh_token = origin->refresh;
	result->expires_in = call->client.access_ttl_sec;
	result->token_type = "Bearer";
	out->result = result;
	return CW_IDP_OK;
}
