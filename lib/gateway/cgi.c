/* One request from the environment: plain CGI, or a shell. */

#include <errno.h>
#include <sys/stat.h>
#include <unistd.h>

#include "gateway/serve.h"

static ssize_t
read_stdin(void *arg, char *bytes, size_t len)
{
	ssize_t count;

	(void)arg;
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
drain(void)
{
	struct stat about;
	char bytes[1024];

	if (fstat(STDIN_FILENO, &about) != 0 || !S_ISSOCK(about.st_mode))
		return;
	while (read_stdin(NULL, bytes, sizeof(bytes)) > 0)
		continue;
}

int
cw_cgi_serve(const struct cw_program *program, struct cw_service *service,
    char *const *vars)
{
	const struct cw_source source = { .vars = vars, .read = read_stdin };
	struct cw_peer peer = { .fd = STDOUT_FILENO };
	struct cw_arena arena;

	cw_arena_init(&arena, (size_t)service->conf->arena_max_bytes);
	program->serve_one(service, &arena, &source, &peer);
	cw_arena_clear(&arena);
	drain();
	return 0;
}
