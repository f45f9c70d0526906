/*
 * An authenticator app, for the tests of second factors.
 */

#ifndef TESTS_POOL_APP_H
#define TESTS_POOL_APP_H

#include "fixture.h"

#include "pool/factor.h"
#include "pool/totp.h"

/* The bytes of a seed in base32. */
static inline void
app_read(const char *secret, unsigned char seed[CW_TOTP_SEED_BYTES])
{
	static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
	uint32_t bits = 0;
	int held = 0;
	size_t len = 0;

	assert_int_equal(strlen(secret), CW_TOTP_SEED_BYTES * 8 / 5);
	for (; *secret != '\0'; secret++) {
		bits =
		    bits << 5 | (uint32_t)(strchr(letters, *secret) - letters);
		held += 5;
		if (held >= 8) {
			held -= 8;
			seed[len++] = (unsigned char)(bits >> held);
		}
	}
}

/* What the app shows for a seed in base32. */
static inline void
app_show(const char *secret, char code[CW_TOTP_CHARS + 1])
{
	unsigned char seed[CW_TOTP_SEED_BYTES];

	app_read(secret, seed);
	assert_int_equal(cw_totp_code(seed, cw_clock_now_ms() / CW_TOTP_STEP_MS,
			     code),
	    CW_OK);
}

/* What it shows neither now nor a step before or after; those are three. */
static inline void
app_mistake(const char *secret, char code[CW_TOTP_CHARS + 1])
{
	unsigned char seed[CW_TOTP_SEED_BYTES];
	enum cw_err err = CW_OK;
	int64_t step;

	app_read(secret, seed);
	memcpy(code, "000000", CW_TOTP_CHARS + 1);
	for (char digit = '0'; err == CW_OK; digit++) {
		assert_true(digit < '4');
		code[CW_TOTP_CHARS - 1] = digit;
		err = cw_totp_match(seed, code, cw_clock_now_ms(), 0, &step);
	}
	assert_int_equal(err, CW_MISMATCH);
}

/* Turn an app on for somebody; its seed, and recovery codes. */
static inline struct cw_texts
app_begin(struct fixture *f, const struct cw_session *session,
    const char **secret)
{
	const struct cw_actor actor = actor_of(session);
	char code[CW_TOTP_CHARS + 1];
	struct cw_totp_proof proof = { .actor = &actor, .code = code };
	struct cw_totp_new made;

	assert_int_equal(cw_totp_start(f->pool, &f->arena, session->account_id,
			     "phone", &made),
	    CW_OK);
	app_show(made.secret, code);
	assert_int_equal(cw_totp_prove(f->pool, &f->arena, &proof), CW_OK);
	assert_int_equal(proof.codes.count, CW_RECOVERY_CODES);
	*secret = made.secret;
	return proof.codes;
}

#endif
