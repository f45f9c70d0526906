/* chinwag invoke: run a program of the API for one request by itself. */

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "ask.h"
#include "base/list.h"
#include "base/text.h"
#include "child.h"
#include "command.h"
#include "gateway/proxy.h"
#include "logline.h"
#include "options.h"
#include "places.h"
#include "pool/lend.h"

static int run_invoke(const struct operation *op, int argc, char **argv);

const struct command invoke_command = {
	.name = "invoke",
	.help = "Run a program of the API for one request, without a server.",
	.usage = "[-e EVENT | --data TEXT] [--as NAME] [--json] [--trace] "
		 "PROGRAM [VARIABLE=VALUE ...]",
	.details =
	    "The request is made of variables as a web server sets them (RFC "
	    "3875): where none\n"
	    "says otherwise, the program's own method and path.  Prints the "
	    "answer.\n"
	    "  -e EVENT     take the request from a file that holds a proxy "
	    "event of API\n"
	    "               Gateway, in JSON; \"-\" is standard input\n"
	    "  --data TEXT  the request's body; \"-\" is standard input\n"
	    "  --as NAME    sign in as that user, for this request alone\n"
	    "  --json       print the answer as a proxy result: statusCode, "
	    "headers, body\n"
	    "  --trace      tell on standard error what the program logs, and "
	    "how long each\n"
	    "               stage of the request took\n"
	    "\n"
	    "  chinwag invoke users-get --as anna\n"
	    "  chinwag invoke messages-get --as anna "
	    "REQUEST_URI=/api/conversations/.../messages\n"
	    "\n"
	    "Exit codes: 0 the answer's status is below 400, 1 no answer came, "
	    "2 used wrongly,\n"
	    "4 its status is 400 to 499, 5 it is 500 or more.\n",
	.run = run_invoke,
};

enum { EXIT_CLIENT = 4, EXIT_SERVER = 5 };

#define INPUT_MAX_BYTES (20 << 20)
#define ANSWER_MAX_BYTES (16 << 20)
#define DESCRIPTION_MAX_BYTES (1 << 20)
#define LIMIT_MS 90000

/* A lent session is ended right after; and if we are killed, soon. */
#define LENT_SEC 300

struct call {
	const struct operation *op;
	const char *name; /* of the program */
	const char *path;
	struct cw_texts vars; /* "NAME=value", each name once */
	const char *body;
	size_t body_len;
	const char *event; /* a file; NULL none */
	const char *data;  /* NULL none */
	const char *as;	   /* NULL nobody */
	bool is_json;
	bool is_traced;
};

/* --- variables ------------------------------------------------------------ */

static size_t
name_len(const char *text)
{
	return strcspn(text, "=");
}

/* The place of a variable of the same name; count: there is none. */
static size_t
find_variable(const struct call *call, const char *text)
{
	size_t i = 0, len = name_len(text);

	while (i < call->vars.count &&
	    (name_len(call->vars.items[i]) != len ||
		strncmp(call->vars.items[i], text, len) != 0))
		i++;
	return i;
}

static bool
has_variable(const struct call *call, const char *name)
{
	return find_variable(call, name) < call->vars.count;
}

/* "NAME=value", which may be NULL: then there was no memory for it. */
static enum cw_err
set_variable(struct call *call, const char *text)
{
	size_t i;

	if (text == NULL)
		return CW_NOMEM;
	i = find_variable(call, text);
	if (i == call->vars.count)
		return cw_texts_push(&call->vars, call->op->arena, text);
	call->vars.items[i] = text;
	return CW_OK;
}

static enum cw_err
set_unless(struct call *call, const char *name, const char *value)
{
	if (has_variable(call, name))
		return CW_OK;
	return set_variable(call,
	    cw_arena_printf(call->op->arena, "%s=%s", name, value));
}

/* What surrounds us is the program's, too, but for what is a request's. */
static bool
is_of_a_request(const char *text)
{
	static const char *const beginnings[] = { "CONTENT_", "GATEWAY_",
		"HTTP_", "PATH_INFO=", "QUERY_STRING=", "REMOTE_", "REQUEST_" };

	for (size_t i = 0; i < CW_LEN(beginnings); i++)
		if (cw_text_starts(text, beginnings[i]))
			return true;
	return false;
}

