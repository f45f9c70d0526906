/*
 * The doctor: what it looks at, and what it may find.
 *
 * Each finding is a row of one table (findings.c): a name that stays, how grave
 * it is, what it means, and which line mends it, for each web server.
 */

#ifndef CHINWAG_DOCTOR_H
#define CHINWAG_DOCTOR_H

#include "base/list.h"
#include "web.h"

enum finding {
	/* doctor_host.c */
	DATA_DIR,
	DATA_OPEN,
	DATA_OWNER,
	DATA_FOREIGN,
	DATA_IN_WEB_ROOT,
	DATA_ROOM,
	KEYS,
	STORE,
	SCHEMA,
	SQLITE,
	JSON_C,
	LIBFCGI,
	PROGRAMS_ABSENT,
	PROGRAMS_VERSION,
	CLOCK_BEHIND,
	CLOCK_STEPS,
	CLOCK_UNKEPT,
	BACKUP_NONE,
	/* doctor_mail.c */
	MAIL_TRANSPORT,
	MAIL_TO_FILES,
	MAIL_FROM,
	MAIL_PASSWORD,
	MAIL_TEMPLATES,
	MAIL_WAITS,
	MAIL_GIVEN_UP,
	/* doctor_provider.c */
	PROVIDER_FILE,
	PROVIDER_UNREACHABLE,
	PROVIDER_DOCUMENT,
	PROVIDER_KEYS,
	PROVIDER_CLOCK,
	/* doctor_api.c */
	NO_FETCH,
	UNREACHABLE,
	API_ABSENT,
	API_FAILS,
	API_PREFIX,
	OTHER_DATA,
	PROGRAM_USER,
	ROUTE,
	AUTHORIZATION,
	ENCODED_SLASH,
	HTTPOXY,
	UNDERSCORES,
	COOKIES,
	CHUNKED,
	BODY_LIMIT,
	STREAM_BUFFERED,
	KEEP_ALIVE,
	HEADERS_API,
	/* doctor_site.c */
	NO_TLS,
	TLS_UNTRUSTED,
	TLS_EXPIRES,
	SITE_ABSENT,
	HEADERS_SITE,
	HEADERS_ERROR,
	COMPRESSION,
	DOT_FILES,
	LISTING,
	TRACE_ON,
	FINDING__COUNT
};

enum gravity { WARNING, WRONG };

/* Web servers that we know lines for. */
enum server { SERVER_ANY, LIGHTTPD, NGINX, APACHE, SERVER__COUNT };

struct finding_row {
	const char *name;
	enum gravity gravity;
	const char *what;		  /* a sentence */
	const char *mends[SERVER__COUNT]; /* how; [SERVER_ANY] for all */
};

extern const struct finding_row finding_rows[FINDING__COUNT];

/* Something that was found. */
struct found {
	enum finding finding;
	const char *seen; /* where, and what; "" nothing to add */
};

struct doctor {
	const struct operation *op;
	struct web web;
	const char *programs; /* their directory; NULL: where they are */
	const char *root;     /* of the site's files on this machine, or NULL */
	const char *server_text; /* "nginx/1.22.1"; NULL: not known */
	enum server server;
	struct cw_list found;	 /* of struct found */
	int64_t clock_offset_ms; /* real time less steady, at the start */
	int checks;		 /* how many things were looked at */
	bool has_web;		 /* it can be asked at all */
	bool is_out_of_memory;
};

/* Note a finding, with what was seen. */
void note_found(struct doctor *doctor, enum finding finding, const char *fmt,
    ...) CW_PRINTF(3, 4);

/* Note that something was looked at. */
void note_check(struct doctor *doctor);

/* Has nobody complained about the data directory, keys or stores? */
bool are_stores_usable(const struct doctor *doctor);

/* The server by how it names itself. */
enum server server_of(const char *text);

/* Real time less the time of a clock that never steps. */
int64_t clock_offset_ms(void);

/* Is the address one that only this machine has? */
bool is_loopback(const char *url);

void look_at_host(struct doctor *doctor);
void look_at_clock(struct doctor *doctor);
void look_at_mail(struct doctor *doctor);
void look_at_api(struct doctor *doctor);
void look_at_site(struct doctor *doctor);
void look_at_providers(struct doctor *doctor, bool is_without_web);

#endif
