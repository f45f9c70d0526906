/* Probes: tickets, and what arrived. */

#include "gateway/probe.h"

#include <dirent.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/crypto.h"
#include "base/random.h"
#include "base/utf8.h"
#include "db/rundir.h"
#include "gateway/unrouted.h"

#define VARIABLE "HTTP_X_CHINWAG_PROBE="
#define TICKET_BYTES 32
#define FILE_PREFIX "probe-"
#define FILE_NAME_BYTES 64
#define SCRATCH_BYTES 4096
#define VALUE_MAX_BYTES 1000

/*
 * What is told of what arrived: on which programs rely, what servers are known
 * to lose, double or make up, and what helps to mend it.
 */
static const char *const told[] = {
	"AUTH_TYPE=",
	"CONTENT_LENGTH=",
	"CONTENT_TYPE=",
	"DOCUMENT_ROOT=",
	"GATEWAY_INTERFACE=",
	"HTTPS=",
	"HTTP_ACCEPT=",
	"HTTP_AUTHORIZATION=",
	"HTTP_CONTENT_TYPE=",
	"HTTP_COOKIE=",
	"HTTP_IDEMPOTENCY_KEY=",
	"HTTP_LAST_EVENT_ID=",
	"HTTP_ORIGIN=",
	"HTTP_PROXY=",
	"HTTP_SEC_FETCH_SITE=",
	"HTTP_X_FORWARDED_FOR=",
	"HTTP_X_FORWARDED_HOST=",
	"HTTP_X_FORWARDED_PROTO=",
	"HTTP_X_REAL_IP=",
	"HTTP_X_REQUEST_ID=",
	"QUERY_STRING=",
	"REDIRECT_HTTP_AUTHORIZATION=",
	"REMOTE_ADDR=",
	"REQUEST_METHOD=",
	"REQUEST_SCHEME=",
	"REQUEST_URI=",
	"SERVER_PROTOCOL=",
	"SERVER_SOFTWARE=",
};

/* --- tickets -------------------------------------------------------------- */

/* The file of a ticket, or of what a stranger says is one. */
static void
name_file(const char *ticket, char name[FILE_NAME_BYTES])
{
	unsigned char hash[CW_HASH_BYTES];
	struct cw_buf buf;

	cw_crypto_sha256(ticket, strlen(ticket), hash);
	cw_buf_init_fixed(&buf, name, FILE_NAME_BYTES);
	cw_buf_puts(&buf, FILE_PREFIX);
	cw_buf_put_hex(&buf, hash, sizeof(hash) / 2);
}

static enum cw_err
draw(char ticket[CW_PROBE_TICKET_CHARS + 1])
{
	unsigned char bytes[TICKET_BYTES];
	struct cw_arena arena;
	const char *text;
	enum cw_err err;

	err = cw_random_bytes(bytes, sizeof(bytes));
	if (err != CW_OK)
		return err;
	cw_arena_init(&arena, SCRATCH_BYTES);
	text = cw_crypto_base64url(&arena, bytes, sizeof(bytes));
	if (text == NULL)
		err = CW_NOMEM;
	else
		memcpy(ticket, text, CW_PROBE_TICKET_CHARS + 1);
	cw_arena_clear(&arena);
	return err;
}

enum cw_err
cw_probe_make(const char *data_dir, char ticket[CW_PROBE_TICKET_CHARS + 1])
{
	char name[FILE_NAME_BYTES];
	enum cw_err err;
	int fd;

	err = draw(ticket);
	if (err != CW_OK)
		return err;
	name_file(ticket, name);
	err = cw_rundir_open(data_dir, name, &fd);
	if (err == CW_OK)
		close(fd);
	return err;
}

/* Neither too old nor of a time that has not come. */
static bool
is_fresh(const struct stat *about)
{
	int64_t made_ms = (int64_t)about->st_mtim.tv_sec * 1000 +
	    about->st_mtim.tv_nsec / 1000000;
	int64_t age_ms = cw_clock_now_ms() - made_ms;

	return age_ms > -CW_PROBE_LIFE_MS && age_ms < CW_PROBE_LIFE_MS;
}

