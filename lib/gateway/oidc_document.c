/* Discovery and keys: fetched once, kept for an hour. */

#include "gateway/oidc_document.h"

#include <string.h>

#include "base/log.h"
#include "base/text.h"
#include "gateway/foreign.h"
#include "gateway/oidc_ask.h"
#include "pool/provider_document.h"

static enum cw_err
complain(const struct cw_provider *provider, const char *what, const char *why)
{
	cw_log(CW_LOG_WARNING, "the %s of provider %s cannot be used: %s", what,
	    provider->name, why);
	return CW_UNREACHABLE;
}

/* --- addresses ------------------------------------------------------------ */

static enum cw_err
take_places(struct json_object *json, struct cw_arena *arena,
    struct cw_oidc_places *out, const char **issuer)
{
	const struct {
		const char *name;
		const char **to;
	} texts[] = {
		{ "issuer", issuer },
		{ "authorization_endpoint", &out->authorization },
		{ "token_endpoint", &out->token },
		{ "jwks_uri", &out->keys },
	};
	static const char methods[] = "token_endpoint_auth_methods_supported";
	enum cw_err err = CW_OK;

	for (size_t i = 0; i < CW_LEN(texts) && err == CW_OK; i++)
		err = cw_foreign_text(json, texts[i].name, arena, texts[i].to);
	/* Without the list it takes a header (Discovery 1.0 section 3). */
	out->takes_post =
	    cw_foreign_lists(json, methods, "client_secret_post") &&
	    !cw_foreign_lists(json, methods, "client_secret_basic");
	out->tells_issuer = cw_foreign_flag(json,
	    "authorization_response_iss_parameter_supported");
	return err;
}

/* The issuer must be the one that is configured (section 4.3). */
static const char *
judge_places(const struct cw_provider *provider,
    const struct cw_oidc_places *places, const char *issuer)
{
	if (!cw_text_equal(issuer, provider->issuer))
		return "it is another issuer's";
	if (places->authorization == NULL || places->token == NULL ||
	    places->keys == NULL)
		return "an address is missing";
	if (!cw_provider_may_ask(provider, places->authorization) ||
	    !cw_provider_may_ask(provider, places->token) ||
	    !cw_provider_may_ask(provider, places->keys))
		return "an address is at a host that the provider's file does "
		       "not name (hosts)";
	return NULL;
}

enum cw_err
cw_oidc_places_read(struct cw_arena *arena, const struct cw_provider *provider,
    const char *body, struct cw_oidc_places *out, const char **why)
{
	struct cw_oidc_places places = { 0 };
	struct json_object *json;
	const char *issuer = NULL;
	enum cw_err err = cw_foreign_parse(arena, body, strlen(body), &json);

	*why = "it is no JSON object";
	if (err != CW_OK)
		return err;
	err = take_places(json, arena, &places, &issuer);
	json_object_put(json);
	if (err != CW_OK)
		return err;
	*why = judge_places(provider, &places, issuer);
	if (*why != NULL)
		return CW_INVALID;
	*out = places;
	return CW_OK;
}

/* --- fetching ------------------------------------------------------------- */

/* A body that has no NUL in it; others are no JSON. */
static enum cw_err
fetch(struct cw_ctx *cx, const struct cw_provider *provider, const char *url,
    const char **body)
{
	const struct cw_oidc_question question = { .url = url };
	struct cw_oidc_answer answer;
	enum cw_err err = cw_oidc_ask(cx, provider, &question, &answer);

	if (err != CW_OK)
		return err;
	if (answer.status != 200 || strlen(answer.body) != answer.len)
		return complain(provider, url, "it was not given");
	*body = answer.body;
	return CW_OK;
}

static enum cw_err
fetch_places(struct cw_ctx *cx, const struct cw_provider *provider,
    const struct cw_document *document, struct cw_oidc_places *out)
{
	const char *issuer = provider->issuer;
	size_t len = strlen(issuer);
	const char *url, *body, *why;
	enum cw_err err;

	/* A slash at the issuer's end is left out (section 4.1). */
	if (issuer[len - 1] == '/')
		len--;
	url = cw_arena_printf(cx->chat.arena,
	    "%.*s/.well-known/openid-configuration", (int)len, issuer);
	if (url == NULL)
		return CW_NOMEM;
	err = fetch(cx, provider, url, &body);
	if (err != CW_OK)
		return err;
	err = cw_oidc_places_read(cx->chat.arena, provider, body, out, &why);
	if (err == CW_INVALID)
		return complain(provider, "discovery document", why);
	if (err != CW_OK)
		return err;
	return cw_document_keep(cx->pool, document, body);
}

enum cw_err
cw_oidc_places(struct cw_ctx *cx, const struct cw_provider *provider,
    struct cw_oidc_places *out)
{
	const struct cw_document document = { provider->issuer, "places" };
	const char *body, *why;
	enum cw_err err =
	    cw_document_find(cx->pool, cx->chat.arena, &document, &body);

	/* The file may have changed since: what was good is judged again. */
	if (err == CW_OK)
		err = cw_oidc_places_read(cx->chat.arena, provider, body, out,
		    &why);
	if (err != CW_NOTFOUND && err != CW_INVALID)
		return err;
	return fetch_places(cx, provider, &document, out);
}

static bool
has_keys(struct cw_arena *arena, const char *body)
{
	struct json_object *json, *keys;
	bool is_good;

	if (cw_foreign_parse(arena, body, strlen(body), &json) != CW_OK)
		return false;
	is_good = json_object_object_get_ex(json, "keys", &keys) &&
	    json_object_is_type(keys, json_type_array);
	json_object_put(json);
	return is_good;
}

enum cw_err
cw_oidc_keys(struct cw_ctx *cx, const struct cw_provider *provider,
    const struct cw_oidc_places *places, bool anew, const char **out)
{
	const struct cw_document document = { provider->issuer, "keys" };
	enum cw_err err = CW_NOTFOUND;

	if (anew)
		err = cw_document_miss(cx->pool, &document);
	else
		err =
		    cw_document_find(cx->pool, cx->chat.arena, &document, out);
	if (err != (anew ? CW_OK : CW_NOTFOUND))
		return err;
	err = fetch(cx, provider, places->keys, out);
	if (err != CW_OK)
		return err;
	if (!has_keys(cx->chat.arena, *out))
		return complain(provider, "set of keys", "it is none");
	return cw_document_keep(cx->pool, &document, *out);
}
