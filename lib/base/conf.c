/* Configuration: a table of keys, a file of lines, and the environment. */

#include "base/conf.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/address.h"
#include "base/language.h"
#include "base/text.h"
#include "base/url.h"

#ifndef CW_CONF_PATH
#define CW_CONF_PATH "/etc/chinwag/chinwag.conf"
#endif

/* --- what texts must look like ------------------------------------------- */

static bool
is_any(const char *text)
{
	(void)text;
	return true;
}

static bool
is_absolute(const char *text)
{
	return text[0] == '/';
}

static bool
is_empty_or_absolute(const char *text)
{
	return text[0] == '\0' || is_absolute(text);
}

static bool
is_base_url(const char *text)
{
	return cw_url_is_base(text, strlen(text));
}

static bool
is_api_prefix(const char *text)
{
	return text[0] == '\0' || cw_url_is_path(text, strlen(text));
}

static bool
is_smtp_url(const char *text)
{
	const char *host = strstr(text, "://");

	if (text[0] == '\0')
		return true;
	return (cw_text_starts(text, "smtp://") ||
		   cw_text_starts(text, "smtps://")) &&
	    cw_url_is_host_port(host + 3, strlen(host + 3));
}

static bool
is_fence(const char *text)
{
	return cw_text_equal(text, "auto") || cw_text_equal(text, "required") ||
	    cw_text_equal(text, "off");
}

static bool
is_language(const char *text)
{
	char tag[CW_LANGUAGE_BYTES];

	return cw_language_read(text, tag);
}

static bool
is_log_level(const char *text)
{
	return cw_text_equal(text, "debug") || cw_text_equal(text, "info") ||
	    cw_text_equal(text, "warning") || cw_text_equal(text, "error");
}

static bool
is_way_of_events(const char *text)
{
	return cw_text_equal(text, "auto") || cw_text_equal(text, "stream") ||
	    cw_text_equal(text, "poll") || cw_text_equal(text, "cursor");
}

static bool
is_mail_transport(const char *text)
{
	return cw_text_equal(text, "file") || cw_text_equal(text, "sendmail") ||
	    cw_text_equal(text, "smtp");
}

/* Words separated by blanks: is each good? */
static bool
is_word_list(const char *text, bool (*is_word)(const char *text, size_t len))
{
	while (*text != '\0') {
		const size_t len = strcspn(text, " ");

		if (len != 0 && !is_word(text, len))
			return false;
		text += len;
		text += strspn(text, " ");
	}
	return true;
}

static bool
is_origin_list(const char *text)
{
	return is_word_list(text, cw_url_is_origin);
}

static bool
is_kind(const char *text, size_t len)
{
	static const char *const kinds[] = { "upper", "lower", "digit",
		"symbol" };

	for (size_t i = 0; i < CW_LEN(kinds); i++)
		if (strlen(kinds[i]) == len && memcmp(kinds[i], text, len) == 0)
			return true;
	return false;
}

static bool
is_kind_list(const char *text)
{
	return is_word_list(text, is_kind);
}

static bool
is_attribute(const char *text, size_t len)
{
	static const char letters[] = "abcdefghijklmnopqrstuvwxyz"
				      "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
				      "0123456789_-";

	return len <= 20 && strspn(text, letters) == len;
}

static bool
is_attribute_list(const char *text)
{
	return is_word_list(text, is_attribute);
}

static bool
is_provider(const char *text, size_t len)
{
	static const char letters[] = "abcdefghijklmnopqrstuvwxyz0123456789-";

	return len <= 32 && text[0] != '-' && strspn(text, letters) >= len;
}

static bool
is_provider_list(const char *text)
{
	return is_word_list(text, is_provider);
}

static bool
is_registration(const char *text)
{
	return cw_text_equal(text, "open") || cw_text_equal(text, "approval") ||
	    cw_text_equal(text, "closed");
}

static bool
is_mfa(const char *text)
{
	return cw_text_equal(text, "off") || cw_text_equal(text, "optional") ||
	    cw_text_equal(text, "required");
}

/* --- the keys ------------------------------------------------------------ */

#define TEXT(...) CW_KEY_TEXT(struct cw_conf, __VA_ARGS__)
#define NUMBER(...) CW_KEY_NUMBER(struct cw_conf, __VA_ARGS__)

