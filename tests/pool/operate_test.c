/* lib/pool/operate.c: what is done to accounts, and what it leaves alone. */

#include "app.h"

#include "pool/invitation.h"
#include "pool/operate.h"
#include "pool/removal.h"
#include "pool/reset.h"
#include "pool/usergroup.h"

static const struct cw_actor somebody = { .account_id = 99, .name = "eve" };

static struct cw_operation
on(const char *login, const struct cw_actor *actor)
{
	return (struct cw_operation){ .login = login, .actor = actor };
}

static void
make_administrator(struct fixture *f, const char *name)
{
	assert_int_equal(cw_usergroup_join(f->pool, &f->arena, &cw_operator,
			     CW_ADMINISTRATORS, name),
	    CW_OK);
}

static void
the_last_administrator_is_the_operators_affair(void **state)
{
	struct fixture *f = *state;
	struct cw_operation by_other, by_operator;

	add_account(f, "anna", "anna@example.org");
	add_account(f, "bob", "bob@example.org");
	make_administrator(f, "anna");
	by_other = on("anna", &somebody);
	assert_int_equal(cw_operate_disable(f->pool, &f->arena, &by_other),
	    CW_CONFLICT);
	make_administrator(f, "bob");
	assert_int_equal(cw_operate_disable(f->pool, &f->arena, &by_other),
	    CW_OK);
	by_operator = on("bob", &cw_operator);
	assert_int_equal(cw_operate_disable(f->pool, &f->arena, &by_operator),
	    CW_OK);
}

static void
nobody_is_told_from_somebody(void **state)
{
	struct fixture *f = *state;
	enum cw_err (*const deeds[])(struct cw_pool *, struct cw_arena *,
	    struct cw_operation *) = { cw_operate_find, cw_operate_confirm,
		cw_operate_disable, cw_operate_enable, cw_operate_sign_out,
		cw_operate_reset, cw_operate_approve, cw_operate_drop_factors };
	struct cw_operation operation;

	for (size_t i = 0; i < CW_LEN(deeds); i++) {
		operation = on("nobody", &cw_operator);
		assert_int_equal(deeds[i](f->pool, &f->arena, &operation),
		    CW_NOTFOUND);
	}
}

static enum cw_err
bury(struct fixture *f, struct cw_operation *operation)
{
	enum cw_err err;

	err = cw_operate_disable(f->pool, &f->arena, operation);
	if (err != CW_OK)
		return err;
	return cw_removal_finish(f->pool, &f->arena, operation->actor,
	    &operation->account);
}

static void
an_id_and_a_name_are_never_given_again(void **state)
{
	const struct cw_sign_up again = {
		.username = "ANNA",
		.email = "other@example.org",
		.password = PASSWORD,
		.actor = &cw_operator,
	};
	struct fixture *f = *state;
	struct cw_operation operation = on("anna@example.org", &cw_operator);
	struct cw_account out;
	int64_t id;

	add_account(f, "anna", "anna@example.org");
	assert_int_equal(bury(f, &operation), CW_OK);
	id = operation.account.id;
	assert_int_not_equal(id, 0);
	assert_int_equal(cw_account_add(f->pool, &f->arena, &again, &out),
	    CW_CONFLICT);
	add_account(f, "bob", "anna@example.org");
	operation = on("bob", &cw_operator);
	assert_int_equal(cw_operate_find(f->pool, &f->arena, &operation),
	    CW_OK);
	assert_true(operation.account.id > id);
}

static void
an_unconfirmed_name_is_free_when_it_is_deleted(void **state)
{
	struct fixture *f = *state;
	struct cw_operation operation = on("anna", &cw_operator);

	assert_int_equal(sign_up(f, "anna", "anna@example.org"), CW_OK);
	assert_int_equal(bury(f, &operation), CW_OK);
	assert_int_equal(sign_up(f, "anna", "anna@example.org"), CW_OK);
}

static const struct cw_actor root = { .account_id = 1000, .name = "root" };

static struct cw_account acted;

typedef enum cw_err
deed(struct cw_pool *, struct cw_arena *, struct cw_operation *);

