/* Making tokens. */

#include <string.h>

#include "base/clock.h"
#include "base/random.h"
#include "base/text.h"
#include "gateway/jwt.h"
#include "pool/identity.h"
#include "pool/usergroup.h"

/* A payload under way. */
struct payload {
	struct cw_buf buf;
	const struct cw_jwt_of *of;
	const char *issuer;
	const char *event_id;
	int64_t now_sec;
};

static void
put_text(struct payload *payload, const char *name, const char *value)
{
	struct cw_buf *buf = &payload->buf;

	cw_buf_putc(buf, buf->len == 0 ? '{' : ',');
	cw_buf_put_json(buf, name, strlen(name));
	cw_buf_putc(buf, ':');
	cw_buf_put_json(buf, value, strlen(value));
}

static void
put_plain(struct payload *payload, const char *name, const char *value)
{
	struct cw_buf *buf = &payload->buf;

	cw_buf_putc(buf, buf->len == 0 ? '{' : ',');
	cw_buf_put_json(buf, name, strlen(name));
	cw_buf_putc(buf, ':');
	cw_buf_puts(buf, value);
}

static void
put_number(struct payload *payload, const char *name, int64_t value)
{
	put_plain(payload, name, "");
	cw_buf_putint(&payload->buf, value);
}

static void
put_groups(struct payload *payload)
{
	const struct cw_list *groups = &payload->of->holder->groups;
	struct cw_buf *buf = &payload->buf;

	if (groups->count == 0)
		return;
	put_plain(payload, "cognito:groups", "[");
	for (size_t i = 0; i < groups->count; i++) {
		const struct cw_usergroup *group = cw_list_at(groups, i);

		if (i > 0)
			cw_buf_putc(buf, ',');
		cw_buf_put_json(buf, group->name, strlen(group->name));
	}
	cw_buf_putc(buf, ']');
}

/*
 * Which of the roles is meant, where it is not said: that of the group that
 * counts most, which are first.  NULL: two count as much, and differ.
 */
static const char *
preferred_role(const struct cw_list *groups)
{
	const struct cw_usergroup *first = NULL;

	for (size_t i = 0; i < groups->count; i++) {
		const struct cw_usergroup *group = cw_list_at(groups, i);

		if (group->role == NULL)
			continue;
		if (first == NULL)
			first = group;
		else if (group->precedence == first->precedence &&
		    !cw_text_equal(group->role, first->role))
			return NULL;
	}
	return first == NULL ? NULL : first->role;
}

static void
put_roles(struct payload *payload)
{
	const struct cw_list *groups = &payload->of->holder->groups;
	const char *preferred = preferred_role(groups);
	bool is_begun = false;

	for (size_t i = 0; i < groups->count; i++) {
		const struct cw_usergroup *group = cw_list_at(groups, i);

		if (group->role == NULL)
			continue;
		if (is_begun)
			cw_buf_putc(&payload->buf, ',');
		else
			put_plain(payload, "cognito:roles", "[");
		is_begun = true;
		cw_buf_put_json(&payload->buf, group->role,
		    strlen(group->role));
	}
	if (is_begun)
		cw_buf_putc(&payload->buf, ']');
	if (preferred != NULL)
		put_text(payload, "cognito:preferred_role", preferred);
}

/* What both kinds say. */
static enum cw_err
put_common(struct payload *payload, const char *use, int64_t ttl_sec)
{
	const struct cw_origin *origin = payload->of->origin;
	char uuid[37];
	enum cw_err err = cw_random_uuid(uuid);

	if (err != CW_OK)
		return err;
	put_text(payload, "sub", payload->of->holder->sub);
	put_text(payload, "iss", payload->issuer);
	put_text(payload, "token_use", use);
	put_text(payload, "origin_jti", origin->uuid);
	put_text(payload, "event_id", payload->event_id);
	put_text(payload, "jti", uuid);
	put_number(payload, "auth_time", origin->began / 1000);
	put_number(payload, "iat", payload->now_sec);
	put_number(payload, "exp", payload->now_sec + ttl_sec);
	put_groups(payload);
	return CW_OK;
}

/* A text, but for those that say whether something was verified. */
static void
put_attribute(struct payload *payload, const struct cw_attribute *attribute)
{
	static const char verified[] = "_verified";
	size_t len = strlen(attribute->name);

	if (len > sizeof(verified) &&
	    strcmp(attribute->name + len - (sizeof(verified) - 1), verified) ==
		0 &&
	    strncmp(attribute->name, "custom:", 7) != 0)
		put_plain(payload, attribute->name,
		    cw_text_equal(attribute->value, "true") ? "true" : "false");
	else
		put_text(payload, attribute->name, attribute->value);
}

