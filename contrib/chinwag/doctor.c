/* chinwag doctor: what is wrong with this host, and which line mends it. */

#include "doctor.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "options.h"

static int run_doctor(const struct operation *op, int argc, char **argv);

const struct command doctor_command = {
	.name = "doctor",
	.help = "Tell what is wrong with this host, and how to mend it.",
	.usage = "[--url URL] [--connect HOST:PORT] [--server NAME] "
		 "[--root DIR]\n                      "
		 "[--programs DIR] [--no-web] [--json]",
	.details =
	    "Looks at the data directory, the libraries, the clock and the "
	    "mail, and sends\n"
	    "requests through the web server to the programs, which tell what "
	    "of them arrived.\n"
	    "Run it as the user whom the data belong to, while everything "
	    "runs.  It changes\n"
	    "nothing.\n"
	    "  --url URL            the site's address, instead of base_url\n"
	    "  --connect HOST:PORT  where to connect to, whatever the address "
	    "says\n"
	    "  --server NAME        lighttpd, nginx or apache, if it does not "
	    "tell\n"
	    "  --root DIR           the web server's document root, if it does "
	    "not tell\n"
	    "  --programs DIR       the API's programs\n"
	    "  --no-web             do not ask the web server, nor providers\n"
	    "  --json               one JSON object\n"
	    "\n"
	    "Exit codes: 0 nothing is wrong (there may be warnings), 1 "
	    "something is, 2 used\n"
	    "wrongly.\n",
	.run = run_doctor,
};

static const char *const gravities[] = {
	[WARNING] = "warning",
	[WRONG] = "wrong",
};

static const struct {
	const char *name;  /* how it calls itself, in lower case */
	const char *title; /* how people call it */
} servers[SERVER__COUNT] = {
	[SERVER_ANY] = { "", "" },
	[LIGHTTPD] = { "lighttpd", "lighttpd" },
	[NGINX] = { "nginx", "nginx" },
	[APACHE] = { "apache", "Apache" },
};

/* --- noting --------------------------------------------------------------- */

void
note_check(struct doctor *doctor)
{
	doctor->checks++;
}

void
note_found(struct doctor *doctor, enum finding finding, const char *fmt, ...)
{
	struct found *found =
	    cw_list_push(&doctor->found, doctor->op->arena, sizeof(*found));
	char text[600];
	va_list args;

	va_start(args, fmt);
	(void)vsnprintf(text, sizeof(text), fmt, args);
	va_end(args);
	if (found != NULL) {
		found->finding = finding;
		found->seen = cw_arena_strdup(doctor->op->arena, text);
	}
	if (found == NULL || found->seen == NULL)
		doctor->is_out_of_memory = true;
}

bool
are_stores_usable(const struct doctor *doctor)
{
	for (size_t i = 0; i < doctor->found.count; i++) {
		const struct found *found = cw_list_at(&doctor->found, i);

		if (found->finding == STORE || found->finding == SCHEMA ||
		    found->finding == DATA_DIR || found->finding == KEYS)
			return false;
	}
	return true;
}

enum server
server_of(const char *text)
{
	for (int i = SERVER_ANY + 1; text != NULL && i < SERVER__COUNT; i++)
		if (strcasestr(text, servers[i].name) != NULL)
			return (enum server)i;
	return SERVER_ANY;
}

/* "http://127.0.0.1", "http://[::1]:8080" and "http://localhost". */
bool
is_loopback(const char *url)
{
	const char *host = strstr(url, "://");

	host = host == NULL ? url : host + 3;
	return cw_text_starts(host, "127.") || cw_text_starts(host, "[::1]") ||
	    cw_text_starts(host, "localhost");
}

/* --- telling -------------------------------------------------------------- */

/* Each way to mend it that may be ours: the server's, or all if unknown. */
static void
print_mends(const struct doctor *doctor, const struct finding_row *row)
{
	if (row->mends[SERVER_ANY] != NULL)
		(void)printf("  mend: %s\n", row->mends[SERVER_ANY]);
	for (int i = SERVER_ANY + 1; i < SERVER__COUNT; i++)
		if (row->mends[i] != NULL &&
		    (doctor->server == SERVER_ANY || (int)doctor->server == i))
			(void)printf("  %s: %s\n", servers[i].title,
			    row->mends[i]);
}

static size_t
count(const struct doctor *doctor, enum gravity gravity)
{
	size_t n = 0;

	for (size_t i = 0; i < doctor->found.count; i++) {
		const struct found *found = cw_list_at(&doctor->found, i);

		n += finding_rows[found->finding].gravity == gravity;
	}
	return n;
}

