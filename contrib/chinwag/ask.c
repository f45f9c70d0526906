/* Asking a program of the API one request, as CGI. */

#include "ask.h"

#include <string.h>
#include <unistd.h>

#include "base/text.h"
#include "child.h"
#include "places.h"

#define ANSWER_MAX_BYTES (4 << 20)
#define VARIABLES_MAX 64
#define LIMIT_MS 60000

struct variables {
	const char *texts[VARIABLES_MAX + 1];
	size_t count;
	bool is_full;
};

static void
add(struct variables *variables, const char *text)
{
	if (text == NULL || variables->count == VARIABLES_MAX)
		variables->is_full = true;
	else
		variables->texts[variables->count++] = text;
}

/* Our configuration is the program's, but for where the data are. */
static void
add_configuration(struct variables *variables, struct cw_arena *arena,
    const char *data_dir)
{
	static const char ours[] = "CHINWAG_DATA_DIR=";

	for (char **entry = environ; *entry != NULL; entry++)
		if (cw_text_starts(*entry, "CHINWAG_") &&
		    !cw_text_starts(*entry, ours))
			add(variables, *entry);
	add(variables, cw_arena_printf(arena, "%s%s", ours, data_dir));
}

static void
add_request(struct variables *variables, const struct operation *op,
    const struct invocation *in)
{
	struct cw_arena *arena = op->arena;

	add(variables, cw_arena_printf(arena, "REQUEST_METHOD=%s", in->method));
	add(variables,
	    cw_arena_printf(arena, "REQUEST_URI=%s%s", op->conf->api_prefix,
		in->path));
	if (in->body != NULL) {
		add(variables, "CONTENT_TYPE=application/json");
		add(variables,
		    cw_arena_printf(arena, "CONTENT_LENGTH=%zu",
			strlen(in->body)));
	}
	if (in->token != NULL)
		add(variables,
		    cw_arena_printf(arena, "HTTP_AUTHORIZATION=Bearer %s",
			in->token));
}

/* "Status: 200 OK", headers, a blank line, the body (RFC 3875 section 6). */
static enum cw_err
parse(const struct child_output *output, struct invoked *out)
{
	static const char first[] = "Status: ";
	const char *blank = strstr(output->text, "\r\n\r\n");
	const char *text = output->text + sizeof(first) - 1;

	if (blank == NULL || !cw_text_starts(output->text, first))
		return CW_SYSTEM;
	out->status = 0;
	for (int i = 0; i < 3; i++) {
		if (text[i] < '0' || text[i] > '9')
			return CW_SYSTEM;
		out->status = out->status * 10 + text[i] - '0';
	}
	out->body = blank + 4;
	return CW_OK;
}

enum cw_err
ask_program(const struct operation *op, const struct invocation *in,
    struct invoked *out, const char **why)
{
	const char *path = api_program(op->arena, in->programs, in->program);
	const char *const argv[] = { path, NULL };
	struct variables variables = { .count = 0 };
	const struct child child = {
		.argv = argv,
		.env = variables.texts,
		.input = in->body == NULL ? "" : in->body,
		.input_len = in->body == NULL ? 0 : strlen(in->body),
		.limit_ms = LIMIT_MS,
	};
	struct child_output output = { .text = "" };
	enum cw_err err;
	int status;

	add_configuration(&variables, op->arena, in->data_dir);
	add_request(&variables, op, in);
	if (path == NULL || variables.is_full)
		return CW_NOMEM;
	err = run_and_read(&child, op->arena, ANSWER_MAX_BYTES, &status,
	    &output, why);
	if (err == CW_OK)
		err = parse(&output, out);
	else
		return err;
	if (err != CW_OK)
		*why = "it gave no answer (see the log above)";
	return err;
}

const char *
find_member(struct cw_arena *arena, const char *json, const char *name)
{
	const char *key = cw_arena_printf(arena, "\"%s\":\"", name);
	const char *found = key == NULL ? NULL : strstr(json, key);

	if (found == NULL)
		return NULL;
	found += strlen(key);
	return cw_arena_copy(arena, found, strcspn(found, "\""));
}
