/* lib/pool/audit.c: the log is only added to. */

#include "fixture.h"

#include "db/sqlite.h"
#include "pool/audit.h"

static const struct cw_actor anna = {
	.account_id = 7,
	.name = "anna",
	.address = "192.0.2.77",
};

struct note {
	const struct cw_actor *actor;
	struct cw_audit what;
};

static enum cw_err
note_work(struct cw_store *store, void *arg)
{
	const struct note *note = arg;

	return cw_audit_add(store, note->actor, &note->what);
}

static void
note(struct fixture *f, const struct cw_actor *actor, enum cw_audit_event event,
    int64_t account_id)
{
	struct note it = {
		.actor = actor,
		.what = {
			.event = event,
			.account_id = account_id,
			.name = "anna",
			.detail = "words",
		},
	};

	assert_int_equal(cw_group_run(f->pool->group, note_work, &it), CW_OK);
}

static struct cw_list
list(struct fixture *f, int64_t before, int64_t limit, int64_t account_id)
{
	const struct cw_audit_page page = {
		.before = before,
		.limit = limit,
		.account_id = account_id,
	};
	struct cw_list out = { 0 };

	assert_int_equal(cw_audit_list(f->pool, &f->arena, &page, &out), CW_OK);
	return out;
}

static void
what_happened_is_told_newest_first(void **state)
{
	struct fixture *f = *state;
	const struct cw_audit_entry *entry;
	struct cw_list all;

	note(f, &anna, CW_AUDIT_SIGN_IN, 7);
	note(f, &cw_operator, CW_AUDIT_DISABLE, 7);
	note(f, &anna, CW_AUDIT_ENABLE, 8);
	all = list(f, INT64_MAX, 10, 0);
	assert_int_equal(all.count, 3);
	entry = cw_list_at(&all, 2);
	assert_string_equal(entry->event, "sign_in");
	assert_string_equal(entry->username, "anna");
	assert_null(entry->by);
	assert_string_equal(entry->address, "192.0.2.0/24");
	assert_string_equal(entry->detail, "words");
	assert_int_equal(entry->time, NOW);
	entry = cw_list_at(&all, 1);
	assert_string_equal(entry->by, "chinwag");
	assert_null(entry->address);
	entry = cw_list_at(&all, 0);
	assert_string_equal(entry->by, "anna");
	all = list(f, entry->id, 1, 0);
	assert_int_equal(all.count, 1);
	assert_string_equal(((struct cw_audit_entry *)cw_list_at(&all, 0))
				->event,
	    "disable");
	all = list(f, INT64_MAX, 10, 8);
	assert_int_equal(all.count, 1);
}

static size_t
count(struct fixture *f, struct cw_audit_page page)
{
	struct cw_list out = { 0 };

	page.before = INT64_MAX;
	page.limit = 10;
	assert_int_equal(cw_audit_list(f->pool, &f->arena, &page, &out), CW_OK);
	return out.count;
}

static void
rows_are_chosen_by_event_and_by_time(void **state)
{
	struct fixture *f = *state;

	note(f, &anna, CW_AUDIT_SIGN_IN, 7);
	note(f, &anna, CW_AUDIT_SIGN_OUT, 7);
	note(f, &anna, CW_AUDIT_SIGN_IN, 8);
	assert_int_equal(count(f, (struct cw_audit_page){ 0 }), 3);
	assert_int_equal(count(f, (struct cw_audit_page){ .event = "sign_in" }),
	    2);
	assert_int_equal(count(f,
			     (struct cw_audit_page){ .event = "sign_in",
				 .account_id = 8 }),
	    1);
	assert_int_equal(count(f, (struct cw_audit_page){ .event = "export" }),
	    0);
	assert_int_equal(count(f, (struct cw_audit_page){ .since = NOW }), 3);
	assert_int_equal(count(f, (struct cw_audit_page){ .since = NOW + 1 }),
	    0);
	assert_int_equal(count(f, (struct cw_audit_page){ .until = NOW }), 0);
	assert_int_equal(count(f, (struct cw_audit_page){ .until = NOW + 1 }),
	    3);
	assert_int_equal(count(f,
			     (struct cw_audit_page){ .until = NOW,
				 .account_id = 7 }),
	    0);
	assert_true(cw_audit_is_word("token_reuse"));
	assert_false(cw_audit_is_word("sign"));
	assert_false(cw_audit_is_word(""));
}

