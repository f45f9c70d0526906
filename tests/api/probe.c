/*
 * A program that tells what a web server hands over: the request's variables
 * and its body, as JSON.  As FastCGI and as CGI, one request at a time.  It
 * notes each request in a file beside chinwag.conf before it does anything.
 *
 * What the header X-Probe says:
 *	die-early	be killed before the first byte of the answer
 *	die-late	be killed after a part of the answer; as CGI, when the
 *			one who asked has seen it and made the file .seen
 *	status TEXT	answer with this status
 *	cookies		answer with two Set-Cookie
 *	twice		answer with another header twice
 */

#include <fcgiapp.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#define BODY_MAX_BYTES (4 << 20)
#define PART_BYTES 1000
#define WHOLE_BYTES 100000
#define SEEN_WITHIN_MS 10000

/* A request, however it came; request NULL: as CGI. */
struct call {
	FCGX_Request *request;
	char **vars;
	char *body;
	size_t body_len;
};

static char log_path[4096];
static char seen_path[4096];

static const char *
value_of(const struct call *call, const char *name)
{
	const char *value = FCGX_GetParam(name, call->vars);

	return value == NULL ? "" : value;
}

static void
note(const struct call *call)
{
	int fd =
	    open(log_path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0666);

	if (fd < 0)
		return;
	dprintf(fd, "%s %s\n", value_of(call, "REQUEST_METHOD"),
	    value_of(call, "REQUEST_URI"));
	close(fd);
}

static void
take_body(struct call *call)
{
	const char *length = value_of(call, "CONTENT_LENGTH");
	size_t max = BODY_MAX_BYTES;

	call->body_len = 0;
	if (call->request != NULL) {
		call->body_len = (size_t)FCGX_GetStr(call->body, BODY_MAX_BYTES,
		    call->request->in);
		return;
	}
	/* As CGI, no length may mean that it goes on to its end. */
	if (*length != '\0' && strtoul(length, NULL, 10) < max)
		max = strtoul(length, NULL, 10);
	call->body_len = fread(call->body, 1, max, stdin);
}

static void
put(const struct call *call, const char *bytes, size_t len)
{
	if (call->request != NULL) {
		FCGX_PutStr(bytes, (int)len, call->request->out);
		FCGX_FFlush(call->request->out);
	} else {
		fwrite(bytes, 1, len, stdout);
		fflush(stdout);
	}
}

/* Bytes as a JSON string, each a character of its own. */
static void
put_text(FILE *to, const char *bytes, size_t len)
{
	fputc('"', to);
	for (size_t i = 0; i < len; i++) {
		unsigned char c = (unsigned char)bytes[i];

		if (c < ' ' || c > '~' || c == '"' || c == '\\')
			fprintf(to, "\\u%04x", c);
		else
			fputc(c, to);
	}
	fputc('"', to);
}

static void
put_variables(FILE *to, char *const *vars)
{
	fputs("{\"vars\":[", to);
	for (size_t i = 0; vars[i] != NULL; i++) {
		const char *equals = strchr(vars[i], '=');

		if (equals == NULL)
			continue;
		fputs(i == 0 ? "[" : ",[", to);
		put_text(to, vars[i], (size_t)(equals - vars[i]));
		fputc(',', to);
		put_text(to, equals + 1, strlen(equals + 1));
		fputc(']', to);
	}
}

static void
answer(const struct call *call)
{
	const char *todo = value_of(call, "HTTP_X_PROBE");
	char *body = NULL, *head = NULL;
	size_t body_len, head_len;
	FILE *to = open_memstream(&body, &body_len);

	put_variables(to, call->vars);
	fputs("],\"body\":", to);
	put_text(to, call->body, call->body_len);
	fputs("}\n", to);
	fclose(to);
	to = open_memstream(&head, &head_len);
	if (strncmp(todo, "status ", 7) == 0)
		fprintf(to, "Status: %s\r\nRetry-After: 7\r\n", todo + 7);
	if (strcmp(todo, "cookies") == 0)
		fputs("Set-Cookie: a=1\r\nSet-Cookie: b=2\r\n", to);
	if (strcmp(todo, "twice") == 0)
		fputs("X-Twice: 1\r\nX-Twice: 2\r\n", to);
	if (strcmp(todo, "status 204 No Content") == 0)
		body_len = 0;
	else
		fprintf(to,
		    "Content-Type: application/json\r\n"
		    "Content-Length: %zu\r\n",
		    body_len);
	fputs("Cache-Control: no-store\r\n\r\n", to);
	fclose(to);
	put(call, head, head_len);
	put(call, body, body_len);
	free(head);
	free(body);
}

/*
 * A server to which a part and the end come at once cannot tell that they are
 * not the whole.
 */
static void
wait_until_seen(void)
{
	const struct timespec moment = { .tv_nsec = 10 * 1000 * 1000 };

	for (int ms = 0; ms < SEEN_WITHIN_MS; ms += 10) {
		if (access(seen_path, F_OK) == 0)
			return;
		nanosleep(&moment, NULL);
	}
}

static void
die(const struct call *call, size_t after)
{
	char head[100], part[PART_BYTES];

	if (after > 0) {
		snprintf(head, sizeof(head),
		    "Content-Type: application/json\r\n"
		    "Content-Length: %d\r\n\r\n",
		    WHOLE_BYTES);
		memset(part, ' ', sizeof(part));
		put(call, head, strlen(head));
		put(call, part, after);
		if (call->request == NULL)
			wait_until_seen();
	}
	kill(getpid(), SIGKILL);
}

static void
serve(struct call *call)
{
	const char *todo;

	note(call);
	take_body(call);
	todo = value_of(call, "HTTP_X_PROBE");
	if (strcmp(todo, "die-early") == 0)
		die(call, 0);
	if (strcmp(todo, "die-late") == 0)
		die(call, PART_BYTES);
	answer(call);
}

int
main(void)
{
	const char *conf = getenv("CHINWAG_CONF");
	FCGX_Request request;
	struct call call = { .vars = environ };

	call.body = malloc(BODY_MAX_BYTES);
	snprintf(log_path, sizeof(log_path), "%s.probed",
	    conf == NULL ? "/dev/null" : conf);
	snprintf(seen_path, sizeof(seen_path), "%s.seen",
	    conf == NULL ? "/dev/null" : conf);
	if (FCGX_IsCGI()) {
		serve(&call);
		return 0;
	}
	FCGX_Init();
	FCGX_InitRequest(&request, 0, 0);
	call.request = &request;
	while (FCGX_Accept_r(&request) == 0) {
		call.vars = request.envp;
		serve(&call);
		FCGX_Finish_r(&request);
	}
	return 0;
}
