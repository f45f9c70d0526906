/* The providers of the configuration. */

#include "pool/provider.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#include "base/keyfile.h"
#include "base/log.h"
#include "base/pki.h"
#include "base/text.h"
#include "base/url.h"

#ifndef CW_FETCH_PATH
#define CW_FETCH_PATH "/usr/bin/chinwag-fetch"
#endif

#define ALL_MAX_BYTES (256 * 1024)
#define URL_MAX_BYTES 2000
#define SECRET_MAX_BYTES 1000

/* --- what values must look like ------------------------------------------- */

static bool
is_any(const char *text)
{
	(void)text;
	return true;
}

static bool
is_empty_or_absolute(const char *text)
{
	return text[0] == '\0' || text[0] == '/';
}

/* Plain http says nothing about who answers, but on this machine. */
static bool
is_loopback(const char *url)
{
	static const char *const hosts[] = { "http://127.0.0.1", "http://[::1]",
		"http://localhost" };

	for (size_t i = 0; i < CW_LEN(hosts); i++) {
		const char *rest = url + strlen(hosts[i]);

		if (cw_text_starts(url, hosts[i]) &&
		    (*rest == '\0' || *rest == ':' || *rest == '/'))
			return true;
	}
	return false;
}

/* Its length without the slash that some issuers end with. */
static size_t
issuer_len(const char *issuer)
{
	const size_t len = strlen(issuer);

	return len > 0 && issuer[len - 1] == '/' ? len - 1 : len;
}

static bool
is_issuer(const char *text)
{
	return cw_url_is_base(text, issuer_len(text)) &&
	    (cw_text_starts(text, "https://") || is_loopback(text));
}

static bool
is_client_id(const char *text)
{
	return text[0] != '\0';
}

static bool
has_openid(const char *text)
{
	const char *at = strstr(text, "openid");

	return at != NULL && (at == text || at[-1] == ' ') &&
	    (at[6] == '\0' || at[6] == ' ');
}

static bool
is_algorithm(const char *text)
{
	enum cw_pki_way way;

	return cw_pki_way_find(text, &way) == CW_OK;
}

static bool
is_yes_or_no(const char *text)
{
	return cw_text_equal(text, "yes") || cw_text_equal(text, "no");
}

static bool
is_host_list(const char *text)
{
	while (*text != '\0') {
		const size_t len = strcspn(text, " ");

		if (len != 0 && !cw_url_is_host_port(text, len))
			return false;
		text += len;
		text += strspn(text, " ");
	}
	return true;
}

#define TEXT(...) CW_KEY_TEXT(struct cw_provider, __VA_ARGS__)

static const struct cw_key keys[] = {
	TEXT(issuer, "https://localhost", 8, CW_ISSUER_MAX_CHARS, is_issuer,
	    "an https:// address without query (http:// only on this machine)",
	    "What the provider calls itself, to the letter."),
	TEXT(client_id, "-", 1, 500, is_client_id, "a name",
	    "What it calls this site."),
	TEXT(client_secret, "", 0, SECRET_MAX_BYTES, is_any, "a text",
	    "The secret that this site shares with it."),
	TEXT(client_secret_file, "", 0, 1000, is_empty_or_absolute,
	    "an absolute path", "File whose first line is the secret."),
	TEXT(label, "", 0, CW_PROVIDER_LABEL_MAX_CHARS, is_any, "a text",
	    "What people know it by; empty means its name."),
	TEXT(scopes, "openid email profile", 6, 500, has_openid,
	    "words, openid among them", "What it is asked for."),
	TEXT(algorithm, "RS256", 1, 10, is_algorithm, "RS256, PS256 or ES256",
	    "How it signs its ID tokens."),
	TEXT(sign_up, "no", 1, 10, is_yes_or_no, "yes or no",
	    "Whether people may make accounts by it."),
	TEXT(email_domains, "", 0, 4000, is_host_list,
	    "domains, separated by blanks",
	    "Whose mail addresses may sign up by it; empty means any."),
	TEXT(hosts, "", 0, 4000, is_host_list,
	    "hosts with or without a port, separated by blanks",
	    "Hosts of its addresses, besides the issuer's own."),
};

const struct cw_conf_key *
cw_provider_key_at(size_t i)
{
	return i < CW_LEN(keys) ? &keys[i].about : NULL;
}

/* --- reading one ---------------------------------------------------------- */

