/* Starting a program as what it was called for. */

#include "gateway/serve.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <malloc.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/crypto.h"
#include "base/fence.h"
#include "base/library.h"
#include "base/log.h"
#include "base/text.h"
#include "gateway/answer.h"
#include "gateway/describe.h"

#define CONF_MAX_BYTES (64 * 1024)

/* Where programs go instead of being served; NULL: they are served. */
static void (*diversion)(const struct cw_program *program);

/* LeakSanitizer looks at the process as a debugger does. */
#if defined(__SANITIZE_ADDRESS__)
#define IS_DUMPABLE 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define IS_DUMPABLE 1
#endif
#endif
#ifndef IS_DUMPABLE
#define IS_DUMPABLE 0
#endif

/* --- the process --------------------------------------------------------- */

/*
 * Open what should be open: else the store would get descriptor 2, and a
 * message would be written into it.
 */
static bool
open_standard_descriptors(void)
{
	for (int fd = 0; fd <= 2; fd++)
		if (fcntl(fd, F_GETFD) == -1 && errno == EBADF &&
		    open("/dev/null", O_RDWR) != fd)
			return false;
	return true;
}

/* No core files and no debugger, since memory holds secrets. */
static void
harden_process(void)
{
	const struct rlimit none = { 0, 0 };

	umask(077);
	setrlimit(RLIMIT_CORE, &none);
	prctl(PR_SET_DUMPABLE, IS_DUMPABLE, 0, 0, 0);
	signal(SIGPIPE, SIG_IGN);
	/* Threads share two heaps instead of having one each. */
	mallopt(M_ARENA_MAX, 2);
	/* What hashing a password took goes back to the system, each time. */
	mallopt(M_MMAP_THRESHOLD, 256 * 1024);
	mallopt(M_TRIM_THRESHOLD, 256 * 1024);
}

static enum cw_err
begin_process(const char *name, struct cw_conf *conf, struct cw_arena *arena)
{
	enum cw_log_level level;
	const char *problem = NULL;
	enum cw_err err;

	err = cw_log_open(name, NULL);
	if (err != CW_OK)
		return err;
	err = cw_conf_read(conf, arena, &problem);
	if (err != CW_OK) {
		cw_log(CW_LOG_ERROR, "cannot read the configuration: %s",
		    problem == NULL ? cw_err_word(err) : problem);
		return err;
	}
	err = cw_log_open(name, conf->log_file);
	if (err != CW_OK)
		return err;
	if (cw_log_level_find(conf->log_level, &level) == CW_OK)
		cw_log_set_level(level);
	return cw_crypto_init();
}

/* The directory of a file, to make it anew; "" for none. */
static const char *
directory_of(struct cw_arena *arena, const char *path)
{
	const char *slash = strrchr(path, '/');

	if (slash == NULL)
		return "";
	return cw_arena_copy(arena, path, (size_t)(slash - path));
}

/* Where others lie that this library may load; "" for nowhere. */
static const char *
library_directory(char path[PATH_MAX])
{
	if (cw_library_path("", path, PATH_MAX) != CW_OK)
		return "";
	return path;
}

/*
 * Programs need the data, their log, and of the rest what libraries read when
 * they are first used.
 */
static enum cw_err
fence_process(const struct cw_conf *conf, struct cw_arena *arena)
{
	char libraries[PATH_MAX];
	const struct cw_fence_gate gates[] = {
		{ conf->data_dir, true },
		{ conf->live_dir, true },
		{ directory_of(arena, conf->log_file), true },
		{ "/dev/null", true },
		{ "/dev/urandom", false },
		{ library_directory(libraries), false },
		{ "/usr", false },
		{ "/lib", false },
		{ "/lib64", false },
		{ "/etc/ssl", false },
	};
	const bool is_asked = cw_text_equal(conf->fence, "required");
	unsigned raised = 0;
	enum cw_err err;

	if (IS_DUMPABLE || cw_text_equal(conf->fence, "off"))
		return CW_OK;
	err = cw_fence_raise(gates, CW_LEN(gates), &raised);
	if (err != CW_OK)
		return err;
	if (raised == (CW_FENCE_FILES | CW_FENCE_CALLS))
		return CW_OK;
	cw_log(is_asked ? CW_LOG_ERROR : CW_LOG_DEBUG,
	    "this system has no fence for %s",
	    (raised & CW_FENCE_FILES) != 0 ? "system calls" : "files");
	return is_asked ? CW_SYSTEM : CW_OK;
}

/* --- outside of the fence ------------------------------------------------ */

/* What must be had before: the providers' files, and who goes on errands. */
static enum cw_err
open_outside(const struct cw_program *program, const struct cw_conf *conf,
    struct cw_outside *outside)
{
	char **words;
	enum cw_err err;

	outside->errands = NULL;
	err = cw_providers_read(conf, program->providers, NULL, NULL,
	    &outside->providers);
	if (err != CW_OK || program->providers != CW_PROVIDERS_ASKED ||
	    outside->providers.list.count == 0)
		return err;
	err = cw_providers_words(&outside->providers, conf,
	    &outside->providers.arena, &words);
	if (err != CW_OK)
		return err;
	return cw_errands_open(words, &outside->errands);
}

static void
close_outside(struct cw_outside *outside)
{
	cw_errands_close(outside->errands);
	cw_providers_clear(&outside->providers);
}

/* --- serving ------------------------------------------------------------- */

static void
write_answer(const struct cw_answer *answer, struct cw_peer *peer)
{
	cw_peer_write(peer, answer->bytes, answer->len);
	peer->must_exit = answer->must_exit;
}

