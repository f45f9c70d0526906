/* Reading connections: never more than said, never two threads on one. */

#include "unit.h"

#include <fcntl.h>
#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>

#include "db/migrate.h"
#include "db/notes.h"
#include "db/readers.h"
#include "db/room.h"

enum { THREADS = 16, ROUNDS = 100, MAX = 3 };

/* Those who open the store at once wait while one of them makes its index. */
#define PATIENCE_MS 30000

static struct cw_readers *readers;
static atomic_int held;
static atomic_int most_held;
static atomic_int failures;

static int
make_readers(void **state)
{
	if (room_make(state) != 0 || cw_migrate(*state, CW_STORE_CHAT) != CW_OK)
		return -1;
	return cw_readers_open(*state, CW_STORE_CHAT, PATIENCE_MS, MAX,
		   &readers) == CW_OK
	    ? 0
	    : -1;
}

static int
drop_readers(void **state)
{
	cw_readers_close(readers);
	return room_remove(state);
}

static void *
read_again_and_again(void *arg)
{
	struct cw_store *store;
	struct cw_rows rows;
	int now;

	for (int i = 0; i < ROUNDS; i++) {
		if (cw_readers_take(readers, &store) != CW_OK) {
			failures++;
			continue;
		}
		now = ++held;
		if (now > most_held)
			most_held = now;
		if (cw_query_one(store, CW_SQL_NOTE_COUNT, NULL, 0, &rows) !=
		    CW_OK)
			failures++;
		sched_yield();
		cw_rows_end(&rows);
		held--;
		cw_readers_give(readers, store);
	}
	return arg;
}

static void
threads_share_a_few_connections(void **state)
{
	pthread_t threads[THREADS];

	(void)state;
	for (int i = 0; i < THREADS; i++)
		pthread_create(&threads[i], NULL, read_again_and_again, NULL);
	for (int i = 0; i < THREADS; i++)
		pthread_join(threads[i], NULL);
	assert_int_equal(failures, 0);
	assert_in_range(most_held, 1, MAX);
}

static void
what_was_given_back_is_taken_first(void **state)
{
	struct cw_store *first, *second, *third;

	(void)state;
	assert_int_equal(cw_readers_take(readers, &first), CW_OK);
	assert_int_equal(cw_readers_take(readers, &second), CW_OK);
	assert_ptr_not_equal(first, second);
	cw_readers_give(readers, first);
	assert_int_equal(cw_readers_take(readers, &third), CW_OK);
	assert_ptr_equal(third, first);
	cw_readers_give(readers, third);
	cw_readers_give(readers, second);
}

static unsigned
open_descriptors(void)
{
	unsigned count = 0;

	for (int fd = 0; fd < 256; fd++)
		count += fcntl(fd, F_GETFD) != -1;
	return count;
}

static void
a_rest_closes_connections_that_open_again(void **state)
{
	struct cw_store *store;
	unsigned before = open_descriptors();

	(void)state;
	for (int i = 0; i < 2; i++) {
		assert_int_equal(cw_readers_take(readers, &store), CW_OK);
		assert_int_equal(notes_count(store), 0);
		cw_readers_give(readers, store);
		assert_true(open_descriptors() > before);
		cw_readers_rest(readers);
		assert_int_equal(open_descriptors(), before);
	}
}

static void
a_rest_leaves_what_is_taken_alone(void **state)
{
	struct cw_store *stores[MAX];

	(void)state;
	for (int i = 0; i < MAX; i++)
		assert_int_equal(cw_readers_take(readers, &stores[i]), CW_OK);
	cw_readers_rest(readers);
	for (int i = 0; i < MAX; i++) {
		assert_int_equal(notes_count(stores[i]), 0);
		cw_readers_give(readers, stores[i]);
	}
}

static void
a_failed_opening_does_not_use_up_a_place(void **state)
{
	struct cw_readers *absent;
	struct cw_store *store;

	assert_int_equal(cw_readers_open(room_path(state, "none"),
			     CW_STORE_CHAT, 100, 1, &absent),
	    CW_OK);
	for (int i = 0; i < 3; i++)
		assert_int_not_equal(cw_readers_take(absent, &store), CW_OK);
	cw_readers_close(absent);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(threads_share_a_few_connections,
		    make_readers, drop_readers),
		cmocka_unit_test_setup_teardown(
		    what_was_given_back_is_taken_first, make_readers,
		    drop_readers),
		cmocka_unit_test_setup_teardown(
		    a_rest_closes_connections_that_open_again, make_readers,
		    drop_readers),
		cmocka_unit_test_setup_teardown(
		    a_rest_leaves_what_is_taken_alone, make_readers,
		    drop_readers),
		cmocka_unit_test_setup_teardown(
		    a_failed_opening_does_not_use_up_a_place, make_readers,
		    drop_readers),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
