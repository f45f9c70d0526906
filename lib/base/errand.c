/* Errands: the runner, and what it is handed. */

#include "base/errand.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/log.h"

/* What a pipe takes before anybody reads (pipe(7)). */
#define INPUT_MAX_BYTES 65536

/* However long an errand is allowed: then the program is ended. */
#define ERRAND_MAX_SEC 30

struct cw_errands {
	int socket;
	pid_t runner;
	atomic_int count; /* under way */
};

/* A message: one byte, and two descriptors. */
struct parcel {
	struct msghdr header;
	struct iovec bytes;
	char byte;
	_Alignas(struct cmsghdr) char fds[CMSG_SPACE(2 * sizeof(int))];
};

static void
init_parcel(struct parcel *parcel)
{
	memset(parcel, 0, sizeof(*parcel));
	parcel->bytes = (struct iovec){ &parcel->byte, 1 };
	parcel->header.msg_iov = &parcel->bytes;
	parcel->header.msg_iovlen = 1;
	parcel->header.msg_control = parcel->fds;
	parcel->header.msg_controllen = sizeof(parcel->fds);
}

/* --- the runner ----------------------------------------------------------- */

/* Between the two pipes; its messages go where the process's own go. */
static void
start_program(char *const argv[], const int fds[2])
{
	char *const nothing[] = { NULL };

	if (dup2(fds[0], 0) == 0 && dup2(fds[1], 1) == 1) {
		closefrom(3);
		signal(SIGCHLD, SIG_DFL);
		signal(SIGPIPE, SIG_DFL);
		alarm(ERRAND_MAX_SEC);
		execve(argv[0], argv, nothing);
	}
	_exit(127);
}

static void
run_one(char *const argv[], struct parcel *parcel)
{
	const struct cmsghdr *rights = CMSG_FIRSTHDR(&parcel->header);
	int fds[2];

	if (rights == NULL || rights->cmsg_type != SCM_RIGHTS ||
	    rights->cmsg_len != CMSG_LEN(sizeof(fds)))
		return;
	memcpy(fds, CMSG_DATA(rights), sizeof(fds));
	if (fork() == 0)
		start_program(argv, fds);
	close(fds[0]);
	close(fds[1]);
}

/* Until nobody holds the other end any more. */
static void
run_errands(char *const argv[], int socket)
{
	struct parcel parcel;
	ssize_t len;

	for (;;) {
		init_parcel(&parcel);
		len = recvmsg(socket, &parcel.header, MSG_CMSG_CLOEXEC);
		if (len == 1)
			run_one(argv, &parcel);
		else if (len != -1 || errno != EINTR)
			_exit(0);
	}
}

/* Nothing of the process stays but standard error and the socket. */
static void
become_runner(char *const argv[], int socket)
{
	const int nowhere = open("/dev/null", O_RDWR);

	signal(SIGTERM, SIG_DFL);
	signal(SIGINT, SIG_IGN); /* of a terminal: it ends with the process */
	signal(SIGCHLD, SIG_IGN);
	if (nowhere == -1 || dup2(nowhere, 0) != 0 || dup2(nowhere, 1) != 1 ||
	    dup2(socket, 3) != 3)
		_exit(1);
	closefrom(4);
	run_errands(argv, 3);
}

enum cw_err
cw_errands_open(char *const argv[], struct cw_errands **out)
{
	struct cw_errands *errands = calloc(1, sizeof(*errands));
	int ends[2];

	if (errands == NULL)
		return CW_NOMEM;
	if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends) != 0) {
		free(errands);
		return CW_SYSTEM;
	}
	errands->socket = ends[0];
	errands->runner = fork();
	if (errands->runner == 0)
		become_runner(argv, ends[1]);
	close(ends[1]);
	if (errands->runner == -1) {
		cw_log(CW_LOG_ERROR, "cannot fork: %s", strerror(errno));
		close(ends[0]);
		free(errands);
		return CW_SYSTEM;
	}
	*out = errands;
	return CW_OK;
}

