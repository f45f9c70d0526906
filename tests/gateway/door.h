/*
 * A request in memory, as a web server would hand it over.
 */

#ifndef TESTS_GATEWAY_DOOR_H
#define TESTS_GATEWAY_DOOR_H

#include "unit.h"

#include "gateway/request.h"

#define DOOR_VARS_MAX 32

/* Some id. */
#define DOOR_UUID "0a1b2c3d-4e5f-4a6b-8c7d-000000000001"

struct door {
	struct cw_arena arena;
	struct cw_conf conf;
	char *vars[DOOR_VARS_MAX + 1];
	size_t count;
	const char *body; /* what is still to be read */
	size_t body_left;
	struct cw_source source;
	struct cw_request request;
};

/* Setup and teardown; *state is the struct door. */
int door_make(void **state);
int door_remove(void **state);

#define DOOR_TEST(f) cmocka_unit_test_setup_teardown(f, door_make, door_remove)

/* Begin another request, "GET" of "/api/health" for example. */
void door_ask(struct door *door, const char *method, const char *uri);

/* One more variable, "HTTP_COOKIE=a=b"; borrowed. */
void door_set(struct door *door, const char *var);

/* A body with its length and type; bytes are borrowed. */
void
door_body(struct door *door, const char *type, const char *bytes, size_t len);
void door_json(struct door *door, const char *text);

/* Take the request in. */
enum cw_err door_read(struct door *door);

/* Of endpoints whose requests are only taken in. */
cw_handler door_no_handler;

/* What the client is told about a place; NULL: nothing. */
const char *door_problem(const struct door *door, const char *at);

#endif
