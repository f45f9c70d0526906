/*
 * DescribeUserPool, DescribeUserPoolClient, GetUserPoolMfaConfig: what
 * chinwag.conf and chinwag-client(1) set, as clients' tools ask for it; and
 * SetUserPoolMfaConfig, which says where it is set.
 */

#include <string.h>

#include "base/text.h"
#include "gateway/idp_admin.h"
#include "pool/factor.h"

/* --- what is asked -------------------------------------------------------- */

struct ask {
	const char *pool_id;
	const char *client_id;
};

#define POOL CW_IDP_ROW_POOL(struct ask)

static const struct cw_field pool_fields[] = { POOL, CW_END };
static const struct cw_field client_fields[] = {
	POOL,
	CW_IDP_ROW_CLIENT(struct ask),
	CW_END,
};
static const struct cw_model ask_pool = CW_IDP_MODEL(struct ask, pool_fields);
static const struct cw_model ask_client =
    CW_IDP_MODEL(struct ask, client_fields);

/* --- the pool ------------------------------------------------------------- */

struct passwords {
	int64_t least;
	bool upper;
	bool lower;
	bool digit;
	bool symbol;
	int64_t history;
	int64_t temporary_days;
};

static const struct cw_field passwords_fields[] = {
	CW_IDP_NUMBER(struct passwords, least, "MinimumLength", 0, CW_ID_MAX,
	    CW_REQUIRED),
	CW_IDP_FLAG(struct passwords, upper, "RequireUppercase", CW_REQUIRED),
	CW_IDP_FLAG(struct passwords, lower, "RequireLowercase", CW_REQUIRED),
	CW_IDP_FLAG(struct passwords, digit, "RequireNumbers", CW_REQUIRED),
	CW_IDP_FLAG(struct passwords, symbol, "RequireSymbols", CW_REQUIRED),
	CW_IDP_NUMBER(struct passwords, history, "PasswordHistorySize", 0,
	    CW_ID_MAX, CW_REQUIRED),
	CW_IDP_NUMBER(struct passwords, temporary_days,
	    "TemporaryPasswordValidityDays", 0, CW_ID_MAX, CW_REQUIRED),
	CW_END,
};
static const struct cw_model passwords_model =
    CW_IDP_MODEL(struct passwords, passwords_fields);

struct policies {
	struct passwords *passwords;
};

static const struct cw_field policies_fields[] = {
	CW_IDP_OBJECT(struct policies, passwords, "PasswordPolicy",
	    struct passwords, &passwords_model, CW_REQUIRED),
	CW_END,
};
static const struct cw_model policies_model =
    CW_IDP_MODEL(struct policies, policies_fields);

struct sign_up {
	bool is_closed;
};

static const struct cw_field sign_up_fields[] = {
	CW_IDP_FLAG(struct sign_up, is_closed, "AllowAdminCreateUserOnly",
	    CW_REQUIRED),
	CW_END,
};
static const struct cw_model sign_up_model =
    CW_IDP_MODEL(struct sign_up, sign_up_fields);

struct names {
	bool is_case_sensitive;
};

static const struct cw_field names_fields[] = {
	CW_IDP_FLAG(struct names, is_case_sensitive, "CaseSensitive",
	    CW_REQUIRED),
	CW_END,
};
static const struct cw_model names_model =
    CW_IDP_MODEL(struct names, names_fields);

struct pool {
	const char *id;
	const char *name;
	struct policies *policies;
	const char *mfa;
	struct cw_texts verified;
	struct cw_texts aliases;
	struct sign_up *sign_up;
	struct names *names;
};

static const struct cw_field described_fields[] = {
	CW_IDP_TEXT(struct pool, id, "Id", 1, CW_IDP_POOL_ID_MAX, CW_REQUIRED),
	CW_IDP_TEXT(struct pool, name, "Name", 0, CW_IDP_VALUE_MAX,
	    CW_REQUIRED),
	CW_IDP_OBJECT(struct pool, policies, "Policies", struct policies,
	    &policies_model, CW_REQUIRED),
	CW_IDP_TEXT(struct pool, mfa, "MfaConfiguration", 1, 16, CW_REQUIRED),
	CW_IDP_TEXTS(struct pool, verified, "AutoVerifiedAttributes", 2, 64,
	    CW_REQUIRED),
	CW_IDP_TEXTS(struct pool, aliases, "AliasAttributes", 2, 64,
	    CW_REQUIRED),
	CW_IDP_OBJECT(struct pool, sign_up, "AdminCreateUserConfig",
	    struct sign_up, &sign_up_model, CW_REQUIRED),
	CW_IDP_OBJECT(struct pool, names, "UsernameConfiguration", struct names,
	    &names_model, CW_REQUIRED),
	CW_END,
};
static const struct cw_model described_pool =
    CW_IDP_MODEL(struct pool, described_fields);