static enum cw_err
read_secret(struct cw_keyfile *file, struct cw_provider *provider)
{
	char line[SECRET_MAX_BYTES + 2] = "";
	FILE *stream = fopen(provider->client_secret_file, "re");

	if (stream == NULL)
		return cw_keyfile_fail(file, CW_SYSTEM, "%s: %s",
		    provider->client_secret_file, strerror(errno));
	if (fgets(line, sizeof(line), stream) == NULL)
		line[0] = '\0';
	(void)fclose(stream);
	line[strcspn(line, "\r\n")] = '\0';
	if (line[0] == '\0' || strlen(line) > SECRET_MAX_BYTES)
		return cw_keyfile_fail(file, CW_INVALID,
		    "%s: its first line is no secret",
		    provider->client_secret_file);
	provider->client_secret = cw_arena_strdup(file->arena, line);
	explicit_bzero(line, sizeof(line));
	return provider->client_secret == NULL ? CW_NOMEM : CW_OK;
}

/* What each must be told of that has no default. */
static enum cw_err
check_given(struct cw_keyfile *file)
{
	static const char *const needed[] = { "issuer", "client_id" };

	for (size_t i = 0; i < CW_LEN(needed); i++)
		if (!file->is_given[i])
			return cw_keyfile_fail(file, CW_INVALID,
			    "%s is missing", needed[i]);
	return CW_OK;
}

static enum cw_err
push_origin(struct cw_provider *provider, struct cw_arena *arena,
    const char *scheme, const char *text, size_t len)
{
	const char *origin =
	    cw_arena_printf(arena, "%s%.*s", scheme, (int)len, text);

	if (origin == NULL)
		return CW_NOMEM;
	return cw_texts_push(&provider->origins, arena, origin);
}

/* The issuer's own host, and the others by TLS alone. */
static enum cw_err
list_origins(struct cw_provider *provider, struct cw_arena *arena)
{
	const char *host = strstr(provider->issuer, "://") + 3;
	const char *at = provider->hosts;
	enum cw_err err;

	err = push_origin(provider, arena, "", provider->issuer,
	    (size_t)(host - provider->issuer) + strcspn(host, "/"));
	while (err == CW_OK && *at != '\0') {
		const size_t len = strcspn(at, " ");

		if (len > 0)
			err = push_origin(provider, arena, "https://", at, len);
		at += len;
		at += strspn(at, " ");
	}
	return err;
}

/* A provider is a whole struct before its file is read: name it first. */
static enum cw_err
read_provider(struct cw_keyfile *file, enum cw_provider_use use,
    const char *path, struct cw_provider *provider)
{
	enum cw_err err;

	file->out = provider;
	err = cw_keyfile_preset(file);
	if (err == CW_OK)
		err = cw_keyfile_read(file, path);
	file->place = path;
	if (err == CW_OK)
		err = check_given(file);
	if (err == CW_OK && provider->client_secret_file[0] != '\0' &&
	    use == CW_PROVIDERS_ASKED)
		err = read_secret(file, provider);
	if (err == CW_OK)
		err = list_origins(provider, file->arena);
	if (provider->label == NULL || provider->label[0] == '\0')
		provider->label = provider->name;
	if (use != CW_PROVIDERS_ASKED)
		provider->client_secret = "";
	return err;
}

/* --- all of them ---------------------------------------------------------- */

struct reading {
	const struct cw_conf *conf;
	enum cw_provider_use use;
	cw_provider_told *told;
	void *arg;
	struct cw_providers *out;
};

static const char *
path_of(const struct reading *reading, const char *name)
{
	const char *dir = reading->conf->oidc_dir;
	struct cw_arena *arena = &reading->out->arena;

	if (dir == NULL || dir[0] == '\0')
		return cw_arena_printf(arena, "%s/oidc/%s.conf",
		    reading->conf->data_dir, name);
	return cw_arena_printf(arena, "%s/%s.conf", dir, name);
}

static enum cw_err
add_provider(const struct reading *reading, const char *name)
{
	struct cw_providers *out = reading->out;
	struct cw_keyfile file = {
		.keys = keys,
		.count = CW_LEN(keys),
		.arena = &out->arena,
	};
	struct cw_provider provider = { .name = name };
	const char *path = path_of(reading, name);
	struct cw_provider *place;
	const char *problem;
	enum cw_err err;

	if (path == NULL)
		return CW_NOMEM;
	err = read_provider(&file, reading->use, path, &provider);
	problem = file.problem == NULL ? cw_err_word(err) : file.problem;
	if (reading->told != NULL)
		reading->told(reading->arg, name,
		    err == CW_OK ? NULL : problem);
	else if (err != CW_OK)
		cw_log(CW_LOG_ERROR, "provider %s is left out: %s", name,
		    problem);
	if (err != CW_OK)
		return err == CW_NOMEM ? err : CW_OK;
	place = cw_list_push(&out->list, &out->arena, sizeof(*place));
	if (place == NULL)
		return CW_NOMEM;
	*place = provider;
	return CW_OK;
}

