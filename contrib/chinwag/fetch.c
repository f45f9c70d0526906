/*
 * chinwag-fetch: ask a web server for something, and tell how it answered;
 * chinwag doctor runs it.
 *
 *	chinwag-fetch [--method M] [--header 'Name: value'] ... [--chunked]
 *	    [--again] [--insecure] [--connect HOST:PORT] [--limit-ms N] URL
 *	chinwag-fetch --only ORIGIN ...
 *
 * Standard input is the body.  With --only, as the API's programs run it when
 * somebody signs in by another service, it begins with a line "METHOD URL" and
 * lines of headers, up to a blank line; the URL must be at one of the origins,
 * the answer must come within 10 seconds, and its body have at most 256 KiB.
 *
 * --again asks twice over one connection, if the server lets it.  Writes lines
 * "name value", a blank line, the headers as they came, a blank line, and the
 * body, cut at 1 MiB; the names:
 *
 *	status       of HTTP; 0: no answer came, and `error' says why
 *	connections  that the second request opened, with --again
 *	first_ms     from the start to the body's first byte; -1: it has none
 *	last_ms      and to the last
 *	untrusted    1: the server did not prove who it is
 *	expires      when its certificate does, seconds since 1970
 *	error        in words
 *
 * Exit codes: 0 told, 64 used wrongly, 70 it cannot work.
 */

#include <curl/curl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sysexits.h>
#include <time.h>
#include <unistd.h>

#define CONNECT_LIMIT_MS 10000L
#define STANDARD_LIMIT_MS 20000L
#define BODY_MAX_BYTES (1 << 20)
#define HEAD_MAX_BYTES (64 << 10)
#define INPUT_MAX_BYTES (32 << 20)
#define ONLY_LIMIT_MS 10000L
#define ONLY_MAX_BYTES (256 << 10)

struct wish {
	const char *url;
	const char *method;
	const char *connect;
	long limit_ms;
	bool is_chunked;
	bool is_twice;
	bool is_insecure;
	size_t max_bytes; /* of the body; more is an error; 0: it is cut */
	struct curl_slist *headers;
	char *input; /* all that was read; the body is its end */
	char *body;
	size_t body_len;
	size_t body_sent; /* of a chunked one */
};

struct told {
	char head[HEAD_MAX_BYTES];
	size_t head_len;
	char body[BODY_MAX_BYTES];
	size_t body_len;
	long long began_ms;
	long long first_ms;
	long long last_ms;
	long connections;
	long status;
	bool is_untrusted;
	long long expires;
	const char *error;
};

static struct told told;

static long long
now_ms(void)
{
	struct timespec now;

	(void)clock_gettime(CLOCK_MONOTONIC, &now);
	return (long long)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/* --- what curl calls ------------------------------------------------------ */

/* Headers of the last answer only: not of "100 Continue". */
static size_t
take_header(char *bytes, size_t size, size_t count, void *arg)
{
	size_t len = size * count;

	(void)arg;
	if (len >= 5 && strncmp(bytes, "HTTP/", 5) == 0) {
		told.head_len = 0;
		return len;
	}
	if (len <= 2 || told.head_len + len > sizeof(told.head))
		return len;
	memcpy(told.head + told.head_len, bytes, len);
	told.head_len += len;
	return len;
}

static size_t
take_body(char *bytes, size_t size, size_t count, void *arg)
{
	const struct wish *wish = arg;
	size_t len = size * count;
	size_t room = sizeof(told.body) - told.body_len;

	if (wish->max_bytes > 0 && told.body_len + len > wish->max_bytes)
		return CURL_WRITEFUNC_ERROR;
	told.last_ms = now_ms() - told.began_ms;
	if (told.first_ms < 0)
		told.first_ms = told.last_ms;
	memcpy(told.body + told.body_len, bytes, len < room ? len : room);
	told.body_len += len < room ? len : room;
	return len;
}

static size_t
give_body(char *bytes, size_t size, size_t count, void *arg)
{
	struct wish *wish = arg;
	size_t left = wish->body_len - wish->body_sent;
	size_t len = size * count < left ? size * count : left;

	memcpy(bytes, wish->body + wish->body_sent, len);
	wish->body_sent += len;
	return len;
}

/* --- asking --------------------------------------------------------------- */

static void
set_body(CURL *curl, struct wish *wish)
{
	if (wish->is_chunked) {
		(void)curl_easy_setopt(curl, CURLOPT_UPLOAD, 1L);
		(void)curl_easy_setopt(curl, CURLOPT_READFUNCTION, give_body);
		(void)curl_easy_setopt(curl, CURLOPT_READDATA, wish);
	} else if (wish->body_len > 0) {
		(void)curl_easy_setopt(curl, CURLOPT_POSTFIELDSIZE,
		    (long)wish->body_len);
		(void)curl_easy_setopt(curl, CURLOPT_POSTFIELDS, wish->body);
	}
	if (strcmp(wish->method, "HEAD") == 0)
		(void)curl_easy_setopt(curl, CURLOPT_NOBODY, 1L);
	else
		(void)curl_easy_setopt(curl, CURLOPT_CUSTOMREQUEST,
		    wish->method);
}

/* Where this host keeps the certificates that it trusts, as hosts differ. */
static void
set_trust(CURL *curl)
{
	static const char *const places[] = {
		"/etc/ssl/certs/ca-certificates.crt",
		"/etc/pki/tls/certs/ca-bundle.crt",
		"/etc/ssl/ca-bundle.pem",
		"/etc/ssl/cert.pem",
	};

	for (size_t i = 0; i < sizeof(places) / sizeof(places[0]); i++) {
		if (access(places[i], R_OK) != 0)
			continue;
		(void)curl_easy_setopt(curl, CURLOPT_CAINFO, places[i]);
		return;
	}
}

static void
set_wish(CURL *curl, struct wish *wish)
{
	set_trust(curl);
	(void)curl_easy_setopt(curl, CURLOPT_URL, wish->url);
	(void)curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "http,https");
	(void)curl_easy_setopt(curl, CURLOPT_PATH_AS_IS, 1L);
	(void)curl_easy_setopt(curl, CURLOPT_HTTP_VERSION,
	    (long)CURL_HTTP_VERSION_1_1);
	(void)curl_easy_setopt(curl, CURLOPT_PROXY, "");
	(void)curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
	(void)curl_easy_setopt(curl, CURLOPT_HTTPHEADER, wish->headers);
	(void)curl_easy_setopt(curl, CURLOPT_HEADERFUNCTION, take_header);
	(void)curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, take_body);
	(void)curl_easy_setopt(curl, CURLOPT_WRITEDATA, wish);
	(void)curl_easy_setopt(curl, CURLOPT_CERTINFO, 1L);
	(void)curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT_MS,
	    CONNECT_LIMIT_MS);
	(void)curl_easy_setopt(curl, CURLOPT_TIMEOUT_MS, wish->limit_ms);
	if (wish->is_insecure) {
		(void)curl_easy_setopt(curl, CURLOPT_SSL_VERIFYPEER, 0L);
		(void)curl_easy_setopt(curl, CURLOPT_SSL_VERIFYHOST, 0L);
	}
	set_body(curl, wish);
}