static enum cw_err
act(struct fixture *f, deed *run, const char *name)
{
	struct cw_operation operation = on(name, &root);
	enum cw_err err = run(f->pool, &f->arena, &operation);

	acted = operation.account;
	return err;
}

/* Whose members alone are listed; 0: everybody. */
static int64_t only_group_id;

static const char *
list(struct fixture *f, const char *search, const char *after,
    enum cw_operated_state state)
{
	const struct cw_operate_page page = {
		.state = state,
		.search = search,
		.after = after,
		.limit = 10,
		.group_id = only_group_id,
	};
	struct cw_list out = { 0 };
	const char *names = "";

	assert_int_equal(cw_operate_list(f->pool, &f->arena, &page, &out),
	    CW_OK);
	for (size_t i = 0; i < out.count; i++) {
		const struct cw_operated *one = cw_list_at(&out, i);

		names = cw_arena_printf(&f->arena, "%s %s", names, one->name);
		assert_non_null(names);
	}
	return names;
}

static void
accounts_are_listed_and_found_by_name_or_address(void **state)
{
	struct fixture *f = *state;

	add_account(f, "Bob", "bob@example.org");
	add_account(f, "anna", "arnold@example.org");
	add_account(f, "carla", "anna@example.com");
	assert_int_equal(sign_up(f, "dan", "dan@example.org"), CW_OK);
	assert_string_equal(list(f, "", "", CW_OPERATED_ANY),
	    " anna Bob carla dan");
	assert_string_equal(list(f, "", "BOB", CW_OPERATED_ANY), " carla dan");
	assert_string_equal(list(f, "AN", "", CW_OPERATED_ANY), " anna carla");
	assert_string_equal(list(f, "anna@", "", CW_OPERATED_ANY), " carla");
	assert_string_equal(list(f, "'", "", CW_OPERATED_ANY), "");
	assert_string_equal(list(f, "", "", CW_OPERATED_UNCONFIRMED), " dan");
	assert_int_equal(act(f, cw_operate_disable, "BOB"), CW_OK);
	assert_string_equal(list(f, "", "", CW_OPERATED_DISABLED), " Bob");
	assert_string_equal(list(f, "", "", CW_OPERATED_WAITING), "");
}

static void
members_of_a_group_are_listed_alone(void **state)
{
	static const struct cw_usergroup choir = {
		.name = "choir",
		.description = "",
		.precedence = CW_NO_PRECEDENCE,
	};
	struct fixture *f = *state;
	struct cw_usergroup group;

	add_account(f, "bob", "bob@example.org");
	add_account(f, "anna", "anna@example.org");
	add_account(f, "carla", "carla@example.org");
	assert_int_equal(cw_usergroup_add(f->pool, &f->arena, &root, &choir),
	    CW_OK);
	assert_int_equal(cw_usergroup_join(f->pool, &f->arena, &root, "choir",
			     "carla"),
	    CW_OK);
	assert_int_equal(cw_usergroup_join(f->pool, &f->arena, &root, "choir",
			     "anna"),
	    CW_OK);
	assert_int_equal(cw_usergroup_find(f->pool, &f->arena, "choir", &group),
	    CW_OK);
	assert_int_equal(act(f, cw_operate_disable, "anna"), CW_OK);
	only_group_id = group.id;
	assert_string_equal(list(f, "", "", CW_OPERATED_ANY), " anna carla");
	assert_string_equal(list(f, "b", "", CW_OPERATED_ANY), "");
	assert_string_equal(list(f, "", "", CW_OPERATED_DISABLED), " anna");
	only_group_id = group.id + 1;
	assert_string_equal(list(f, "", "", CW_OPERATED_ANY), "");
	only_group_id = 0;
}

