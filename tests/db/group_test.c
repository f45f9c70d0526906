/* Group commit: many threads, one order, and failures that stay apart. */

#include "unit.h"

#include <errno.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "base/log.h"
#include "db/group.h"
#include "db/migrate.h"
#include "db/notes.h"
#include "db/room.h"

enum { THREADS = 32, PIECES = 200 };

/* Others may keep the store for as long as a busy machine takes. */
#define PATIENCE_MS 30000

static struct cw_group *group;
static atomic_int rings;
static atomic_bool syncs_fail;

/* Stands before the C library's, so that SQLite calls these. */
int
fsync(int fd)
{
	if (syncs_fail) {
		errno = EIO;
		return -1;
	}
	return (int)syscall(SYS_fsync, fd);
}

int
fdatasync(int fd)
{
	return fsync(fd);
}

static void
ring(void *arg)
{
	(void)arg;
	rings++;
}

static enum cw_err
open_group(const char *data_dir, int busy_ms, struct cw_group **out)
{
	const struct cw_group_options options = {
		.data_dir = data_dir,
		.kind = CW_STORE_CHAT,
		.busy_ms = busy_ms,
		.max_pieces = 64,
		.after_commit = ring,
	};

	return cw_group_open(&options, out);
}

static int
make_group(void **state)
{
	rings = 0;
	syncs_fail = false;
	if (room_make(state) != 0 || cw_migrate(*state, CW_STORE_CHAT) != CW_OK)
		return -1;
	return open_group(*state, PATIENCE_MS, &group) == CW_OK ? 0 : -1;
}

static int
drop_group(void **state)
{
	cw_group_close(group);
	return room_remove(state);
}

static int
make_group_without_wal(void **state)
{
	setenv("CHINWAG_JOURNAL", "truncate", 1);
	return make_group(state);
}

static int
drop_group_without_wal(void **state)
{
	unsetenv("CHINWAG_JOURNAL");
	return drop_group(state);
}

/* One thread's task: which, and how it went. */
struct task {
	int64_t number;
	enum cw_err planned; /* what the work fails with, after writing */
	enum cw_err got;
	int failures;
};

static enum cw_err
write_note(struct cw_store *store, void *arg)
{
	const struct task *task = arg;
	char text[32];
	enum cw_err err;

	snprintf(text, sizeof(text), "piece %lld", (long long)task->number);
	err = note_add(store, task->number, text);
	return err == CW_OK ? task->planned : err;
}

/* A reply to no note: harmless until COMMIT looks at it. */
static enum cw_err
write_orphan(struct cw_store *store, void *arg)
{
	const struct cw_val args[] = { cw_int(12345) };

	(void)arg;
	return cw_exec(store, CW_SQL_REPLY_ADD, args, CW_LEN(args), NULL);
}

static enum cw_err
append_page(struct cw_store *store, void *arg)
{
	const struct cw_val args[] = { cw_int(*(int64_t *)arg),
		cw_text("page") };

	return cw_exec(store, CW_SQL_PAGE_ADD, args, CW_LEN(args), NULL);
}

static void *
run_tasks(void *arg)
{
	struct task *task = arg;
	struct task piece;
	enum cw_err err;

	for (int i = 0; i < PIECES; i++) {
		piece.number = task->number * PIECES + i + 1;
		/* Every fifth piece fails after it has written. */
		piece.planned = i % 5 == 4 ? CW_FORBIDDEN : CW_OK;
		err = cw_group_run(group, write_note, &piece);
		if (err != piece.planned)
			task->failures++;
	}
	return NULL;
}

/* Does the work know its caller's request, in whichever thread it runs? */
static enum cw_err
write_note_of_request(struct cw_store *store, void *arg)
{
	const struct task *task = arg;
	const char *request = cw_log_request();

	if (request == NULL || strtol(request, NULL, 10) != task->number)
		return CW_SYSTEM;
	return write_note(store, arg);
}

static void *
run_one(void *arg)
{
	struct task *task = arg;
	char request[24];

	snprintf(request, sizeof(request), "%lld", (long long)task->number);
	cw_log_set_request(request);
	task->got = cw_group_run(group,
	    task->number == 0 ? write_orphan : write_note_of_request, task);
	return NULL;
}