static const struct cw_key keys[] = {
	TEXT(data_dir, "/var/lib/chinwag", 1, 1000, is_absolute,
	    "an absolute path",
	    "Directory of the store, the keys and the mail queue."),
	TEXT(base_url, "http://127.0.0.1:8080", 8, 500, is_base_url,
	    "http:// or https://, a host, maybe a port and a path, no "
	    "slash at the end",
	    "Public URL of the site, for links in mail and for checks of "
	    "origin."),
	TEXT(site_name, "Chinwag", 1, 60, is_any, "a name",
	    "Name of the site, as mail calls it."),
	TEXT(api_prefix, "/api", 0, 100, is_api_prefix,
	    "a path without a slash at the end",
	    "Path of the API as the web server passes it."),
	TEXT(cors_origins, "", 0, 4000, is_origin_list,
	    "origins such as https://example.org, separated by blanks",
	    "Other sites whose pages may call the API."),
	TEXT(events_by, "auto", 1, 10, is_way_of_events,
	    "auto, stream, poll or cursor",
	    "How the site follows what happens: by a stream, which needs "
	    "events-get to serve many at once; by long polls; or by a file "
	    "that is served as it is.  auto is cursor as CGI, else stream.  "
	    "With poll streams are refused, with cursor nobody waits."),
	TEXT(live_dir, "", 0, 1000, is_empty_or_absolute, "an absolute path",
	    "Directory that the web server serves at /live/; empty means "
	    "live below data_dir."),
	TEXT(trusted_proxies, "", 0, 4000, cw_networks_are_good,
	    "addresses and networks such as 192.0.2.0/24, separated by blanks",
	    "Proxies in front of the web server whose X-Forwarded-For is "
	    "believed."),
	TEXT(log_file, "", 0, 1000, is_empty_or_absolute, "an absolute path",
	    "File to append the log to; empty means standard error."),
	TEXT(log_level, "info", 1, 10, is_log_level,
	    "debug, info, warning or error", "Least level that is logged."),
	TEXT(fence, "auto", 1, 8, is_fence, "auto, required or off",
	    "Whether the API's programs shut themselves off from all files but "
	    "their own, from starting programs and from the network: auto as "
	    "far as the system can, required or not at all, or off."),
	TEXT(mail_transport, "sendmail", 1, 10, is_mail_transport,
	    "file, sendmail or smtp",
	    "How mail leaves: into files below data_dir, by the host's "
	    "sendmail, or by SMTP."),
	TEXT(mail_from, "chinwag@localhost", 3, 254, is_any, "a mail address",
	    "Address that mail is sent from."),
	TEXT(mail_language, "en", 2, 35, is_language,
	    "a language such as en or de-AT",
	    "Language of mail to people who told none of their own."),
	TEXT(mail_templates_dir, "", 0, 1000, is_empty_or_absolute,
	    "an absolute path",
	    "Directory of templates of mail that are used before those that "
	    "are built in; chinwag mail templates DIR fills one."),
	TEXT(mail_sendmail, "/usr/sbin/sendmail", 1, 1000, is_absolute,
	    "an absolute path", "Program that takes mail."),
	TEXT(mail_smtp_url, "", 0, 500, is_smtp_url,
	    "smtp://host:port or smtps://host:port", "Server that takes mail."),
	TEXT(mail_smtp_user, "", 0, 254, is_any, "a name",
	    "Name to sign in at that server with; empty means not to."),
	TEXT(mail_smtp_password_file, "", 0, 1000, is_empty_or_absolute,
	    "an absolute path",
	    "File whose first line is the password for that server."),
	TEXT(mail_smtp_ca_file, "", 0, 1000, is_empty_or_absolute,
	    "an absolute path",
	    "File of certificates of the authorities that vouch for that "
	    "server; empty means those of the system."),
	TEXT(password_needs, "", 0, 100, is_kind_list,
	    "words of upper, lower, digit and symbol, separated by blanks",
	    "Kinds of characters that each password must have."),
	TEXT(registration, "open", 4, 10, is_registration,
	    "open, approval or closed",
	    "Who may sign up: anybody, anybody whom an administrator then "
	    "approves of, or only people with an invitation."),
	TEXT(mfa, "optional", 3, 8, is_mfa, "off, optional or required",
	    "Second factors beside the password: off, nobody is asked for one; "
	    "optional, who has set one up; or required, and who has none sets "
	    "one up at the next sign-in."),
	TEXT(custom_attributes, "", 0, 1100, is_attribute_list,
	    "names of at most 20 letters, digits, '_' and '-', separated by "
	    "blanks",
	    "What people may tell of themselves beside the standard "
	    "attributes; each is called custom: and its name."),
	TEXT(oidc_providers, "", 0, 1000, is_provider_list,
	    "names of at most 32 small letters, digits and '-', separated by "
	    "blanks",
	    "Other services that people may sign in with (OpenID Connect); "
	    "each has a file NAME.conf in oidc_dir."),
	TEXT(oidc_dir, "", 0, 1000, is_empty_or_absolute, "an absolute path",
	    "Directory of the providers' files; empty means oidc below "
	    "data_dir."),
	TEXT(oidc_fetch, "", 0, 1000, is_empty_or_absolute, "an absolute path",
	    "The program chinwag-fetch, which asks them; empty means the one "
	    "that was installed with Chinwag."),
	NUMBER(body_max_bytes, "65536", 1024, 16777216,
	    "Largest body of a request, in bytes."),
	NUMBER(body_max_sec, "60", 1, 3600,
	    "How long the body of a request may take to come, in seconds."),
	NUMBER(arena_max_bytes, "8388608", 65536, 1073741824,
	    "Most memory that one request may take, in bytes."),
	NUMBER(read_threads, "4", 1, 256,
	    "Requests at once in a program that only reads."),
	NUMBER(write_threads, "48", 1, 256,
	    "Requests at once in a program that writes."),
	NUMBER(store_busy_ms, "5000", 1, 60000,
	    "How long a writer waits for its turn, in milliseconds."),
	NUMBER(session_ttl_sec, "2592000", 60, 31536000,
	    "How long a sign-in lasts, in seconds."),
	NUMBER(challenge_ttl_sec, "180", 180, 900,
	    "How long a sign-in waits for its second step, in seconds."),
	NUMBER(temporary_password_days, "7", 1, 365,
	    "Days that a password in an invitation by mail is good for."),
	NUMBER(deletion_grace_days, "14", 0, 365,
	    "Days after which a deleted account is gone for good."),
	NUMBER(audit_days, "365", 1, 36500,
	    "Days that the log of security events is kept for."),
	NUMBER(password_min_chars, "12", 6, 256,
	    "Characters that a password must have."),
	NUMBER(password_history, "0", 0, 24,
	    "Last passwords of an account that are not chosen again."),
	NUMBER(argon2_memory_kib, "19456", 8, 4194304,
	    "Memory of one password hash, in KiB."),
	NUMBER(argon2_passes, "2", 1, 100, "Passes of one password hash."),
	NUMBER(argon2_slots, "2", 1, 64,
	    "Password hashes at once, over all processes."),
	NUMBER(argon2_wait_ms, "500", 0, 60000,
	    "How long a sign-in waits for its turn, in milliseconds."),
	NUMBER(failures_per_network, "100", 0, 1000000,
	    "Failed sign-ins in 15 minutes from one network (a /24 of IPv4, a "
	    "/48 of IPv6), after which all sign-ins from there wait; 0: no "
	    "matter how many."),
	NUMBER(idp_per_second, "120", 0, 1000000,
	    "Sign-ins a second by the protocol of user pools; other calls in "
	    "the proportions of Cognito's quotas, and 10 that read and 10 that "
	    "write of one user; 0: no matter how many."),
	NUMBER(mail_per_hour, "5", 1, 1000, "Mails an hour to one address."),
	NUMBER(mail_per_hour_total, "500", 1, 1000000,
	    "Mails an hour to all addresses together."),
	NUMBER(event_readers_max, "10000", 1, 100000,
	    "Readers of live events at once."),
	NUMBER(event_readers_per_user, "12", 1, 1000,
	    "Readers of live events at once for one user."),
	NUMBER(event_heartbeat_sec, "20", 1, 300,
	    "Seconds between signs of life on a silent stream."),
	NUMBER(idle_exit_sec, "0", 0, 86400,
	    "Seconds without a request after which a FastCGI program ends, if "
	    "its server starts it again at the next one; 0: never."),
};

