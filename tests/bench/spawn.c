/*
 * How long a program takes from its start to the end of its answer: runs it
 * again and again with the environment it is given, its output thrown away.
 *
 * usage: spawn TIMES PROGRAM [INPUT]
 */

#include <fcntl.h>
#include <spawn.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>

#define TIMES_MAX 10000

extern char **environ;

static int64_t
now_us(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return (int64_t)ts.tv_sec * 1000000 + ts.tv_nsec / 1000;
}

static int
compare(const void *a, const void *b)
{
	int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;

	return (x > y) - (x < y);
}

static int64_t
once(const char *program, const posix_spawn_file_actions_t *files)
{
	char *argv[] = { (char *)(uintptr_t)program, NULL };
	int64_t start = now_us();
	int status;
	pid_t pid;

	if (posix_spawn(&pid, program, files, NULL, argv, environ) != 0 ||
	    waitpid(pid, &status, 0) != pid || !WIFEXITED(status) ||
	    WEXITSTATUS(status) != 0) {
		fprintf(stderr, "spawn: %s failed\n", program);
		exit(1);
	}
	return now_us() - start;
}

int
main(int argc, char **argv)
{
	static int64_t took[TIMES_MAX];
	posix_spawn_file_actions_t files;
	struct rusage usage;
	long times;

	if (argc != 3 && argc != 4)
		return 2;
	times = strtol(argv[1], NULL, 10);
	if (times < 1 || times > TIMES_MAX)
		return 2;
	posix_spawn_file_actions_init(&files);
	posix_spawn_file_actions_addopen(&files, 0,
	    argc == 4 ? argv[3] : "/dev/null", O_RDONLY, 0);
	posix_spawn_file_actions_addopen(&files, 1, "/dev/null", O_WRONLY, 0);
	for (long i = 0; i < times; i++)
		took[i] = once(argv[2], &files);
	getrusage(RUSAGE_CHILDREN, &usage);
	qsort(took, (size_t)times, sizeof(took[0]), compare);
	printf("{\"p50_ms\":%.3f,\"p99_ms\":%.3f,\"cpu_ms\":%.3f}\n",
	    (double)took[times / 2] / 1000.0,
	    (double)took[times * 99 / 100] / 1000.0,
	    ((double)usage.ru_utime.tv_sec + (double)usage.ru_stime.tv_sec +
		(double)(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) /
		    1e6) *
		1000.0 / (double)times);
	posix_spawn_file_actions_destroy(&files);
	return 0;
}