static void
print_lines(const struct doctor *doctor)
{
	for (size_t i = 0; i < doctor->found.count; i++) {
		const struct found *found = cw_list_at(&doctor->found, i);
		const struct finding_row *row = &finding_rows[found->finding];

		(void)printf("%s: %s: %s\n", gravities[row->gravity], row->name,
		    row->what);
		if (found->seen[0] != '\0')
			(void)printf("  seen: %s\n", found->seen);
		print_mends(doctor, row);
	}
	(void)printf("%zu wrong, %zu warnings, %d things looked at%s%s\n",
	    count(doctor, WRONG), count(doctor, WARNING), doctor->checks,
	    doctor->server_text == NULL ? "" : ", behind ",
	    doctor->server_text == NULL ? "" : doctor->server_text);
}

static void
put_member(struct cw_buf *buf, const char *name, const char *text)
{
	cw_buf_printf(buf, "\"%s\": ", name);
	if (text == NULL)
		cw_buf_puts(buf, "null");
	else
		cw_buf_put_json(buf, text, strlen(text));
}

static void
put_found(struct cw_buf *buf, const struct doctor *doctor,
    const struct found *found)
{
	const struct finding_row *row = &finding_rows[found->finding];
	const char *comma = "";

	cw_buf_puts(buf, "{");
	put_member(buf, "name", row->name);
	cw_buf_puts(buf, ", ");
	put_member(buf, "gravity", gravities[row->gravity]);
	cw_buf_puts(buf, ", ");
	put_member(buf, "what", row->what);
	cw_buf_puts(buf, ", ");
	put_member(buf, "seen", found->seen);
	cw_buf_puts(buf, ", \"mends\": [");
	for (int i = 0; i < SERVER__COUNT; i++) {
		if (row->mends[i] == NULL ||
		    (doctor->server != SERVER_ANY && i != SERVER_ANY &&
			(int)doctor->server != i))
			continue;
		cw_buf_puts(buf, comma);
		cw_buf_put_json(buf, row->mends[i], strlen(row->mends[i]));
		comma = ", ";
	}
	cw_buf_puts(buf, "]}");
}

static int
print_json(const struct doctor *doctor)
{
	struct cw_buf buf;

	cw_buf_init(&buf, doctor->op->arena, 1 << 20);
	cw_buf_puts(&buf, "{");
	put_member(&buf, "url", doctor->web.origin);
	cw_buf_puts(&buf, ", ");
	put_member(&buf, "server", doctor->server_text);
	cw_buf_printf(&buf,
	    ", \"wrong\": %zu, \"warnings\": %zu, \"checks\": %d"
	    ", \"findings\": [",
	    count(doctor, WRONG), count(doctor, WARNING), doctor->checks);
	for (size_t i = 0; i < doctor->found.count; i++) {
		cw_buf_puts(&buf, i == 0 ? "" : ", ");
		put_found(&buf, doctor, cw_list_at(&doctor->found, i));
	}
	cw_buf_puts(&buf, "]}");
	if (cw_buf_end(&buf) != CW_OK)
		return failed("%s", reason(CW_NOMEM));
	(void)puts(buf.data);
	return EXIT_DONE;
}

/* --- all of it ------------------------------------------------------------ */

/* Without a slash at the end. */
static const char *
trim_url(struct cw_arena *arena, const char *url)
{
	size_t len = strlen(url);

	while (len > 0 && url[len - 1] == '/')
		len--;
	return cw_arena_copy(arena, url, len);
}

static int
examine(struct doctor *doctor, bool is_json, bool is_without_web)
{
	int code = EXIT_DONE;

	look_at_host(doctor);
	look_at_mail(doctor);
	look_at_providers(doctor, is_without_web);
	if (!is_without_web) {
		look_at_api(doctor);
		look_at_site(doctor);
	}
	look_at_clock(doctor);
	if (doctor->is_out_of_memory)
		return failed("%s", reason(CW_NOMEM));
	if (is_json)
		code = print_json(doctor);
	else
		print_lines(doctor);
	if (code == EXIT_DONE && count(doctor, WRONG) > 0)
		code = EXIT_FAILED;
	return code;
}

static int
run_doctor(const struct operation *op, int argc, char **argv)
{
	struct doctor doctor = { .op = op, .web = { .op = op } };
	const char *url = op->conf->base_url, *name = NULL;
	bool is_json = false, is_without_web = false;
	const struct choice choices[] = {
		{ "--url", &url, NULL },
		{ "--connect", &doctor.web.connect, NULL },
		{ "--server", &name, NULL },
		{ "--root", &doctor.root, NULL },
		{ "--programs", &doctor.programs, NULL },
		{ "--no-web", NULL, &is_without_web },
		{ "--json", NULL, &is_json },
	};

	if (take_options(choices, CW_LEN(choices), argc, argv) != 0 ||
	    (name != NULL && server_of(name) == SERVER_ANY))
		return usage(&doctor_command);
	doctor.server = server_of(name);
	doctor.web.origin = trim_url(op->arena, url);
	doctor.clock_offset_ms = clock_offset_ms();
	if (doctor.web.origin == NULL)
		return failed("%s", reason(CW_NOMEM));
	return examine(&doctor, is_json, is_without_web);
}