_Static_assert(CW_LEN(keys) <= CW_KEYS_MAX, "too many keys");

const struct cw_conf_key *
cw_conf_key_at(size_t i)
{
	return i < CW_LEN(keys) ? &keys[i].about : NULL;
}

/* --- reading ------------------------------------------------------------- */

static enum cw_err
read_file(struct cw_keyfile *file)
{
	const char *named = getenv("CHINWAG_CONF");
	enum cw_err err;

	err = cw_keyfile_read(file, named != NULL ? named : CW_CONF_PATH);
	if (err != CW_NOTFOUND)
		return err;
	return named == NULL ? CW_OK : CW_SYSTEM;
}

static enum cw_err
read_environment(struct cw_keyfile *file)
{
	char name[64];
	enum cw_err err;

	for (size_t i = 0; i < CW_LEN(keys); i++) {
		const char *value;

		(void)snprintf(name, sizeof(name), "CHINWAG_%s",
		    keys[i].about.name);
		for (char *c = name; *c != '\0'; c++) {
			if (*c >= 'a' && *c <= 'z')
				*c = (char)(*c - 'a' + 'A');
		}
		value = getenv(name);
		if (value == NULL)
			continue;
		file->place = name;
		err = cw_keyfile_set(file, &keys[i], value);
		if (err != CW_OK)
			return err;
	}
	return CW_OK;
}

enum cw_err
cw_conf_read(struct cw_conf *conf, struct cw_arena *arena, const char **problem)
{
	struct cw_conf read;
	struct cw_keyfile file = {
		.keys = keys,
		.count = CW_LEN(keys),
		.out = &read,
		.arena = arena,
	};
	enum cw_err err;

	err = cw_keyfile_preset(&file);
	if (err == CW_OK)
		err = read_file(&file);
	if (err == CW_OK)
		err = read_environment(&file);
	if (err == CW_OK)
		*conf = read;
	else
		*problem = file.problem;
	return err;
}