static int64_t
count_notes(void **state)
{
	struct cw_store *store;
	int64_t count;

	assert_int_equal(cw_store_open(*state, CW_STORE_CHAT, CW_STORE_READ,
			     100, &store),
	    CW_OK);
	count = notes_count(store);
	cw_store_close(store);
	return count;
}

static void
many_threads_share_commits_and_lose_nothing(void **state)
{
	struct task tasks[THREADS] = { 0 };
	pthread_t threads[THREADS];
	struct cw_group_stats stats;
	int failures = 0;

	for (int i = 0; i < THREADS; i++) {
		tasks[i].number = i;
		assert_int_equal(pthread_create(&threads[i], NULL, run_tasks,
				     &tasks[i]),
		    0);
	}
	for (int i = 0; i < THREADS; i++) {
		pthread_join(threads[i], NULL);
		failures += tasks[i].failures;
	}
	assert_int_equal(failures, 0);
	assert_int_equal(count_notes(state), THREADS * PIECES * 4 / 5);
	cw_group_stats(group, &stats);
	assert_int_equal(stats.pieces, THREADS * PIECES * 4 / 5);
	assert_true(stats.largest > 1);
	assert_true(stats.commits < stats.pieces);
	assert_int_equal(rings, stats.commits);
}

static void *
append_pages(void *arg)
{
	for (int i = 0; i < PIECES; i++)
		if (cw_group_run(group, append_page, arg) != CW_OK)
			return arg;
	return NULL;
}

static void
a_lone_piece_that_fails_leaves_nothing(void **state)
{
	struct task bad = { .number = 1, .planned = CW_INVALID };
	struct task good = { .number = 1 };

	assert_int_equal(cw_group_run(group, write_note, &bad), CW_INVALID);
	assert_int_equal(count_notes(state), 0);
	assert_int_equal(rings, 0);
	assert_int_equal(cw_group_run(group, write_note, &good), CW_OK);
	assert_int_equal(rings, 1);
	assert_int_equal(cw_group_run(group, write_note, &good), CW_CONFLICT);
	assert_int_equal(count_notes(state), 1);
}

/* Work that keeps the leader busy until all others stand in line. */
static atomic_bool is_leading;
static atomic_int arrived;

static enum cw_err
wait_for_others(struct cw_store *store, void *arg)
{
	is_leading = true;
	while (arrived < 4)
		usleep(1000);
	usleep(20000);
	return write_note(store, arg);
}

static void *
run_leader(void *arg)
{
	struct task *task = arg;

	task->got = cw_group_run(group, wait_for_others, task);
	return NULL;
}

static void *
run_follower(void *arg)
{
	arrived++;
	return run_one(arg);
}

/*
 * A leader that takes longer than a group may ends it: its followers then make
 * the next group together, whatever their order.
 */
static void
run_five(struct task *tasks)
{
	pthread_t threads[5];

	arrived = 0;
	is_leading = false;
	pthread_create(&threads[0], NULL, run_leader, &tasks[0]);
	while (!is_leading)
		usleep(100);
	for (int i = 1; i < 5; i++)
		pthread_create(&threads[i], NULL, run_follower, &tasks[i]);
	for (int i = 0; i < 5; i++)
		pthread_join(threads[i], NULL);
}

/* How many of the four behind the leader met the failing COMMIT. */
static int
run_five_with_an_orphan(int64_t first_number, int *written)
{
	struct task tasks[5] = {
		{ .number = first_number },
		{ .number = first_number + 1 },
		{ .number = first_number + 2, .planned = CW_FORBIDDEN },
		{ .number = 0 },
		{ .number = first_number + 3 },
	};
	int failed = 0;

	run_five(tasks);
	assert_int_equal(tasks[0].got, CW_OK);
	assert_int_equal(tasks[3].got, CW_INVALID);
	for (int i = 0; i < 5; i++) {
		if (tasks[i].got == CW_INVALID)
			failed++;
		else
			assert_int_equal(tasks[i].got, tasks[i].planned);
		if (tasks[i].got == CW_OK)
			(*written)++;
	}
	return failed;
}

static void
a_commit_that_fails_fails_all_of_its_group(void **state)
{
	struct task later = { .number = 1000 };
	int failed = 0, written = 0;

	/* On a slow machine the four may fall into several groups. */
	for (int i = 0; i < 20 && failed < 4; i++) {
		failed = run_five_with_an_orphan(10 * i + 1, &written);
		assert_int_equal(count_notes(state), written);
	}
	assert_int_equal(failed, 4);
	assert_int_equal(cw_group_run(group, write_note, &later), CW_OK);
	assert_int_equal(count_notes(state), written + 1);
}