static void
a_shut_account_opens_to_nobody_until_it_is_enabled(void **state)
{
	struct fixture *f = *state;
	struct cw_session anna, seen;

	add_account(f, "anna", "a@example.org");
	assert_int_equal(sign_in(f, "anna", PASSWORD, &anna), CW_OK);
	assert_int_equal(act(f, cw_operate_disable, "anna"), CW_OK);
	assert_int_equal(act(f, cw_operate_disable, "anna"), CW_OK);
	assert_int_equal(cw_session_check(f->pool, &f->arena, anna.token,
			     &seen),
	    CW_UNAUTHORIZED);
	assert_int_equal(sign_in(f, "anna", PASSWORD, &seen), CW_CREDENTIALS);
	assert_int_equal(act(f, cw_operate_enable, "anna"), CW_OK);
	assert_int_equal(sign_in(f, "anna", PASSWORD, &seen), CW_OK);
	/* The session of before does not come to life again. */
	assert_int_equal(cw_session_check(f->pool, &f->arena, anna.token,
			     &seen),
	    CW_UNAUTHORIZED);
	assert_int_equal(act(f, cw_operate_disable, "nobody"), CW_NOTFOUND);
}

static void
who_waits_is_told_when_approved_of(void **state)
{
	struct fixture *f = *state;
	struct cw_session session;
	struct cw_account account;
	struct cw_mail mail;

	f->conf.registration = "approval";
	assert_int_equal(sign_up(f, "anna", "a@example.org"), CW_OK);
	assert_int_equal(confirm(f, "anna", next_code(f), &account), CW_OK);
	assert_true(account.is_waiting);
	assert_string_equal(list(f, "", "", CW_OPERATED_WAITING), " anna");
	assert_int_equal(sign_in(f, "anna", PASSWORD, &session), CW_WAITING);
	assert_int_equal(act(f, cw_operate_approve, "anna"), CW_OK);
	assert_true(acted.is_confirmed);
	assert_false(acted.is_waiting);
	next_mail(f, &mail);
	assert_string_equal(mail.subject, "Your account is open");
	assert_int_equal(sign_in(f, "anna", PASSWORD, &session), CW_OK);
}

static void
an_address_needs_no_code_unless_it_is_anothers(void **state)
{
	struct fixture *f = *state;
	struct cw_session session;

	assert_int_equal(sign_up(f, "anna", "a@example.org"), CW_OK);
	assert_int_equal(sign_up(f, "eve", "a@example.org"), CW_OK);
	assert_int_equal(act(f, cw_operate_confirm, "anna"), CW_OK);
	assert_true(acted.is_confirmed);
	assert_int_equal(act(f, cw_operate_confirm, "anna"), CW_OK);
	assert_int_equal(sign_in(f, "anna", PASSWORD, &session), CW_OK);
	assert_int_equal(act(f, cw_operate_confirm, "eve"), CW_TAKEN);
}

static void
a_void_password_opens_nothing_until_its_owner_sets_another(void **state)
{
	struct cw_reset reset = {
		.login = "anna",
		.password = "tractor papyrus lamp",
		.actor = &stranger,
	};
	struct fixture *f = *state;
	struct cw_session session;

	add_account(f, "anna", "a@example.org");
	assert_int_equal(act(f, cw_operate_reset, "anna"), CW_OK);
	assert_int_equal(sign_in(f, "anna", PASSWORD, &session), CW_RESET);
	assert_int_equal(sign_in(f, "anna", "wrong horse", &session),
	    CW_CREDENTIALS);
	reset.code = next_code(f);
	assert_int_equal(cw_reset_use(f->pool, &f->arena, &reset), CW_OK);
	assert_int_equal(sign_in(f, "anna", reset.password, &session), CW_OK);
}

static void
factors_that_were_lost_go(void **state)
{
	struct fixture *f = *state;
	struct cw_session anna;
	const char *secret;

	add_account(f, "anna", "a@example.org");
	assert_int_equal(sign_in(f, "anna", PASSWORD, &anna), CW_OK);
	(void)app_begin(f, &anna, &secret);
	assert_int_equal(act(f, cw_operate_drop_factors, "anna"), CW_OK);
	assert_int_equal(sign_in(f, "anna", PASSWORD, &anna), CW_OK);
}

