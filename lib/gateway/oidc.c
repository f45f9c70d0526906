/* Sending browsers to a provider, and judging what they come back with. */

#include "gateway/oidc.h"

#include <string.h>

#include "base/clock.h"
#include "base/log.h"
#include "base/text.h"
#include "base/url.h"
#include "gateway/access.h"
#include "gateway/foreign.h"
#include "gateway/oidc_ask.h"
#include "gateway/oidc_document.h"
#include "gateway/oidc_token.h"
#include "gateway/reply.h"
#include "gateway/service.h"
#include "pool/name.h"

#define URL_MAX_BYTES 4000
#define FORM_MAX_BYTES 12000

/* --- models --------------------------------------------------------------- */

static const struct cw_field going_fields[] = {
	CW_TEXT(struct cw_oidc_going, location, 1, URL_MAX_BYTES,
	    CW_FORMAT_LINE, CW_REQUIRED, "Where the browser is to go."),
	CW_END,
};

const struct cw_model cw_oidc_going_model = {
	.name = "Going",
	.size = sizeof(struct cw_oidc_going),
	.fields = going_fields,
};

static const struct cw_field identity_fields[] = {
	CW_TEXT(struct cw_identity, provider, 1, CW_PROVIDER_NAME_MAX_CHARS,
	    CW_FORMAT_KEY, CW_REQUIRED, "The provider's name."),
	CW_TEXT(struct cw_identity, email, 0, CW_EMAIL_MAX_BYTES,
	    CW_FORMAT_LINE, CW_REQUIRED,
	    "The mail address that it knows; may be empty."),
	CW_NUMBER(struct cw_identity, since, 0, CW_ID_MAX, CW_ABSENT,
	    CW_REQUIRED, "When it was connected."),
	CW_NUMBER(struct cw_identity, seen, 0, CW_ID_MAX, CW_ABSENT,
	    CW_REQUIRED, "When somebody signed in by it, the last time."),
	CW_END,
};

const struct cw_model cw_identity_model = {
	.name = "Identity",
	.size = sizeof(struct cw_identity),
	.fields = identity_fields,
};

static const struct cw_field arrival_fields[] = {
	CW_TEXT(struct cw_arrival, arrival, 1, CW_ARRIVAL_MAX_BYTES * 2,
	    CW_FORMAT_SECRET, CW_REQUIRED,
	    "What making or connecting an account must bring."),
	CW_TEXT(struct cw_arrival, provider, 1, CW_PROVIDER_NAME_MAX_CHARS,
	    CW_FORMAT_KEY, CW_REQUIRED, "The provider's name."),
	CW_TEXT(struct cw_arrival, label, 1, CW_PROVIDER_LABEL_MAX_CHARS,
	    CW_FORMAT_LINE, CW_REQUIRED, "What people know it by."),
	CW_TEXT(struct cw_arrival, username, 0, CW_NAME_MAX_CHARS,
	    CW_FORMAT_LINE, CW_REQUIRED,
	    "A name that would be fitting; may be empty, or taken."),
	CW_TEXT(struct cw_arrival, email, 0, CW_EMAIL_MAX_BYTES, CW_FORMAT_LINE,
	    CW_REQUIRED, "The mail address that it knows; may be empty."),
	CW_FLAG(struct cw_arrival, verified, CW_REQUIRED,
	    "Whether it says that the address is theirs."),
	CW_FLAG(struct cw_arrival, can_sign_up, CW_REQUIRED,
	    "Whether an account may be made."),
	CW_FLAG(struct cw_arrival, needs_invitation, CW_REQUIRED,
	    "Whether that takes an invitation."),
	CW_NUMBER(struct cw_arrival, expires, 0, CW_ID_MAX, CW_ABSENT,
	    CW_REQUIRED, "Until when."),
	CW_END,
};

const struct cw_model cw_arrival_model = {
	.name = "Arrival",
	.size = sizeof(struct cw_arrival),
	.fields = arrival_fields,
};

/* --- going ---------------------------------------------------------------- */

enum cw_err
cw_oidc_provider(const struct cw_ctx *cx, const char *name,
    const struct cw_provider **out)
{
	if (cx->service->outside == NULL)
		return CW_NOTFOUND;
	return cw_provider_find(&cx->service->outside->providers, name, out);
}

/* The site itself, as the configuration has it: there is one such address. */
static const char *
redirect_uri(const struct cw_ctx *cx)
{
	return cw_arena_printf(cx->chat.arena, "%s/", cx->conf->base_url);
}

