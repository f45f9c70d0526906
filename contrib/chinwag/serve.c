/*
 * chinwag serve: keep the programs of the API behind sockets, for web servers
 * that start none themselves.
 *
 * Each program has one socket, which stays open here as long as we live.  A
 * program is started when somebody connects, and again after it has ended,
 * whatever the reason: meanwhile connections wait in the socket.  To replace a
 * program, its process is told to finish what it has, and the next connection
 * starts the new one; nobody is refused.
 */

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/log.h"
#include "base/text.h"
#include "command.h"
#include "listen.h"

#ifndef CW_CGI_DIR
#define CW_CGI_DIR "/usr/libexec/chinwag/cgi-bin"
#endif

static int run_serve(const struct operation *op, int argc, char **argv);

const struct command serve_command = {
	.name = "serve",
	.help = "Keep the programs of the API behind sockets, for nginx and "
		"Apache.",
	.usage = "[--run DIR] [--programs DIR] [PROGRAM ...]",
	.details =
	    "Listens on DIR/PROGRAM.sock for each of the programs, or those "
	    "named, and starts\n"
	    "a program when somebody connects.  SIGHUP replaces the programs, "
	    "also by newer\n"
	    "ones, and refuses nobody; SIGTERM and SIGINT end.\n"
	    "  --run DIR       for the sockets; it must be there "
	    "(/run/chinwag)\n"
	    "  --programs DIR  the programs\n"
	    "                  (" CW_CGI_DIR ")\n",
	.run = run_serve,
};

#define PROGRAMS_MAX 128
#define LEAVERS_MAX 512

/* A process that must end has this long, then it is killed. */
#define FINISH_MAX_MS 10000

/* What ends this soon is started again later and later. */
#define SOON_MS 1000
#define PAUSE_MIN_MS 100
#define PAUSE_MAX_MS 5000

#define EXEC_FAILED 127

struct program {
	const char *name;
	const char *path;
	const char *socket;
	int listener;
	pid_t pid; /* who serves; 0: nobody, and connections start it */
	int64_t started_ms;
	int64_t pause_ms;
	int64_t pause_until_ms;
};

/* A process that finishes what it has. */
struct leaver {
	const char *name;
	pid_t pid;
	int64_t kill_ms; /* when it has had its time */
};

struct house {
	const struct operation *op;
	const char *run;
	const char *programs_dir;
	struct program programs[PROGRAMS_MAX];
	size_t count;
	struct leaver leavers[LEAVERS_MAX];
	size_t leavers_count;
	int signals;
	bool is_closing;
};

/* What programs are told of our environment; all else is not their business. */
static const char *const inherited[] = { "CHINWAG_CONF",
	"CHINWAG_IDLE_EXIT_SEC", "TMPDIR" };

/* --- which programs ------------------------------------------------------ */

static bool
is_known(const struct house *house, const char *name)
{
	for (size_t i = 0; i < house->count; i++)
		if (cw_text_equal(house->programs[i].name, name))
			return true;
	return false;
}

static int
add_program(struct house *house, const char *name)
{
	struct cw_arena *arena = house->op->arena;
	struct program program = { .listener = -1 };
	int code;

	program.name = cw_arena_strdup(arena, name);
	program.path =
	    cw_arena_printf(arena, "%s/%s", house->programs_dir, name);
	program.socket = cw_arena_printf(arena, "%s/%s.sock", house->run, name);
	if (program.name == NULL || program.path == NULL ||
	    program.socket == NULL)
		return failed("%s", reason(CW_NOMEM));
	if (house->count == PROGRAMS_MAX)
		return failed("more than %d programs in %s", PROGRAMS_MAX,
		    house->programs_dir);
	if (access(program.path, X_OK) != 0)
		return failed("cannot run %s: %s", program.path,
		    strerror(errno));
	code = listen_on(program.socket, &program.listener);
	if (code == EXIT_DONE)
		house->programs[house->count++] = program;
	return code;
}

