/* lib/pool/slot.c: no more hashes at once than there are slots. */

#include "fixture.h"

#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>

#include "pool/slot.h"

#define CHILDREN 8

/* A child that takes a slot if it can, says so, and keeps it until it dies. */
static pid_t
start_child(struct fixture *f, int say)
{
	struct cw_slot slot;
	unsigned char err;
	pid_t pid = fork();

	if (pid != 0)
		return pid;
	/* If the test fails, nobody is left behind. */
	(void)prctl(PR_SET_PDEATHSIG, SIGKILL);
	err = (unsigned char)cw_slot_take(&f->conf, &f->arena, &slot);
	if (write(say, &err, 1) != 1)
		_exit(1);
	for (;;)
		(void)pause();
}

static enum cw_err
answer(int ear)
{
	unsigned char err;

	assert_int_equal(read(ear, &err, 1), 1);
	return (enum cw_err)err;
}

static void
end_child(pid_t pid)
{
	assert_int_equal(kill(pid, SIGKILL), 0);
	assert_int_equal(waitpid(pid, NULL, 0), pid);
}

static void
eight_share_two_slots_and_the_dead_give_theirs_up(void **state)
{
	struct fixture *f = *state;
	pid_t children[CHILDREN], holder = 0, late;
	int ends[2], holders = 0;

	f->conf.argon2_slots = 2;
	f->conf.argon2_wait_ms = 0;
	assert_int_equal(pipe(ends), 0);
	for (int i = 0; i < CHILDREN; i++) {
		children[i] = start_child(f, ends[1]);
		assert_true(children[i] > 0);
		if (answer(ends[0]) == CW_OK) {
			holders++;
			holder = children[i];
		}
	}
	assert_int_equal(holders, 2);
	late = start_child(f, ends[1]);
	assert_int_equal(answer(ends[0]), CW_BUSY);
	end_child(late);
	for (int i = 0; i < CHILDREN; i++)
		if (children[i] == holder)
			end_child(holder);
	late = start_child(f, ends[1]);
	assert_int_equal(answer(ends[0]), CW_OK);
	end_child(late);
	for (int i = 0; i < CHILDREN; i++)
		if (children[i] != holder)
			end_child(children[i]);
	close(ends[0]);
	close(ends[1]);
}

static void
a_slot_that_is_given_back_can_be_taken(void **state)
{
	struct fixture *f = *state;
	struct cw_slot one, two, three;

	f->conf.argon2_slots = 2;
	f->conf.argon2_wait_ms = 0;
	assert_int_equal(cw_slot_take(&f->conf, &f->arena, &one), CW_OK);
	assert_int_equal(cw_slot_take(&f->conf, &f->arena, &two), CW_OK);
	assert_int_equal(cw_slot_take(&f->conf, &f->arena, &three), CW_BUSY);
	cw_slot_give(&one);
	assert_int_equal(cw_slot_take(&f->conf, &f->arena, &three), CW_OK);
	cw_slot_give(&two);
	cw_slot_give(&three);
}

#define TEST(name) \
	cmocka_unit_test_setup_teardown(name, fixture_setup, fixture_teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(eight_share_two_slots_and_the_dead_give_theirs_up),
		TEST(a_slot_that_is_given_back_can_be_taken),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
