/*
 * Configuration: one file of `key = value` lines, each key overridden by the
 * environment variable CHINWAG_<KEY>.
 *
 * The keys are the rows of one table in conf.c: name, type, default, bounds
 * and a sentence, which `chinwag info --keys` prints.  An unknown key, a value
 * out of bounds or a key given twice is an error that names file and line.
 * '#' starts a comment line.  Values may be in double quotes.
 */

#ifndef CW_BASE_CONF_H
#define CW_BASE_CONF_H

#include <stddef.h>
#include <stdint.h>

#include "base/keyfile.h"

/* Text values are never NULL; sizes and times carry their unit. */
struct cw_conf {
	const char *data_dir;	  /* absolute; holds store, keys and mail */
	const char *base_url;	  /* public, of the site; no slash at the end */
	const char *site_name;	  /* as letters call it, "Chinwag" */
	const char *api_prefix;	  /* of the API's paths, "/api" */
	const char *cors_origins; /* origins separated by blanks; "" none */
	const char *events_by;	  /* auto, stream, poll, cursor */
	const char *live_dir;	  /* of cursor files; "" data_dir/live */
	const char *trusted_proxies; /* addresses and networks; "" none */
	const char *log_file;	     /* "" standard error */
	const char *log_level;	     /* debug, info, warning, error */
	const char *fence;	     /* auto, required, off: base/fence.h */
	const char *mail_transport;  /* file, sendmail, smtp */
	const char *mail_from;
	const char *mail_language;	/* of those who told none, "en" */
	const char *mail_templates_dir; /* of the operator's; "" none */
	const char *mail_sendmail;	/* absolute path of the program */
	const char *mail_smtp_url; /* smtp://host:587 or smtps://host:465 */
	const char *mail_smtp_user;
	const char *mail_smtp_password_file;
	const char *mail_smtp_ca_file; /* "" those of the system */
	const char *password_needs;    /* of upper, lower, digit, symbol; "" */
	const char *registration;      /* open, approval, closed */
	const char *mfa;	       /* off, optional, required */
	const char *custom_attributes; /* names, without custom: */
	const char *oidc_providers;    /* names: pool/provider.h; "" none */
	const char *oidc_dir;	       /* of their files; "" data_dir/oidc */
	const char *oidc_fetch;	       /* chinwag-fetch; "" the one installed */
	int64_t body_max_bytes;	       /* of a request, 65536 */
	int64_t body_max_sec;	       /* until all of it has come, 60 */
	int64_t arena_max_bytes;       /* of a request, 8 MiB */
	int64_t read_threads;	       /* of a program that only reads, 4 */
	int64_t write_threads;	       /* of a program that writes, 48 */
	int64_t store_busy_ms; /* how long a writer waits for its turn, 5000 */
	int64_t session_ttl_sec;	 /* 30 days */
	int64_t challenge_ttl_sec;	 /* of a second step, 180 */
	int64_t temporary_password_days; /* 7 */
	int64_t deletion_grace_days;	 /* 14 */
	int64_t audit_days;		 /* 365 */
	int64_t password_min_chars;	 /* 12 */
	int64_t password_history;	 /* not to be chosen again, 0 to 24 */
	int64_t argon2_memory_kib;	 /* 19456 */
	int64_t argon2_passes;		 /* 2 */
	int64_t argon2_slots;		 /* at once over all processes, 2 */
	int64_t argon2_wait_ms;		 /* for a slot, 500 */
	int64_t failures_per_network;	 /* in 15 minutes, 100; 0 any */
	int64_t idp_per_second;		 /* sign-ins by /idp, 120; 0 any */
	int64_t mail_per_hour;		 /* to one address, 5 */
	int64_t mail_per_hour_total;	 /* to all, 500 */
	int64_t event_readers_max;	 /* at once, 10000 */
	int64_t event_readers_per_user;	 /* 12 */
	int64_t event_heartbeat_sec;	 /* 20 */
	int64_t idle_exit_sec; /* after which a FastCGI program ends; 0 never */
};

/*
 * Read the file named by CHINWAG_CONF, else the compiled-in path, which may be
 * absent; then the environment.  Strings are the arena's.  On CW_INVALID or
 * CW_SYSTEM *problem is a sentence with file and line, in the arena.
 */
enum cw_err cw_conf_read(struct cw_conf *conf, struct cw_arena *arena,
    const char **problem) CW_CHECKED;

/* Row i of the table, or NULL after the last. */
const struct cw_conf_key *cw_conf_key_at(size_t i);

#endif
