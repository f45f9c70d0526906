/*
 * chinwag-smtp: hand one mail, on standard input, to an SMTP server.
 *
 *	chinwag-smtp [--ca FILE] URL FROM TO [USER PASSWORD-FILE]
 *
 * With a user, nothing is said before the connection is encrypted and the
 * server has shown a certificate for its name, by an authority of the file or
 * else of the system.  Without, encryption is used if the server offers it.
 * Exit codes: 0 sent, 69 refused for good, 75 try again
 * later, 64 used wrongly.
 */

#include <curl/curl.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sysexits.h>

#define CONNECT_LIMIT_SEC 30L
#define LIMIT_SEC 200L
#define ADDRESS_MAX 300
#define PASSWORD_MAX 1024

/* Replies that speak of us and the server, not of the mail. */
static bool
is_about_access(long reply)
{
	return reply == 530 || reply == 534 || reply == 535 || reply == 538;
}

static int
judge(CURL *curl, CURLcode result)
{
	long reply = 0;

	if (result == CURLE_OK)
		return EX_OK;
	(void)curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &reply);
	(void)fprintf(stderr, "chinwag-smtp: %s (last reply %ld)\n",
	    curl_easy_strerror(result), reply);
	if (result == CURLE_LOGIN_DENIED || result == CURLE_USE_SSL_FAILED ||
	    is_about_access(reply))
		return EX_TEMPFAIL;
	return reply >= 500 && reply <= 599 ? EX_UNAVAILABLE : EX_TEMPFAIL;
}

/* The first line of the file. */
static bool
read_password(const char *path, char password[PASSWORD_MAX])
{
	FILE *file = fopen(path, "re");
	bool is_read;

	if (file == NULL)
		return false;
	is_read = fgets(password, PASSWORD_MAX, file) != NULL;
	(void)fclose(file);
	if (is_read)
		password[strcspn(password, "\r\n")] = '\0';
	return is_read;
}

static bool
set_access(CURL *curl, const char *user, const char *password_file)
{
	char password[PASSWORD_MAX];

	if (user == NULL)
		return true;
	if (!read_password(password_file, password)) {
		(void)fprintf(stderr, "chinwag-smtp: cannot read %s\n",
		    password_file);
		return false;
	}
	(void)curl_easy_setopt(curl, CURLOPT_USERNAME, user);
	(void)curl_easy_setopt(curl, CURLOPT_PASSWORD, password);
	explicit_bzero(password, sizeof(password));
	return true;
}

/*
 * Without a user, encryption that proves nothing is better than none.  With
 * smtps:// the server proves who it is in any case.
 */
static void
set_encryption(CURL *curl, const char *url, const char *user)
{
	if (user != NULL || strncmp(url, "smtps:", 6) == 0) {
		(void)curl_easy_setopt(curl, CURLOPT_USE_SSL, CURLUSESSL_ALL);
		return;
	}
	(void)curl_easy_setopt(curl, CURLOPT_USE_SSL, CURLUSESSL_TRY);
	(void)curl_easy_setopt(curl, CURLOPT_SSL_VERIFYPEER, 0L);
	(void)curl_easy_setopt(curl, CURLOPT_SSL_VERIFYHOST, 0L);
}

static struct curl_slist *
set_mail(CURL *curl, char **argv)
{
	char address[ADDRESS_MAX];
	struct curl_slist *to;

	(void)snprintf(address, sizeof(address), "<%s>", argv[3]);
	to = curl_slist_append(NULL, address);
	(void)snprintf(address, sizeof(address), "<%s>", argv[2]);
	(void)curl_easy_setopt(curl, CURLOPT_URL, argv[1]);
	(void)curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "smtp,smtps");
	(void)curl_easy_setopt(curl, CURLOPT_PROXY, "");
	(void)curl_easy_setopt(curl, CURLOPT_MAIL_FROM, address);
	(void)curl_easy_setopt(curl, CURLOPT_MAIL_RCPT, to);
	(void)curl_easy_setopt(curl, CURLOPT_READDATA, (void *)stdin);
	(void)curl_easy_setopt(curl, CURLOPT_UPLOAD, 1L);
	(void)curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT, CONNECT_LIMIT_SEC);
	(void)curl_easy_setopt(curl, CURLOPT_TIMEOUT, LIMIT_SEC);
	return to;
}

/* ca: NULL means those of the system. */
static int
send_mail(CURL *curl, const char *ca, int argc, char **argv)
{
	const char *user = argc == 6 ? argv[4] : NULL;
	const char *password_file = argc == 6 ? argv[5] : NULL;
	struct curl_slist *to = set_mail(curl, argv);
	int code = EX_TEMPFAIL;

	set_encryption(curl, argv[1], user);
	if (ca != NULL)
		(void)curl_easy_setopt(curl, CURLOPT_CAINFO, ca);
	if (to != NULL && set_access(curl, user, password_file))
		code = judge(curl, curl_easy_perform(curl));
	curl_slist_free_all(to);
	return code;
}

int
main(int argc, char **argv)
{
	const char *ca = NULL;
	CURL *curl;
	int code;

	if (argc > 2 && strcmp(argv[1], "--ca") == 0) {
		ca = argv[2];
		argv += 2;
		argc -= 2;
	}
	if (argc != 4 && argc != 6) {
		(void)fputs("usage: chinwag-smtp [--ca FILE] URL FROM TO "
			    "[USER PASSWORD-FILE]\n",
		    stderr);
		return EX_USAGE;
	}
	if (curl_global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK)
		return EX_TEMPFAIL;
	curl = curl_easy_init();
	if (curl == NULL)
		return EX_TEMPFAIL;
	code = send_mail(curl, ca, argc, argv);
	curl_easy_cleanup(curl);
	curl_global_cleanup();
	return code;
}