static enum cw_err
set_surroundings(struct call *call)
{
	enum cw_err err = CW_OK;

	for (char **entry = environ; err == CW_OK && *entry != NULL; entry++)
		if (!is_of_a_request(*entry))
			err = set_variable(call, *entry);
	return err;
}

/* --- the request ---------------------------------------------------------- */

/* A file, or standard input; a NUL stands behind it. */
static int
read_input(const struct call *call, const char *path, const char **out,
    size_t *len)
{
	bool is_stdin = cw_text_equal(path, "-");
	int fd = is_stdin ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC);
	char *bytes = cw_arena_alloc(call->op->arena, INPUT_MAX_BYTES + 1);
	ssize_t count = 1;

	if (fd < 0)
		return failed("cannot open %s: %s", path, strerror(errno));
	*len = 0;
	while (bytes != NULL && count > 0 && *len < INPUT_MAX_BYTES) {
		count = read(fd, bytes + *len, INPUT_MAX_BYTES - *len);
		if (count > 0)
			*len += (size_t)count;
	}
	if (!is_stdin)
		close(fd);
	if (bytes == NULL)
		return failed("%s", reason(CW_NOMEM));
	if (count != 0)
		return failed("cannot read %s: %s", path,
		    count < 0 ? strerror(errno) : "it is too long");
	*out = bytes;
	return EXIT_DONE;
}

static int
take_event(struct call *call)
{
	struct cw_proxy_request request;
	const char *text, *problem = "";
	size_t len;
	enum cw_err err;
	int code = read_input(call, call->event, &text, &len);

	if (code != EXIT_DONE)
		return code;
	if (strlen(text) != len)
		return failed("%s is no event: it has a NUL", call->event);
	err = cw_proxy_read(call->op->arena, text, call->op->conf->api_prefix,
	    &request, &problem);
	if (err == CW_INVALID)
		return failed("%s is no event: %s", call->event, problem);
	for (size_t i = 0; err == CW_OK && i < request.vars.count; i++)
		err = set_variable(call, request.vars.items[i]);
	if (err != CW_OK)
		return failed("%s", reason(err));
	call->body = request.body;
	call->body_len = request.body_len;
	return EXIT_DONE;
}

static int
take_data(struct call *call)
{
	if (cw_text_equal(call->data, "-"))
		return read_input(call, "-", &call->body, &call->body_len);
	call->body = call->data;
	call->body_len = strlen(call->data);
	return EXIT_DONE;
}

