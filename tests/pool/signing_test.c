/* Keys of tokens: two at a time, sealed, changed without breaking tokens. */

#include "fixture.h"

#include "pool/signing.h"

static const struct cw_signing_key *
newest(struct fixture *f, enum cw_signing_use use, struct cw_signing_set **set)
{
	assert_int_equal(cw_signing_take(f->pool, set), CW_OK);
	return cw_signing_newest(*set, use);
}

static void
without_a_file_there_are_none(void **state)
{
	struct cw_signing_set *set;

	assert_null(newest(*state, CW_SIGNS_ID, &set));
	assert_int_equal(set->count, 0);
	cw_signing_give(set);
}

static void
each_use_has_its_own_key(void **state)
{
	struct fixture *f = *state;
	const struct cw_signing_key *id, *access;
	struct cw_signing_set *set;

	assert_int_equal(cw_signing_init(f->pool), CW_OK);
	assert_int_equal(cw_signing_init(f->pool), CW_OK);
	id = newest(f, CW_SIGNS_ID, &set);
	access = cw_signing_newest(set, CW_SIGNS_ACCESS);
	assert_int_equal(set->count, 2);
	assert_string_not_equal(id->kid, access->kid);
	assert_ptr_equal(cw_signing_find(set, id->header, strlen(id->header)),
	    id);
	assert_null(cw_signing_find(set, id->header, strlen(id->header) - 1));
	assert_null(cw_signing_find(set, "eyJhbGciOiJub25lIn0", 19));
	cw_signing_give(set);
}

/* How a private key in DER begins, in base64: enough of it not to be chance. */
static const char *
beginning_of_a_key(struct fixture *f)
{
	struct cw_signing_set *set;
	const struct cw_signing_key *key = newest(f, CW_SIGNS_ID, &set);
	unsigned char *der;
	size_t len;

	assert_int_equal(cw_pki_key_write(key->key, &f->arena, &der, &len),
	    CW_OK);
	assert_true(len > 24);
	cw_signing_give(set);
	return cw_crypto_base64url(&f->arena, der, 24);
}

static void
the_file_is_its_owners_and_holds_no_key_in_clear(void **state)
{
	struct fixture *f = *state;
	const char *clear;
	struct stat st;
	char *path, text[16384];
	ssize_t len;
	FILE *file;

	path = cw_arena_printf(&f->arena, "%s/token-keys", f->dir);
	assert_int_equal(cw_signing_init(f->pool), CW_OK);
	assert_int_equal(stat(path, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0600);
	file = fopen(path, "r");
	assert_non_null(file);
	len = (ssize_t)fread(text, 1, sizeof(text) - 1, file);
	(void)fclose(file);
	text[len] = '\0';
	clear = beginning_of_a_key(f);
	assert_int_equal(strncmp(clear, "MIIE", 4), 0);
	assert_null(strstr(text, clear));
	assert_null(strstr(text, "PRIVATE"));
}

static void
others_may_not_read_the_file(void **state)
{
	struct fixture *f = *state;
	struct cw_signing_set *set;
	char *path = cw_arena_printf(&f->arena, "%s/token-keys", f->dir);

	assert_int_equal(cw_signing_init(f->pool), CW_OK);
	assert_int_equal(cw_signing_rotate(f->pool, CW_SIGNING_KEEP_OLD),
	    CW_OK);
	assert_int_equal(chmod(path, 0644), 0);
	assert_int_equal(cw_signing_take(f->pool, &set), CW_SYSTEM);
}

static void
an_old_key_verifies_for_a_day(void **state)
{
	struct fixture *f = *state;
	const struct cw_signing_key *key;
	struct cw_signing_set *first, *set;

	assert_int_equal(cw_signing_init(f->pool), CW_OK);
	key = newest(f, CW_SIGNS_ID, &first);
	cw_clock_set_now_ms(NOW + 3600 * 1000);
	assert_int_equal(cw_signing_rotate(f->pool, CW_SIGNING_KEEP_OLD),
	    CW_OK);
	assert_string_not_equal(newest(f, CW_SIGNS_ID, &set)->kid, key->kid);
	assert_non_null(cw_signing_find(set, key->header, strlen(key->header)));
	cw_signing_give(set);
	/* At the next change it is too old to have signed a living token. */
	cw_clock_set_now_ms(NOW + 26 * 3600 * INT64_C(1000));
	assert_int_equal(cw_signing_rotate(f->pool, CW_SIGNING_KEEP_OLD),
	    CW_OK);
	assert_int_equal(cw_signing_take(f->pool, &set), CW_OK);
	assert_int_equal(set->count, 4);
	assert_null(cw_signing_find(set, key->header, strlen(key->header)));
	cw_signing_give(set);
	cw_signing_give(first);
}

static void
dropped_keys_verify_nothing(void **state)
{
	struct fixture *f = *state;
	struct cw_signing_set *set;

	assert_int_equal(cw_signing_init(f->pool), CW_OK);
	assert_int_equal(cw_signing_rotate(f->pool, CW_SIGNING_DROP_OLD),
	    CW_OK);
	assert_int_equal(cw_signing_take(f->pool, &set), CW_OK);
	assert_int_equal(set->count, 2);
	cw_signing_give(set);
}

#define TEST(name) \
	cmocka_unit_test_setup_teardown(name, fixture_setup, fixture_teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(without_a_file_there_are_none),
		TEST(each_use_has_its_own_key),
		TEST(the_file_is_its_owners_and_holds_no_key_in_clear),
		TEST(others_may_not_read_the_file),
		TEST(an_old_key_verifies_for_a_day),
		TEST(dropped_keys_verify_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
