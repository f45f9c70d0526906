/* Who calls: clients and their secrets, people and their access tokens. */

#include <string.h>

#include "base/pki.h"
#include "base/text.h"
#include "gateway/idp_call.h"
#include "pool/signin.h"

const char *
cw_idp_pair(const struct cw_list *pairs, const char *name)
{
	for (size_t i = 0; i < pairs->count; i++) {
		const struct cw_pair *pair = cw_list_at(pairs, i);

		if (cw_text_equal(pair->name, name))
			return pair->value;
	}
	return NULL;
}

enum cw_idp_fault
cw_idp_need(struct cw_idp_call *call, const struct cw_list *pairs,
    const char *name, const char **out)
{
	*out = cw_idp_pair(pairs, name);
	if (*out == NULL || **out == '\0')
		return cw_idp_tell(call, CW_IDP_MISSING, name);
	return CW_IDP_OK;
}

/* base64(HMAC-SHA256(secret, username and client id)) */
static enum cw_err
hash_secret(const struct cw_idp_call *call, const char *username,
    const char **out)
{
	unsigned char hash[CW_PKI_SHA256_BYTES];
	const char *secret = call->client.secret;
	const char *text =
	    cw_arena_printf(call->arena, "%s%s", username, call->client.id);
	enum cw_err err;

	if (text == NULL)
		return CW_NOMEM;
	err = cw_pki_hmac(CW_PKI_SHA256, secret, strlen(secret), text,
	    strlen(text), hash);
	if (err != CW_OK)
		return err;
	*out = cw_crypto_encode(call->arena, CW_BASE64, hash, sizeof(hash));
	return *out == NULL ? CW_NOMEM : CW_OK;
}

/* Is it the hash of one of these names?  The last one is followed by NULL. */
static enum cw_idp_fault
check_hash(struct cw_idp_call *call, const char *given,
    const char *const *names)
{
	const char *wanted;
	enum cw_err err;

	for (; *names != NULL; names++) {
		err = hash_secret(call, *names, &wanted);
		if (err != CW_OK)
			return cw_idp_fault_of(call, err);
		if (strlen(given) == strlen(wanted) &&
		    cw_crypto_equal(given, wanted, strlen(wanted)))
			return CW_IDP_OK;
	}
	return cw_idp_tell(call, CW_IDP_SECRET_HASH, call->client.id);
}

/*
 * Who refreshes sends no name.  The hash is of the owner's, in whatever way
 * they sign in.
 */
static enum cw_idp_fault
check_hash_of_owner(struct cw_idp_call *call,
    const struct cw_idp_caller *caller)
{
	const struct cw_refresh in = { &call->client, caller->refresh,
		&call->actor };
	struct cw_holder holder;
	int64_t account_id;
	enum cw_err err =
	    cw_origin_whose(call->pool, call->arena, &in, &account_id);

	if (err != CW_OK)
		return cw_idp_refuse_refresh(call, err);
	err = cw_holder_find(call->pool, call->arena, account_id, &holder);
	if (err != CW_OK)
		return cw_idp_fault_of(call, err);
	const char *const names[] = { holder.name, holder.sub, holder.email,
		NULL };

	return check_hash(call, caller->secret_hash, names);
}

static enum cw_idp_fault
check_secret(struct cw_idp_call *call, const struct cw_idp_caller *caller)
{
	const char *const names[] = {
		caller->username == NULL ? "" : caller->username,
		NULL,
	};
	enum cw_idp_fault fault;

	if (call->client.secret == NULL)
		return CW_IDP_OK;
	if (caller->secret_hash == NULL)
		return cw_idp_tell(call, CW_IDP_SECRET_MISSING,
		    call->client.id);
	fault = caller->username == NULL && caller->refresh != NULL
	    ? check_hash_of_owner(call, caller)
	    : check_hash(call, caller->secret_hash, names);
	/* What keeps a secret is no browser: people come through it. */
	if (fault == CW_IDP_OK)
		call->actor.is_server = true;
	return fault;
}

enum cw_idp_fault
cw_idp_client(struct cw_idp_call *call, const struct cw_idp_caller *caller)
{
	enum cw_err err = cw_client_find(call->pool, call->arena,
	    caller->client_id, &call->client);

	if (err == CW_NOTFOUND)
		return cw_idp_tell(call, CW_IDP_NO_CLIENT, caller->client_id);
	if (err != CW_OK)
		return cw_idp_fault_of(call, err);
	return check_secret(call, caller);
}

enum cw_idp_fault
cw_idp_step_client(struct cw_idp_call *call, const char *session)
{
	const char *id;
	enum cw_err err =
	    cw_sign_in_client(call->pool, call->arena, session, &id);

	if (err == CW_OK)
		err =
		    cw_client_find(call->pool, call->arena, id, &call->client);
	/* What is for the API itself is no client's. */
	if (err == CW_UNAUTHORIZED || err == CW_NOTFOUND)
		return CW_IDP_SESSION;
	if (err == CW_MISMATCH)
		return CW_IDP_SESSION_EXPIRED;
	return cw_idp_fault_of(call, err);
}

enum cw_idp_fault
cw_idp_refuse_session(struct cw_idp_call *call, const char *session)
{
	const char *id;
	enum cw_err err =
	    cw_sign_in_client(call->pool, call->arena, session, &id);

	if (err == CW_MISMATCH && cw_text_equal(id, call->client.id))
		return CW_IDP_SESSION_EXPIRED;
	return CW_IDP_SESSION;
}

enum cw_idp_fault
cw_idp_bearer(struct cw_idp_call *call, const char *token)
{
	enum cw_err err = cw_jwt_read(call->pool, call->conf, call->arena,
	    token, &call->claims);

	if (err == CW_INVALID)
		return CW_IDP_ACCESS_INVALID;
	if (err != CW_OK && err != CW_MISMATCH)
		return cw_idp_fault_of(call, err);
	if (call->claims.use != CW_SIGNS_ACCESS)
		return CW_IDP_ACCESS_INVALID;
	if (err == CW_MISMATCH)
		return CW_IDP_ACCESS_EXPIRED;
	err = cw_session_by_origin(call->pool, call->arena, call->claims.origin,
	    call->claims.client_id, &call->session);
	if (err == CW_UNAUTHORIZED)
		return CW_IDP_ACCESS_REVOKED;
	if (err != CW_OK)
		return cw_idp_fault_of(call, err);
	call->actor.account_id = call->session.account_id;
	call->actor.name = call->session.username;
	return cw_idp_fault_of(call,
	    cw_rate_take_own(call->conf, call->operation->rate,
		call->session.account_id));
}
