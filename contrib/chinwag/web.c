/* Asking the web server that stands before the programs. */

#include "web.h"

#include <string.h>
#include <strings.h>
#include <unistd.h>

#include "base/text.h"
#include "child.h"
#include "places.h"

#define WORDS_MAX 40
#define OUTPUT_MAX_BYTES (2 << 20)
#define STANDARD_LIMIT_MS 20000
#define GRACE_MS 15000

struct words {
	const char *list[WORDS_MAX + 1];
	size_t count;
};

static void
add(struct words *words, const char *word)
{
	if (words->count < WORDS_MAX)
		words->list[words->count++] = word;
}

static void
add_two(struct words *words, const char *name, const char *word)
{
	if (word == NULL)
		return;
	add(words, name);
	add(words, word);
}

static void
spell(const struct web *web, const struct web_request *request,
    struct words *words)
{
	struct cw_arena *arena = web->op->arena;

	add_two(words, "--method", request->method);
	for (size_t i = 0; i < WEB_HEADERS_MAX; i++)
		add_two(words, "--header", request->headers[i]);
	if (web->connect != NULL)
		add_two(words, "--connect",
		    cw_arena_printf(arena, "::%s", web->connect));
	if (request->limit_ms != 0)
		add_two(words, "--limit-ms",
		    cw_arena_printf(arena, "%lld",
			(long long)request->limit_ms));
	if (request->is_chunked)
		add(words, "--chunked");
	if (request->is_twice)
		add(words, "--again");
	if (web->is_insecure)
		add(words, "--insecure");
	add(words, cw_arena_printf(arena, "%s%s", web->origin, request->path));
}

/* --- what it says --------------------------------------------------------- */

/* The value of "name value" among the first lines; "": it is not there. */
static const char *
find_line(struct cw_arena *arena, const char *text, const char *name)
{
	size_t len = strlen(name);

	while (*text != '\0' && *text != '\n') {
		size_t line = strcspn(text, "\n");

		if (line > len && strncmp(text, name, len) == 0 &&
		    text[len] == ' ')
			return cw_arena_copy(arena, text + len + 1,
			    line - len - 1);
		text += line + (text[line] == '\n');
	}
	return NULL;
}

static int64_t
find_number(struct cw_arena *arena, const char *text, const char *name)
{
	const char *value = find_line(arena, text, name);
	int64_t number;

	if (value == NULL || cw_text_to_int(value, &number) != CW_OK)
		return 0;
	return number;
}

static enum cw_err
parse(struct cw_arena *arena, const struct child_output *output,
    struct web_answer *out)
{
	const char *text = output->text;
	const char *gap = strstr(text, "\n\n");
	const char *body;

	if (gap == NULL)
		return CW_SYSTEM;
	out->status = (int)find_number(arena, text, "status");
	out->connections = find_number(arena, text, "connections");
	out->first_ms = find_number(arena, text, "first_ms");
	out->last_ms = find_number(arena, text, "last_ms");
	out->expires = find_number(arena, text, "expires");
	out->is_untrusted = find_number(arena, text, "untrusted") != 0;
	out->error = find_line(arena, text, "error");
	/* Headers end with CRLF each, so the blank line stands alone. */
	out->headers = gap + 2;
	if (out->headers[0] == '\n') {
		body = out->headers + 1;
		out->headers = "";
	} else {
		body = strstr(out->headers, "\n\n");
		if (body == NULL)
			return CW_SYSTEM;
		out->headers = cw_arena_copy(arena, out->headers,
		    (size_t)(body + 1 - out->headers));
		body += 2;
	}
	out->body = body;
	out->body_len = output->len - (size_t)(body - text);
	return out->headers == NULL ? CW_NOMEM : CW_OK;
}

enum cw_err
web_ask(const struct web *web, const struct web_request *request,
    struct web_answer *out)
{
	struct words words = { .count = 0 };
	int64_t limit_ms =
	    request->limit_ms == 0 ? STANDARD_LIMIT_MS : request->limit_ms;
	const struct child child = {
		.argv = words.list,
		.input = request->body == NULL ? "" : request->body,
		.input_len = request->body_len,
		.limit_ms = 2 * limit_ms + GRACE_MS,
	};
	struct child_output output = { .text = "" };
	const char *why = "";
	int status = 0;
	enum cw_err err;

	add(&words, beside_us(web->op->arena, "chinwag-fetch"));
	spell(web, request, &words);
	for (size_t i = 0; i < words.count; i++)
		if (words.list[i] == NULL)
			return CW_NOMEM;
	if (access(words.list[0], X_OK) != 0)
		return CW_NOTFOUND;
	err = run_and_read(&child, web->op->arena, OUTPUT_MAX_BYTES, &status,
	    &output, &why);
	if (err != CW_OK)
		return err;
	*out = (struct web_answer){ 0 };
	return status == 0 ? parse(web->op->arena, &output, out) : CW_SYSTEM;
}

const char *
web_header(const struct web *web, const struct web_answer *answer,
    const char *name)
{
	const char *line = answer->headers;
	size_t len = strlen(name);

	while (*line != '\0') {
		size_t line_len = strcspn(line, "\r\n");

		if (line_len > len && strncasecmp(line, name, len) == 0 &&
		    line[len] == ':') {
			line += len + 1;
			line_len -= len + 1;
			while (line_len > 0 && *line == ' ') {
				line++;
				line_len--;
			}
			return cw_arena_copy(web->op->arena, line, line_len);
		}
		line += line_len;
		line += strspn(line, "\r\n");
	}
	return NULL;
}
