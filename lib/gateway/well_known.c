/*
 * The documents below /<pool id>/.well-known/: the keys that verify tokens
 * (RFC 7517), and where they are (OpenID Connect Discovery 1.0).  Anybody may
 * read them, from any page.
 */

#include <string.h>

#include "base/clock.h"
#include "base/log.h"
#include "base/text.h"
#include "gateway/idp.h"
#include "gateway/jwt.h"
#include "gateway/request.h"
#include "gateway/serve.h"

#define DOCUMENT_MAX_BYTES 65536

/* A document is made of the issuer's name and the keys. */
typedef enum cw_err make_document(struct cw_buf *out, const char *issuer,
    const struct cw_signing_set *set, struct cw_arena *arena);

static enum cw_err
make_keys(struct cw_buf *out, const char *issuer,
    const struct cw_signing_set *set, struct cw_arena *arena)
{
	(void)issuer;
	cw_buf_puts(out, "{\"keys\":[");
	for (size_t i = 0; i < set->count; i++) {
		const char *n, *e;
		enum cw_err err =
		    cw_pki_key_public(set->keys[i].key, arena, &n, &e);

		if (err != CW_OK)
			return err;
		cw_buf_printf(out,
		    "%s{\"alg\":\"RS256\",\"e\":\"%s\",\"kid\":\"%s\","
		    "\"kty\":\"RSA\",\"n\":\"%s\",\"use\":\"sig\"}",
		    i == 0 ? "" : ",", e, set->keys[i].kid, n);
	}
	cw_buf_puts(out, "]}");
	return cw_buf_end(out);
}

static enum cw_err
make_configuration(struct cw_buf *out, const char *issuer,
    const struct cw_signing_set *set, struct cw_arena *arena)
{
	(void)set;
	(void)arena;
	cw_buf_puts(out,
	    "{\"id_token_signing_alg_values_supported\":"
	    "[\"RS256\"],\"issuer\":");
	cw_buf_put_json(out, issuer, strlen(issuer));
	cw_buf_puts(out, ",\"jwks_uri\":");
	cw_buf_put_json(out, issuer, strlen(issuer));
	/* The quote that ended the text makes room for the rest of it. */
	out->len--;
	cw_buf_puts(out,
	    "/.well-known/jwks.json\","
	    "\"subject_types_supported\":[\"public\"]}");
	return cw_buf_end(out);
}

static const struct {
	const char *path; /* behind the pool's id */
	make_document *make;
} documents[] = {
	{ "/.well-known/jwks.json", make_keys },
	{ "/.well-known/openid-configuration", make_configuration },
};

/* Which document is asked for, of our pool?  NULL: none. */
static make_document *
find_document(const struct cw_pool *pool, const struct cw_request *request)
{
	char id[CW_POOL_ID_CHARS + 1];
	const char *uri = request->uri;

	cw_pool_id(pool, id);
	if (*uri != '/' || strncmp(uri + 1, id, CW_POOL_ID_CHARS) != 0)
		return NULL;
	uri += 1 + CW_POOL_ID_CHARS;
	for (size_t i = 0; i < CW_LEN(documents); i++)
		if (strcmp(uri, documents[i].path) == 0)
			return documents[i].make;
	return NULL;
}

static enum cw_err
write_document(struct cw_service *service, struct cw_arena *arena,
    make_document *make, struct cw_buf *body)
{
	struct cw_signing_set *set;
	const char *issuer;
	enum cw_err err =
	    cw_jwt_issuer(service->pool, service->conf, arena, &issuer);

	if (err != CW_OK)
		return err;
	err = cw_signing_take(service->pool, &set);
	if (err != CW_OK)
		return err;
	err = make(body, issuer, set, arena);
	cw_signing_give(set);
	return err;
}

static void
put_answer(struct cw_buf *out, const char *status, const struct cw_buf *body)
{
	cw_buf_printf(out,
	    "Status: %s\r\n"
	    "Access-Control-Allow-Origin: *\r\n"
	    "X-Content-Type-Options: nosniff\r\n"
	    "Content-Length: %zu\r\n",
	    status, body->len);
	if (body->len > 0)
		cw_buf_puts(out,
		    "Content-Type: application/json\r\n"
		    "Cache-Control: public, max-age=300\r\n");
	else
		cw_buf_puts(out, "Cache-Control: no-store\r\n");
	cw_buf_puts(out, "\r\n");
	cw_buf_put(out, body->data, body->len);
}

/* The status line; body is empty unless it is 200. */
static const char *
answer(struct cw_service *service, struct cw_arena *arena,
    const struct cw_request *request, struct cw_buf *body)
{
	make_document *make;

	if (service->failure != CW_OK)
		return "503 Service Unavailable";
	make = find_document(service->pool, request);
	if (make == NULL)
		return "404 Not Found";
	if (strcmp(request->method, "GET") != 0)
		return "405 Method Not Allowed";
	if (write_document(service, arena, make, body) == CW_OK)
		return "200 OK";
	body->len = 0;
	return "503 Service Unavailable";
}

static void
serve_one(struct cw_service *service, struct cw_arena *arena,
    const struct cw_source *source, struct cw_peer *peer)
{
	struct cw_request request;
	struct cw_buf body, out;
	const char *status;
	enum cw_err err =
	    cw_request_read(&request, arena, service->conf, source);

	cw_buf_init(&body, arena, DOCUMENT_MAX_BYTES);
	cw_buf_init(&out, arena, 2 * DOCUMENT_MAX_BYTES);
	if (err == CW_OK)
		status = answer(service, arena, &request, &body);
	else
		status = "400 Bad Request";
	put_answer(&out, status, &body);
	peer->must_exit = service->failure != CW_OK;
	cw_peer_write(peer, out.data, out.len);
}

/* What the process needs is what such an endpoint needs. */
static const struct cw_endpoint endpoint = {
	.name = "well-known-get",
	.method = CW_GET,
	.path = "/{pool}/.well-known/{document}",
	.access = CW_ANYONE,
	.work = CW_READS,
};

static const struct cw_program program = {
	.name = "well-known-get",
	.endpoint = &endpoint,
	.is_outside = true,
	.serve_one = serve_one,
};

int
cw_serve_well_known(int argc, char **argv)
{
	return cw_serve_program(&program, argc, argv);
}