static void
a_name_that_nobody_has_is_not_written_down(void **state)
{
	static const struct cw_actor nobody = { 0 };
	struct fixture *f = *state;
	struct cw_list all;

	note(f, &nobody, CW_AUDIT_SIGN_IN_FAIL, 0);
	all = list(f, INT64_MAX, 10, 0);
	assert_null(((struct cw_audit_entry *)cw_list_at(&all, 0))->username);
}

static void
every_event_has_a_word_of_its_own(void **state)
{
	(void)state;
	for (int i = 0; i < CW_AUDIT__COUNT; i++) {
		assert_non_null(cw_audit_word((enum cw_audit_event)i));
		for (int j = 0; j < i; j++)
			assert_string_not_equal(cw_audit_word(
						    (enum cw_audit_event)i),
			    cw_audit_word((enum cw_audit_event)j));
	}
}

static int
meddle(struct fixture *f, const char *sql)
{
	char path[512];
	sqlite3 *db;
	int code;

	(void)snprintf(path, sizeof(path), "%s/pool.db", f->dir);
	assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
	code = sqlite3_exec(db, sql, NULL, NULL, NULL);
	assert_int_equal(sqlite3_close(db), SQLITE_OK);
	return code;
}

static void
no_row_is_changed_or_removed_before_its_time(void **state)
{
	static const char *const refused[] = {
		"UPDATE audit SET time = 0",
		"UPDATE audit SET detail = ''",
		"DELETE FROM audit",
		"DELETE FROM audit_retention",
	};
	struct fixture *f = *state;

	note(f, &anna, CW_AUDIT_SIGN_IN, 7);
	for (size_t i = 0; i < CW_LEN(refused); i++)
		assert_int_equal(meddle(f, refused[i]), SQLITE_CONSTRAINT);
	assert_int_equal(list(f, INT64_MAX, 10, 0).count, 1);
}

static void
what_is_too_old_goes_and_nothing_else(void **state)
{
	struct fixture *f = *state;
	bool has_more = true;

	note(f, &anna, CW_AUDIT_SIGN_IN, 7);
	cw_clock_set_now_ms(NOW + 1);
	note(f, &anna, CW_AUDIT_SIGN_OUT, 7);
	assert_int_equal(cw_audit_expire(f->pool, NOW, &has_more), CW_OK);
	assert_false(has_more);
	assert_int_equal(list(f, INT64_MAX, 10, 0).count, 2);
	assert_int_equal(cw_audit_expire(f->pool, NOW + 1, &has_more), CW_OK);
	assert_int_equal(list(f, INT64_MAX, 10, 0).count, 1);
	/* The time does not go back. */
	assert_int_equal(cw_audit_expire(f->pool, NOW, &has_more), CW_OK);
	assert_int_equal(meddle(f, "UPDATE audit_retention SET until = 0"),
	    SQLITE_CONSTRAINT);
}

static void
an_address_keeps_its_network_only(void **state)
{
	static const struct {
		const char *in, *out;
	} rows[] = {
		{ "192.0.2.77", "192.0.2.0/24" },
		{ "2001:db8:1:2:3:4:5:6", "2001:db8:1::/48" },
		{ "::1", "::/48" },
		{ "", "" },
		{ "unix:", "" },
		{ "192.0.2.77, 10.0.0.1", "" },
		{ NULL, "" },
	};
	char out[CW_ADDRESS_BYTES];

	(void)state;
	for (size_t i = 0; i < CW_LEN(rows); i++) {
		cw_address_cut(rows[i].in, out);
		assert_string_equal(out, rows[i].out);
	}
}

#define TEST(name) \
	cmocka_unit_test_setup_teardown(name, fixture_setup, fixture_teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(what_happened_is_told_newest_first),
		TEST(rows_are_chosen_by_event_and_by_time),
		TEST(a_name_that_nobody_has_is_not_written_down),
		cmocka_unit_test(every_event_has_a_word_of_its_own),
		TEST(no_row_is_changed_or_removed_before_its_time),
		TEST(what_is_too_old_goes_and_nothing_else),
		cmocka_unit_test(an_address_keeps_its_network_only),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
