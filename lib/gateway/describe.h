/*
 * What a program says of itself: the operation, from its tables.
 *
 * `PROGRAM --describe` prints one JSON object, the same for the same program:
 *
 *	name		of the program, "messages-post"
 *	method, path	"POST", "/conversations/{id}/messages"
 *	summary, doc	doc may be null
 *	access		"anyone", "user", "member" or "admin"
 *	idempotent	is a header Idempotency-Key taken?
 *	stream		is it also answered as text/event-stream?
 *	etag		have answers an ETag, and is If-None-Match heeded?
 *	parameters	[{name, in: "path"|"query"|"header", required,
 *			description, schema}]
 *	body		null, or {required, types: ["application/json", ...],
 *			schema}
 *	responses	[{status, types, schema, location}]: the successes;
 *			types is [] and schema null for an empty body; location
 *			says whether a Location header comes
 *	errors		[{status, code, message, retry}] by status: those that
 *			access and models imply, and those declared; retry says
 *			whether Retry-After comes.  Their bodies are "Problem"
 *	schemas		{Name: schema} of all models that are used, by name;
 *			schemas refer to each other by
 *			{"$ref": "#/components/schemas/Name"}
 *
 * Schemas are those of OpenAPI 3.1 (JSON Schema 2020-12).
 */

#ifndef CW_GATEWAY_DESCRIBE_H
#define CW_GATEWAY_DESCRIBE_H

#include "base/text.h"
#include "gateway/endpoint.h"

void cw_describe(struct cw_buf *buf, const struct cw_endpoint *endpoint);

/* A field's schema. */
void cw_schema_field(struct cw_buf *buf, const struct cw_field *field);

/*
 * A model's schema; with an endpoint, whose request it is, only of the fields
 * that come from the body.
 */
void cw_schema_model(struct cw_buf *buf, const struct cw_model *model,
    const struct cw_endpoint *endpoint);

/* The same for a whole body: a reference, or a root field's schema. */
void cw_schema_root(struct cw_buf *buf, const struct cw_model *model);

/* To standard output; the exit code. */
int cw_print_description(const struct cw_endpoint *endpoint);
int cw_print_version(const char *name);

#endif
