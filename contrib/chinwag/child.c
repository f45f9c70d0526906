/* Running a program that takes a mail on its standard input. */

#include "child.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/clock.h"

/* Less than the 5 minutes that a mail is ours. */
#define LIMIT_MS (4 * 60 * 1000)

/* A file without a name, from which the child reads at its own pace. */
static int
open_input(const char *input, size_t len)
{
	int fd = memfd_create("mail", MFD_CLOEXEC);

	if (fd < 0)
		return -1;
	if (write(fd, input, len) != (ssize_t)len ||
	    lseek(fd, 0, SEEK_SET) != 0) {
		close(fd);
		return -1;
	}
	return fd;
}

/*
 * Signals as a program expects them, and a process group of its own, so that
 * Ctrl-C does not reach it in the middle of a mail.
 */
static int
set_signals(posix_spawnattr_t *attr)
{
	sigset_t none, all;

	(void)sigemptyset(&none);
	(void)sigfillset(&all);
	(void)posix_spawnattr_setsigmask(attr, &none);
	(void)posix_spawnattr_setsigdefault(attr, &all);
	(void)posix_spawnattr_setpgroup(attr, 0);
	return posix_spawnattr_setflags(attr,
	    POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF |
		POSIX_SPAWN_SETPGROUP);
}

static int
set_files(posix_spawn_file_actions_t *files, int input)
{
	int failure = posix_spawn_file_actions_adddup2(files, input, 0);

	if (failure == 0)
		failure = posix_spawn_file_actions_addopen(files, 1,
		    "/dev/null", O_WRONLY, 0);
	if (failure == 0)
		failure = posix_spawn_file_actions_addclosefrom_np(files, 3);
	return failure;
}

/* An errno. */
static int
spawn(const char *const *argv, int input, pid_t *pid)
{
	char *const no_environment[] = { NULL };
	posix_spawn_file_actions_t files;
	posix_spawnattr_t attr;
	int failure;

	failure = posix_spawn_file_actions_init(&files);
	if (failure != 0)
		return failure;
	failure = posix_spawnattr_init(&attr);
	if (failure != 0) {
		posix_spawn_file_actions_destroy(&files);
		return failure;
	}
	failure = set_files(&files, input);
	if (failure == 0)
		failure = set_signals(&attr);
	/* posix_spawn changes no argument; its type is older than const. */
	if (failure == 0)
		failure = posix_spawn(pid, argv[0], &files, &attr,
		    (char *const *)(uintptr_t)argv, no_environment);
	posix_spawnattr_destroy(&attr);
	posix_spawn_file_actions_destroy(&files);
	return failure;
}

/* SIGCHLD is blocked, so that one that comes early still ends the wait. */
static int
wait_for(pid_t pid)
{
	int64_t until_ms = cw_clock_steady_ms() + LIMIT_MS;
	int64_t left_ms;
	int status = CHILD_NO_STATUS;
	sigset_t set;

	(void)sigemptyset(&set);
	(void)sigaddset(&set, SIGCHLD);
	while (waitpid(pid, &status, WNOHANG) == 0) {
		left_ms = until_ms - cw_clock_steady_ms();
		if (left_ms <= 0) {
			(void)kill(pid, SIGKILL);
			(void)waitpid(pid, &status, 0);
			break;
		}
		const struct timespec left = {
			.tv_sec = (time_t)(left_ms / 1000),
			.tv_nsec = (long)(left_ms % 1000) * 1000000,
		};
		(void)sigtimedwait(&set, NULL, &left);
	}
	return WIFEXITED(status) ? WEXITSTATUS(status) : CHILD_NO_STATUS;
}

enum cw_err
run_child(const char *const *argv, const char *input, size_t len, int *status,
    const char **why)
{
	sigset_t child, before;
	int fd, failure;
	pid_t pid;

	fd = open_input(input, len);
	if (fd < 0) {
		*why = strerror(errno);
		return CW_SYSTEM;
	}
	(void)sigemptyset(&child);
	(void)sigaddset(&child, SIGCHLD);
	(void)sigprocmask(SIG_BLOCK, &child, &before);
	failure = spawn(argv, fd, &pid);
	close(fd);
	if (failure == 0)
		*status = wait_for(pid);
	(void)sigprocmask(SIG_SETMASK, &before, NULL);
	if (failure == 0)
		return CW_OK;
	*why = strerror(failure);
	return CW_SYSTEM;
}
