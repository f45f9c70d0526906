/* The fence: each is raised around a child, which tells how it fared. */

#include "base/fence.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "unit.h"

/* What a child may not be able to find out. */
#define NO_SUCH_FENCE 77

static char place[128]; /* holds inside/, which is in reach, and outside */

static const char *
at(const char *name)
{
	static char path[256];

	(void)snprintf(path, sizeof(path), "%s/%s", place, name);
	return path;
}

static int
make_place(void **state)
{
	const char *tmp = getenv("TMPDIR");

	(void)state;
	(void)snprintf(place, sizeof(place), "%s/fence-XXXXXX",
	    tmp == NULL ? "/tmp" : tmp);
	if (mkdtemp(place) == NULL || mkdir(at("inside"), 0700) != 0)
		return -1;
	return close(open(at("outside"), O_CREAT | O_WRONLY, 0600));
}

static int
remove_place(void **state)
{
	(void)state;
	unlink(at("inside/new"));
	unlink(at("outside"));
	rmdir(at("inside"));
	return rmdir(place);
}

/* Whether all held what a fenced child looked at; the parts it needs. */
static void
in_a_fence(bool (*holds)(void), unsigned parts)
{
	int status;
	pid_t child = fork();

	assert_int_not_equal(child, -1);
	if (child == 0) {
		const struct cw_fence_gate gates[] = {
			{ strdup(at("inside")), true },
			{ "/usr", false },
			{ "/does/not/exist", true },
		};
		unsigned raised = 0;

		if (cw_fence_raise(gates, 3, &raised) != CW_OK)
			_exit(2);
		if ((raised & parts) != parts)
			_exit(NO_SUCH_FENCE);
		_exit(holds() ? 0 : 1);
	}
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_true(WIFEXITED(status));
	if (WEXITSTATUS(status) == NO_SUCH_FENCE) {
		print_message("this kernel has no such fence\n");
		skip();
	}
	assert_int_equal(WEXITSTATUS(status), 0);
}

static bool
fails_with(int result, int error)
{
	return result == -1 && errno == error;
}

static bool
only_what_is_inside_is_in_reach(void)
{
	int fd = open(at("inside/new"), O_CREAT | O_RDWR, 0600);

	if (fd == -1 || write(fd, "x", 1) != 1 || ftruncate(fd, 0) != 0 ||
	    close(fd) != 0)
		return false;
	if (unlink(at("inside/new")) != 0)
		return false;
	return fails_with(open(at("outside"), O_RDONLY), EACCES) &&
	    fails_with(open(at("outside"), O_WRONLY), EACCES) &&
	    fails_with(open(at("other"), O_CREAT | O_RDWR, 0600), EACCES) &&
	    fails_with(open("/etc/passwd", O_RDONLY), EACCES) &&
	    fails_with(unlink(at("outside")), EACCES) &&
	    open("/usr", O_RDONLY) != -1;
}

static void
files_outside_are_out_of_reach(void **state)
{
	(void)state;
	in_a_fence(only_what_is_inside_is_in_reach, CW_FENCE_FILES);
}

static bool
nothing_starts(void)
{
	char *const argv[] = { (char *)(uintptr_t) "true", NULL };

	return fails_with(execv("/usr/bin/true", argv), EPERM) &&
	    fails_with(fork(), EPERM) && fails_with(vfork(), EPERM);
}

static void
no_program_is_started(void **state)
{
	(void)state;
	in_a_fence(nothing_starts, CW_FENCE_CALLS);
}

static bool
nobody_is_reached(void)
{
	return fails_with(socket(AF_INET, SOCK_STREAM, 0), EPERM) &&
	    fails_with(socket(AF_UNIX, SOCK_STREAM, 0), EPERM) &&
	    fails_with(connect(0, NULL, 0), EPERM);
}

static void
no_socket_is_opened(void **state)
{
	(void)state;
	in_a_fence(nobody_is_reached, CW_FENCE_CALLS);
}

static void *
return_at_once(void *arg)
{
	return arg;
}

static bool
threads_go_on(void)
{
	pthread_t thread;

	return pthread_create(&thread, NULL, return_at_once, NULL) == 0 &&
	    pthread_join(thread, NULL) == 0;
}

static void
threads_can_be_made(void **state)
{
	(void)state;
	in_a_fence(threads_go_on, CW_FENCE_CALLS);
}

#define FENCE_TEST(f) \
	cmocka_unit_test_setup_teardown(f, make_place, remove_place)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		FENCE_TEST(files_outside_are_out_of_reach),
		FENCE_TEST(no_program_is_started),
		FENCE_TEST(no_socket_is_opened),
		FENCE_TEST(threads_can_be_made),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