static bool
is_program(const struct house *house, int dir, const char *name)
{
	struct stat st;

	return name[0] != '.' && fstatat(dir, name, &st, 0) == 0 &&
	    S_ISREG(st.st_mode) && (st.st_mode & S_IXUSR) != 0 &&
	    !is_known(house, name);
}

/* All of the directory that are not known yet. */
static int
add_all(struct house *house)
{
	DIR *dir = opendir(house->programs_dir);
	const struct dirent *entry;
	int code = EXIT_DONE;

	if (dir == NULL)
		return failed("cannot read %s: %s", house->programs_dir,
		    strerror(errno));
	for (entry = readdir(dir); code == EXIT_DONE && entry != NULL;
	     entry = readdir(dir))
		if (is_program(house, dirfd(dir), entry->d_name))
			code = add_program(house, entry->d_name);
	closedir(dir);
	return code;
}

static int
add_named(struct house *house, int count, char **names)
{
	int code = EXIT_DONE;

	for (int i = 0; code == EXIT_DONE && i < count; i++) {
		if (strchr(names[i], '/') != NULL || names[i][0] == '.')
			code =
			    failed("%s: not the name of a program", names[i]);
		else if (!is_known(house, names[i]))
			code = add_program(house, names[i]);
	}
	return code;
}

/*
 * Several of us that begin at the same time do so one after another, lest one
 * takes a socket for abandoned that another is just making.
 */
