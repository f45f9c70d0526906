/* lib/pool/keys.c: keys are made once, kept whole, and told to nobody. */

#include "fixture.h"

#include <fcntl.h>

#include "pool/keys.h"

static const char *
path_of(struct fixture *f, const char *name)
{
	const char *path = cw_arena_printf(&f->arena, "%s/%s", f->dir, name);

	assert_non_null(path);
	return path;
}

static void
keys_are_the_owners_alone(void **state)
{
	struct fixture *f = *state;
	struct stat st;

	assert_int_equal(stat(path_of(f, "keys"), &st), 0);
	assert_int_equal(st.st_mode & 07777, 0600);
}

static void
keys_stay_as_they_were_made(void **state)
{
	struct fixture *f = *state;
	struct cw_keys one, two;

	assert_int_equal(cw_keys_read(f->dir, &one), CW_OK);
	assert_int_equal(cw_pool_init_keys(f->dir), CW_OK);
	assert_int_equal(cw_keys_read(f->dir, &two), CW_OK);
	assert_memory_equal(&one, &two, sizeof(one));
}

static void
each_purpose_has_a_key_of_its_own(void **state)
{
	struct fixture *f = *state;
	struct cw_keys keys;

	assert_int_equal(cw_keys_read(f->dir, &keys), CW_OK);
	for (size_t i = 0; i < CW_KEY__COUNT; i++)
		for (size_t k = 0; k < i; k++)
			assert_memory_not_equal(keys.bytes[i], keys.bytes[k],
			    CW_KEY_BYTES);
}

static void
keys_that_others_may_read_are_refused(void **state)
{
	struct fixture *f = *state;
	struct cw_keys keys;

	assert_int_equal(chmod(path_of(f, "keys"), 0640), 0);
	assert_int_equal(cw_keys_read(f->dir, &keys), CW_SYSTEM);
}

static void
damaged_keys_are_refused(void **state)
{
	struct fixture *f = *state;
	const char *path = path_of(f, "keys");
	struct cw_keys keys;

	assert_int_equal(truncate(path, 58), 0);
	assert_int_equal(cw_keys_read(f->dir, &keys), CW_SYSTEM);
	assert_int_equal(truncate(path, 59), 0);
	assert_int_equal(cw_keys_read(f->dir, &keys), CW_SYSTEM);
	assert_int_equal(truncate(path, 0), 0);
	assert_int_equal(cw_keys_read(f->dir, &keys), CW_SYSTEM);
	assert_int_equal(unlink(path), 0);
	assert_int_equal(cw_keys_read(f->dir, &keys), CW_SYSTEM);
}

#define TEST(name) \
	cmocka_unit_test_setup_teardown(name, fixture_setup, fixture_teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(keys_are_the_owners_alone),
		TEST(keys_stay_as_they_were_made),
		TEST(each_purpose_has_a_key_of_its_own),
		TEST(keys_that_others_may_read_are_refused),
		TEST(damaged_keys_are_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
