/* The doctor's look at the site, as strangers see it. */

#include "doctor.h"

#include <dirent.h>
#include <inttypes.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>

#include "base/clock.h"
#include "base/text.h"

#define EXPIRES_SOON_SEC (INT64_C(14) * 24 * 3600)
#define FILES_MAX 30

static bool
ask(const struct doctor *doctor, const char *method, const char *path,
    struct web_answer *answer)
{
	const struct web_request request = {
		.method = method,
		.path = path,
		.headers = { "Accept-Encoding: br, gzip" },
	};

	return path != NULL &&
	    web_ask(&doctor->web, &request, answer) == CW_OK &&
	    answer->status != 0;
}

/* --- TLS ------------------------------------------------------------------ */

static void
look_at_tls(struct doctor *doctor, const struct web_answer *answer)
{
	int64_t left_sec = answer->expires - cw_clock_now_ms() / 1000;

	note_check(doctor);
	if (cw_text_starts(doctor->web.origin, "http://") &&
	    !is_loopback(doctor->web.origin))
		note_found(doctor, NO_TLS, "%s", doctor->web.origin);
	note_check(doctor);
	if (answer->expires != 0 && left_sec < EXPIRES_SOON_SEC)
		note_found(doctor, TLS_EXPIRES, "in %" PRId64 " days",
		    left_sec / (24 * 3600));
}

/* --- headers -------------------------------------------------------------- */

static const char *const protecting[] = { "Content-Security-Policy",
	"X-Content-Type-Options", "X-Frame-Options", "Referrer-Policy" };

static void
look_at_headers(struct doctor *doctor, enum finding finding, const char *path,
    const struct web_answer *answer)
{
	note_check(doctor);
	for (size_t i = 0; i < CW_LEN(protecting); i++)
		if (web_header(&doctor->web, answer, protecting[i]) == NULL)
			note_found(doctor, finding, "GET %s has no %s", path,
			    protecting[i]);
}

static void
look_at_error(struct doctor *doctor)
{
	static const char path[] = "/doctor-was-here";
	struct web_answer answer;

	if (ask(doctor, "GET", path, &answer) && answer.status >= 400)
		look_at_headers(doctor, HEADERS_ERROR, path, &answer);
}

/* --- the page ------------------------------------------------------------- */

/* The path of the script that the page starts with; NULL: it has none. */
static const char *
find_script(struct cw_arena *arena, const char *page)
{
	static const char before[] = "type=\"module\" src=\"";
	const char *found = strstr(page, before);

	if (found == NULL)
		return NULL;
	found += sizeof(before) - 1;
	return cw_arena_printf(arena, "%s%.*s", found[0] == '/' ? "" : "/",
	    (int)strcspn(found, "\""), found);
}

static void
look_at_compression(struct doctor *doctor, const char *page)
{
	const char *script = find_script(doctor->op->arena, page);
	struct web_answer answer;

	note_check(doctor);
	if (script != NULL && ask(doctor, "GET", script, &answer) &&
	    web_header(&doctor->web, &answer, "Content-Encoding") == NULL)
		note_found(doctor, COMPRESSION, "GET %s", script);
}

/* Uncompressed, so that it can be read. */
static void
look_at_page(struct doctor *doctor)
{
	const struct web_request request = { .path = "/" };
	struct web_answer answer;

	note_check(doctor);
	if (web_ask(&doctor->web, &request, &answer) != CW_OK ||
	    answer.status == 0)
		return; /* the API's turn has told */
	look_at_tls(doctor, &answer);
	if (answer.status != 200 ||
	    strstr(answer.body, "<title>Chinwag") == NULL) {
		note_found(doctor, SITE_ABSENT, "GET %s/: status %d",
		    doctor->web.origin, answer.status);
		return;
	}
	look_at_headers(doctor, HEADERS_SITE, "/", &answer);
	look_at_compression(doctor, answer.body);
}

/* --- what should not be given to anybody ---------------------------------- */

/* Names that people look for on any host. */
static const char *const usual[] = { "/.git/HEAD", "/.git/config", "/.env",
	"/.htaccess", "/.htpasswd", "/chinwag.conf", "/keys", "/chat.db",
	"/pool.db", "/data/chat.db", "/data/pool.db", "/data/keys",
	"/index.html~", "/index.html.bak" };

static const char *const endings[] = { "~", ".bak", ".conf", ".db", ".db-wal",
	".in", ".old", ".orig", ".rej", ".sql", ".swp" };

