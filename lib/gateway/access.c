/* Deciding who calls, from where, and whether they may. */

#include "gateway/access.h"

#include <assert.h>
#include <string.h>
#include <strings.h>

#include "base/text.h"
#include "gateway/cors.h"
#include "gateway/jwt.h"

const char *
cw_access_cookie_name(const struct cw_conf *conf)
{
	return cw_text_starts(conf->base_url, "https:") ? "__Host-chinwag"
							: "chinwag";
}

const char *
cw_access_device_name(const struct cw_conf *conf)
{
	return cw_text_starts(conf->base_url, "https:")
	    ? "__Host-chinwag-device"
	    : "chinwag-device";
}

const char *
cw_access_handover_name(const struct cw_conf *conf)
{
	return cw_text_starts(conf->base_url, "https:")
	    ? "__Host-chinwag-handover"
	    : "chinwag-handover";
}

/* The token in an Authorization header, or NULL: none, or not for us. */
static const char *
authorization_token(const char *header)
{
	static const char scheme[] = "Bearer ";

	if (header == NULL || *header == '\0')
		return NULL;
	if (strncasecmp(header, scheme, sizeof(scheme) - 1) == 0)
		return header + sizeof(scheme) - 1;
	return strchr(header, ' ') == NULL ? header : NULL;
}

/* --- other sites --------------------------------------------------------- */

enum origin { ORIGIN_OWN, ORIGIN_OTHER, ORIGIN_UNTOLD };

static enum origin
judge_origin(const struct cw_conf *conf, const struct cw_request *request)
{
	const char *site = request->fetch_site;

	if (site != NULL)
		return cw_text_equal(site, "same-origin") ||
			cw_text_equal(site, "none")
		    ? ORIGIN_OWN
		    : ORIGIN_OTHER;
	if (request->origin != NULL)
		return cw_cors_is_own(conf, request->origin) ? ORIGIN_OWN
							     : ORIGIN_OTHER;
	return ORIGIN_UNTOLD;
}

enum cw_err
cw_access_origin(const struct cw_conf *conf, const struct cw_endpoint *endpoint,
    const struct cw_request *request)
{
	bool has_cookie = request->cookie != NULL &&
	    strstr(request->cookie, cw_access_cookie_name(conf)) != NULL;
	enum origin origin;

	if (endpoint->method == CW_GET ||
	    authorization_token(request->authorization) != NULL)
		return CW_OK;
	origin = judge_origin(conf, request);
	if (!has_cookie) {
		if (origin == ORIGIN_OTHER &&
		    !cw_cors_is_allowed(conf, request->origin))
			return CW_CROSSSITE;
		return CW_OK;
	}
	if (origin != ORIGIN_OWN)
		return CW_CROSSSITE;
	/* A form can't send JSON: no page posts this without a script. */
	if (request->body_len > 0 &&
	    !cw_request_is_type(request, "application/json"))
		return CW_UNSUPPORTED;
	return CW_OK;
}

/* --- the session --------------------------------------------------------- */

enum cw_err
cw_access_session(struct cw_ctx *cx, const struct cw_endpoint *endpoint,
    const struct cw_request *request)
{
	const char *token;
	enum cw_err err;

	if (endpoint->access == CW_ANYONE)
		return CW_OK;
	if (endpoint->access == CW_NOBODY)
		return CW_FORBIDDEN;
	token = authorization_token(request->authorization);
	if (token == NULL) {
		err = cw_cookie_find(request->arena, request->cookie,
		    cw_access_cookie_name(cx->conf), &token);
		if (err == CW_INVALID)
			return CW_UNAUTHORIZED;
		if (err != CW_OK)
			return err;
	}
	if (token == NULL)
		return CW_UNAUTHORIZED;
	/* A cookie never holds a token of the pool. */
	if (strlen(token) == CW_TOKEN_CHARS)
		err = cw_session_check(cx->pool, request->arena, token,
		    &cx->session);
	else if (token == authorization_token(request->authorization) &&
	    cw_jwt_looks_like(token))
		err = cw_jwt_session(cx->pool, cx->conf, request->arena, token,
		    &cx->session);
	else
		err = CW_UNAUTHORIZED;
	if (err != CW_OK)
		return err;
	if (endpoint->access == CW_ADMIN && !cx->session.is_administrator)
		return CW_FORBIDDEN;
	cw_session_touch(cx->pool, &cx->session);
	cx->chat.user_id = cx->session.account_id;
	cx->chat.user_name = cx->session.username;
	return CW_OK;
}

/* --- who acts ------------------------------------------------------------ */

struct cw_actor
cw_ctx_actor(const struct cw_ctx *cx)
{
	return (struct cw_actor){
		.account_id = cx->session.account_id,
		.name = cx->session.username,
		.address = cx->request->remote_addr,
		.agent = cx->request->user_agent,
	};
}

const char *
cw_ctx_device(const struct cw_ctx *cx)
{
	const char *token;
	enum cw_err err;

	err = cw_cookie_find(cx->request->arena, cx->request->cookie,
	    cw_access_device_name(cx->conf), &token);
	return err == CW_OK ? token : NULL;
}

/* --- the membership ------------------------------------------------------ */

enum cw_err
cw_access_member(struct cw_ctx *cx, const struct cw_endpoint *endpoint,
    const void *req)
{
	if (endpoint->access != CW_MEMBER)
		return CW_OK;
	for (const struct cw_field *field = endpoint->request->fields;
	     field->kind != CW_KIND_END; field++)
		if (cw_text_equal(field->name, "id") &&
		    cw_field_place(endpoint, field) == CW_IN_PATH) {
			const char *const *uuid = cw_field_at(field, req);

			return cw_member_find(&cx->chat, *uuid, &cx->member);
		}
	assert(false && "a member of what?");
	return CW_FORBIDDEN;
}