/* "name=value" of a form, with '&' behind it. */
static void
put_field(struct cw_buf *buf, const char *name, const char *value)
{
	cw_buf_printf(buf, "%s=", name);
	cw_url_put_segment(buf, value);
	cw_buf_putc(buf, '&');
}

/* What the verifier is told by (RFC 7636 section 4.2). */
static const char *
challenge_of(struct cw_arena *arena, const char *verifier)
{
	unsigned char hash[CW_HASH_BYTES];

	cw_crypto_sha256(verifier, strlen(verifier), hash);
	return cw_crypto_base64url(arena, hash, sizeof(hash));
}

static enum cw_err
write_location(struct cw_ctx *cx, const struct cw_provider *provider,
    const char *endpoint, const struct cw_handover *handover, const char **out)
{
	struct cw_arena *arena = cx->chat.arena;
	const char *challenge = challenge_of(arena, handover->verifier);
	const char *site = redirect_uri(cx);
	struct cw_buf buf;
	enum cw_err err;

	if (challenge == NULL || site == NULL)
		return CW_NOMEM;
	cw_buf_init(&buf, arena, URL_MAX_BYTES);
	cw_buf_printf(&buf, "%s%c", endpoint,
	    strchr(endpoint, '?') == NULL ? '?' : '&');
	put_field(&buf, "response_type", "code");
	put_field(&buf, "client_id", provider->client_id);
	put_field(&buf, "redirect_uri", site);
	put_field(&buf, "scope", provider->scopes);
	put_field(&buf, "state", handover->state);
	put_field(&buf, "nonce", handover->nonce);
	put_field(&buf, "code_challenge", challenge);
	cw_buf_puts(&buf, "code_challenge_method=S256");
	err = cw_buf_end(&buf);
	if (err == CW_OK)
		*out = buf.data;
	return err;
}

enum cw_err
cw_oidc_begin(struct cw_ctx *cx, const char *name,
    enum cw_handover_purpose purpose, struct cw_oidc_going *out)
{
	struct cw_handover handover = {
		.purpose = purpose,
		.session_id = purpose == CW_HANDOVER_LINK ? cx->session.id : 0,
	};
	const struct cw_provider *provider;
	struct cw_oidc_places places;
	const char *sealed;
	enum cw_err err = cw_oidc_provider(cx, name, &provider);

	if (err != CW_OK)
		return err;
	err = cw_oidc_places(cx, provider, &places);
	if (err != CW_OK)
		return err;
	handover.provider = provider->name;
	handover.issuer = provider->issuer;
	err = cw_handover_begin(cx->pool, cx->chat.arena, &handover, &sealed);
	if (err == CW_OK)
		err = write_location(cx, provider, places.authorization,
		    &handover, &out->location);
	if (err == CW_OK)
		cx->reply->handover = sealed;
	return err;
}

/* --- coming back ---------------------------------------------------------- */

/* What the browser brings, and what is known by it. */
struct finish {
	struct cw_ctx *cx;
	const struct cw_oidc_coming *coming;
	const struct cw_provider *provider;
	struct cw_handover handover;
	struct cw_oidc_places places;
	const char *id_token;
};

static enum cw_err
unproven(const struct finish *finish, const char *why)
{
	cw_log(CW_LOG_WARNING, "sign-in by provider %s proves nobody: %s",
	    finish->provider->name, why);
	return CW_UNPROVEN;
}

/* Did this browser set out from here, for this, to this provider? */
static enum cw_err
check_handover(struct finish *finish, enum cw_handover_purpose purpose)
{
	struct cw_ctx *cx = finish->cx;
	struct cw_handover *handover = &finish->handover;
	const char *sealed;
	enum cw_err err;

	err = cw_cookie_find(cx->chat.arena, cx->request->cookie,
	    cw_access_handover_name(cx->conf), &sealed);
	if (err == CW_NOMEM)
		return err;
	if (err != CW_OK || sealed == NULL)
		return unproven(finish, "this browser did not set out for it");
	err = cw_handover_take(cx->pool, cx->chat.arena, sealed,
	    finish->coming->state, handover);
	cx->reply->handover = "";
	if (err == CW_UNPROVEN)
		return unproven(finish,
		    "the state is not this browser's, was "
		    "used, or is too old");
	if (err != CW_OK)
		return err;
	if (handover->purpose != purpose ||
	    !cw_text_equal(handover->provider, finish->provider->name) ||
	    !cw_text_equal(handover->issuer, finish->provider->issuer))
		return unproven(finish, "it was begun for something else");
	if (purpose == CW_HANDOVER_LINK &&
	    handover->session_id != cx->session.id)
		return unproven(finish, "it was begun in another session");
	return CW_OK;
}

