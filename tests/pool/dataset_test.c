/* lib/pool/dataset.c: what devices share, by version. */

#include "fixture.h"

#include "pool/dataset.h"

static enum cw_err
put(struct fixture *f, int64_t account_id, const char *name, const char *value,
    int64_t seen)
{
	struct cw_dataset dataset = { .name = name, .value = value };

	return cw_dataset_write(f->pool, account_id, seen, &dataset);
}

static enum cw_err
get(struct fixture *f, int64_t account_id, const char *name,
    struct cw_dataset *out)
{
	return cw_dataset_find(f->pool, &f->arena, account_id, name, out);
}

static struct cw_list
since(struct fixture *f, int64_t account_id, int64_t version)
{
	const struct cw_dataset_page page = { account_id, version, 10 };
	struct cw_list out = { 0 };

	assert_int_equal(cw_dataset_list(f->pool, &f->arena, &page, &out),
	    CW_OK);
	return out;
}

static void
who_has_not_seen_it_writes_nothing(void **state)
{
	struct fixture *f = *state;
	struct cw_dataset found;

	add_account(f, "anna", "a@example.org");
	assert_int_equal(put(f, 1, "settings", "one", 7), CW_CONFLICT);
	assert_int_equal(put(f, 1, "settings", "one", 0), CW_OK);
	assert_int_equal(put(f, 1, "settings", "two", 0), CW_CONFLICT);
	assert_int_equal(get(f, 1, "settings", &found), CW_OK);
	assert_string_equal(found.value, "one");
	assert_int_equal(put(f, 1, "settings", "two", found.version), CW_OK);
	assert_int_equal(put(f, 1, "settings", "three", found.version),
	    CW_CONFLICT);
	assert_int_equal(put(f, 1, "settings", "four", CW_ANY_VERSION), CW_OK);
	assert_int_equal(get(f, 1, "settings", &found), CW_OK);
	assert_string_equal(found.value, "four");
	assert_int_equal(found.changed, NOW);
}

static void
what_changed_since_is_told_in_order(void **state)
{
	struct fixture *f = *state;
	const struct cw_dataset *one, *two;
	struct cw_list changed;

	add_account(f, "anna", "a@example.org");
	add_account(f, "bob", "b@example.org");
	assert_int_equal(put(f, 1, "a", "1", 0), CW_OK);
	assert_int_equal(put(f, 1, "b", "2", 0), CW_OK);
	assert_int_equal(put(f, 2, "c", "3", 0), CW_OK);
	assert_int_equal(put(f, 1, "a", "4", CW_ANY_VERSION), CW_OK);
	changed = since(f, 1, 0);
	assert_int_equal(changed.count, 2);
	one = cw_list_at(&changed, 0);
	two = cw_list_at(&changed, 1);
	assert_string_equal(one->name, "b");
	assert_string_equal(two->name, "a");
	assert_string_equal(two->value, "4");
	assert_true(two->version > one->version);
	assert_int_equal(since(f, 1, one->version).count, 1);
	assert_int_equal(since(f, 1, two->version).count, 0);
}

static void
what_is_removed_is_told_and_may_come_back(void **state)
{
	struct fixture *f = *state;
	struct cw_dataset found;
	struct cw_list changed;
	const struct cw_dataset *gone;

	add_account(f, "anna", "a@example.org");
	assert_int_equal(put(f, 1, "a", NULL, CW_ANY_VERSION), CW_NOTFOUND);
	assert_int_equal(put(f, 1, "a", "1", 0), CW_OK);
	assert_int_equal(put(f, 1, "a", NULL, 7), CW_CONFLICT);
	assert_int_equal(put(f, 1, "a", NULL, 1), CW_OK);
	assert_int_equal(get(f, 1, "a", &found), CW_NOTFOUND);
	assert_int_equal(put(f, 1, "a", NULL, CW_ANY_VERSION), CW_NOTFOUND);
	changed = since(f, 1, 1);
	assert_int_equal(changed.count, 1);
	gone = cw_list_at(&changed, 0);
	assert_null(gone->value);
	assert_int_equal(put(f, 1, "a", "2", 0), CW_OK);
	assert_int_equal(get(f, 1, "a", &found), CW_OK);
	assert_true(found.version > gone->version);
}

static void
an_account_has_so_many_and_no_more(void **state)
{
	struct fixture *f = *state;
	char name[16];

	add_account(f, "anna", "a@example.org");
	for (int i = 0; i <= CW_DATASETS_MAX; i++) {
		(void)snprintf(name, sizeof(name), "set%d", i);
		assert_int_equal(put(f, 1, name, "x", 0),
		    i < CW_DATASETS_MAX ? CW_OK : CW_TOOMANY);
	}
	assert_int_equal(put(f, 1, "set0", "y", CW_ANY_VERSION), CW_OK);
	assert_int_equal(put(f, 1, "set0", NULL, CW_ANY_VERSION), CW_OK);
	assert_int_equal(put(f, 1, "another", "x", 0), CW_OK);
}

static void
removed_ones_are_forgotten_in_the_end(void **state)
{
	struct fixture *f = *state;
	const struct cw_dataset_page page = { 1, 0, 2 * CW_DATASETS_MAX };
	const struct cw_dataset *first;
	struct cw_list out = { 0 };
	char name[16];

	add_account(f, "anna", "a@example.org");
	assert_int_equal(put(f, 1, "kept", "x", 0), CW_OK);
	for (int i = 0; i < CW_DATASETS_MAX + 3; i++) {
		(void)snprintf(name, sizeof(name), "set%d", i);
		assert_int_equal(put(f, 1, name, "x", 0), CW_OK);
		assert_int_equal(put(f, 1, name, NULL, CW_ANY_VERSION), CW_OK);
	}
	assert_int_equal(cw_dataset_list(f->pool, &f->arena, &page, &out),
	    CW_OK);
	assert_int_equal(out.count, 1 + CW_DATASETS_MAX);
	first = cw_list_at(&out, 1);
	assert_string_equal(first->name, "set3");
	assert_int_equal(put(f, 1, "set0", "again", 0), CW_OK);
}

#define TEST(name) \
	cmocka_unit_test_setup_teardown(name, fixture_setup, fixture_teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(who_has_not_seen_it_writes_nothing),
		TEST(what_changed_since_is_told_in_order),
		TEST(what_is_removed_is_told_and_may_come_back),
		TEST(an_account_has_so_many_and_no_more),
		TEST(removed_ones_are_forgotten_in_the_end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
