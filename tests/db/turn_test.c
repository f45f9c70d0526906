/* The writers' queue: one at a time, nobody starves, the dead let go. */

#include "unit.h"

#include <sched.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/clock.h"
#include "db/room.h"
#include "db/turn.h"

enum { PROCESSES = 6, TURNS = 1000, ROUNDS = 8 };

/* It would be for ever; and a machine that is busy may take its time. */
#define PATIENCE_MS 20000

/* Shared by the processes of a test; only who has the turn writes. */
struct board {
	atomic_int ready;
	volatile int inside;
	volatile int clashes;
	volatile int total;
	volatile int order[TURNS];
};

static struct board *
make_board(void)
{
	void *board = mmap(NULL, sizeof(struct board), PROT_READ | PROT_WRITE,
	    MAP_SHARED | MAP_ANONYMOUS, -1, 0);

	assert_ptr_not_equal(board, MAP_FAILED);
	return board;
}

/* What a writer does again and again, as long as anybody does. */
static int
take_turns(const char *dir, struct board *board, int me)
{
	struct cw_turn turn;

	if (cw_turn_open(dir, "chat", &turn) != CW_OK)
		return 1;
	board->ready++;
	while (board->ready < PROCESSES)
		sched_yield();
	while (board->total < TURNS) {
		if (cw_turn_take(&turn, 10000) != CW_OK)
			return 2;
		if (board->inside++ != 0)
			board->clashes++;
		if (board->total < TURNS)
			board->order[board->total++] = me;
		usleep(100); /* a commit sleeps too, while the disk syncs */
		board->inside--;
		cw_turn_give(&turn);
	}
	cw_turn_close(&turn);
	return 0;
}

/* How often somebody wrote twice in a row, though others waited. */
static int
count_repeats(void **state)
{
	struct board *board = make_board();
	pid_t children[PROCESSES];
	int repeats = 0;

	for (int i = 0; i < PROCESSES; i++) {
		children[i] = fork();
		if (children[i] == 0)
			_exit(take_turns(*state, board, i));
	}
	for (int i = 0; i < PROCESSES; i++)
		assert_int_equal(room_wait(children[i]), 0);
	assert_int_equal(board->clashes, 0);
	for (int i = 1; i < TURNS; i++)
		repeats += board->order[i] == board->order[i - 1];
	munmap(board, sizeof(*board));
	return repeats;
}

/*
 * Who has just written stands behind those who wait, if they get a processor
 * to wait on: on a machine that is busy with other things one round proves
 * nothing.  Without the queue no round is fair.
 */
static void
writers_take_turns_one_at_a_time(void **state)
{
	int least = TURNS;

	for (int round = 0; round < ROUNDS && least > TURNS / 5; round++) {
		int repeats = count_repeats(state);

		least = repeats < least ? repeats : least;
	}
	assert_in_range(least, 0, TURNS / 5);
}

static void
waiting_ends_in_time(void **state)
{
	struct cw_turn first, second;
	int64_t started_ms, waited_ms;

	assert_int_equal(cw_turn_open(*state, "chat", &first), CW_OK);
	assert_int_equal(cw_turn_open(*state, "chat", &second), CW_OK);
	assert_int_equal(cw_turn_take(&first, 0), CW_OK);
	started_ms = cw_clock_steady_ms();
	assert_int_equal(cw_turn_take(&second, 30), CW_BUSY);
	waited_ms = cw_clock_steady_ms() - started_ms;
	assert_in_range(waited_ms, 30, PATIENCE_MS);
	cw_turn_give(&first);
	assert_int_equal(cw_turn_take(&second, 0), CW_OK);
	cw_turn_close(&second);
	assert_int_equal(cw_turn_take(&first, 0), CW_OK);
	cw_turn_close(&first);
}

static void
waiting_ends_in_time_where_signals_are_blocked(void **state)
{
	sigset_t all, before;

	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &before);
	waiting_ends_in_time(state);
	pthread_sigmask(SIG_SETMASK, &before, NULL);
}

static void
two_stores_do_not_wait_for_each_other(void **state)
{
	struct cw_turn chat, pool;

	assert_int_equal(cw_turn_open(*state, "chat", &chat), CW_OK);
	assert_int_equal(cw_turn_open(*state, "pool", &pool), CW_OK);
	assert_int_equal(cw_turn_take(&chat, 0), CW_OK);
	assert_int_equal(cw_turn_take(&pool, 0), CW_OK);
	cw_turn_close(&chat);
	cw_turn_close(&pool);
}

static void
a_killed_writer_lets_go(void **state)
{
	struct board *board = make_board();
	struct cw_turn turn;
	pid_t child;

	assert_int_equal(cw_turn_open(*state, "chat", &turn), CW_OK);
	child = fork();
	if (child == 0) {
		cw_turn_close(&turn);
		if (cw_turn_open(*state, "chat", &turn) != CW_OK ||
		    cw_turn_take(&turn, 0) != CW_OK)
			_exit(1);
		board->inside = 1;
		for (;;)
			pause();
	}
	while (board->inside == 0)
		usleep(1000);
	assert_int_equal(cw_turn_take(&turn, 0), CW_BUSY);
	kill(child, SIGKILL);
	assert_int_equal(room_wait(child), 128 + SIGKILL);
	assert_int_equal(cw_turn_take(&turn, 0), CW_OK);
	cw_turn_close(&turn);
	munmap(board, sizeof(*board));
}

static void
a_directory_that_is_not_there_is_an_error(void **state)
{
	struct cw_turn turn;

	assert_int_equal(cw_turn_open(room_path(state, "none"), "chat", &turn),
	    CW_SYSTEM);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
		    writers_take_turns_one_at_a_time, room_make, room_remove),
		cmocka_unit_test_setup_teardown(waiting_ends_in_time, room_make,
		    room_remove),
		cmocka_unit_test_setup_teardown(
		    waiting_ends_in_time_where_signals_are_blocked, room_make,
		    room_remove),
		cmocka_unit_test_setup_teardown(
		    two_stores_do_not_wait_for_each_other, room_make,
		    room_remove),
		cmocka_unit_test_setup_teardown(a_killed_writer_lets_go,
		    room_make, room_remove),
		cmocka_unit_test_setup_teardown(
		    a_directory_that_is_not_there_is_an_error, room_make,
		    room_remove),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