enum cw_err
cw_providers_read(const struct cw_conf *conf, enum cw_provider_use use,
    cw_provider_told *told, void *arg, struct cw_providers *out)
{
	const struct reading reading = { conf, use, told, arg, out };
	const char *at = conf->oidc_providers;
	enum cw_err err = CW_OK;

	*out = (struct cw_providers){ 0 };
	cw_arena_init(&out->arena, ALL_MAX_BYTES);
	if (use == CW_PROVIDERS_NONE || at == NULL)
		return CW_OK;
	while (
	    err == CW_OK && *at != '\0' && out->list.count < CW_PROVIDERS_MAX) {
		const size_t len = strcspn(at, " ");
		const char *name = cw_arena_copy(&out->arena, at, len);

		if (name == NULL)
			err = CW_NOMEM;
		else if (len > 0)
			err = add_provider(&reading, name);
		at += len;
		at += strspn(at, " ");
	}
	return err;
}

void
cw_providers_clear(struct cw_providers *providers)
{
	cw_arena_clear(&providers->arena);
	providers->list = (struct cw_list){ 0 };
}

enum cw_err
cw_provider_find(const struct cw_providers *providers, const char *name,
    const struct cw_provider **out)
{
	for (size_t i = 0; i < providers->list.count; i++) {
		const struct cw_provider *provider =
		    cw_list_at(&providers->list, i);

		if (!cw_text_equal(provider->name, name))
			continue;
		*out = provider;
		return CW_OK;
	}
	return CW_NOTFOUND;
}

/* --- where it may be asked ------------------------------------------------ */

static bool
is_plain(const char *url)
{
	for (const char *at = url; *at != '\0'; at++)
		if (*at <= ' ' || *at > '~' || strchr("\"#<>\\^`{|}", *at))
			return false;
	return strlen(url) <= URL_MAX_BYTES;
}

bool
cw_provider_may_ask(const struct cw_provider *provider, const char *url)
{
	for (size_t i = 0; i < provider->origins.count; i++) {
		const char *origin = provider->origins.items[i];
		const size_t len = strlen(origin);

		/* The host ends there: no port, user or longer name follows. */
		if (strncmp(url, origin, len) == 0 &&
		    (url[len] == '\0' || url[len] == '/' || url[len] == '?'))
			return is_plain(url);
	}
	return false;
}

bool
cw_provider_takes(const struct cw_provider *provider, const char *email_fold)
{
	const char *domain = strrchr(email_fold, '@');
	const char *at = provider->email_domains;

	if (at[0] == '\0')
		return true;
	for (; domain != NULL && *at != '\0'; at += strspn(at, " ")) {
		const size_t len = strcspn(at, " ");

		if (strlen(domain + 1) == len &&
		    strncasecmp(domain + 1, at, len) == 0)
			return true;
		at += len;
	}
	return false;
}

/* The one that is configured, or lies beside this program, or is installed. */
static const char *
find_fetch(const struct cw_conf *conf, struct cw_arena *arena)
{
	static const char name[] = "/chinwag-fetch";
	char path[PATH_MAX + sizeof(name)];
	ssize_t len;
	char *slash;

	if (conf->oidc_fetch[0] != '\0')
		return conf->oidc_fetch;
	len = readlink("/proc/self/exe", path, PATH_MAX);
	path[len < 0 ? 0 : len] = '\0';
	slash = strrchr(path, '/');
	if (slash == NULL)
		return CW_FETCH_PATH;
	memcpy(slash, name, sizeof(name));
	if (access(path, X_OK) != 0)
		return CW_FETCH_PATH;
	return cw_arena_strdup(arena, path);
}

enum cw_err
cw_providers_words(const struct cw_providers *providers,
    const struct cw_conf *conf, struct cw_arena *arena, char ***out)
{
	const char *fetch = find_fetch(conf, arena);
	struct cw_texts words = { 0 };
	enum cw_err err;

	if (fetch == NULL)
		return CW_NOMEM;
	err = cw_texts_push(&words, arena, fetch);
	if (err == CW_OK)
		err = cw_texts_push(&words, arena, "--only");
	for (size_t i = 0; i < providers->list.count; i++) {
		const struct cw_provider *provider =
		    cw_list_at(&providers->list, i);

		for (size_t j = 0; err == CW_OK && j < provider->origins.count;
		     j++)
			err = cw_texts_push(&words, arena,
			    provider->origins.items[j]);
	}
	if (err == CW_OK)
		err = cw_texts_push(&words, arena, NULL);
	if (err == CW_OK)
		*out = (char **)(uintptr_t)words.items;
	return err;
}
