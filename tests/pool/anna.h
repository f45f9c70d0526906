/*
 * Anna, and how she signs in, for the tests of that.
 */

#ifndef TESTS_POOL_ANNA_H
#define TESTS_POOL_ANNA_H

#include "app.h"

static inline enum cw_err
begin(struct fixture *f, const char *password, const char *device,
    struct cw_signed_in *out)
{
	const struct cw_sign_in in = {
		.login = "anna",
		.password = password,
		.device = device,
		.actor = &stranger,
	};
	int64_t retry_ms;

	*out = (struct cw_signed_in){ 0 };
	return cw_sign_in(f->pool, &f->arena, &in, out, &retry_ms);
}

static inline enum cw_err
answer(struct fixture *f, const char *token, const char *code,
    struct cw_signed_in *out)
{
	struct cw_step_answer in = {
		.token = token,
		.code = code,
		.actor = &stranger,
	};

	return cw_sign_in_answer(f->pool, &f->arena, &in, out);
}

static inline struct cw_session
person(struct fixture *f)
{
	struct cw_session session;

	add_account(f, "anna", "anna@example.org");
	assert_int_equal(sign_in(f, "anna", PASSWORD, &session), CW_OK);
	return session;
}

/* Somebody whose app is asked for, a while after it was turned on. */
static inline struct cw_texts
person_with_app(struct fixture *f, const char **secret)
{
	struct cw_session anna = person(f);
	struct cw_texts codes = app_begin(f, &anna, secret);

	cw_clock_set_now_ms(NOW + CW_MINUTE_MS);
	return codes;
}

static inline void
turn_mail_on(struct fixture *f, const struct cw_session *session)
{
	const struct cw_actor actor = actor_of(session);
	const struct cw_factors_wish wish = { .actor = &actor, .mail = true };

	assert_int_equal(cw_factors_set(f->pool, &f->arena, &wish), CW_OK);
}

#endif
