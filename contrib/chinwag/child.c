/* Running another program to its end. */

#include "child.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/clock.h"

/* Less than the 5 minutes that a mail is ours. */
#define STANDARD_LIMIT_MS (4 * 60 * 1000)

/* For Linux before 3.17, which has no files in memory alone. */
static int
open_on_disk(void)
{
	char path[] = "/tmp/chinwag-XXXXXX";
	int fd = mkostemp(path, O_CLOEXEC);

	if (fd >= 0 && unlink(path) != 0) {
		close(fd);
		return -1;
	}
	return fd;
}

/* A file without a name, from which the child reads at its own pace. */
static int
open_input(const char *input, size_t len)
{
	int fd = memfd_create("input", MFD_CLOEXEC);

	if (fd < 0 && errno == ENOSYS)
		fd = open_on_disk();
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

/* What is lent to a child; output -1: none. */
struct ends {
	int input;
	int output;
};

static int
set_files(posix_spawn_file_actions_t *files, const struct ends *ends)
{
	int failure = posix_spawn_file_actions_adddup2(files, ends->input, 0);

	if (failure == 0 && ends->output >= 0)
		failure =
		    posix_spawn_file_actions_adddup2(files, ends->output, 1);
	else if (failure == 0)
		failure = posix_spawn_file_actions_addopen(files, 1,
		    "/dev/null", O_WRONLY, 0);
	if (failure == 0)
		failure = posix_spawn_file_actions_addclosefrom_np(files, 3);
	return failure;
}

/* posix_spawn changes no argument; its types are older than const. */
static char *const *
without_const(const char *const *words)
{
	return (char *const *)(uintptr_t)words;
}

/* An errno. */
static int
spawn(const struct child *child, const struct ends *ends, pid_t *pid)
{
	static const char *const nothing[] = { NULL };
	const char *const *env = child->env == NULL ? nothing : child->env;
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
	failure = set_files(&files, ends);
	if (failure == 0)
		failure = set_signals(&attr);
	if (failure == 0)
		failure = posix_spawn(pid, child->argv[0], &files, &attr,
		    without_const(child->argv), without_const(env));
	posix_spawnattr_destroy(&attr);
	posix_spawn_file_actions_destroy(&files);
	return failure;
}

/* SIGCHLD is blocked, so that one that comes early still ends the wait. */
static int
wait_for(pid_t pid, int64_t limit_ms)
{
	int64_t until_ms = cw_clock_steady_ms() +
	    (limit_ms == 0 ? STANDARD_LIMIT_MS : limit_ms);
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

static enum cw_err
run_between(const struct child *child, const struct ends *ends, int *status,
    const char **why)
{
	sigset_t set, before;
	int failure;
	pid_t pid;

	(void)sigemptyset(&set);
	(void)sigaddset(&set, SIGCHLD);
	(void)sigprocmask(SIG_BLOCK, &set, &before);
	failure = spawn(child, ends, &pid);
	if (failure == 0)
		*status = wait_for(pid, child->limit_ms);
	(void)sigprocmask(SIG_SETMASK, &before, NULL);
	if (failure == 0)
		return CW_OK;
	*why = strerror(failure);
	return CW_SYSTEM;
}

enum cw_err
run_child(const struct child *child, int *status, const char **why)
{
	struct ends ends = { .output = -1 };
	enum cw_err err;

	ends.input = open_input(child->input, child->input_len);
	if (ends.input < 0) {
		*why = strerror(errno);
		return CW_SYSTEM;
	}
	err = run_between(child, &ends, status, why);
	close(ends.input);
	return err;
}

/* --- output --------------------------------------------------------------- */

static enum cw_err
take_output(int fd, struct cw_arena *arena, size_t max_bytes,
    struct child_output *out)
{
	off_t size = lseek(fd, 0, SEEK_END);
	char *text;

	if (size < 0)
		return CW_SYSTEM;
	if ((size_t)size > max_bytes)
		return CW_TOOLARGE;
	text = cw_arena_alloc(arena, (size_t)size + 1);
	if (text == NULL)
		return CW_NOMEM;
	if (pread(fd, text, (size_t)size, 0) != size)
		return CW_SYSTEM;
	out->text = text;
	out->len = (size_t)size;
	return CW_OK;
}

enum cw_err
run_and_read(const struct child *child, struct cw_arena *arena,
    size_t max_bytes, int *status, struct child_output *output,
    const char **why)
{
	struct ends ends = {
		.input = open_input(child->input, child->input_len),
		.output = open_input("", 0),
	};
	enum cw_err err = CW_SYSTEM;

	*why = strerror(errno);
	if (ends.input >= 0 && ends.output >= 0)
		err = run_between(child, &ends, status, why);
	if (err == CW_OK)
		err = take_output(ends.output, arena, max_bytes, output);
	if (ends.input >= 0)
		close(ends.input);
	if (ends.output >= 0)
		close(ends.output);
	return err;
}