void
cw_errands_close(struct cw_errands *errands)
{
	if (errands == NULL)
		return;
	close(errands->socket);
	while (waitpid(errands->runner, NULL, 0) == -1 && errno == EINTR)
		;
	free(errands);
}

/* --- an errand ------------------------------------------------------------ */

static int64_t
now_ms(void)
{
	struct timespec now;

	(void)clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static enum cw_err
hand_over(struct cw_errands *errands, int from, int to)
{
	const int fds[2] = { from, to };
	struct parcel parcel;
	struct cmsghdr *rights;

	init_parcel(&parcel);
	rights = CMSG_FIRSTHDR(&parcel.header);
	rights->cmsg_level = SOL_SOCKET;
	rights->cmsg_type = SCM_RIGHTS;
	rights->cmsg_len = CMSG_LEN(sizeof(fds));
	memcpy(CMSG_DATA(rights), fds, sizeof(fds));
	if (sendmsg(errands->socket, &parcel.header, MSG_NOSIGNAL) == 1)
		return CW_OK;
	cw_log(CW_LOG_ERROR, "cannot send on an errand: %s", strerror(errno));
	return CW_SYSTEM;
}

/* Read to the end, the maximum or the time limit. */
static enum cw_err
read_answer(int fd, const struct cw_errand *errand, char *bytes, size_t *len)
{
	const int64_t until = now_ms() + errand->limit_ms;
	struct pollfd ready = { .fd = fd, .events = POLLIN };
	ssize_t count;

	for (*len = 0; *len <= errand->max_bytes;) {
		const int64_t left = until - now_ms();

		if (left <= 0)
			return CW_UNREACHABLE;
		if (poll(&ready, 1, (int)left) < 1)
			continue;
		count = read(fd, bytes + *len, errand->max_bytes + 1 - *len);
		if (count == 0)
			break;
		if (count < 0 && errno != EINTR)
			return CW_SYSTEM;
		if (count > 0)
			*len += (size_t)count;
	}
	if (*len > errand->max_bytes)
		return CW_TOOLARGE;
	bytes[*len] = '\0';
	return *len == 0 ? CW_UNREACHABLE : CW_OK;
}

/* What the program reads fits into the pipe: writing does not wait. */
static enum cw_err
run_between(struct cw_errands *errands, const struct cw_errand *errand,
    const int in[2], const int from[2])
{
	ssize_t written = write(in[1], errand->input, errand->len);

	if (written != (ssize_t)errand->len)
		return CW_SYSTEM;
	return hand_over(errands, in[0], from[1]);
}

static enum cw_err
run(struct cw_errands *errands, const struct cw_errand *errand, char *bytes,
    size_t *len)
{
	int in[2], from[2];
	enum cw_err err;

	if (pipe2(in, O_CLOEXEC) != 0)
		return CW_SYSTEM;
	if (pipe2(from, O_CLOEXEC) != 0) {
		close(in[0]);
		close(in[1]);
		return CW_SYSTEM;
	}
	err = run_between(errands, errand, in, from);
	close(in[0]);
	close(in[1]);
	close(from[1]);
	if (err == CW_OK)
		err = read_answer(from[0], errand, bytes, len);
	close(from[0]);
	return err;
}

enum cw_err
cw_errand_run(struct cw_errands *errands, const struct cw_errand *errand,
    struct cw_arena *arena, char **out, size_t *out_len)
{
	char *bytes = cw_arena_alloc(arena, errand->max_bytes + 2);
	size_t len = 0;
	enum cw_err err = CW_BUSY;

	if (bytes == NULL)
		return CW_NOMEM;
	if (errand->len > INPUT_MAX_BYTES)
		return CW_TOOLARGE;
	if (atomic_fetch_add(&errands->count, 1) < CW_ERRANDS_MAX)
		err = run(errands, errand, bytes, &len);
	atomic_fetch_sub(&errands->count, 1);
	if (err != CW_OK)
		return err;
	*out = bytes;
	*out_len = len;
	return CW_OK;
}