static void
an_account_that_was_made_begins_with_a_temporary_password(void **state)
{
	const struct cw_sign_up in = {
		.username = "anna",
		.email = "a@example.org",
		.password = PASSWORD,
		.is_temporary = true,
		.actor = &root,
	};
	const struct cw_sign_in how = {
		.login = "anna",
		.password = PASSWORD,
		.actor = &stranger,
	};
	struct fixture *f = *state;
	struct cw_account account;
	struct cw_signed_in step;
	struct cw_mail mail;
	int64_t retry_ms;

	assert_int_equal(cw_account_add(f->pool, &f->arena, &in, &account),
	    CW_OK);
	next_mail(f, &mail);
	assert_non_null(strstr(mail.body, PASSWORD));
	assert_int_equal(cw_sign_in(f->pool, &f->arena, &how, &step, &retry_ms),
	    CW_OK);
	assert_int_equal(step.step, CW_STEP_NEW_PASSWORD);
	cw_clock_set_now_ms(NOW + 7 * CW_DAY_MS);
	assert_int_equal(cw_sign_in(f->pool, &f->arena, &how, &step, &retry_ms),
	    CW_RESET);
}

static void
who_was_invited_need_not_wait(void **state)
{
	const struct cw_invitation invitation = {
		.note = "",
		.uses_max = 1,
		.expires = NOW + CW_DAY_MS,
	};
	struct cw_sign_up in = {
		.username = "anna",
		.email = "a@example.org",
		.password = PASSWORD,
		.actor = &stranger,
	};
	struct fixture *f = *state;
	struct cw_invitation made;
	struct cw_account account;
	const char *name;

	f->conf.registration = "closed";
	assert_int_equal(cw_account_sign_up(f->pool, &f->arena, &in, &name),
	    CW_FORBIDDEN);
	assert_int_equal(cw_invitation_add(f->pool, &f->arena, &root,
			     &invitation, &made),
	    CW_OK);
	in.invitation = made.token;
	assert_int_equal(cw_account_sign_up(f->pool, &f->arena, &in, &name),
	    CW_OK);
	assert_int_equal(confirm(f, "anna", next_code(f), &account), CW_OK);
	assert_false(account.is_waiting);
	in.username = "bob";
	assert_int_equal(cw_account_sign_up(f->pool, &f->arena, &in, &name),
	    CW_MISMATCH);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
		    the_last_administrator_is_the_operators_affair,
		    fixture_setup, fixture_teardown),
		cmocka_unit_test_setup_teardown(nobody_is_told_from_somebody,
		    fixture_setup, fixture_teardown),
		cmocka_unit_test_setup_teardown(
		    an_id_and_a_name_are_never_given_again, fixture_setup,
		    fixture_teardown),
		cmocka_unit_test_setup_teardown(
		    an_unconfirmed_name_is_free_when_it_is_deleted,
		    fixture_setup, fixture_teardown),
		cmocka_unit_test_setup_teardown(
		    accounts_are_listed_and_found_by_name_or_address,
		    fixture_setup, fixture_teardown),
		cmocka_unit_test_setup_teardown(
		    members_of_a_group_are_listed_alone, fixture_setup,
		    fixture_teardown),
		cmocka_unit_test_setup_teardown(
		    a_shut_account_opens_to_nobody_until_it_is_enabled,
		    fixture_setup, fixture_teardown),
		cmocka_unit_test_setup_teardown(
		    who_waits_is_told_when_approved_of, fixture_setup,
		    fixture_teardown),
		cmocka_unit_test_setup_teardown(
		    an_address_needs_no_code_unless_it_is_anothers,
		    fixture_setup, fixture_teardown),
		cmocka_unit_test_setup_teardown(
		    a_void_password_opens_nothing_until_its_owner_sets_another,
		    fixture_setup, fixture_teardown),
		cmocka_unit_test_setup_teardown(factors_that_were_lost_go,
		    fixture_setup, fixture_teardown),
		cmocka_unit_test_setup_teardown(
		    an_account_that_was_made_begins_with_a_temporary_password,
		    fixture_setup, fixture_teardown),
		cmocka_unit_test_setup_teardown(who_was_invited_need_not_wait,
		    fixture_setup, fixture_teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