static CURLcode
ask_once(CURL *curl, struct wish *wish)
{
	CURLcode result;

	told.head_len = told.body_len = 0;
	told.first_ms = told.last_ms = -1;
	told.began_ms = now_ms();
	wish->body_sent = 0;
	result = curl_easy_perform(curl);
	(void)curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &told.status);
	(void)curl_easy_getinfo(curl, CURLINFO_NUM_CONNECTS, &told.connections);
	return result;
}

/* "2030-01-01 00:00:00 GMT", or "Jan  1 00:00:00 2030 GMT" of others. */
static long long
parse_date(const char *text)
{
	struct tm tm = { 0 };

	if (strptime(text, "%Y-%m-%d %H:%M:%S", &tm) != NULL)
		return (long long)timegm(&tm);
	return (long long)curl_getdate(text, NULL);
}

/* Of the first certificate. */
static void
look_at_certificate(CURL *curl)
{
	static const char label[] = "expire date:";
	struct curl_certinfo *info = NULL;

	if (curl_easy_getinfo(curl, CURLINFO_CERTINFO, &info) != CURLE_OK ||
	    info == NULL || info->num_of_certs < 1)
		return;
	for (struct curl_slist *line = info->certinfo[0]; line != NULL;
	     line = line->next)
		if (strncasecmp(line->data, label, sizeof(label) - 1) == 0)
			told.expires =
			    parse_date(line->data + sizeof(label) - 1);
}

static void
ask(CURL *curl, struct wish *wish)
{
	struct curl_slist *to = NULL;
	CURLcode result;

	if (wish->connect != NULL) {
		to = curl_slist_append(NULL, wish->connect);
		(void)curl_easy_setopt(curl, CURLOPT_CONNECT_TO, to);
	}
	set_wish(curl, wish);
	result = ask_once(curl, wish);
	if (result == CURLE_OK && wish->is_twice)
		result = ask_once(curl, wish);
	look_at_certificate(curl);
	if (result != CURLE_OK)
		told.error = curl_easy_strerror(result);
	told.is_untrusted = result == CURLE_PEER_FAILED_VERIFICATION;
	/* A stream that goes on has answered well enough. */
	if (result == CURLE_OPERATION_TIMEDOUT && told.first_ms >= 0 &&
	    wish->max_bytes == 0)
		told.error = NULL;
	curl_slist_free_all(to);
}

