/*
 * A pool of a test's own: a directory, a store, cheap hashes, a clock that
 * stands still.
 */

#ifndef TESTS_POOL_FIXTURE_H
#define TESTS_POOL_FIXTURE_H

#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "../unit.h"

#include "base/clock.h"
#include "base/conf.h"
#include "base/random.h"
#include "db/migrate.h"
#include "pool/account.h"
#include "pool/inside.h"
#include "pool/mail.h"
#include "pool/pool.h"
#include "pool/session.h"
#include "pool/signin.h"
#include "pool/templates.h"

#define NOW INT64_C(1700000000000)
#define PASSWORD "correct horse battery"

/* Others may keep the store, or a slot, for as long as a busy machine takes. */
#define PATIENCE_MS 30000

struct fixture {
	char dir[256];
	struct cw_conf conf;
	struct cw_pool *pool;
	struct cw_arena arena;
};

static inline struct cw_conf
fixture_conf(const char *dir)
{
	return (struct cw_conf){
		.data_dir = dir,
		.events_by = "auto",
		.live_dir = "",
		.base_url = "https://chat.example.org",
		.site_name = "Chinwag",
		.mail_from = "chinwag@example.org",
		.mail_language = "en",
		.mail_templates_dir = "",
		.store_busy_ms = PATIENCE_MS,
		.session_ttl_sec = INT64_C(30) * 24 * 3600,
		.challenge_ttl_sec = 180,
		.temporary_password_days = 7,
		.deletion_grace_days = 14,
		.audit_days = 365,
		.password_min_chars = 12,
		.password_needs = "",
		.registration = "open",
		.mfa = "optional",
		.custom_attributes = "team",
		.argon2_memory_kib = 64,
		.argon2_passes = 1,
		.argon2_slots = 4,
		.argon2_wait_ms = PATIENCE_MS,
		.mail_per_hour = 5,
		.mail_per_hour_total = 500,
	};
}

static inline int
fixture_setup(void **state)
{
	struct fixture *f = calloc(1, sizeof(*f));
	const char *tmp = getenv("TMPDIR");

	assert_non_null(f);
	(void)snprintf(f->dir, sizeof(f->dir), "%s/pool-test.XXXXXX",
	    tmp == NULL ? "/tmp" : tmp);
	assert_non_null(mkdtemp(f->dir));
	cw_clock_set_now_ms(NOW);
	f->conf = fixture_conf(f->dir);
	cw_arena_init(&f->arena, 64 << 20);
	assert_int_equal(cw_migrate(f->dir, CW_STORE_POOL), CW_OK);
	assert_int_equal(cw_pool_init_keys(f->dir), CW_OK);
	assert_int_equal(cw_pool_open(&f->conf, &f->pool), CW_OK);
	*state = f;
	return 0;
}

static inline int
remove_one(const char *path, const struct stat *st, int kind, struct FTW *where)
{
	(void)st;
	(void)kind;
	(void)where;
	return remove(path);
}

static inline int
fixture_teardown(void **state)
{
	struct fixture *f = *state;

	cw_pool_close(f->pool);
	cw_arena_clear(&f->arena);
	cw_clock_set_now_ms(-1);
	assert_int_equal(nftw(f->dir, remove_one, 8, FTW_DEPTH | FTW_PHYS), 0);
	free(f);
	return 0;
}

static inline enum cw_err
sign_up(struct fixture *f, const char *name, const char *email)
{
	const struct cw_sign_up in = {
		.username = name,
		.email = email,
		.password = PASSWORD,
		.actor = &cw_operator,
	};
	const char *out;

	return cw_account_sign_up(f->pool, &f->arena, &in, &out);
}

/* A confirmed account. */
static inline void
add_account(struct fixture *f, const char *name, const char *email)
{
	const struct cw_sign_up in = {
		.username = name,
		.email = email,
		.password = PASSWORD,
		.actor = &cw_operator,
	};
	struct cw_account out;

	assert_int_equal(cw_account_add(f->pool, &f->arena, &in, &out), CW_OK);
}

/* The next mail, which is written and sent. */
static inline void
next_mail(struct fixture *f, struct cw_mail *out)
{
	struct cw_templates templates;

	cw_templates_init(&templates, &f->conf);
	assert_int_equal(cw_mail_take(f->pool, &f->arena, out), CW_OK);
	assert_int_equal(cw_mail_write(&templates, &f->arena, out), CW_OK);
	cw_templates_clear(&templates);
	assert_int_equal(cw_mail_done(f->pool, out, CW_MAIL_SENT), CW_OK);
}

/* The six digits that stand alone on a line of the next mail; NULL: none. */
static inline const char *
next_code(struct fixture *f)
{
	struct cw_mail mail;
	const char *line, *end;

	next_mail(f, &mail);
	for (line = mail.body; *line != '\0'; line = end + 1) {
		end = strchr(line, '\n');
		if (end == NULL)
			return NULL;
		if (end - line == 6 && strspn(line, "0123456789") == 6)
			return cw_arena_copy(&f->arena, line, 6);
	}
	return NULL;
}

/* Whoever is not signed in. */
static const struct cw_actor stranger = {
	.address = "192.0.2.77",
	.agent = "unit test",
};

/* Somebody who is. */
static inline struct cw_actor
actor_of(const struct cw_session *session)
{
	return (struct cw_actor){
		.account_id = session->account_id,
		.name = session->username,
		.address = "192.0.2.77",
		.agent = "unit test",
	};
}

/* Without any step but the password. */
static inline enum cw_err
sign_in_retry(struct fixture *f, const char *login, const char *password,
    struct cw_session *out, int64_t *retry_ms)
{
	const struct cw_sign_in in = {
		.login = login,
		.password = password,
		.actor = &stranger,
	};
	struct cw_signed_in done = { 0 };
	enum cw_err err;

	err = cw_sign_in(f->pool, &f->arena, &in, &done, retry_ms);
	if (err == CW_OK)
		assert_int_equal(done.step, CW_STEP_NONE);
	*out = done.session;
	if (err != CW_OK)
		out->username = done.username;
	return err;
}

static inline enum cw_err
confirm(struct fixture *f, const char *name, const char *code,
    struct cw_account *out)
{
	const struct cw_confirmation in = { name, code, &stranger };

	return cw_account_confirm(f->pool, &f->arena, &in, out);
}

static inline enum cw_err
end_session(struct fixture *f, const struct cw_session *session)
{
	const struct cw_actor actor = actor_of(session);

	return cw_session_end(f->pool, &actor, session->id);
}

static inline enum cw_err
end_all_sessions(struct fixture *f, int64_t account_id)
{
	return cw_session_end_all(f->pool, &cw_operator, account_id,
	    "somebody");
}

static inline enum cw_err
sign_in(struct fixture *f, const char *login, const char *password,
    struct cw_session *out)
{
	int64_t retry_ms = 0;

	return sign_in_retry(f, login, password, out, &retry_ms);
}

#endif