struct pool_answer {
	struct pool *pool;
};

static const struct cw_field pool_answer_fields[] = {
	CW_IDP_OBJECT(struct pool_answer, pool, "UserPool", struct pool,
	    &described_pool, CW_REQUIRED),
	CW_END,
};
static const struct cw_model pool_answer_model =
    CW_IDP_MODEL(struct pool_answer, pool_answer_fields);

static const char *
mfa_of(const struct cw_conf *conf)
{
	static const char *const words[] = {
		[CW_MFA_OFF] = "OFF",
		[CW_MFA_OPTIONAL] = "OPTIONAL",
		[CW_MFA_REQUIRED] = "ON",
	};

	return words[cw_mfa_of(conf)];
}

static bool
needs(const struct cw_conf *conf, const char *kind)
{
	return strstr(conf->password_needs, kind) != NULL;
}

/* All parts at once, in one piece of the arena. */
struct parts {
	struct pool pool;
	struct policies policies;
	struct passwords passwords;
	struct sign_up sign_up;
	struct names names;
	char id[CW_POOL_ID_CHARS + 1];
};

static void
put_pool(const struct cw_idp_call *call, struct parts *out)
{
	const struct cw_conf *conf = call->conf;

	cw_pool_id(call->pool, out->id);
	out->passwords = (struct passwords){
		.least = conf->password_min_chars,
		.upper = needs(conf, "upper"),
		.lower = needs(conf, "lower"),
		.digit = needs(conf, "digit"),
		.symbol = needs(conf, "symbol"),
		.history = conf->password_history,
		.temporary_days = conf->temporary_password_days,
	};
	out->policies.passwords = &out->passwords;
	out->sign_up.is_closed = cw_text_equal(conf->registration, "closed");
	out->pool = (struct pool){
		.id = out->id,
		.name = conf->site_name,
		.policies = &out->policies,
		.mfa = mfa_of(conf),
		.sign_up = &out->sign_up,
		.names = &out->names,
	};
}

static enum cw_idp_fault
describe_pool(struct cw_idp_call *call, const void *req, void *resp)
{
	static const char email[] = "email";
	const struct ask *in = req;
	struct pool_answer *out = resp;
	struct parts *parts = cw_arena_alloc(call->arena, sizeof(*parts));
	enum cw_idp_fault fault = cw_idp_pool(call, in->pool_id);
	enum cw_err err = CW_NOMEM;

	if (fault != CW_IDP_OK)
		return fault;
	if (parts != NULL) {
		put_pool(call, parts);
		out->pool = &parts->pool;
		err = cw_texts_push(&out->pool->verified, call->arena, email);
	}
	if (err == CW_OK)
		err = cw_texts_push(&out->pool->aliases, call->arena, email);
	return cw_idp_fault_of(call, err);
}

/* --- a client ------------------------------------------------------------- */

struct units {
	const char *access;
	const char *id;
	const char *refresh;
};

static const struct cw_field units_fields[] = {
	CW_IDP_TEXT(struct units, access, "AccessToken", 1, 16, CW_REQUIRED),
	CW_IDP_TEXT(struct units, id, "IdToken", 1, 16, CW_REQUIRED),
	CW_IDP_TEXT(struct units, refresh, "RefreshToken", 1, 16, CW_REQUIRED),
	CW_END,
};
static const struct cw_model units_model =
    CW_IDP_MODEL(struct units, units_fields);

struct rotation {
	const char *feature;
	int64_t grace_sec;
};