static void
the_log_names_the_request_whose_work_it_is(void **state)
{
	struct task tasks[5] = {
		{ .number = 1 },
		{ .number = 2 },
		{ .number = 3 },
		{ .number = 4 },
		{ .number = 5 },
	};

	(void)state;
	run_five(tasks);
	for (int i = 0; i < 5; i++)
		assert_int_equal(tasks[i].got, CW_OK);
}

static void
after_a_failed_sync_nothing_is_written_any_more(void **state)
{
	struct task first = { .number = 1 }, second = { .number = 2 },
		    third = { .number = 3 };

	(void)state;
	assert_int_equal(cw_group_run(group, write_note, &first), CW_OK);
	syncs_fail = true;
	assert_int_equal(cw_group_run(group, write_note, &second), CW_STORE);
	syncs_fail = false;
	assert_int_equal(cw_group_run(group, write_note, &third), CW_STORE);
}

static void
a_store_that_others_keep_is_busy_and_then_free(void **state)
{
	struct task task = { .number = 1 };
	struct cw_group *hasty;
	struct cw_store *other;

	assert_int_equal(open_group(*state, 100, &hasty), CW_OK);
	assert_int_equal(cw_store_open(*state, CW_STORE_CHAT, CW_STORE_WRITE,
			     100, &other),
	    CW_OK);
	assert_int_equal(cw_begin(other), CW_OK);
	assert_int_equal(cw_group_run(hasty, write_note, &task), CW_BUSY);
	assert_int_equal(cw_end(other, CW_OK), CW_OK);
	assert_int_equal(cw_group_run(hasty, write_note, &task), CW_OK);
	cw_store_close(other);
	cw_group_close(hasty);
}

static void
between_groups_other_processes_get_their_turn(void **state)
{
	int64_t number = 0;
	pthread_t threads[4];
	struct cw_store *other;
	void *failed;

	assert_int_equal(cw_store_open(*state, CW_STORE_CHAT, CW_STORE_WRITE,
			     PATIENCE_MS, &other),
	    CW_OK);
	for (int i = 0; i < 4; i++)
		pthread_create(&threads[i], NULL, append_pages, &number);
	for (int i = 0; i < 20; i++) {
		assert_int_equal(cw_begin(other), CW_OK);
		assert_int_equal(cw_end(other, CW_OK), CW_OK);
	}
	for (int i = 0; i < 4; i++) {
		pthread_join(threads[i], &failed);
		assert_null(failed);
	}
	cw_store_close(other);
}

/* --- callers that do not wait -------------------------------------------- */

static atomic_bool may_go_on;
static atomic_int told;

struct submitted {
	struct cw_group_piece piece; /* first: one is the other's address */
	struct task task;
	pthread_t teller;
};

static void
note_teller(struct cw_group_piece *piece)
{
	((struct submitted *)piece)->teller = pthread_self();
	told++;
}

static void
submit(struct submitted *submitted, int64_t number)
{
	*submitted = (struct submitted){
		.piece = { .work = write_note,
		    .arg = &submitted->task,
		    .done = note_teller },
		.task = { .number = number },
	};
	cw_group_submit(group, &submitted->piece);
}

static enum cw_err
wait_for_leave(struct cw_store *store, void *arg)
{
	is_leading = true;
	while (!may_go_on)
		usleep(100);
	/* Longer than a group may: those behind make the next one. */
	usleep(20000);
	return write_note(store, arg);
}

static void *
run_until_leave(void *arg)
{
	struct task *task = arg;

	task->got = cw_group_run(group, wait_for_leave, task);
	return NULL;
}

static void *
submit_until_leave(void *arg)
{
	struct submitted *submitted = arg;

	submitted->piece.work = wait_for_leave;
	cw_group_submit(group, &submitted->piece);
	return NULL;
}