static bool
is_variable(const char *word)
{
	size_t len = strspn(word, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_");

	return len > 0 && word[len] == '=';
}

/* Where a program's description begins; one executable may describe many. */
static const char *
find_description(const struct call *call, const char *text)
{
	const char *start = cw_arena_printf(call->op->arena,
	    "\"name\":\"%s\",\n\"method\":", call->name);

	return start == NULL ? NULL : strstr(text, start);
}

/* The program's own method and path, where the request says neither. */
static int
take_description(struct call *call)
{
	const char *const argv[] = { call->path, "--describe", NULL };
	const struct child child = { .argv = argv, .input = "" };
	struct cw_arena *arena = call->op->arena;
	struct child_output output;
	const char *why = "", *text, *method = NULL, *path = NULL;
	int status;

	if (has_variable(call, "REQUEST_METHOD") &&
	    has_variable(call, "REQUEST_URI"))
		return EXIT_DONE;
	if (run_and_read(&child, arena, DESCRIPTION_MAX_BYTES, &status, &output,
		&why) != CW_OK ||
	    status != 0)
		return failed("%s says nothing of itself: set REQUEST_METHOD "
			      "and REQUEST_URI%s%s",
		    call->name, why[0] == '\0' ? "" : ": ", why);
	text = find_description(call, output.text);
	if (text != NULL) {
		method = find_member(arena, text, "method");
		path = find_member(arena, text, "path");
	}
	if (method == NULL || path == NULL)
		return failed("%s says nothing of itself", call->name);
	if (!has_variable(call, "REQUEST_URI") && strchr(path, '{') != NULL)
		return failed("which %s? set REQUEST_URI, as %s%s", path,
		    call->op->conf->api_prefix, path);
	path = cw_arena_printf(arena, "%s%s", call->op->conf->api_prefix, path);
	if (path == NULL ||
	    set_unless(call, "REQUEST_METHOD", method) != CW_OK ||
	    set_unless(call, "REQUEST_URI", path) != CW_OK)
		return failed("%s", reason(CW_NOMEM));
	return EXIT_DONE;
}

/* What a server would set anyway. */
static enum cw_err
complete(struct call *call)
{
	struct cw_arena *arena = call->op->arena;
	enum cw_err err = set_unless(call, "GATEWAY_INTERFACE", "CGI/1.1");

	if (err == CW_OK)
		err = set_unless(call, "REMOTE_ADDR", "127.0.0.1");
	if (err != CW_OK || call->body_len == 0)
		return err;
	err = set_unless(call, "CONTENT_TYPE", "application/json");
	if (err != CW_OK)
		return err;
	return set_variable(call,
	    cw_arena_printf(arena, "CONTENT_LENGTH=%zu", call->body_len));
}

static int
make_request(struct call *call, int words, char **argv)
{
	int code = EXIT_DONE;
	enum cw_err err = set_surroundings(call);

	call->body = "";
	if (call->event != NULL)
		code = take_event(call);
	else if (call->data != NULL)
		code = take_data(call);
	for (int i = 2; code == EXIT_DONE && err == CW_OK && i <= words; i++) {
		if (!is_variable(argv[i]))
			return usage(&invoke_command);
		err = set_variable(call, argv[i]);
	}
	if (code == EXIT_DONE)
		code = take_description(call);
	if (code == EXIT_DONE && err == CW_OK)
		err = complete(call);
	if (err != CW_OK)
		return failed("%s", reason(err));
	return code;
}

/* --- the answer ----------------------------------------------------------- */

static int
print_answer(const struct call *call, const struct child_output *output)
{
	struct cw_buf buf;
	enum cw_err err;

	if (!call->is_json) {
		(void)fwrite(output->text, 1, output->len, stdout);
		return EXIT_DONE;
	}
	cw_buf_init(&buf, call->op->arena, 4 * ANSWER_MAX_BYTES);
	err = cw_proxy_write(&buf, output->text, output->len);
	if (err != CW_OK)
		return failed("the answer is none: %s", reason(err));
	(void)puts(buf.data);
	return EXIT_DONE;
}

static int
code_of(const struct child_output *output)
{
	static const char first[] = "Status: ";

	if (!cw_text_starts(output->text, first))
		return EXIT_DONE;
	switch (output->text[sizeof(first) - 1]) {
	case '4':
		return EXIT_CLIENT;
	case '5':
		return EXIT_SERVER;
	default:
		return EXIT_DONE;
	}
}

static int
run_program(struct call *call)
{
	const char *const argv[] = { call->path, NULL };
	const struct child child = {
		.argv = argv,
		.env = call->vars.items,
		.input = call->body,
		.input_len = call->body_len,
		.limit_ms = LIMIT_MS,
	};
	struct child_output output = { .text = "" };
	const char *why = "";
	int status = 0, code;
	enum cw_err err;

	/* The list's end. */
	if (cw_texts_push(&call->vars, call->op->arena, NULL) != CW_OK)
		return failed("%s", reason(CW_NOMEM));
	err = run_and_read(&child, call->op->arena, ANSWER_MAX_BYTES, &status,
	    &output, &why);
	if (err != CW_OK)
		return failed("cannot run %s: %s", call->path,
		    why[0] == '\0' ? reason(err) : why);
	if (output.len == 0)
		return failed("%s gave no answer (see the log)", call->name);
	code = print_answer(call, &output);
	if (code == EXIT_DONE && status != 0)
		code = failed("%s ended with %d", call->name, status);
	return code == EXIT_DONE ? code_of(&output) : code;
}

/* --- a trace -------------------------------------------------------------- */

static void
print_stages(const struct log_line *line)
{
	int64_t us, all_us = 0;

	for (size_t i = 0; i < line->count; i++) {
		const char *text = line->members[i].text;

		if (cw_text_to_int(text, &us) != CW_OK)
			continue;
		(void)fprintf(stderr, "  %-8s %9" PRId64 " us\n",
		    line->members[i].name, us);
		all_us += us;
	}
	(void)fprintf(stderr, "  %-8s %9" PRId64 " us\n", "all", all_us);
}

static void
print_trace(const char *path)
{
	char text[8192];
	struct log_line line;
	FILE *file = fopen(path, "re");

	while (file != NULL && fgets(text, sizeof(text), file) != NULL) {
		text[strcspn(text, "\n")] = '\0';
		if (!log_line_parse(text, &line))
			continue;
		if (cw_text_equal(log_line_find(&line, "message"), "stages"))
			print_stages(&line);
		else
			log_line_print(stderr, &line);
	}
	if (file != NULL)
		(void)fclose(file);
}

/* The program logs all it can into a file of its own. */
static int
run_traced(struct call *call)
{
	struct cw_arena *arena = call->op->arena;
	const char *tmp = getenv("TMPDIR");
	char *place = cw_arena_printf(arena, "%s/chinwag-XXXXXX",
	    tmp == NULL ? "/tmp" : tmp);
	const char *log;
	int code;

	if (!call->is_traced)
		return run_program(call);
	if (place == NULL || mkdtemp(place) == NULL)
		return failed("cannot make a directory for the trace: %s",
		    strerror(errno));
	log = cw_arena_printf(arena, "%s/log", place);
	if (log == NULL ||
	    set_variable(call, "CHINWAG_LOG_LEVEL=debug") != CW_OK ||
	    set_variable(call,
		cw_arena_printf(arena, "CHINWAG_LOG_FILE=%s", log)) != CW_OK)
		return failed("%s", reason(CW_NOMEM));
	code = run_program(call);
	(void)fflush(stdout);
	print_trace(log);
	(void)unlink(log);
	(void)rmdir(place);
	return code;
}

/* --- somebody's session --------------------------------------------------- */

static int
run_lent(struct call *call, struct cw_pool *pool)
{
	struct cw_session session;
	struct cw_actor actor = { .agent = NULL };
	enum cw_err err;
	int code;

	err = cw_session_lend(pool, call->op->arena, call->as, &session);
	if (err == CW_NOTFOUND)
		return failed("nobody who may sign in is called %s", call->as);
	if (err == CW_OK)
		err = set_variable(call,
		    cw_arena_printf(call->op->arena,
			"HTTP_AUTHORIZATION=Bearer %s", session.token));
	if (err != CW_OK)
		return failed("cannot sign in as %s: %s", call->as,
		    reason(err));
	code = run_traced(call);
	actor.account_id = session.account_id;
	actor.name = session.username;
	err = cw_session_end(pool, &actor, session.id);
	if (err != CW_OK)
		return failed("cannot sign %s out: %s", call->as, reason(err));
	return code;
}

static int
run_as(struct call *call)
{
	struct cw_conf conf = *call->op->conf;
	struct cw_pool *pool;
	enum cw_err err;
	int code;

	if (call->as == NULL)
		return run_traced(call);
	conf.session_ttl_sec = LENT_SEC;
	err = cw_pool_open(&conf, &pool);
	if (err != CW_OK)
		return failed("cannot open the pool: %s", reason(err));
	code = run_lent(call, pool);
	cw_pool_close(pool);
	return code;
}

/* --- what is asked for ---------------------------------------------------- */

static int
find_program(struct call *call)
{
	call->path = api_program(call->op->arena, NULL, call->name);
	if (call->path == NULL)
		return failed("%s", reason(CW_NOMEM));
	if (strchr(call->name, '/') != NULL || access(call->path, X_OK) != 0)
		return failed("there is no program %s", call->name);
	return EXIT_DONE;
}

static int
run_invoke(const struct operation *op, int argc, char **argv)
{
	struct call call = { .op = op };
	const struct choice choices[] = {
		{ .name = "-e", .value = &call.event },
		{ .name = "--data", .value = &call.data },
		{ .name = "--as", .value = &call.as },
		{ .name = "--json", .is_given = &call.is_json },
		{ .name = "--trace", .is_given = &call.is_traced },
	};
	int words = take_options(choices, CW_LEN(choices), argc, argv);
	int code;

	if (words < 1 || (call.event != NULL && call.data != NULL))
		return usage(&invoke_command);
	call.name = argv[1];
	code = find_program(&call);
	if (code == EXIT_DONE)
		code = make_request(&call, words, argv);
	if (code == EXIT_DONE)
		code = run_as(&call);
	return code;
}
