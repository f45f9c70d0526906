/* Bells: heard by who listens for them, across processes. */

#include "unit.h"

#include <poll.h>
#include <unistd.h>

#include "db/bell.h"
#include "db/room.h"

static int
is_readable(int fd)
{
	struct pollfd waiting = { .fd = fd, .events = POLLIN };

	return poll(&waiting, 1, 0) == 1;
}

static void
a_ring_wakes_who_listens_and_says_which(void **state)
{
	int fd;

	assert_int_equal(cw_bell_watch(*state,
			     1u << CW_BELL_EVENT | 1u << CW_BELL_SESSION, &fd),
	    CW_OK);
	assert_false(is_readable(fd));
	cw_bell_ring(*state, CW_BELL_SESSION);
	assert_true(is_readable(fd));
	assert_int_equal(cw_bell_clear(fd), 1u << CW_BELL_SESSION);
	assert_false(is_readable(fd));
	assert_int_equal(cw_bell_clear(fd), 0);
	cw_bell_ring(*state, CW_BELL_EVENT);
	cw_bell_ring(*state, CW_BELL_EVENT);
	cw_bell_ring(*state, CW_BELL_SESSION);
	assert_int_equal(cw_bell_clear(fd),
	    1u << CW_BELL_EVENT | 1u << CW_BELL_SESSION);
	assert_false(is_readable(fd));
	close(fd);
}

static void
other_bells_are_not_heard(void **state)
{
	int fd;

	assert_int_equal(cw_bell_watch(*state, 1u << CW_BELL_MAIL, &fd), CW_OK);
	cw_bell_ring(*state, CW_BELL_EVENT);
	cw_bell_ring(*state, CW_BELL_SESSION);
	assert_false(is_readable(fd));
	cw_bell_ring(*state, CW_BELL_MAIL);
	assert_int_equal(cw_bell_clear(fd), 1u << CW_BELL_MAIL);
	close(fd);
}

static void
a_ring_crosses_processes(void **state)
{
	pid_t child;
	int fd;

	assert_int_equal(cw_bell_watch(*state, 1u << CW_BELL_EVENT, &fd),
	    CW_OK);
	child = fork();
	if (child == 0) {
		cw_bell_ring(*state, CW_BELL_EVENT);
		_exit(0);
	}
	assert_int_equal(room_wait(child), 0);
	assert_int_equal(cw_bell_clear(fd), 1u << CW_BELL_EVENT);
	close(fd);
}

static void
ringing_where_nobody_can_is_harmless(void **state)
{
	cw_bell_ring(room_path(state, "none"), CW_BELL_EVENT);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
		    a_ring_wakes_who_listens_and_says_which, room_make,
		    room_remove),
		cmocka_unit_test_setup_teardown(other_bells_are_not_heard,
		    room_make, room_remove),
		cmocka_unit_test_setup_teardown(a_ring_crosses_processes,
		    room_make, room_remove),
		cmocka_unit_test_setup_teardown(
		    ringing_where_nobody_can_is_harmless, room_make,
		    room_remove),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
