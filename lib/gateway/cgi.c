/* One request from the environment: plain CGI, or a shell. */

#include <errno.h>
#include <poll.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/clock.h"
#include "gateway/serve.h"

/* arg: until when, by the steady clock. */
static ssize_t
read_stdin(void *arg, char *bytes, size_t len)
{
	const int64_t *until_ms = arg;
	struct pollfd input = { .fd = STDIN_FILENO, .events = POLLIN };
	int64_t left_ms;
	ssize_t count;
	int ready;

	do {
		left_ms = *until_ms - cw_clock_steady_ms();
		if (left_ms <= 0)
			return CW_READ_LATE;
		ready = poll(&input, 1, (int)left_ms);
	} while (ready == 0 || (ready < 0 && errno == EINTR));
	do
		count = read(STDIN_FILENO, bytes, len);
	while (count < 0 && errno == EINTR);
	return count;
}

/*
 * Take what is left of a body that comes through a socket, as mod_cgid has it:
 * closing one that has unread bytes would throw the answer away with them.
 */
static void
drain(int64_t *until_ms)
{
	struct stat about;
	char bytes[1024];

	if (fstat(STDIN_FILENO, &about) != 0 || !S_ISSOCK(about.st_mode))
		return;
	while (read_stdin(until_ms, bytes, sizeof(bytes)) > 0)
		continue;
}

int
cw_cgi_serve(const struct cw_program *program, struct cw_service *service,
    char *const *vars)
{
	int64_t until_ms =
	    cw_clock_steady_ms() + service->conf->body_max_sec * 1000;
	const struct cw_source source = { .vars = vars,
		.read = read_stdin,
		.arg = &until_ms };
	struct cw_peer peer = { .fd = STDOUT_FILENO };
	struct cw_arena arena;

	cw_arena_init(&arena, (size_t)service->conf->arena_max_bytes);
	program->serve_one(service, &arena, &source, &peer);
	cw_arena_clear(&arena);
	drain(&until_ms);
	return 0;
}
