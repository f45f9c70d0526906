/* ID tokens: the signature first, then what they say. */

#include "gateway/oidc_token.h"

#include <string.h>

#include "base/pki.h"
#include "base/text.h"
#include "base/utf8.h"
#include "gateway/foreign.h"
#include "pool/name.h"

#define SIGNATURE_MAX_BYTES 1024

static enum cw_err
refuse(struct cw_id_token *token, const char *why)
{
	token->why = why;
	return CW_UNPROVEN;
}

/* --- its three parts ------------------------------------------------------ */

struct parts {
	struct json_object *header;
	struct json_object *claims;
	size_t signed_len; /* of the text: header, dot and claims */
	unsigned char *signature;
	size_t signature_len;
};

/* A part that is an object, up to an end.  CW_INVALID. */
static enum cw_err
open_part(struct cw_arena *arena, const char *text, const char *end,
    struct json_object **out)
{
	const char *part = cw_arena_copy(arena, text, (size_t)(end - text));
	unsigned char *bytes;
	size_t len;
	enum cw_err err;

	if (part == NULL)
		return CW_NOMEM;
	err = cw_crypto_decode(arena, CW_BASE64URL, part, &bytes, &len);
	if (err != CW_OK)
		return err;
	return cw_foreign_parse(arena, (const char *)bytes, len, out);
}

/* What was opened must be closed, however this ends. */
static enum cw_err
open_parts(struct cw_arena *arena, const char *text, struct parts *out)
{
	const char *first = strchr(text, '.');
	const char *second = first == NULL ? NULL : strchr(first + 1, '.');
	enum cw_err err;

	if (second == NULL || strchr(second + 1, '.') != NULL ||
	    strlen(text) > CW_ID_TOKEN_MAX_BYTES)
		return CW_INVALID;
	out->signed_len = (size_t)(second - text);
	err = cw_crypto_decode(arena, CW_BASE64URL, second + 1, &out->signature,
	    &out->signature_len);
	if (err == CW_OK && out->signature_len > SIGNATURE_MAX_BYTES)
		err = CW_INVALID;
	if (err == CW_OK)
		err = open_part(arena, text, first, &out->header);
	if (err == CW_OK)
		err = open_part(arena, first + 1, second, &out->claims);
	return err;
}

static void
close_parts(const struct parts *parts)
{
	json_object_put(parts->header);
	json_object_put(parts->claims);
}

/* --- the signature -------------------------------------------------------- */

/* Does a key's member say nothing, or this? */
static bool
is_or_silent(struct json_object *key, const char *name, const char *wanted)
{
	struct json_object *value;

	if (!json_object_object_get_ex(key, name, &value))
		return true;
	return json_object_is_type(value, json_type_string) &&
	    cw_text_equal(json_object_get_string(value), wanted);
}

static bool
has_text(struct json_object *object, const char *name, const char *wanted)
{
	struct json_object *value;

	return json_object_object_get_ex(object, name, &value) &&
	    is_or_silent(object, name, wanted);
}

/* Is it a key of the kind that the provider is to sign with, and of this id? */
static bool
is_key(struct json_object *key, const struct cw_provider *provider,
    const char *kid)
{
	bool is_ec = cw_text_equal(provider->algorithm, "ES256");

	if (!json_object_is_type(key, json_type_object))
		return false;
	return (kid == NULL || has_text(key, "kid", kid)) &&
	    has_text(key, "kty", is_ec ? "EC" : "RSA") &&
	    (!is_ec || has_text(key, "crv", "P-256")) &&
	    is_or_silent(key, "use", "sig") &&
	    is_or_silent(key, "alg", provider->algorithm);
}

/* The one key; *is_one is false if there is none, or more than one. */
static struct json_object *
find_key(struct json_object *set, const struct cw_provider *provider,
    const char *kid, bool *is_one)
{
	struct json_object *keys, *found = NULL;

	*is_one = false;
	if (!json_object_object_get_ex(set, "keys", &keys) ||
	    !json_object_is_type(keys, json_type_array))
		return NULL;
	for (size_t i = 0; i < json_object_array_length(keys); i++) {
		struct json_object *key = json_object_array_get_idx(keys, i);

		if (!is_key(key, provider, kid))
			continue;
		*is_one = found == NULL;
		found = key;
	}
	return found;
}