void
cw_probe_drop(const char *data_dir, const char *ticket)
{
	char name[FILE_NAME_BYTES], path[PATH_MAX];

	name_file(ticket, name);
	if (cw_rundir_path(data_dir, name, path) == CW_OK)
		(void)unlink(path);
}

void
cw_probe_tidy(const char *data_dir)
{
	char dir[PATH_MAX], path[PATH_MAX];
	struct dirent *entry;
	struct stat about;
	DIR *stream;

	if (cw_rundir_path(data_dir, "", dir) != CW_OK)
		return;
	stream = opendir(dir);
	while (stream != NULL && (entry = readdir(stream)) != NULL)
		if (cw_text_starts(entry->d_name, FILE_PREFIX) &&
		    cw_rundir_path(data_dir, entry->d_name, path) == CW_OK &&
		    lstat(path, &about) == 0 && !is_fresh(&about))
			(void)unlink(path);
	if (stream != NULL)
		closedir(stream);
}

static const char *
find_ticket(const struct cw_source *source)
{
	for (char *const *var = source->vars; *var != NULL; var++)
		if (cw_text_starts(*var, VARIABLE))
			return *var + sizeof(VARIABLE) - 1;
	return NULL;
}

bool
cw_probe_use(const struct cw_conf *conf, const struct cw_source *source)
{
	const char *ticket = find_ticket(source);
	char name[FILE_NAME_BYTES], path[PATH_MAX];
	struct stat about;

	if (ticket == NULL || strlen(ticket) != CW_PROBE_TICKET_CHARS)
		return false;
	name_file(ticket, name);
	if (cw_rundir_path(conf->data_dir, name, path) != CW_OK ||
	    lstat(path, &about) != 0)
		return false;
	/* Of two at once one removes it. */
	return unlink(path) == 0 && is_fresh(&about);
}

/* --- what arrived --------------------------------------------------------- */

static bool
is_told(const char *var)
{
	for (size_t i = 0; i < CW_LEN(told); i++)
		if (cw_text_starts(var, told[i]))
			return true;
	return false;
}

static void
put_text(struct cw_buf *out, const char *text)
{
	size_t len = text == NULL ? 0 : strlen(text);

	if (text == NULL)
		cw_buf_puts(out, "null");
	else if (len > VALUE_MAX_BYTES || !cw_utf8_is_valid(text, len))
		cw_buf_puts(out, "\"?\"");
	else
		cw_buf_put_json(out, text, len);
}

/* Each as "NAME=value", as often as it came. */
static void
put_variables(struct cw_buf *out, char *const *vars)
{
	const char *comma = "";

	for (; *vars != NULL; vars++) {
		if (!is_told(*vars))
			continue;
		cw_buf_puts(out, comma);
		put_text(out, *vars);
		comma = ",";
	}
}

enum cw_err
cw_probe_tell(const struct cw_probe *probe, struct cw_buf *out)
{
	const struct cw_request *request = probe->request;
	bool is_ours = probe->endpoint != NULL &&
	    cw_endpoint_is_for(probe->endpoint, request);

	cw_buf_puts(out, "{\"program\":");
	put_text(out, probe->program);
	cw_buf_puts(out, ",\"uri\":");
	put_text(out, request->uri);
	cw_buf_printf(out,
	    ",\"is_below_prefix\":%s,\"is_ours\":%s,\"body_bytes\":%zu"
	    ",\"user\":%ld,\"result\":\"%s\",\"variables\":[",
	    request->path == NULL ? "false" : "true",
	    is_ours ? "true" : "false", request->body_len, (long)geteuid(),
	    cw_err_word(probe->err));
	put_variables(out, probe->source->vars);
	cw_buf_puts(out, "]}");
	return cw_buf_end(out);
}
