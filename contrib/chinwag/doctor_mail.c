/* The doctor's look at the mail. */

#include "doctor.h"

#include <errno.h>
#include <inttypes.h>
#include <netdb.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/text.h"
#include "places.h"
#include "pool/mail_queue.h"
#include "pool/templates.h"

#define WAIT_MAX_MS (INT64_C(15) * 60 * 1000)
#define CONNECT_MS 10000

/* --- a server that takes mail --------------------------------------------- */

struct address {
	char host[300];
	char port[16];
};

/* "smtps://mail.example.org:465", or with an address in brackets. */
static bool
split_url(const char *url, struct address *out)
{
	const char *host = strstr(url, "://");
	const char *colon;
	size_t len;

	if (host == NULL)
		return false;
	host += 3;
	colon = strrchr(host, ':');
	if (colon != NULL && strchr(colon, ']') != NULL)
		colon = NULL;
	len = colon == NULL ? strlen(host) : (size_t)(colon - host);
	if (len > 1 && host[0] == '[' && host[len - 1] == ']') {
		host++;
		len -= 2;
	}
	(void)snprintf(out->host, sizeof(out->host), "%.*s", (int)len, host);
	(void)snprintf(out->port, sizeof(out->port), "%s",
	    colon != NULL			? colon + 1
		: cw_text_starts(url, "smtps:") ? "465"
						: "25");
	return true;
}

/* Connected, or why not; the first words are not waited for. */
static const char *
try_connection(int fd, const struct addrinfo *info)
{
	struct pollfd wait = { .fd = fd, .events = POLLOUT };
	socklen_t len = sizeof(int);
	int problem = 0;

	if (connect(fd, info->ai_addr, info->ai_addrlen) == 0)
		return NULL;
	if (errno != EINPROGRESS)
		return strerror(errno);
	if (poll(&wait, 1, CONNECT_MS) != 1)
		return "it does not answer";
	if (getsockopt(fd, SOL_SOCKET, SO_ERROR, &problem, &len) != 0 ||
	    problem != 0)
		return strerror(problem);
	return NULL;
}

/* NULL: some address of it takes connections. */
static const char *
try_server(const struct address *address)
{
	const struct addrinfo hints = { .ai_socktype = SOCK_STREAM };
	struct addrinfo *found;
	const char *why = "it has no address";
	int failure = getaddrinfo(address->host, address->port, &hints, &found);

	if (failure != 0)
		return gai_strerror(failure);
	for (struct addrinfo *at = found; at != NULL; at = at->ai_next) {
		int fd = socket(at->ai_family,
		    at->ai_socktype | SOCK_NONBLOCK | SOCK_CLOEXEC,
		    at->ai_protocol);

		if (fd < 0)
			continue;
		why = try_connection(fd, at);
		close(fd);
		if (why == NULL)
			break;
	}
	freeaddrinfo(found);
	return why;
}

static void
look_at_password(struct doctor *doctor)
{
	const struct cw_conf *conf = doctor->op->conf;
	const char *path = conf->mail_smtp_password_file;
	struct stat about;

	if (conf->mail_smtp_user[0] == '\0')
		return;
	note_check(doctor);
	if (access(path, R_OK) != 0)
		note_found(doctor, MAIL_PASSWORD, "%s: %s", path,
		    strerror(errno));
	else if (stat(path, &about) == 0 && (about.st_mode & 077) != 0)
		note_found(doctor, MAIL_PASSWORD, "%s has mode %03o", path,
		    (unsigned)about.st_mode & 0777);
}

static void
look_at_smtp(struct doctor *doctor)
{
	const char *url = doctor->op->conf->mail_smtp_url;
	const char *ca = doctor->op->conf->mail_smtp_ca_file;
	const char *helper = beside_us(doctor->op->arena, "chinwag-smtp");
	struct address address;
	const char *why;

	if (helper != NULL && access(helper, X_OK) != 0)
		note_found(doctor, MAIL_TRANSPORT, "%s: %s", helper,
		    strerror(errno));
	if (!split_url(url, &address)) {
		note_found(doctor, MAIL_TRANSPORT, "mail_smtp_url is empty");
		return;
	}
	if (ca[0] != '\0' && access(ca, R_OK) != 0)
		note_found(doctor, MAIL_TRANSPORT, "mail_smtp_ca_file = %s: %s",
		    ca, strerror(errno));
	why = try_server(&address);
	if (why != NULL)
		note_found(doctor, MAIL_TRANSPORT, "%s: %s", url, why);
	look_at_password(doctor);
}

/* --- the transport -------------------------------------------------------- */

static void
look_at_transport(struct doctor *doctor)
{
	const struct cw_conf *conf = doctor->op->conf;

	note_check(doctor);
	if (cw_text_equal(conf->mail_transport, "smtp"))
		look_at_smtp(doctor);
	else if (cw_text_equal(conf->mail_transport, "file")) {
		if (!is_loopback(doctor->web.origin))
			note_found(doctor, MAIL_TO_FILES, "%s/mail",
			    conf->data_dir);
	} else if (access(conf->mail_sendmail, X_OK) != 0)
		note_found(doctor, MAIL_TRANSPORT, "mail_sendmail = %s: %s",
		    conf->mail_sendmail, strerror(errno));
}

static void
look_at_from(struct doctor *doctor)
{
	const char *at = strchr(doctor->op->conf->mail_from, '@');

	note_check(doctor);
	if (is_loopback(doctor->web.origin))
		return;
	if (at == NULL || strchr(at, '.') == NULL)
		note_found(doctor, MAIL_FROM, "mail_from = %s",
		    doctor->op->conf->mail_from);
}

/* What is wrong with one is not sent; what is built in is. */
static void
look_at_templates(struct doctor *doctor)
{
	const struct operation *op = doctor->op;
	const char *dir = op->conf->mail_templates_dir;
	struct cw_templates_look look;
	enum cw_err err;

	if (dir[0] == '\0')
		return;
	note_check(doctor);
	err = cw_templates_look(op->conf, op->arena, dir, &look);
	if (err == CW_NOTFOUND || err == CW_SYSTEM)
		note_found(doctor, MAIL_TEMPLATES, "%s: %s", dir,
		    strerror(errno));
	for (size_t i = 0; err == CW_OK && i < look.problems.count; i++)
		note_found(doctor, MAIL_TEMPLATES, "%s",
		    look.problems.items[i]);
}

/* --- the queue ------------------------------------------------------------ */

static void
look_at_queue(struct doctor *doctor)
{
	struct cw_mail_tally tally = { 0 };
	struct cw_pool *pool;
	int64_t age_ms;
	enum cw_err err;

	note_check(doctor);
	if (!are_stores_usable(doctor) ||
	    cw_pool_open(doctor->op->conf, &pool) != CW_OK)
		return; /* said by others */
	err = cw_mail_tally(pool, &tally);
	cw_pool_close(pool);
	if (err != CW_OK)
		return;
	age_ms = cw_clock_now_ms() - tally.oldest;
	if (tally.waiting > 0 && age_ms > WAIT_MAX_MS)
		note_found(doctor, MAIL_WAITS,
		    "%" PRId64 " wait, the oldest for %" PRId64 " minutes",
		    tally.waiting, age_ms / 60000);
	if (tally.given_up > 0)
		note_found(doctor, MAIL_GIVEN_UP, "%" PRId64, tally.given_up);
}

void
look_at_mail(struct doctor *doctor)
{
	look_at_transport(doctor);
	look_at_from(doctor);
	look_at_templates(doctor);
	look_at_queue(doctor);
}