bool
cw_id_token_has_key(struct cw_arena *arena, const struct cw_provider *provider,
    const char *keys)
{
	struct json_object *set;
	bool is_one, is_there;

	if (cw_foreign_parse(arena, keys, strlen(keys), &set) != CW_OK)
		return false;
	is_there = find_key(set, provider, NULL, &is_one) != NULL;
	json_object_put(set);
	return is_there;
}

static enum cw_err
verify_by(struct cw_arena *arena, struct cw_id_token *token,
    const struct parts *parts, struct json_object *key)
{
	struct cw_pki_foreign foreign = {
		.bytes = token->text,
		.len = parts->signed_len,
		.signature = parts->signature,
		.signature_len = parts->signature_len,
	};
	enum cw_err err =
	    cw_pki_way_find(token->provider->algorithm, &foreign.way);
	bool is_ec = foreign.way == CW_PKI_ES256;

	if (err == CW_OK)
		err =
		    cw_foreign_text(key, is_ec ? "x" : "n", arena, &foreign.a);
	if (err == CW_OK)
		err =
		    cw_foreign_text(key, is_ec ? "y" : "e", arena, &foreign.b);
	if (err != CW_OK)
		return err;
	if (foreign.a == NULL || foreign.b == NULL)
		return refuse(token, "its key is incomplete");
	err = cw_pki_verify_foreign(&foreign, arena);
	if (err == CW_INVALID)
		return refuse(token, "the signature is not its key's");
	return err;
}

static enum cw_err
verify_with(struct cw_arena *arena, struct cw_id_token *token,
    const struct parts *parts, struct json_object *set)
{
	struct json_object *key;
	const char *kid;
	bool is_one;
	enum cw_err err = cw_foreign_text(parts->header, "kid", arena, &kid);

	if (err != CW_OK)
		return err;
	key = find_key(set, token->provider, kid, &is_one);
	if (key == NULL)
		return CW_NOTFOUND;
	if (!is_one)
		return refuse(token, "it does not say by which key");
	return verify_by(arena, token, parts, key);
}

/* The algorithm is known beforehand, and nothing else may be critical. */
static enum cw_err
verify(struct cw_arena *arena, struct cw_id_token *token,
    const struct parts *parts)
{
	struct json_object *set, *critical;
	enum cw_err err;

	if (!has_text(parts->header, "alg", token->provider->algorithm))
		return refuse(token, "the algorithm is not the configured one");
	if (json_object_object_get_ex(parts->header, "crit", &critical))
		return refuse(token, "it has critical extensions");
	err = cw_foreign_parse(arena, token->keys, strlen(token->keys), &set);
	if (err == CW_INVALID)
		return refuse(token, "the keys are not JSON");
	if (err != CW_OK)
		return err;
	err = verify_with(arena, token, parts, set);
	json_object_put(set);
	return err;
}

/* --- what it says --------------------------------------------------------- */

/* For us, and for nobody else that we would have to trust. */
static bool
is_for(struct json_object *claims, const char *client_id)
{
	struct json_object *list, *one;

	if (!json_object_object_get_ex(claims, "aud", &list))
		return false;
	if (json_object_is_type(list, json_type_string))
		return has_text(claims, "aud", client_id);
	if (!json_object_is_type(list, json_type_array) ||
	    json_object_array_length(list) == 0)
		return false;
	for (size_t i = 0; i < json_object_array_length(list); i++) {
		one = json_object_array_get_idx(list, i);
		if (!json_object_is_type(one, json_type_string) ||
		    !cw_text_equal(json_object_get_string(one), client_id))
			return false;
	}
	return true;
}

static enum cw_err
judge_times(struct cw_id_token *token, struct json_object *claims)
{
	const int64_t now_sec = token->now_ms / 1000;
	int64_t expires, issued, from;

	if (cw_foreign_number(claims, "exp", &expires) != CW_OK ||
	    expires + CW_ID_TOKEN_SKEW_SEC <= now_sec)
		return refuse(token, "it is too old (exp)");
	if (cw_foreign_number(claims, "iat", &issued) != CW_OK ||
	    issued > now_sec + CW_ID_TOKEN_SKEW_SEC ||
	    issued < now_sec - CW_ID_TOKEN_AGE_SEC)
		return refuse(token, "it was not made just now (iat)");
	if (cw_foreign_number(claims, "nbf", &from) == CW_OK &&
	    from > now_sec + CW_ID_TOKEN_SKEW_SEC)
		return refuse(token, "it is not good yet (nbf)");
	return CW_OK;
}