/* RFC 9207 section 2.4: it must be the one that was asked. */
static enum cw_err
check_issuer(const struct finish *finish)
{
	const char *iss = finish->coming->iss;

	if (iss == NULL && !finish->places.tells_issuer)
		return CW_OK;
	if (!cw_text_equal(iss, finish->provider->issuer))
		return unproven(finish, "another issuer answered (iss)");
	return CW_OK;
}

/* RFC 6749 section 2.3.1; NULL: no memory. */
static const char *
basic_authorization(struct cw_arena *arena, const struct cw_provider *provider)
{
	struct cw_buf buf;
	const char *text;

	cw_buf_init(&buf, arena, FORM_MAX_BYTES);
	cw_url_put_segment(&buf, provider->client_id);
	cw_buf_putc(&buf, ':');
	cw_url_put_segment(&buf, provider->client_secret);
	if (buf.failed)
		return NULL;
	text = cw_crypto_encode(arena, CW_BASE64, buf.data, buf.len);
	return text == NULL ? NULL : cw_arena_printf(arena, "Basic %s", text);
}

static enum cw_err
write_question(const struct finish *finish, struct cw_oidc_question *out)
{
	const struct cw_provider *provider = finish->provider;
	struct cw_arena *arena = finish->cx->chat.arena;
	const char *site = redirect_uri(finish->cx);
	bool is_secret = provider->client_secret[0] != '\0';
	bool is_posted = is_secret && finish->places.takes_post;
	struct cw_buf buf;

	if (site == NULL)
		return CW_NOMEM;
	cw_buf_init(&buf, arena, FORM_MAX_BYTES);
	put_field(&buf, "code", finish->coming->code);
	put_field(&buf, "redirect_uri", site);
	put_field(&buf, "code_verifier", finish->handover.verifier);
	if (!is_secret || is_posted)
		put_field(&buf, "client_id", provider->client_id);
	if (is_posted)
		put_field(&buf, "client_secret", provider->client_secret);
	cw_buf_puts(&buf, "grant_type=authorization_code");
	out->url = finish->places.token;
	out->form = buf.data;
	if (is_secret && !is_posted) {
		out->authorization = basic_authorization(arena, provider);
		if (out->authorization == NULL)
			return CW_NOMEM;
	}
	return cw_buf_end(&buf);
}

/* What it says instead (RFC 6749 section 5.2): only a bad code is theirs. */
static enum cw_err
read_refusal(const struct finish *finish, struct json_object *json)
{
	const char *error;
	enum cw_err err =
	    cw_foreign_text(json, "error", finish->cx->chat.arena, &error);

	if (err != CW_OK)
		return err;
	if (cw_text_equal(error, "invalid_grant"))
		return unproven(finish, "the provider does not take the code");
	cw_log(CW_LOG_ERROR, "provider %s refuses this site: %s",
	    finish->provider->name, error == NULL ? "no reason given" : error);
	return CW_UNREACHABLE;
}

/* The code for an ID token (Core 1.0 section 3.1.3). */
static enum cw_err
exchange(struct finish *finish)
{
	struct cw_arena *arena = finish->cx->chat.arena;
	struct cw_oidc_question question = { 0 };
	struct cw_oidc_answer answer;
	struct json_object *json;
	enum cw_err err = write_question(finish, &question);

	if (err == CW_OK)
		err = cw_oidc_ask(finish->cx, finish->provider, &question,
		    &answer);
	if (err != CW_OK)
		return err;
	err = cw_foreign_parse(arena, answer.body, answer.len, &json);
	if (err == CW_INVALID)
		return unproven(finish, "its answer is not proper JSON");
	if (err != CW_OK)
		return err;
	if (answer.status == 200)
		err =
		    cw_foreign_text(json, "id_token", arena, &finish->id_token);
	else
		err = read_refusal(finish, json);
	json_object_put(json);
	if (err == CW_OK && finish->id_token == NULL)
		return unproven(finish, "there is no ID token in its answer");
	return err;
}