static const struct cw_field rotation_fields[] = {
	CW_IDP_TEXT(struct rotation, feature, "Feature", 1, 16, CW_REQUIRED),
	CW_IDP_NUMBER(struct rotation, grace_sec, "RetryGracePeriodSeconds", 0,
	    CW_REFRESH_GRACE_MAX, CW_REQUIRED),
	CW_END,
};
static const struct cw_model rotation_model =
    CW_IDP_MODEL(struct rotation, rotation_fields);

struct client {
	const char *pool_id;
	const char *id;
	const char *name;
	const char *secret;
	int64_t created;
	int64_t access_ttl;
	int64_t id_ttl;
	int64_t refresh_ttl;
	struct units *units;
	struct cw_texts flows;
	const char *unknown;
	bool is_revoked;
	struct rotation *rotation;
};

static const struct cw_field client_answer_fields[] = {
	CW_IDP_ROW_POOL(struct client),
	CW_IDP_TEXT(struct client, id, "ClientId", 1, CW_IDP_ID_MAX,
	    CW_REQUIRED),
	CW_IDP_TEXT(struct client, name, "ClientName", 0, CW_IDP_ID_MAX,
	    CW_REQUIRED),
	CW_IDP_TEXT(struct client, secret, "ClientSecret", 1, CW_IDP_ID_MAX,
	    CW_OPTIONAL),
	CW_IDP_NUMBER(struct client, created, "CreationDate", 0, CW_ID_MAX,
	    CW_REQUIRED),
	CW_IDP_NUMBER(struct client, access_ttl, "AccessTokenValidity", 0,
	    CW_ID_MAX, CW_REQUIRED),
	CW_IDP_NUMBER(struct client, id_ttl, "IdTokenValidity", 0, CW_ID_MAX,
	    CW_REQUIRED),
	CW_IDP_NUMBER(struct client, refresh_ttl, "RefreshTokenValidity", 0,
	    CW_ID_MAX, CW_REQUIRED),
	CW_IDP_OBJECT(struct client, units, "TokenValidityUnits", struct units,
	    &units_model, CW_REQUIRED),
	CW_IDP_TEXTS(struct client, flows, "ExplicitAuthFlows", 8, 64,
	    CW_REQUIRED),
	CW_IDP_TEXT(struct client, unknown, "PreventUserExistenceErrors", 1, 16,
	    CW_REQUIRED),
	CW_IDP_FLAG(struct client, is_revoked, "EnableTokenRevocation",
	    CW_REQUIRED),
	CW_IDP_OBJECT(struct client, rotation, "RefreshTokenRotation",
	    struct rotation, &rotation_model, CW_OPTIONAL),
	CW_END,
};
static const struct cw_model described_client =
    CW_IDP_MODEL(struct client, client_answer_fields);

struct client_answer {
	struct client *client;
};

static const struct cw_field client_root_fields[] = {
	CW_IDP_OBJECT(struct client_answer, client, "UserPoolClient",
	    struct client, &described_client, CW_REQUIRED),
	CW_END,
};
static const struct cw_model client_answer_model =
    CW_IDP_MODEL(struct client_answer, client_root_fields);

static const struct {
	int64_t flow;
	const char *word;
} flows[] = {
	{ 0, "ALLOW_REFRESH_TOKEN_AUTH" },
	{ CW_FLOW_PASSWORD, "ALLOW_USER_PASSWORD_AUTH" },
	{ CW_FLOW_SRP, "ALLOW_USER_SRP_AUTH" },
	{ CW_FLOW_ADMIN_PASSWORD, "ALLOW_ADMIN_USER_PASSWORD_AUTH" },
};

/* As for the pool. */
struct client_parts {
	struct client client;
	struct units units;
	struct rotation rotation;
};

static void
put_client(const struct cw_client *in, struct client_parts *out)
{
	static const char seconds[] = "seconds";

	out->units = (struct units){ seconds, seconds, seconds };
	out->rotation = (struct rotation){ "ENABLED", in->grace_sec };
	out->client = (struct client){
		.id = in->id,
		.name = in->name,
		.secret = in->secret,
		.created = in->created / 1000,
		.access_ttl = in->access_ttl_sec,
		.id_ttl = in->id_ttl_sec,
		.refresh_ttl = in->refresh_ttl_sec,
		.units = &out->units,
		.unknown = in->tells_unknown ? "LEGACY" : "ENABLED",
		.is_revoked = true,
		.rotation = in->rotates ? &out->rotation : NULL,
	};
}

