/* Asking a provider: what chinwag-fetch is told, and what it tells. */

#include "gateway/oidc_ask.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/log.h"
#include "base/text.h"
#include "gateway/service.h"

#define QUESTION_MAX_BYTES 16384
#define HEAD_MAX_BYTES (72 * 1024) /* what it tells before the body */

/* More than the program allows itself: it says better what was wrong. */
#define LIMIT_MS 12000

static enum cw_err
refuse(const struct cw_provider *provider, const char *url, const char *why)
{
	cw_log(CW_LOG_WARNING, "cannot ask provider %s: %s: %s", provider->name,
	    url, why);
	return CW_UNREACHABLE;
}

static enum cw_err
write_question(struct cw_arena *arena, const struct cw_oidc_question *question,
    struct cw_buf *out)
{
	bool is_post = question->form != NULL;

	cw_buf_init(out, arena, QUESTION_MAX_BYTES);
	cw_buf_printf(out, "%s %s\nAccept: application/json\n",
	    is_post ? "POST" : "GET", question->url);
	if (is_post)
		cw_buf_puts(out,
		    "Content-Type: application/x-www-form-urlencoded\n");
	if (question->authorization != NULL)
		cw_buf_printf(out, "Authorization: %s\n",
		    question->authorization);
	cw_buf_putc(out, '\n');
	if (is_post)
		cw_buf_puts(out, question->form);
	return cw_buf_end(out);
}

/* --- the answer ----------------------------------------------------------- */

/* The value of a line "name value" before the first blank one, or NULL. */
static const char *
find_line(const char *text, const char *name)
{
	const size_t len = strlen(name);

	while (*text != '\0' && *text != '\n') {
		if (strncmp(text, name, len) == 0 && text[len] == ' ')
			return text + len + 1;
		text += strcspn(text, "\n");
		text += *text == '\n' ? 1 : 0;
	}
	return NULL;
}

/* "application/json", or another that ends with "+json"; and parameters. */
static bool
is_json_type(const char *type)
{
	const size_t len = strcspn(type, "; \t\r\n");

	return (len == 16 && strncasecmp(type, "application/json", 16) == 0) ||
	    (len > 17 && strncasecmp(type, "application/", 12) == 0 &&
		strncasecmp(type + len - 5, "+json", 5) == 0);
}

static bool
has_json_type(const char *head)
{
	static const char name[] = "content-type:";

	for (const char *line = head; line != NULL && line[0] != '\n';) {
		if (strncasecmp(line, name, sizeof(name) - 1) == 0) {
			line += sizeof(name) - 1;
			return is_json_type(line + strspn(line, " \t"));
		}
		line = strchr(line, '\n');
		if (line != NULL)
			line++;
	}
	return false;
}

/* Three parts: lines, a blank one, headers, a blank one, the body. */
static enum cw_err
read_told(const struct cw_provider *provider, const char *url, const char *text,
    size_t len, struct cw_oidc_answer *out)
{
	const char *status = find_line(text, "status");
	const char *error = find_line(text, "error");
	const char *head = strstr(text, "\n\n");
	const char *body = head == NULL ? NULL : strstr(head + 1, "\n\n");

	if (error != NULL)
		return refuse(provider, url,
		    strndupa(error, strcspn(error, "\n")));
	if (status == NULL || body == NULL)
		return refuse(provider, url, "nothing was told");
	out->status = (int)strtol(status, NULL, 10);
	out->body = body + 2;
	out->len = len - (size_t)(out->body - text);
	if (out->status >= 300 && out->status < 400)
		return refuse(provider, url, "it sends elsewhere");
	if (out->status >= 500)
		return refuse(provider, url, "it says that it cannot");
	if (!has_json_type(head + 2))
		return refuse(provider, url, "its answer is not JSON");
	return CW_OK;
}

enum cw_err
cw_oidc_ask(struct cw_ctx *cx, const struct cw_provider *provider,
    const struct cw_oidc_question *question, struct cw_oidc_answer *out)
{
	struct cw_arena *arena = cx->chat.arena;
	struct cw_buf input;
	char *text = NULL;
	size_t len = 0;
	enum cw_err err;

	if (cx->service->outside == NULL ||
	    cx->service->outside->errands == NULL)
		return CW_SYSTEM;
	if (!cw_provider_may_ask(provider, question->url))
		return refuse(provider, question->url,
		    "this is no address of its hosts");
	err = write_question(arena, question, &input);
	if (err != CW_OK)
		return err;
	const struct cw_errand errand = {
		.input = input.data,
		.len = input.len,
		.max_bytes = CW_OIDC_ANSWER_MAX_BYTES + HEAD_MAX_BYTES,
		.limit_ms = LIMIT_MS,
	};

	err = cw_errand_run(cx->service->outside->errands, &errand, arena,
	    &text, &len);
	if (err == CW_UNREACHABLE || err == CW_TOOLARGE)
		return refuse(provider, question->url, cw_err_word(err));
	if (err != CW_OK)
		return err;
	return read_told(provider, question->url, text, len, out);
}