static int
make_sockets(struct house *house, int count, char **names)
{
	int dir = open(house->run, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	int code;

	if (dir < 0)
		return failed("cannot enter %s: %s", house->run,
		    strerror(errno));
	if (flock(dir, LOCK_EX) != 0)
		code =
		    failed("cannot lock %s: %s", house->run, strerror(errno));
	else if (count > 0)
		code = add_named(house, count, names);
	else
		code = add_all(house);
	close(dir);
	if (code == EXIT_DONE && house->count == 0)
		code = failed("no programs in %s", house->programs_dir);
	return code;
}

/* --- starting and ending them -------------------------------------------- */

/* In the child: become the program.  Does not return. */
static void
become(const struct program *program, pid_t parent)
{
	char *argv[] = { (char *)(uintptr_t)program->path, NULL };
	char *env[CW_LEN(inherited) + 1] = { NULL };
	size_t count = 0;
	int null = open("/dev/null", O_WRONLY | O_CLOEXEC);
	sigset_t none;

	for (size_t i = 0; i < CW_LEN(inherited); i++) {
		const char *value = getenv(inherited[i]);

		if (value != NULL &&
		    asprintf(&env[count], "%s=%s", inherited[i], value) > 0)
			count++;
	}
	env[count] = NULL;
	(void)sigemptyset(&none);
	(void)sigprocmask(SIG_SETMASK, &none, NULL);
	(void)signal(SIGPIPE, SIG_DFL);
	/* Without us it ends, and lets its socket go. */
	if (prctl(PR_SET_PDEATHSIG, SIGTERM) != 0 || getppid() != parent)
		_exit(EXEC_FAILED);
	/* A FastCGI program finds its socket as file 0. */
	if (dup2(program->listener, 0) == 0 && dup2(null, 1) == 1)
		(void)execve(program->path, argv, env);
	cw_log(CW_LOG_ERROR, "cannot run %s: %s", program->path,
	    strerror(errno));
	_exit(EXEC_FAILED);
}

/* How long to wait after one that ended too soon, longer each time. */
static void
pause_program(struct program *program)
{
	program->pause_ms *= 2;
	if (program->pause_ms < PAUSE_MIN_MS)
		program->pause_ms = PAUSE_MIN_MS;
	if (program->pause_ms > PAUSE_MAX_MS)
		program->pause_ms = PAUSE_MAX_MS;
	program->pause_until_ms = cw_clock_steady_ms() + program->pause_ms;
}

static void
start_program(struct program *program)
{
	pid_t parent = getpid();
	pid_t pid = fork();

	if (pid == 0)
		become(program, parent);
	if (pid < 0) {
		cw_log(CW_LOG_ERROR, "cannot start %s: %s", program->name,
		    strerror(errno));
		pause_program(program);
		return;
	}
	program->pid = pid;
	program->started_ms = cw_clock_steady_ms();
	cw_log(CW_LOG_DEBUG, "started %s as process %ld", program->name,
	    (long)pid);
}

/* Tell who serves to finish; the next connection starts another. */
static void
let_go(struct house *house, struct program *program)
{
	program->pause_ms = 0;
	program->pause_until_ms = 0;
	if (program->pid == 0)
		return;
	if (house->leavers_count == LEAVERS_MAX) {
		(void)kill(program->pid, SIGKILL);
	} else {
		(void)kill(program->pid, SIGTERM);
		house->leavers[house->leavers_count++] = (struct leaver){
			.name = program->name,
			.pid = program->pid,
			.kill_ms = cw_clock_steady_ms() + FINISH_MAX_MS,
		};
	}
	program->pid = 0;
}

static void
note_end(struct program *program, int status)
{
	int64_t life_ms = cw_clock_steady_ms() - program->started_ms;

	program->pid = 0;
	if (WIFSIGNALED(status))
		cw_log(CW_LOG_WARNING, "%s was ended by signal %d",
		    program->name, WTERMSIG(status));
	else if (WEXITSTATUS(status) != 0)
		cw_log(CW_LOG_WARNING, "%s ended with exit code %d",
		    program->name, WEXITSTATUS(status));
	if (life_ms < SOON_MS)
		pause_program(program);
	else
		program->pause_ms = 0;
}

static void
forget(struct house *house, pid_t pid)
{
	for (size_t i = 0; i < house->leavers_count; i++)
		if (house->leavers[i].pid == pid) {
			house->leavers[i] =
			    house->leavers[--house->leavers_count];
			return;
		}
}

static void
reap(struct house *house)
{
	int status;
	pid_t pid;

	for (pid = waitpid(-1, &status, WNOHANG); pid > 0;
	     pid = waitpid(-1, &status, WNOHANG)) {
		forget(house, pid);
		for (size_t i = 0; i < house->count; i++)
			if (house->programs[i].pid == pid)
				note_end(&house->programs[i], status);
	}
}

/* --- the watch ----------------------------------------------------------- */

/* Old programs go, new ones come; also those that were not there before. */
static void
replace_all(struct house *house, bool has_names)
{
	for (size_t i = 0; i < house->count; i++)
		let_go(house, &house->programs[i]);
	if (!has_names && make_sockets(house, 0, NULL) != EXIT_DONE)
		cw_log(CW_LOG_WARNING, "going on with the programs there are");
}

static void
close_house(struct house *house)
{
	house->is_closing = true;
	for (size_t i = 0; i < house->count; i++) {
		struct program *program = &house->programs[i];

		/* First the name, so that nobody comes any more. */
		(void)unlink(program->socket);
		close(program->listener);
		let_go(house, program);
	}
}

static void
take_signals(struct house *house, bool has_names)
{
	struct signalfd_siginfo info;

	while (read(house->signals, &info, sizeof(info)) == sizeof(info)) {
		if (info.ssi_signo == SIGCHLD)
			reap(house);
		else if (house->is_closing)
			continue;
		else if (info.ssi_signo == SIGHUP)
			replace_all(house, has_names);
		else
			close_house(house);
	}
}

static int64_t
sooner(int64_t a, int64_t b)
{
	return a < b ? a : b;
}

/* Kill who takes too long; when to look again, INT64_MAX never. */
static int64_t
look_after_leavers(struct house *house, int64_t now_ms)
{
	int64_t next_ms = INT64_MAX;

	for (size_t i = 0; i < house->leavers_count; i++) {
		struct leaver *leaver = &house->leavers[i];

		if (leaver->kill_ms <= now_ms) {
			cw_log(CW_LOG_WARNING, "%s does not finish: killed",
			    leaver->name);
			(void)kill(leaver->pid, SIGKILL);
			leaver->kill_ms = now_ms + FINISH_MAX_MS;
		}
		next_ms = sooner(next_ms, leaver->kill_ms);
	}
	return next_ms;
}

/* In how many milliseconds something must be done; -1: not by itself. */
static int
time_left(struct house *house)
{
	int64_t now_ms = cw_clock_steady_ms();
	int64_t next_ms = look_after_leavers(house, now_ms);

	for (size_t i = 0; i < house->count && !house->is_closing; i++) {
		const struct program *program = &house->programs[i];

		if (program->pid == 0 && program->pause_until_ms > now_ms)
			next_ms = sooner(next_ms, program->pause_until_ms);
	}
	return next_ms == INT64_MAX ? -1 : (int)(next_ms - now_ms);
}

/* Wait for signals, and for connections that nobody would accept. */
static void
wait_for_work(struct house *house, int timeout_ms)
{
	struct pollfd fds[PROGRAMS_MAX + 1] = { { .fd = house->signals,
	    .events = POLLIN } };
	struct program *waiting[PROGRAMS_MAX + 1];
	nfds_t count = 1;
	int64_t now_ms = cw_clock_steady_ms();

	for (size_t i = 0; i < house->count && !house->is_closing; i++) {
		struct program *program = &house->programs[i];

		if (program->pid != 0 || program->pause_until_ms > now_ms)
			continue;
		waiting[count] = program;
		fds[count++] = (struct pollfd){ .fd = program->listener,
			.events = POLLIN };
	}
	if (poll(fds, count, timeout_ms) <= 0)
		return;
	for (nfds_t i = 1; i < count; i++)
		if (fds[i].revents != 0)
			start_program(waiting[i]);
}

static void
watch(struct house *house, bool has_names)
{
	while (!house->is_closing || house->leavers_count > 0) {
		wait_for_work(house, time_left(house));
		take_signals(house, has_names);
	}
}

/* --- the command --------------------------------------------------------- */

static int
block_signals(struct house *house)
{
	sigset_t set;

	(void)sigemptyset(&set);
	(void)sigaddset(&set, SIGTERM);
	(void)sigaddset(&set, SIGINT);
	(void)sigaddset(&set, SIGHUP);
	(void)sigaddset(&set, SIGCHLD);
	(void)sigprocmask(SIG_BLOCK, &set, NULL);
	house->signals = signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK);
	if (house->signals < 0)
		return failed("cannot watch signals: %s", strerror(errno));
	return EXIT_DONE;
}

/* Options into the house; at which word the names begin, 0: used wrongly. */
static int
read_options(struct house *house, int argc, char **argv)
{
	int i = 1;

	for (; i < argc && argv[i][0] == '-'; i += 2) {
		if (i + 1 == argc || argv[i + 1][0] == '\0')
			return 0;
		if (cw_text_equal(argv[i], "--run"))
			house->run = argv[i + 1];
		else if (cw_text_equal(argv[i], "--programs"))
			house->programs_dir = argv[i + 1];
		else
			return 0;
	}
	return i;
}

static int
run_serve(const struct operation *op, int argc, char **argv)
{
	struct house house = { .op = op,
		.run = "/run/chinwag",
		.programs_dir = CW_CGI_DIR };
	int first = read_options(&house, argc, argv);
	int code;

	if (first == 0)
		return usage(&serve_command);
	code = block_signals(&house);
	if (code == EXIT_DONE)
		code = make_sockets(&house, argc - first, argv + first);
	if (code != EXIT_DONE) {
		close_house(&house);
		return code;
	}
	(void)printf("serving %zu programs in %s\n", house.count, house.run);
	(void)fflush(stdout);
	watch(&house, argc > first);
	return EXIT_DONE;
}