static enum cw_err
put_flows(struct cw_idp_call *call, int64_t allowed, struct cw_texts *out)
{
	enum cw_err err = CW_OK;

	for (size_t i = 0; i < CW_LEN(flows) && err == CW_OK; i++)
		if ((flows[i].flow & allowed) == flows[i].flow)
			err = cw_texts_push(out, call->arena, flows[i].word);
	return err;
}

static enum cw_idp_fault
describe_client(struct cw_idp_call *call, const void *req, void *resp)
{
	const struct ask *in = req;
	struct client_answer *out = resp;
	struct client_parts *parts =
	    cw_arena_alloc(call->arena, sizeof(*parts));
	struct cw_client client;
	enum cw_idp_fault fault = cw_idp_pool(call, in->pool_id);
	enum cw_err err;

	if (fault != CW_IDP_OK)
		return fault;
	err = cw_client_find(call->pool, call->arena, in->client_id, &client);
	if (err == CW_NOTFOUND)
		return cw_idp_tell(call, CW_IDP_NO_CLIENT, in->client_id);
	if (err == CW_OK && parts == NULL)
		err = CW_NOMEM;
	if (err != CW_OK)
		return cw_idp_fault_of(call, err);
	put_client(&client, parts);
	out->client = &parts->client;
	out->client->pool_id = in->pool_id;
	return cw_idp_fault_of(call,
	    put_flows(call, client.flows, &out->client->flows));
}

/* --- second factors ------------------------------------------------------- */

struct app {
	bool is_enabled;
};

static const struct cw_field app_fields[] = {
	CW_IDP_FLAG(struct app, is_enabled, "Enabled", CW_REQUIRED),
	CW_END,
};
static const struct cw_model app_model = CW_IDP_MODEL(struct app, app_fields);

struct mfa {
	const char *mode;
	struct app *app;
};

static const struct cw_field mfa_fields[] = {
	CW_IDP_TEXT(struct mfa, mode, "MfaConfiguration", 1, 16, CW_REQUIRED),
	CW_IDP_OBJECT(struct mfa, app, "SoftwareTokenMfaConfiguration",
	    struct app, &app_model, CW_REQUIRED),
	CW_END,
};
static const struct cw_model mfa_model = CW_IDP_MODEL(struct mfa, mfa_fields);

static enum cw_idp_fault
get_mfa(struct cw_idp_call *call, const void *req, void *resp)
{
	const struct ask *in = req;
	struct mfa *out = resp;
	enum cw_idp_fault fault = cw_idp_pool(call, in->pool_id);

	if (fault != CW_IDP_OK)
		return fault;
	out->app = cw_arena_alloc(call->arena, sizeof(*out->app));
	if (out->app == NULL)
		return cw_idp_fault_of(call, CW_NOMEM);
	out->mode = mfa_of(call->conf);
	out->app->is_enabled = cw_mfa_of(call->conf) != CW_MFA_OFF;
	return CW_IDP_OK;
}

static enum cw_idp_fault
set_mfa(struct cw_idp_call *call, const void *req, void *resp)
{
	const struct ask *in = req;
	enum cw_idp_fault fault = cw_idp_pool(call, in->pool_id);

	(void)resp;
	if (fault != CW_IDP_OK)
		return fault;
	return cw_idp_tell(call, CW_IDP_DENIED,
	    "MFA is configured by the operator, as mfa in chinwag.conf.");
}

static const struct cw_idp_operation operations[] = {
	{ "DescribeUserPool", &ask_pool, &pool_answer_model, describe_pool,
	    CW_RATE_RESOURCE, true },
	{ "DescribeUserPoolClient", &ask_client, &client_answer_model,
	    describe_client, CW_RATE_RESOURCE, true },
	{ "GetUserPoolMfaConfig", &ask_pool, &mfa_model, get_mfa,
	    CW_RATE_RESOURCE, true },
	{ "SetUserPoolMfaConfig", &ask_pool, NULL, set_mfa, CW_RATE_RESOURCE,
	    true },
};

const struct cw_idp_operations cw_idp_describe_operations = {
	operations,
	CW_LEN(operations),
};
