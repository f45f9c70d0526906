/* lib/pool/attribute.c: what people tell of themselves. */

#include "fixture.h"

#include "pool/attribute.h"

static enum cw_err
check(struct fixture *f, const char *name, const char *value)
{
	const struct cw_attribute attribute = { name, value };
	const char *problem = NULL;
	enum cw_err err;

	err = cw_attribute_check(&f->conf, &attribute, &problem);
	assert_true((err == CW_OK) == (problem == NULL));
	return err;
}

static void
attributes_hold_what_they_are_for(void **state)
{
	static const struct {
		const char *name, *value;
		enum cw_err err;
	} rows[] = {
		{ "name", "Anna \u00C9lise", CW_OK },
		{ "name", "", CW_OK },
		{ "name", "two\nlines", CW_INVALID },
		{ "locale", "de-AT", CW_OK },
		{ "locale", "pt_BR", CW_OK },
		{ "locale", "x", CW_INVALID },
		{ "locale", "de AT", CW_INVALID },
		{ "locale", "../../etc", CW_INVALID },
		{ "zoneinfo", "America/Argentina/Ushuaia", CW_OK },
		{ "zoneinfo", "Etc/GMT+3", CW_OK },
		{ "zoneinfo", "<b>", CW_INVALID },
		{ "birthdate", "1984-04-02", CW_OK },
		{ "birthdate", "0000-04-02", CW_OK },
		{ "birthdate", "1984-4-2", CW_INVALID },
		{ "phone_number", "+431234567", CW_OK },
		{ "phone_number", "01234567", CW_INVALID },
		{ "phone_number", "+43 1234567", CW_INVALID },
		{ "picture", "https://example.org/a.png", CW_OK },
		{ "picture", "javascript:alert(1)", CW_INVALID },
		{ "website", "data:text/html,x", CW_INVALID },
		{ "custom:team", "blue", CW_OK },
		{ "custom:other", "blue", CW_NOTFOUND },
		{ "custom:", "blue", CW_NOTFOUND },
		{ "custom:tea", "blue", CW_NOTFOUND },
		{ "team", "blue", CW_NOTFOUND },
		{ "email", "a@example.org", CW_NOTFOUND },
		{ "email_verified", "true", CW_NOTFOUND },
		{ "sub", "x", CW_NOTFOUND },
		{ "", "x", CW_NOTFOUND },
	};
	struct fixture *f = *state;

	for (size_t i = 0; i < CW_LEN(rows); i++)
		assert_int_equal(check(f, rows[i].name, rows[i].value),
		    rows[i].err);
}

static void
a_value_has_at_most_2048_characters(void **state)
{
	struct fixture *f = *state;
	char value[CW_ATTRIBUTE_VALUE_MAX_CHARS + 2];

	memset(value, 'x', sizeof(value) - 1);
	value[sizeof(value) - 1] = '\0';
	assert_int_equal(check(f, "name", value), CW_INVALID);
	assert_int_equal(check(f, "name", value + 1), CW_OK);
}

static struct cw_list
list(struct fixture *f, int64_t account_id)
{
	struct cw_list out = { 0 };

	assert_int_equal(cw_attribute_list(f->pool, &f->arena, account_id,
			     &out),
	    CW_OK);
	return out;
}

static enum cw_err
set(struct fixture *f, int64_t account_id, const char *name, const char *value)
{
	const struct cw_attribute attribute = { name, value };
	const struct cw_attribute_change change = {
		.account_id = account_id,
		.username = "anna",
		.attributes = &attribute,
		.count = 1,
		.actor = &cw_operator,
	};

	return cw_attribute_set(f->pool, &change);
}

static void
attributes_are_set_changed_and_removed(void **state)
{
	struct fixture *f = *state;
	struct cw_list all;
	const struct cw_attribute *first;

	add_account(f, "anna", "a@example.org");
	assert_int_equal(set(f, 1, "name", "Anna"), CW_OK);
	assert_int_equal(set(f, 1, "locale", "en"), CW_OK);
	assert_int_equal(set(f, 1, "locale", "de"), CW_OK);
	all = list(f, 1);
	assert_int_equal(all.count, 2);
	first = cw_list_at(&all, 0);
	assert_string_equal(first->name, "locale");
	assert_string_equal(first->value, "de");
	assert_int_equal(set(f, 1, "locale", ""), CW_OK);
	assert_int_equal(list(f, 1).count, 1);
	assert_int_equal(list(f, 2).count, 0);
	assert_int_equal(set(f, 2, "name", "Bob"), CW_NOTFOUND);
}

#define TEST(name) \
	cmocka_unit_test_setup_teardown(name, fixture_setup, fixture_teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(attributes_hold_what_they_are_for),
		TEST(a_value_has_at_most_2048_characters),
		TEST(attributes_are_set_changed_and_removed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