/* One finding for each file that is given out. */
static void
try_file(struct doctor *doctor, const char *path)
{
	struct web_answer answer;

	note_check(doctor);
	if (ask(doctor, "GET", path, &answer) && answer.status == 200)
		note_found(doctor, DOT_FILES, "%s%s", doctor->web.origin, path);
}

static bool
is_private(const char *name)
{
	size_t len = strlen(name), end;

	if (name[0] == '.')
		return !cw_text_equal(name, ".") &&
		    !cw_text_equal(name, "..") &&
		    !cw_text_equal(name, ".well-known");
	for (size_t i = 0; i < CW_LEN(endings); i++) {
		end = strlen(endings[i]);
		if (len > end && cw_text_equal(name + len - end, endings[i]))
			return true;
	}
	return false;
}

/* A file in a directory of files, in the arena; NULL: it has none. */
static const char *
first_file(struct cw_arena *arena, const char *dir)
{
	DIR *stream = opendir(dir);
	struct dirent *entry;
	const char *name = NULL;

	while (
	    stream != NULL && name == NULL && (entry = readdir(stream)) != NULL)
		if (entry->d_type == DT_REG)
			name = cw_arena_strdup(arena, entry->d_name);
	if (stream != NULL)
		closedir(stream);
	return name;
}

static void
try_entry(struct doctor *doctor, const struct dirent *entry)
{
	struct cw_arena *arena = doctor->op->arena;
	const char *inside;

	if (entry->d_type != DT_DIR) {
		try_file(doctor, cw_arena_printf(arena, "/%s", entry->d_name));
		return;
	}
	inside = first_file(arena,
	    cw_arena_printf(arena, "%s/%s", doctor->root, entry->d_name));
	if (inside != NULL)
		try_file(doctor,
		    cw_arena_printf(arena, "/%s/%s", entry->d_name, inside));
}

/* What lies in the document root, if we may look. */
static void
look_at_root(struct doctor *doctor)
{
	DIR *stream;
	struct dirent *entry;
	int tried = 0;

	if (doctor->root == NULL || doctor->root[0] != '/')
		return;
	stream = opendir(doctor->root);
	while (stream != NULL && tried < FILES_MAX &&
	    (entry = readdir(stream)) != NULL)
		if (is_private(entry->d_name)) {
			try_entry(doctor, entry);
			tried++;
		}
	if (stream != NULL)
		closedir(stream);
}

static void
look_at_files(struct doctor *doctor)
{
	size_t before = doctor->found.count;

	look_at_root(doctor);
	/* Twice the same would tell nothing more. */
	for (size_t i = 0; doctor->found.count == before && i < CW_LEN(usual);
	     i++)
		try_file(doctor, usual[i]);
}

static void
look_at_data(struct doctor *doctor)
{
	char root[PATH_MAX], data[PATH_MAX];
	size_t len;

	note_check(doctor);
	if (doctor->root == NULL || realpath(doctor->root, root) == NULL ||
	    realpath(doctor->op->conf->data_dir, data) == NULL)
		return;
	len = strlen(root);
	if (strncmp(data, root, len) == 0 &&
	    (data[len] == '/' || data[len] == '\0'))
		note_found(doctor, DATA_IN_WEB_ROOT, "%s is below %s", data,
		    root);
}

/* --- the rest ------------------------------------------------------------- */

static void
look_at_listings(struct doctor *doctor)
{
	static const char *const places[] = { "/js/", "/css/", "/img/",
		"/live/", "/vendor/" };
	struct web_answer answer;

	note_check(doctor);
	for (size_t i = 0; i < CW_LEN(places); i++) {
		const struct web_request request = { .path = places[i] };

		if (web_ask(&doctor->web, &request, &answer) == CW_OK &&
		    answer.status == 200 &&
		    strstr(answer.body, "<title>Chinwag") == NULL) {
			note_found(doctor, LISTING, "GET %s", places[i]);
			return;
		}
	}
}

static void
look_at_trace(struct doctor *doctor)
{
	struct web_answer answer;

	note_check(doctor);
	if (ask(doctor, "TRACE", "/", &answer) && answer.status == 200)
		note_found(doctor, TRACE_ON, "TRACE / is answered with 200");
}

void
look_at_site(struct doctor *doctor)
{
	look_at_data(doctor);
	if (!doctor->has_web)
		return;
	look_at_page(doctor);
	look_at_error(doctor);
	look_at_files(doctor);
	look_at_listings(doctor);
	look_at_trace(doctor);
}
