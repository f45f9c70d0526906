/* Asking a program what arrived of a request. */

#include "echo.h"

#include <assert.h>
#include <string.h>

#include "ask.h"
#include "base/text.h"
#include "gateway/probe.h"

static int64_t
find_number(struct cw_arena *arena, const char *text, const char *name)
{
	const char *key = cw_arena_printf(arena, "\"%s\":", name);
	const char *found = key == NULL ? NULL : strstr(text, key);
	const char *digits;
	int64_t number;

	if (found == NULL)
		return -1;
	found += strlen(key);
	digits = cw_arena_copy(arena, found, strspn(found, "0123456789"));
	if (digits == NULL || cw_text_to_int(digits, &number) != CW_OK)
		return -1;
	return number;
}

static bool
read_echo(struct cw_arena *arena, const struct web_answer *answer,
    struct echo *out)
{
	if (answer->status != 200 ||
	    !cw_text_starts(answer->body, "{\"program\":"))
		return false;
	*out = (struct echo){
		.text = answer->body,
		.program = find_member(arena, answer->body, "program"),
		.uri = find_member(arena, answer->body, "uri"),
		.result = find_member(arena, answer->body, "result"),
		.body_bytes = find_number(arena, answer->body, "body_bytes"),
		.user = find_number(arena, answer->body, "user"),
		.is_ours = strstr(answer->body, "\"is_ours\":true") != NULL,
		.is_below_prefix =
		    strstr(answer->body, "\"is_below_prefix\":true") != NULL,
	};
	return out->program != NULL;
}

bool
ask_echo(struct doctor *doctor, const struct web_request *request,
    struct web_answer *answer, struct echo *out)
{
	const struct operation *op = doctor->op;
	struct web_request asked = *request;
	char ticket[CW_PROBE_TICKET_CHARS + 1];
	size_t last = 0;
	enum cw_err err = CW_NOMEM;

	*answer = (struct web_answer){ 0 };
	while (asked.headers[last] != NULL)
		last++;
	assert(last < WEB_HEADERS_MAX);
	if (cw_probe_make(op->conf->data_dir, ticket) != CW_OK)
		return false;
	asked.headers[last] =
	    cw_arena_printf(op->arena, CW_PROBE_HEADER ": %s", ticket);
	asked.path = cw_arena_printf(op->arena, "%s%s", op->conf->api_prefix,
	    request->path);
	if (asked.headers[last] != NULL && asked.path != NULL)
		err = web_ask(&doctor->web, &asked, answer);
	cw_probe_drop(op->conf->data_dir, ticket);
	return err == CW_OK && read_echo(op->arena, answer, out);
}

const char *
echo_variable(const struct doctor *doctor, const struct echo *echo,
    const char *name, int n)
{
	const char *key = cw_arena_printf(doctor->op->arena, "\"%s=", name);
	const char *found = echo->text;

	if (key == NULL)
		return NULL;
	for (int i = 0; i <= n; i++) {
		found = strstr(found, key);
		if (found == NULL)
			return NULL;
		found += strlen(key);
	}
	return cw_arena_copy(doctor->op->arena, found, strcspn(found, "\""));
}