static enum cw_err
judge(struct cw_id_token *token, struct json_object *claims)
{
	const struct cw_provider *provider = token->provider;

	if (!has_text(claims, "iss", provider->issuer))
		return refuse(token, "it is another issuer's (iss)");
	if (!is_for(claims, provider->client_id))
		return refuse(token, "it is not for this site alone (aud)");
	if (!is_or_silent(claims, "azp", provider->client_id))
		return refuse(token, "it was given to another site (azp)");
	if (!has_text(claims, "nonce", token->nonce))
		return refuse(token, "it was not asked for here (nonce)");
	return judge_times(token, claims);
}

/* 1 to 255 characters of ASCII, none of them a control character. */
static bool
is_subject(const char *text)
{
	size_t len = 0;

	if (text == NULL)
		return false;
	for (; text[len] != '\0'; len++)
		if (text[len] < ' ' || text[len] > '~')
			return false;
	return len > 0 && len <= CW_SUBJECT_MAX_CHARS;
}

/* --- whom it proves ------------------------------------------------------- */

/* What of a text could be a name here: up to an '@', and what names take. */
static enum cw_err
propose(struct cw_arena *arena, const char *text, const char **out)
{
	char name[CW_NAME_MAX_CHARS + 1];
	const char *checked, *fold;
	size_t len = 0;

	for (; text != NULL && *text != '\0' && *text != '@'; text++) {
		const bool is_alnum = (*text >= '0' && *text <= '9') ||
		    (*text >= 'a' && *text <= 'z') ||
		    (*text >= 'A' && *text <= 'Z');

		if (len == CW_NAME_MAX_CHARS)
			break;
		if (is_alnum || (len > 0 && strchr("._-", *text) != NULL))
			name[len++] = *text;
	}
	name[len] = '\0';
	if (cw_name_check(arena, name, &checked, &fold) != CW_OK)
		return CW_NOTFOUND;
	*out = cw_arena_strdup(arena, name);
	return *out == NULL ? CW_NOMEM : CW_OK;
}

/* The first of these that gives a name. */
static enum cw_err
take_name(struct json_object *claims, struct cw_arena *arena,
    struct cw_identity *out)
{
	static const char *const sources[] = { "preferred_username", "nickname",
		"email", "name" };
	const char *text;
	enum cw_err err = CW_NOTFOUND;

	out->name = "";
	for (size_t i = 0; i < CW_LEN(sources) && err == CW_NOTFOUND; i++) {
		err = cw_foreign_text(claims, sources[i], arena, &text);
		if (err == CW_OK)
			err = propose(arena, text, &out->name);
	}
	return err == CW_NOTFOUND ? CW_OK : err;
}

static enum cw_err
take_email(struct json_object *claims, struct cw_arena *arena,
    struct cw_identity *out)
{
	const char *email, *fold;
	enum cw_err err = cw_foreign_text(claims, "email", arena, &email);

	out->email = "";
	if (err != CW_OK || email == NULL)
		return err;
	err = cw_email_check(arena, email, &fold);
	if (err != CW_OK)
		return err == CW_INVALID ? CW_OK : err;
	out->email = email;
	out->is_verified = cw_foreign_flag(claims, "email_verified");
	return CW_OK;
}

static enum cw_err
identify(struct cw_arena *arena, struct cw_id_token *token,
    struct json_object *claims, struct cw_identity *out)
{
	struct cw_identity identity = {
		.provider = token->provider->name,
		.issuer = token->provider->issuer,
	};
	enum cw_err err =
	    cw_foreign_text(claims, "sub", arena, &identity.subject);

	if (err != CW_OK)
		return err;
	if (!is_subject(identity.subject))
		return refuse(token, "it does not say whom it proves (sub)");
	err = take_email(claims, arena, &identity);
	if (err == CW_OK)
		err = take_name(claims, arena, &identity);
	if (err == CW_OK)
		*out = identity;
	return err;
}

enum cw_err
cw_id_token_judge(struct cw_arena *arena, struct cw_id_token *token,
    struct cw_identity *out)
{
	struct parts parts = { 0 };
	enum cw_err err = open_parts(arena, token->text, &parts);

	if (err == CW_INVALID)
		err = refuse(token, "it is no token");
	if (err == CW_OK)
		err = verify(arena, token, &parts);
	if (err == CW_OK)
		err = judge(token, parts.claims);
	if (err == CW_OK)
		err = identify(arena, token, parts.claims, out);
	close_parts(&parts);
	return err;
}