void
cw_serve_answer(struct cw_service *service, struct cw_arena *arena,
    const struct cw_source *source, struct cw_peer *peer)
{
	struct cw_answer answer;

	cw_answer(&answer, service, arena, source);
	write_answer(&answer, peer);
	if (peer->answered != NULL)
		peer->answered(peer);
}

/* An answer that is given later, and to whom. */
struct later {
	struct cw_answer answer; /* first: one is the other's address */
	struct cw_peer *peer;
};

static void
answer_later(struct cw_answer *answer)
{
	struct cw_peer *peer = ((struct later *)answer)->peer;

	write_answer(answer, peer);
	peer->answered(peer);
}

void
cw_serve_write(struct cw_service *service, struct cw_arena *arena,
    const struct cw_source *source, struct cw_peer *peer)
{
	struct later *later = NULL;

	if (peer->answered != NULL)
		later = cw_arena_alloc(arena, sizeof(*later));
	if (later == NULL) {
		cw_serve_answer(service, arena, source, peer);
		return;
	}
	later->peer = peer;
	cw_answer_submit(&later->answer, service, arena, source, answer_later);
}

static int
serve_requests(const struct cw_program *program, struct cw_service *service)
{
	if (cw_fcgi_is_peer())
		return cw_fcgi_serve(program, service);
	return cw_cgi_serve(program, service, environ);
}

static int
serve_around(const struct cw_program *program, struct cw_service *service)
{
	enum cw_err err = CW_OK;
	int code;

	if (program->begin != NULL)
		err = program->begin(service);
	if (err != CW_OK) {
		cw_log(CW_LOG_ERROR, "cannot serve: %s", cw_err_word(err));
		return 1;
	}
	code = serve_requests(program, service);
	if (program->end != NULL)
		program->end(service);
	return code;
}

static enum cw_err
open_service(const struct cw_program *program, struct cw_service *service,
    const struct cw_conf *conf)
{
	if (program->open != NULL)
		return program->open(service, conf);
	return cw_service_open(service, program->endpoint, program->name, conf);
}

static int
serve(const struct cw_program *program, const struct cw_conf *conf,
    const struct cw_outside *outside)
{
	struct cw_service service;
	int code;
	enum cw_err err = open_service(program, &service, conf);

	service.outside = outside;

	if (err == CW_OK) {
		code = serve_around(program, &service);
	} else {
		/* Who asks is told so, before the process goes. */
		cw_log(CW_LOG_ERROR, "cannot serve: %s", cw_err_word(err));
		service.failure = err;
		code = serve_requests(program, &service);
	}
	cw_service_close(&service);
	return code;
}

/* --- from a shell -------------------------------------------------------- */

static int
print_usage(const struct cw_program *program, FILE *file)
{
	fprintf(file,
	    "%s: a program of Chinwag's API, started by a web server.\n\n"
	    "  %s --describe   the operation, as JSON\n"
	    "  %s --version    this program and its libraries\n\n"
	    "From a shell it answers one request that the environment "
	    "describes (RFC 3875):\n\n"
	    "  REQUEST_METHOD=GET REQUEST_URI=/api/health %s\n",
	    program->name, program->name, program->name, program->name);
	return file == stdout ? 0 : 2;
}

static int
run_command(const struct cw_program *program, int argc, char **argv)
{
	if (argc == 2 && strcmp(argv[1], "--version") == 0)
		return cw_print_version(program->name);
	if (argc == 2 && strcmp(argv[1], "--help") == 0)
		return print_usage(program, stdout);
	if (argc == 2 && strcmp(argv[1], "--describe") == 0 &&
	    program->endpoint != NULL)
		return cw_print_description(program->endpoint);
	if (argc == 2 && strcmp(argv[1], "--describe") == 0 &&
	    program->describe != NULL)
		return program->describe();
	return print_usage(program, stderr);
}

int
cw_serve_program(const struct cw_program *program, int argc, char **argv)
{
	/* Under CGI a query can become argv: then it is nobody's command. */
	bool is_request = getenv("GATEWAY_INTERFACE") != NULL ||
	    getenv("REQUEST_METHOD") != NULL;
	struct cw_outside outside = { 0 };
	struct cw_conf conf;
	struct cw_arena arena;
	int code;

	if (diversion != NULL) {
		diversion(program);
		return 0;
	}
	if (!open_standard_descriptors())
		return 1;
	if (!is_request && (argc > 1 || !cw_fcgi_is_peer()))
		return run_command(program, argc, argv);
	harden_process();
	cw_arena_init(&arena, CONF_MAX_BYTES);
	if (begin_process(program->name, &conf, &arena) == CW_OK &&
	    open_outside(program, &conf, &outside) == CW_OK &&
	    fence_process(&conf, &arena) == CW_OK)
		code = serve(program, &conf, &outside);
	else
		code = 1;
	close_outside(&outside);
	cw_arena_clear(&arena);
	return code;
}

void
cw_serve_divert(void (*take)(const struct cw_program *program))
{
	diversion = take;
}

int
cw_serve(const struct cw_endpoint *endpoint, int argc, char **argv)
{
	const bool writes = endpoint->work == CW_WRITES;
	const struct cw_program program = {
		.name = endpoint->name,
		.endpoint = endpoint,
		.serve_one = writes ? cw_serve_write : cw_serve_answer,
		.answers_later = writes,
		.providers = endpoint->providers,
	};

	return cw_serve_program(&program, argc, argv);
}

int
cw_serve_unrouted(int argc, char **argv)
{
	const struct cw_program program = {
		.name = "unrouted",
		.serve_one = cw_serve_answer,
	};

	return cw_serve_program(&program, argc, argv);
}
