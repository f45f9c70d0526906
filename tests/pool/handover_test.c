/* What goes through others' hands comes back as it was, once, and in time. */

#include "pool/handover.h"

#include "pool/fixture.h"

static struct cw_handover
begin(struct fixture *f, enum cw_handover_purpose purpose, const char **sealed)
{
	struct cw_handover handover = {
		.purpose = purpose,
		.provider = "corp",
		.issuer = "https://id.example.org",
		.session_id = 17,
	};

	assert_int_equal(cw_handover_begin(f->pool, &f->arena, &handover,
			     sealed),
	    CW_OK);
	assert_true(strlen(*sealed) <= CW_HANDOVER_MAX_BYTES);
	return handover;
}

static enum cw_err
take(struct fixture *f, const char *sealed, const char *state,
    struct cw_handover *out)
{
	return cw_handover_take(f->pool, &f->arena, sealed, state, out);
}

static void
a_handover_is_what_it_was_and_good_once(void **state)
{
	struct fixture *f = *state;
	struct cw_handover out = { 0 };
	const char *sealed;
	const struct cw_handover in = begin(f, CW_HANDOVER_LINK, &sealed);

	assert_int_equal(take(f, sealed, in.state, &out), CW_OK);
	assert_int_equal(out.purpose, CW_HANDOVER_LINK);
	assert_string_equal(out.provider, in.provider);
	assert_string_equal(out.issuer, in.issuer);
	assert_string_equal(out.nonce, in.nonce);
	assert_string_equal(out.verifier, in.verifier);
	assert_int_equal(out.session_id, 17);
	assert_int_equal(take(f, sealed, in.state, &out), CW_UNPROVEN);
}

static void
another_state_or_cookie_does_not_open_it(void **state)
{
	struct fixture *f = *state;
	struct cw_handover out;
	const char *mine, *other;
	const struct cw_handover in = begin(f, CW_HANDOVER_SIGN_IN, &mine);
	const struct cw_handover its = begin(f, CW_HANDOVER_SIGN_IN, &other);
	char *changed = cw_arena_strdup(&f->arena, mine);

	changed[30] = changed[30] == 'A' ? 'B' : 'A';
	assert_int_equal(take(f, mine, its.state, &out), CW_UNPROVEN);
	assert_int_equal(take(f, other, in.state, &out), CW_UNPROVEN);
	assert_int_equal(take(f, changed, in.state, &out), CW_UNPROVEN);
	assert_int_equal(take(f, mine, "", &out), CW_UNPROVEN);
	assert_int_equal(take(f, "", in.state, &out), CW_UNPROVEN);
	assert_int_equal(take(f, NULL, in.state, &out), CW_UNPROVEN);
	/* None of that has used it up. */
	assert_int_equal(take(f, mine, in.state, &out), CW_OK);
}

static void
after_ten_minutes_it_is_over(void **state)
{
	struct fixture *f = *state;
	struct cw_handover out;
	const char *sealed;
	const struct cw_handover in = begin(f, CW_HANDOVER_SIGN_IN, &sealed);

	cw_clock_set_now_ms(NOW + CW_HANDOVER_LIFE_MS);
	assert_int_equal(take(f, sealed, in.state, &out), CW_UNPROVEN);
	cw_clock_set_now_ms(NOW + CW_HANDOVER_LIFE_MS - 1);
	assert_int_equal(take(f, sealed, in.state, &out), CW_OK);
}

static void
an_arrival_is_whom_it_was_for_a_while(void **state)
{
	const struct cw_identity in = {
		.provider = "corp",
		.issuer = "https://id.example.org",
		.subject = "sub | 1",
		.email = "a@example.org",
		.is_verified = true,
		.name = "anna",
	};
	struct fixture *f = *state;
	struct cw_identity out = { 0 };
	const char *token, *sealed;
	int64_t expires;

	assert_int_equal(cw_arrival_make(f->pool, &f->arena, &in, &token,
			     &expires),
	    CW_OK);
	assert_int_equal(cw_arrival_read(f->pool, &f->arena, token, &out),
	    CW_OK);
	assert_string_equal(out.subject, in.subject);
	assert_string_equal(out.email, in.email);
	assert_string_equal(out.name, in.name);
	assert_true(out.is_verified);
	/* Neither is taken for the other. */
	begin(f, CW_HANDOVER_SIGN_IN, &sealed);
	assert_int_equal(cw_arrival_read(f->pool, &f->arena, sealed, &out),
	    CW_UNPROVEN);
	assert_int_equal(cw_handover_take(f->pool, &f->arena, token, "", NULL),
	    CW_UNPROVEN);
	cw_clock_set_now_ms(expires);
	assert_int_equal(cw_arrival_read(f->pool, &f->arena, token, &out),
	    CW_UNPROVEN);
}

static void
lines_do_not_become_two(void **state)
{
	const struct cw_identity in = {
		.provider = "corp",
		.issuer = "https://id.example.org",
		.subject = "a\nb",
		.email = "",
		.name = "",
	};
	struct fixture *f = *state;
	const char *token;
	int64_t expires;

	assert_int_equal(cw_arrival_make(f->pool, &f->arena, &in, &token,
			     &expires),
	    CW_INVALID);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
		    a_handover_is_what_it_was_and_good_once, fixture_setup,
		    fixture_teardown),
		cmocka_unit_test_setup_teardown(
		    another_state_or_cookie_does_not_open_it, fixture_setup,
		    fixture_teardown),
		cmocka_unit_test_setup_teardown(after_ten_minutes_it_is_over,
		    fixture_setup, fixture_teardown),
		cmocka_unit_test_setup_teardown(
		    an_arrival_is_whom_it_was_for_a_while, fixture_setup,
		    fixture_teardown),
		cmocka_unit_test_setup_teardown(lines_do_not_become_two,
		    fixture_setup, fixture_teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