static void
who_submits_need_not_wait(void **state)
{
	struct task task = { .number = 1 };
	struct submitted submitted[8];
	pthread_t thread;

	is_leading = may_go_on = false;
	told = 0;
	pthread_create(&thread, NULL, run_until_leave, &task);
	while (!is_leading)
		usleep(100);
	for (int i = 0; i < 8; i++)
		submit(&submitted[i], 2 + i);
	/* None can have been run yet. */
	assert_int_equal(told, 0);
	may_go_on = true;
	pthread_join(thread, NULL);
	assert_int_equal(task.got, CW_OK);
	assert_int_equal(told, 8);
	for (int i = 0; i < 8; i++) {
		assert_int_equal(submitted[i].piece.err, CW_OK);
		assert_true(pthread_equal(submitted[i].teller, thread));
	}
	assert_int_equal(count_notes(state), 9);
}

static void
who_waits_behind_who_does_not_is_woken(void **state)
{
	struct submitted first = {
		.piece = { .arg = &first.task, .done = note_teller },
		.task = { .number = 1 },
	};
	struct task second = { .number = 2 };
	pthread_t threads[2];

	is_leading = false;
	may_go_on = false;
	told = 0;
	pthread_create(&threads[0], NULL, submit_until_leave, &first);
	while (!is_leading)
		usleep(100);
	pthread_create(&threads[1], NULL, run_one, &second);
	may_go_on = true;
	for (int i = 0; i < 2; i++)
		pthread_join(threads[i], NULL);
	assert_int_equal(second.got, CW_OK);
	assert_int_equal(told, 1);
	assert_int_equal(count_notes(state), 2);
}

static void
a_broken_group_tells_who_does_not_wait(void **state)
{
	struct submitted submitted[2];

	(void)state;
	told = 0;
	syncs_fail = true;
	submit(&submitted[0], 1);
	submit(&submitted[1], 2);
	assert_int_equal(told, 2);
	assert_int_equal(submitted[0].piece.err, CW_STORE);
	assert_int_equal(submitted[1].piece.err, CW_STORE);
}

static void
a_group_that_rests_serves_again(void **state)
{
	struct task first = { .number = 1 }, second = { .number = 2 };

	cw_group_rest(group); /* before its first use, too */
	assert_int_equal(cw_group_run(group, write_note, &first), CW_OK);
	cw_group_rest(group);
	assert_int_equal(cw_group_run(group, write_note, &second), CW_OK);
	assert_int_equal(count_notes(state), 2);
}

static void
an_absent_store_fails_the_first_use(void **state)
{
	struct task task = { .number = 1 };
	struct cw_group *absent;

	assert_int_equal(open_group(room_path(state, "none"), PATIENCE_MS,
			     &absent),
	    CW_OK);
	assert_int_not_equal(cw_group_run(absent, write_note, &task), CW_OK);
	cw_group_close(absent);
}

#define GROUP_TEST(f) cmocka_unit_test_setup_teardown(f, make_group, drop_group)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		GROUP_TEST(the_log_names_the_request_whose_work_it_is),
		GROUP_TEST(many_threads_share_commits_and_lose_nothing),
		GROUP_TEST(a_lone_piece_that_fails_leaves_nothing),
		GROUP_TEST(a_commit_that_fails_fails_all_of_its_group),
		GROUP_TEST(after_a_failed_sync_nothing_is_written_any_more),
		GROUP_TEST(a_store_that_others_keep_is_busy_and_then_free),
		GROUP_TEST(between_groups_other_processes_get_their_turn),
		GROUP_TEST(who_submits_need_not_wait),
		GROUP_TEST(who_waits_behind_who_does_not_is_woken),
		GROUP_TEST(a_broken_group_tells_who_does_not_wait),
		GROUP_TEST(a_group_that_rests_serves_again),
		GROUP_TEST(an_absent_store_fails_the_first_use),
	};
	/* The same must hold where WAL is not safe. */
	const struct CMUnitTest without_wal[] = {
		cmocka_unit_test_setup_teardown(
		    many_threads_share_commits_and_lose_nothing,
		    make_group_without_wal, drop_group_without_wal),
		cmocka_unit_test_setup_teardown(
		    a_commit_that_fails_fails_all_of_its_group,
		    make_group_without_wal, drop_group_without_wal),
		cmocka_unit_test_setup_teardown(
		    after_a_failed_sync_nothing_is_written_any_more,
		    make_group_without_wal, drop_group_without_wal),
	};
	int failed = cmocka_run_group_tests(tests, NULL, NULL);

	return failed + cmocka_run_group_tests(without_wal, NULL, NULL);
}