static int
tell(void)
{
	(void)printf("status %ld\nconnections %ld\nfirst_ms %lld\n"
		     "last_ms %lld\nuntrusted %d\nexpires %lld\n",
	    told.status, told.connections, told.first_ms, told.last_ms,
	    told.is_untrusted ? 1 : 0, told.expires);
	if (told.error != NULL)
		(void)printf("error %s\n", told.error);
	(void)putchar('\n');
	(void)fwrite(told.head, 1, told.head_len, stdout);
	(void)putchar('\n');
	(void)fwrite(told.body, 1, told.body_len, stdout);
	return fflush(stdout) == 0 ? EX_OK : EX_SOFTWARE;
}

/* --- the command line ----------------------------------------------------- */

static bool
add_header(struct wish *wish, const char *header)
{
	struct curl_slist *headers = curl_slist_append(wish->headers, header);

	if (headers == NULL)
		return false;
	wish->headers = headers;
	return true;
}

/* An option that takes a word. */
static bool
take_word(struct wish *wish, const char *name, const char *word)
{
	if (strcmp(name, "--method") == 0)
		wish->method = word;
	else if (strcmp(name, "--connect") == 0)
		wish->connect = word;
	else if (strcmp(name, "--limit-ms") == 0)
		wish->limit_ms = strtol(word, NULL, 10);
	else if (strcmp(name, "--header") == 0)
		return add_header(wish, word);
	else
		return false;
	return true;
}

static bool
take_words(struct wish *wish, int argc, char **argv)
{
	int i = 1;

	for (; i < argc - 1; i++) {
		if (strcmp(argv[i], "--chunked") == 0)
			wish->is_chunked = true;
		else if (strcmp(argv[i], "--again") == 0)
			wish->is_twice = true;
		else if (strcmp(argv[i], "--insecure") == 0)
			wish->is_insecure = true;
		else if (i + 1 == argc - 1 ||
		    !take_word(wish, argv[i], argv[i + 1]))
			return false;
		else
			i++;
	}
	wish->url = argv[argc - 1];
	/* Nobody is asked whether a body may come: it does. */
	return argc > 1 && wish->url[0] != '-' && wish->limit_ms > 0 &&
	    add_header(wish, "Expect:") &&
	    (!wish->is_chunked ||
		add_header(wish, "Transfer-Encoding: chunked"));
}

static bool
read_body(struct wish *wish)
{
	wish->input = wish->body = malloc(INPUT_MAX_BYTES + 1);
	if (wish->body == NULL)
		return false;
	wish->body_len = fread(wish->body, 1, INPUT_MAX_BYTES, stdin);
	wish->body[wish->body_len] = '\0';
	return true;
}

/* --- by standard input ---------------------------------------------------- */

/* The host ends where the origin does: no port, user or longer name follows. */
static bool
is_at(const char *url, const char *origin)
{
	const size_t len = strlen(origin);

	return strncmp(url, origin, len) == 0 && strchr("/?", url[len]) != NULL;
}

static bool
take_lines(struct wish *wish)
{
	char *rest = wish->body;
	char *line = strsep(&rest, "\n");
	char *url = strchr(line, ' ');

	if (url == NULL)
		return false;
	*url = '\0';
	wish->method = line;
	wish->url = url + 1;
	while (rest != NULL && *rest != '\n')
		if (!add_header(wish, strsep(&rest, "\n")))
			return false;
	if (rest == NULL)
		return false;
	wish->body_len -= (size_t)(rest + 1 - wish->body);
	wish->body = rest + 1;
	return add_header(wish, "Expect:");
}

/* With --only and origins: ask one of them for what standard input says. */
static int
ask_only(CURL *curl, struct wish *wish, char *const *origins)
{
	wish->limit_ms = ONLY_LIMIT_MS;
	wish->max_bytes = ONLY_MAX_BYTES;
	if (!read_body(wish) || !take_lines(wish))
		return EX_SOFTWARE;
	while (*origins != NULL && !is_at(wish->url, *origins))
		origins++;
	if (*origins == NULL)
		told.error = "this is none of its addresses";
	else
		ask(curl, wish);
	return tell();
}

static int
ask_by_words(CURL *curl, struct wish *wish, int argc, char **argv)
{
	if (!take_words(wish, argc, argv)) {
		(void)fputs("usage: chinwag-fetch [OPTION ...] URL\n", stderr);
		return EX_USAGE;
	}
	if (!read_body(wish))
		return EX_SOFTWARE;
	ask(curl, wish);
	return tell();
}

int
main(int argc, char **argv)
{
	struct wish wish = { .method = "GET", .limit_ms = STANDARD_LIMIT_MS };
	CURL *curl;
	int code = EX_SOFTWARE;

	if (curl_global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK)
		return EX_SOFTWARE;
	curl = curl_easy_init();
	if (curl != NULL && argc > 1 && strcmp(argv[1], "--only") == 0)
		code = ask_only(curl, &wish, argv + 2);
	else if (curl != NULL)
		code = ask_by_words(curl, &wish, argc, argv);
	free(wish.input);
	curl_slist_free_all(wish.headers);
	curl_easy_cleanup(curl);
	curl_global_cleanup();
	return code;
}
