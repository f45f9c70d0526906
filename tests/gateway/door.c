/* A request in memory. */

#include "gateway/door.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static ssize_t
read_body(void *arg, char *bytes, size_t len)
{
	struct door *door = arg;

	if (len > door->body_left)
		len = door->body_left;
	/* A little at a time, as a network does. */
	if (len > 100)
		len = 100;
	memcpy(bytes, door->body, len);
	door->body += len;
	door->body_left -= len;
	return (ssize_t)len;
}

int
door_make(void **state)
{
	struct door *door = calloc(1, sizeof(*door));

	if (door == NULL)
		return -1;
	cw_arena_init(&door->arena, 8 * 1024 * 1024);
	door->conf = (struct cw_conf){
		.base_url = "https://chat.example.org",
		.api_prefix = "/api",
		.events_by = "auto",
		.live_dir = "",
		.trusted_proxies = "",
		.cors_origins = "https://a.example https://b.example:8443",
		.body_max_bytes = 65536,
		.body_max_sec = 60,
	};
	*state = door;
	return 0;
}

int
door_remove(void **state)
{
	struct door *door = *state;

	cw_arena_clear(&door->arena);
	free(door);
	return 0;
}

static char *
join(struct door *door, const char *name, const char *value)
{
	char *var = cw_arena_printf(&door->arena, "%s=%s", name, value);

	assert_non_null(var);
	return var;
}

void
door_ask(struct door *door, const char *method, const char *uri)
{
	cw_arena_reset(&door->arena);
	memset(door->vars, 0, sizeof(door->vars));
	door->count = 0;
	door->body = "";
	door->body_left = 0;
	door_set(door, join(door, "REQUEST_METHOD", method));
	door_set(door, join(door, "REQUEST_URI", uri));
	door->source = (struct cw_source){
		.vars = door->vars,
		.read = read_body,
		.arg = door,
		.has_end = true,
	};
}

void
door_set(struct door *door, const char *var)
{
	assert_true(door->count < DOOR_VARS_MAX);
	door->vars[door->count++] = (char *)(uintptr_t)var;
}

void
door_body(struct door *door, const char *type, const char *bytes, size_t len)
{
	char length[32];

	(void)snprintf(length, sizeof(length), "%zu", len);
	door_set(door, join(door, "CONTENT_LENGTH", length));
	door_set(door, join(door, "CONTENT_TYPE", type));
	door->body = bytes;
	door->body_left = len;
}

void
door_json(struct door *door, const char *text)
{
	door_body(door, "application/json", text, strlen(text));
}

enum cw_err
door_read(struct door *door)
{
	return cw_request_read(&door->request, &door->arena, &door->conf,
	    &door->source);
}

enum cw_err
door_no_handler(struct cw_ctx *cx, const void *req, void *resp)
{
	(void)cx;
	(void)req;
	(void)resp;
	return CW_OK;
}

const char *
door_problem(const struct door *door, const char *at)
{
	const struct cw_problem *problems = door->request.problems.items;

	for (size_t i = 0; i < door->request.problems.count; i++)
		if (strcmp(problems[i].at, at) == 0)
			return problems[i].message;
	return NULL;
}
