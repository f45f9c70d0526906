/* Starting this program as the operator's command. */

#include "self.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <spawn.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/log.h"

#define VARS_MAX 4
#define VAR_BYTES 4200

struct vars {
	char texts[VARS_MAX][VAR_BYTES];
	char *list[VARS_MAX + 1];
};

static void
fill_vars(struct vars *vars, const struct self_run *run)
{
	size_t n = 0;

	(void)snprintf(vars->texts[n++], VAR_BYTES,
	    "PATH=/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin");
	(void)snprintf(vars->texts[n++], VAR_BYTES, "CHINWAG_CONF=%s",
	    run->conf);
	if (run->data_dir != NULL)
		(void)snprintf(vars->texts[n++], VAR_BYTES,
		    "CHINWAG_DATA_DIR=%s", run->data_dir);
	for (size_t i = 0; i < n; i++)
		vars->list[i] = vars->texts[i];
	vars->list[n] = NULL;
}

/* A process group of its own, and signals as programs expect them. */
static void
set_attributes(posix_spawnattr_t *attr)
{
	sigset_t none, all;

	(void)posix_spawnattr_init(attr);
	(void)sigemptyset(&none);
	(void)sigfillset(&all);
	(void)posix_spawnattr_setsigmask(attr, &none);
	(void)posix_spawnattr_setsigdefault(attr, &all);
	(void)posix_spawnattr_setflags(attr,
	    POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF |
		POSIX_SPAWN_SETSID);
}

/* in and out become its standard descriptors; -1: nothing. */
static pid_t
spawn(const struct self_run *run, int in, int out)
{
	posix_spawn_file_actions_t actions;
	posix_spawnattr_t attr;
	struct vars vars;
	pid_t pid = -1;
	int error;

	fill_vars(&vars, run);
	set_attributes(&attr);
	(void)posix_spawn_file_actions_init(&actions);
	if (in >= 0)
		(void)posix_spawn_file_actions_adddup2(&actions, in, 0);
	else
		(void)posix_spawn_file_actions_addopen(&actions, 0, "/dev/null",
		    O_RDONLY, 0);
	if (out >= 0)
		(void)posix_spawn_file_actions_adddup2(&actions, out, 1);
	else
		(void)posix_spawn_file_actions_addopen(&actions, 1, "/dev/null",
		    O_WRONLY, 0);
	(void)posix_spawn_file_actions_adddup2(&actions, 1, 2);
	error = posix_spawn(&pid, "/proc/self/exe", &actions, &attr,
	    (char *const *)(uintptr_t)run->words, vars.list);
	(void)posix_spawn_file_actions_destroy(&actions);
	(void)posix_spawnattr_destroy(&attr);
	if (error != 0)
		cw_log(CW_LOG_ERROR, "cannot start chinwag: %s",
		    strerrordesc_np(error));
	return error == 0 ? pid : -1;
}

/* Everything until its end; what has no room is let go. */
static void
read_all(int fd, char *said, size_t size)
{
	char rest[512];
	size_t len = 0;
	ssize_t count;

	do {
		if (len + 1 < size)
			count = read(fd, said + len, size - 1 - len);
		else
			count = read(fd, rest, sizeof(rest));
		if (count > 0 && len + 1 < size)
			len += (size_t)count;
	} while (count > 0 || (count < 0 && errno == EINTR));
	said[len] = '\0';
}

/* A pipe that holds the input already; its reading end, or -1. */
static int
filled_pipe(const char *input)
{
	int ends[2];
	size_t len = strlen(input);
	bool is_written;

	if (pipe2(ends, O_CLOEXEC) != 0)
		return -1;
	is_written = write(ends[1], input, len) == (ssize_t)len;
	(void)close(ends[1]);
	if (is_written)
		return ends[0];
	(void)close(ends[0]);
	return -1;
}

static void
close_if_open(int fd)
{
	if (fd >= 0)
		(void)close(fd);
}

static enum cw_err
wait_for(pid_t pid)
{
	int status;

	while (waitpid(pid, &status, 0) < 0)
		if (errno != EINTR)
			return CW_SYSTEM;
	return WIFEXITED(status) && WEXITSTATUS(status) == 0 ? CW_OK
							     : CW_SYSTEM;
}

enum cw_err
self_run(const struct self_run *run, char *said, size_t size)
{
	int ends[2], in = -1;
	pid_t pid = -1;

	said[0] = '\0';
	if (pipe2(ends, O_CLOEXEC) != 0)
		return CW_SYSTEM;
	if (run->input != NULL)
		in = filled_pipe(run->input);
	if (run->input == NULL || in >= 0)
		pid = spawn(run, in, ends[1]);
	close_if_open(in);
	(void)close(ends[1]);
	if (pid >= 0)
		read_all(ends[0], said, size);
	(void)close(ends[0]);
	return pid < 0 ? CW_SYSTEM : wait_for(pid);
}

/* Those that were started and not waited for, to be let go when they ended. */
static pid_t started[8];
static pthread_mutex_t started_lock = PTHREAD_MUTEX_INITIALIZER;

/* A place that is free, or has become so; NULL: all of them still run. */
static pid_t *
find_place(void)
{
	for (size_t i = 0; i < CW_LEN(started); i++)
		if (started[i] == 0 ||
		    waitpid(started[i], NULL, WNOHANG) != 0) {
			started[i] = 0;
			return &started[i];
		}
	return NULL;
}

void
self_start(const struct self_run *run)
{
	pid_t *place, pid;

	(void)pthread_mutex_lock(&started_lock);
	place = find_place();
	if (place != NULL) {
		pid = spawn(run, -1, -1);
		*place = pid > 0 ? pid : 0;
	}
	(void)pthread_mutex_unlock(&started_lock);
}