/* By the keys at hand, or, if its key is not among them, by those of now. */
static enum cw_err
judge(const struct finish *finish, bool anew, struct cw_identity *out)
{
	struct cw_ctx *cx = finish->cx;
	struct cw_id_token token = {
		.text = finish->id_token,
		.provider = finish->provider,
		.nonce = finish->handover.nonce,
		.now_ms = cw_clock_now_ms(),
	};
	enum cw_err err = cw_oidc_keys(cx, finish->provider, &finish->places,
	    anew, &token.keys);

	if (err == CW_TOOMANY)
		return unproven(finish,
		    "it is signed by a key that the "
		    "provider did not publish");
	if (err != CW_OK)
		return err;
	err = cw_id_token_judge(cx->chat.arena, &token, out);
	if (err == CW_UNPROVEN)
		return unproven(finish, token.why);
	return err;
}

static enum cw_err
prove(struct finish *finish, struct cw_identity *out)
{
	enum cw_err err =
	    cw_oidc_places(finish->cx, finish->provider, &finish->places);

	if (err == CW_OK)
		err = check_issuer(finish);
	if (err == CW_OK)
		err = exchange(finish);
	if (err == CW_OK)
		err = judge(finish, false, out);
	if (err == CW_NOTFOUND)
		err = judge(finish, true, out);
	if (err == CW_NOTFOUND)
		return unproven(finish,
		    "it is signed by a key that the "
		    "provider does not publish");
	return err;
}

enum cw_err
cw_oidc_finish(struct cw_ctx *cx, enum cw_handover_purpose purpose,
    const struct cw_oidc_coming *coming, struct cw_identity *out)
{
	const struct cw_actor actor = cw_ctx_actor(cx);
	struct finish finish = { .cx = cx, .coming = coming };
	enum cw_err err, noted;

	err = cw_oidc_provider(cx, coming->provider, &finish.provider);
	if (err == CW_OK)
		err = check_handover(&finish, purpose);
	if (err != CW_OK)
		return err;
	err = prove(&finish, out);
	if (err != CW_UNPROVEN)
		return err;
	noted =
	    cw_identity_note_failure(cx->pool, &actor, finish.provider->name);
	return noted == CW_OK ? err : noted;
}

/* --- arrivals ------------------------------------------------------------- */

/* Where only some domains may come, the provider must vouch for the address. */
enum cw_err
cw_oidc_may_sign_up(const struct cw_ctx *cx, const struct cw_identity *identity)
{
	const struct cw_provider *provider;
	const char *fold;
	enum cw_err err = cw_oidc_provider(cx, identity->provider, &provider);

	if (err != CW_OK)
		return err;
	if (!cw_text_equal(provider->sign_up, "yes"))
		return CW_FORBIDDEN;
	if (provider->email_domains[0] == '\0')
		return CW_OK;
	err = cw_email_fold(cx->chat.arena, identity->email, &fold);
	if (err != CW_OK)
		return err;
	return identity->is_verified && cw_provider_takes(provider, fold)
	    ? CW_OK
	    : CW_FORBIDDEN;
}

enum cw_err
cw_oidc_arrival(struct cw_ctx *cx, const struct cw_identity *identity,
    struct cw_arrival *out)
{
	const bool is_closed = cw_text_equal(cx->conf->registration, "closed");
	const struct cw_provider *provider;
	enum cw_err err = cw_oidc_provider(cx, identity->provider, &provider);

	if (err == CW_OK)
		err = cw_arrival_make(cx->pool, cx->chat.arena, identity,
		    &out->arrival, &out->expires);
	if (err != CW_OK)
		return err;
	out->provider = provider->name;
	out->label = provider->label;
	out->username = identity->name;
	out->email = identity->email;
	out->verified = identity->is_verified;
	out->can_sign_up = cw_oidc_may_sign_up(cx, identity) == CW_OK;
	out->needs_invitation = out->can_sign_up && is_closed;
	return CW_OK;
}

enum cw_err
cw_oidc_arrived(const struct cw_ctx *cx, const char *name, const char *token,
    struct cw_identity *out)
{
	const struct cw_provider *provider;
	struct cw_identity identity;
	enum cw_err err = cw_oidc_provider(cx, name, &provider);

	if (err != CW_OK)
		return err;
	err = cw_arrival_read(cx->pool, cx->chat.arena, token, &identity);
	if (err != CW_OK)
		return err;
	if (!cw_text_equal(identity.provider, provider->name) ||
	    !cw_text_equal(identity.issuer, provider->issuer))
		return CW_UNPROVEN;
	*out = identity;
	return CW_OK;
}