/* Whom other services know the holder as, the first of them foremost. */
static void
put_identities(struct payload *payload)
{
	const struct cw_list *all = &payload->of->holder->identities;
	struct cw_buf *buf = &payload->buf;

	if (all->count == 0)
		return;
	put_plain(payload, "identities", "[");
	for (size_t i = 0; i < all->count; i++) {
		const struct cw_identity *one = cw_list_at(all, i);

		cw_buf_puts(buf, i == 0 ? "{\"userId\":" : ",{\"userId\":");
		cw_buf_put_json(buf, one->subject, strlen(one->subject));
		cw_buf_puts(buf, ",\"providerName\":");
		cw_buf_put_json(buf, one->provider, strlen(one->provider));
		cw_buf_puts(buf, ",\"providerType\":\"OIDC\",\"issuer\":");
		cw_buf_put_json(buf, one->issuer, strlen(one->issuer));
		cw_buf_printf(buf,
		    ",\"primary\":\"%s\",\"dateCreated\":\"%lld\"}",
		    i == 0 ? "true" : "false", (long long)one->since);
	}
	cw_buf_putc(buf, ']');
}

static enum cw_err
put_id(struct payload *payload)
{
	const struct cw_holder *holder = payload->of->holder;
	enum cw_err err =
	    put_common(payload, "id", payload->of->client->id_ttl_sec);

	if (err != CW_OK)
		return err;
	put_text(payload, "aud", payload->of->client->id);
	put_text(payload, "cognito:username", holder->name);
	put_text(payload, "email", holder->email);
	put_plain(payload, "email_verified",
	    holder->is_confirmed ? "true" : "false");
	for (size_t i = 0; i < holder->attributes.count; i++)
		put_attribute(payload, cw_list_at(&holder->attributes, i));
	put_roles(payload);
	put_identities(payload);
	return CW_OK;
}

static enum cw_err
put_access(struct payload *payload)
{
	enum cw_err err =
	    put_common(payload, "access", payload->of->client->access_ttl_sec);

	if (err != CW_OK)
		return err;
	put_text(payload, "client_id", payload->of->client->id);
	put_text(payload, "username", payload->of->holder->name);
	put_text(payload, "scope", CW_JWT_SCOPE);
	return CW_OK;
}

/* header.payload.signature */
static enum cw_err
sign(const struct cw_signing_key *key, struct cw_arena *arena,
    struct payload *payload, const char **out)
{
	unsigned char signature[CW_PKI_SIGNATURE_BYTES];
	const char *body, *text, *end;
	enum cw_err err;

	cw_buf_putc(&payload->buf, '}');
	err = cw_buf_end(&payload->buf);
	if (err != CW_OK)
		return err;
	body = cw_crypto_base64url(arena, payload->buf.data, payload->buf.len);
	if (body == NULL)
		return CW_NOMEM;
	text = cw_arena_printf(arena, "%s.%s", key->header, body);
	if (text == NULL)
		return CW_NOMEM;
	err = cw_pki_sign(key->key, text, strlen(text), signature);
	if (err != CW_OK)
		return err;
	end = cw_crypto_base64url(arena, signature, sizeof(signature));
	if (end == NULL)
		return CW_NOMEM;
	*out = cw_arena_printf(arena, "%s.%s", text, end);
	return *out == NULL ? CW_NOMEM : CW_OK;
}

static enum cw_err
make_one(const struct cw_signing_set *set, enum cw_signing_use use,
    struct cw_arena *arena, struct payload *payload, const char **out)
{
	const struct cw_signing_key *key = cw_signing_newest(set, use);
	enum cw_err err;

	if (key == NULL)
		return CW_SYSTEM;
	cw_buf_init(&payload->buf, arena, CW_JWT_MAX_BYTES);
	err = use == CW_SIGNS_ID ? put_id(payload) : put_access(payload);
	if (err != CW_OK)
		return err;
	return sign(key, arena, payload, out);
}

enum cw_err
cw_jwt_make(struct cw_pool *pool, const struct cw_conf *conf,
    struct cw_arena *arena, const struct cw_jwt_of *of, struct cw_jwt_pair *out)
{
	char event_id[37];
	struct payload payload = {
		.of = of,
		.event_id = event_id,
		.now_sec = cw_clock_now_ms() / 1000,
	};
	struct cw_signing_set *set;
	enum cw_err err = cw_random_uuid(event_id);

	if (err != CW_OK)
		return err;
	err = cw_jwt_issuer(pool, conf, arena, &payload.issuer);
	if (err != CW_OK)
		return err;
	/* After a restore there are none: a backup has no such keys. */
	err = cw_signing_init(pool);
	if (err == CW_OK)
		err = cw_signing_take(pool, &set);
	if (err != CW_OK)
		return err;
	err = make_one(set, CW_SIGNS_ID, arena, &payload, &out->id);
	if (err == CW_OK)
		err = make_one(set, CW_SIGNS_ACCESS, arena, &payload,
		    &out->access);
	cw_signing_give(set);
	return err;
}
