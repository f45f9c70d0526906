/* Reading tokens: signature first, then what they say. */

#include "gateway/jwt.h"

#include <string.h>

#include "base/clock.h"
#include "base/text.h"
#include "gateway/foreign.h"

/* A token's three parts. */
struct parts {
	const char *header;
	size_t header_len;
	size_t signed_len; /* header, dot and payload */
	const char *payload;
	const char *signature;
};

bool
cw_jwt_looks_like(const char *text)
{
	const char *dot = strchr(text, '.');

	return dot != NULL && strchr(dot + 1, '.') != NULL;
}

enum cw_err
cw_jwt_issuer(const struct cw_pool *pool, const struct cw_conf *conf,
    struct cw_arena *arena, const char **out)
{
	char id[CW_POOL_ID_CHARS + 1];

	cw_pool_id(pool, id);
	*out = cw_arena_printf(arena, "%s/%s", conf->base_url, id);
	return *out == NULL ? CW_NOMEM : CW_OK;
}

/* --- the signature -------------------------------------------------------- */

static enum cw_err
split(struct cw_arena *arena, const char *text, struct parts *out)
{
	const char *first, *second;

	if (strlen(text) > CW_JWT_MAX_BYTES)
		return CW_INVALID;
	first = strchr(text, '.');
	if (first == NULL)
		return CW_INVALID;
	second = strchr(first + 1, '.');
	if (second == NULL || strchr(second + 1, '.') != NULL)
		return CW_INVALID;
	out->header = text;
	out->header_len = (size_t)(first - text);
	out->signed_len = (size_t)(second - text);
	out->signature = second + 1;
	out->payload =
	    cw_arena_copy(arena, first + 1, (size_t)(second - first - 1));
	return out->payload == NULL ? CW_NOMEM : CW_OK;
}

static enum cw_err
verify(struct cw_pool *pool, const struct parts *parts,
    enum cw_signing_use *use)
{
	unsigned char signature[CW_PKI_SIGNATURE_BYTES];
	const struct cw_signing_key *key;
	struct cw_signing_set *set;
	enum cw_err err = cw_crypto_from_base64url(parts->signature, signature,
	    sizeof(signature));

	if (err != CW_OK)
		return err;
	err = cw_signing_take(pool, &set);
	if (err != CW_OK)
		return err;
	key = cw_signing_find(set, parts->header, parts->header_len);
	if (key == NULL) {
		err = CW_INVALID;
	} else {
		*use = key->use;
		err = cw_pki_verify(key->key, parts->header, parts->signed_len,
		    signature);
	}
	cw_signing_give(set);
	return err;
}

/* --- the claims ----------------------------------------------------------- */

static enum cw_err
parse(struct cw_arena *arena, const char *payload, struct json_object **out)
{
	unsigned char *text;
	size_t len;
	enum cw_err err =
	    cw_crypto_decode(arena, CW_BASE64URL, payload, &text, &len);

	if (err != CW_OK)
		return err;
	return cw_foreign_parse(arena, (const char *)text, len, out);
}

static enum cw_err
take_claims(struct json_object *json, struct cw_arena *arena,
    struct cw_claims *out, const char **issuer, const char **use)
{
	bool is_access = out->use == CW_SIGNS_ACCESS;
	const struct {
		const char *name;
		const char **to;
	} texts[] = {
		{ "iss", issuer },
		{ "token_use", use },
		{ "sub", &out->sub },
		{ "origin_jti", &out->origin },
		{ "scope", &out->scope },
		{ is_access ? "client_id" : "aud", &out->client_id },
	};
	struct json_object *expires;
	enum cw_err err = CW_OK;

	for (size_t i = 0; i < CW_LEN(texts) && err == CW_OK; i++)
		err = cw_foreign_text(json, texts[i].name, arena, texts[i].to);
	if (err == CW_OK && json_object_object_get_ex(json, "exp", &expires) &&
	    json_object_is_type(expires, json_type_int))
		out->expires = json_object_get_int64(expires);
	return err;
}

/* Each kind has a key of its own, and says which it is. */
static enum cw_err
judge(const struct cw_claims *claims, const char *use, const char *issuer,
    const char *own_issuer)
{
	bool is_access = claims->use == CW_SIGNS_ACCESS;

	if (!cw_text_equal(issuer, own_issuer) ||
	    !cw_text_equal(use, is_access ? "access" : "id") ||
	    claims->sub == NULL || claims->client_id == NULL ||
	    claims->origin == NULL)
		return CW_INVALID;
	if (is_access && !cw_text_equal(claims->scope, CW_JWT_SCOPE))
		return CW_INVALID;
	if (claims->expires <= cw_clock_now_ms() / 1000)
		return CW_MISMATCH;
	return CW_OK;
}

static enum cw_err
read_claims(struct cw_arena *arena, const char *payload, const char *own_issuer,
    struct cw_claims *out)
{
	struct json_object *json;
	const char *issuer, *use;
	enum cw_err err = parse(arena, payload, &json);

	if (err != CW_OK)
		return err;
	err = take_claims(json, arena, out, &issuer, &use);
	json_object_put(json);
	if (err != CW_OK)
		return err;
	return judge(out, use, issuer, own_issuer);
}

enum cw_err
cw_jwt_read(struct cw_pool *pool, const struct cw_conf *conf,
    struct cw_arena *arena, const char *text, struct cw_claims *out)
{
	struct cw_claims claims = { 0 };
	struct parts parts;
	const char *issuer;
	enum cw_err err = split(arena, text, &parts);

	if (err != CW_OK)
		return err;
	err = verify(pool, &parts, &claims.use);
	if (err != CW_OK)
		return err;
	err = cw_jwt_issuer(pool, conf, arena, &issuer);
	if (err != CW_OK)
		return err;
	err = read_claims(arena, parts.payload, issuer, &claims);
	if (err == CW_OK || err == CW_MISMATCH)
		*out = claims;
	return err;
}

enum cw_err
cw_jwt_session(struct cw_pool *pool, const struct cw_conf *conf,
    struct cw_arena *arena, const char *text, struct cw_session *out)
{
	struct cw_session session;
	struct cw_claims claims;
	enum cw_err err = cw_jwt_read(pool, conf, arena, text, &claims);

	if (err == CW_INVALID || err == CW_MISMATCH)
		return CW_UNAUTHORIZED;
	if (err != CW_OK)
		return err;
	err = cw_session_by_origin(pool, arena, claims.origin, claims.client_id,
	    &session);
	if (err != CW_OK)
		return err;
	if (claims.expires * 1000 < session.expires)
		session.expires = claims.expires * 1000;
	*out = session;
	return CW_OK;
}
