/* lib/pool/operate.c: what is done to accounts, and what it leaves alone. */

#include "fixture.h"

#include "pool/operate.h"
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
	assert_int_equal(cw_operate_delete(f->pool, &f->arena, &by_other),
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
		cw_operate_reset, cw_operate_delete };
	struct cw_operation operation;

	for (size_t i = 0; i < CW_LEN(deeds); i++) {
		operation = on("nobody", &cw_operator);
		assert_int_equal(deeds[i](f->pool, &f->arena, &operation),
		    CW_NOTFOUND);
	}
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
	assert_int_equal(cw_operate_delete(f->pool, &f->arena, &operation),
	    CW_OK);
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
	assert_int_equal(cw_operate_delete(f->pool, &f->arena, &operation),
	    CW_OK);
	assert_int_equal(sign_up(f, "anna", "anna@example.org"), CW_OK);
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
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
