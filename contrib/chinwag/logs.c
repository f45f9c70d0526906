/* chinwag logs: read the log, by what somebody looks for. */

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/log.h"
#include "base/text.h"
#include "command.h"
#include "logline.h"
#include "options.h"

static int run_logs(const struct operation *op, int argc, char **argv);

const struct command logs_command = {
	.name = "logs",
	.help = "Read the log, by what you look for.",
	.usage = "[--follow] [--since T] [--level L] [--request ID] "
		 "[--program P] [--json] [FILE]",
	.details =
	    "Reads FILE, else log_file of the configuration; \"-\" is standard "
	    "input, as in\n"
	    "journalctl -o cat -u 'chinwag*' | chinwag logs --level warning -\n"
	    "  --follow      go on with what is written from now on\n"
	    "  --since T     not what is older: 90s, 15m, 2h, 7d, or a time as "
	    "2026-01-31 or\n"
	    "                2026-01-31T18:00 (UTC)\n"
	    "  --level L     nothing below debug, info, warning or error\n"
	    "  --request ID  only of the request of that id, which its answer "
	    "names\n"
	    "  --program P   only of that program\n"
	    "  --json        lines as they were written\n"
	    "\n"
	    "Exit codes: 0 something was found, 1 failed, 2 used wrongly, 3 "
	    "nothing was found.\n",
	.run = run_logs,
};

enum { EXIT_NOTHING = 3 };

#define PIECE_BYTES 65536
#define FOLLOW_MS 200
#define TIME_BYTES 32

/* What somebody looks for; NULL: anything. */
struct search {
	const char *since; /* as far as it goes, as lines have it */
	const char *request;
	const char *program;
	enum cw_log_level level;
	bool has_level;
	bool is_json;
	bool found;
};

/* A log as it is read. */
struct source {
	const char *path; /* NULL: standard input */
	int fd;
	struct stat about;
	size_t len; /* of what was read and has no end yet */
	char bytes[PIECE_BYTES + 1];
};

/* --- one line ------------------------------------------------------------- */

static bool
is_searched(const struct search *search)
{
	return search->since != NULL || search->request != NULL ||
	    search->program != NULL || search->has_level;
}

static bool
fits(const struct search *search, const struct log_line *line)
{
	enum cw_log_level level;

	if (search->since != NULL &&
	    strcmp(log_line_find(line, "ts"), search->since) < 0)
		return false;
	if (search->request != NULL &&
	    !cw_text_equal(log_line_find(line, "request"), search->request))
		return false;
	if (search->program != NULL &&
	    !cw_text_equal(log_line_find(line, "program"), search->program))
		return false;
	return !search->has_level ||
	    (cw_log_level_find(log_line_find(line, "level"), &level) == CW_OK &&
		level >= search->level);
}

/* What is no line of ours may be a library's last words. */
static void
show(struct search *search, char *text)
{
	char taken[PIECE_BYTES + 1];
	struct log_line line;
	bool is_ours;

	memcpy(taken, text, strlen(text) + 1);
	is_ours = log_line_parse(taken, &line);
	if (is_ours ? !fits(search, &line) : is_searched(search))
		return;
	search->found = true;
	if (is_ours && !search->is_json) {
		log_line_print(stdout, &line);
		return;
	}
	if (search->is_json)
		(void)fputs(text, stdout);
	else
		log_text_print(stdout, text);
	(void)putchar('\n');
}

/* --- a file --------------------------------------------------------------- */

/* All lines that have come to an end; of one that never does, a piece. */
static void
show_lines(struct source *source, struct search *search)
{
	char *from = source->bytes, *end;
	char *last = source->bytes + source->len;

	while ((end = memchr(from, '\n', (size_t)(last - from))) != NULL) {
		*end = '\0';
		show(search, from);
		from = end + 1;
	}
	source->len = (size_t)(last - from);
	memmove(source->bytes, from, source->len);
	if (source->len < PIECE_BYTES)
		return;
	source->bytes[source->len] = '\0';
	show(search, source->bytes);
	source->len = 0;
}

/* All that is there now. */
static int
read_on(struct source *source, struct search *search)
{
	ssize_t count;

	for (;;) {
		count = read(source->fd, source->bytes + source->len,
		    PIECE_BYTES - source->len);
		if (count < 0 && errno != EINTR)
			return failed("cannot read the log: %s",
			    strerror(errno));
		if (count == 0)
			return EXIT_DONE;
		if (count > 0)
			source->len += (size_t)count;
		show_lines(source, search);
	}
}

static int
open_log(struct source *source)
{
	source->len = 0;
	source->fd = open(source->path, O_RDONLY | O_CLOEXEC);
	if (source->fd < 0 || fstat(source->fd, &source->about) != 0)
		return failed("cannot open %s: %s", source->path,
		    strerror(errno));
	return EXIT_DONE;
}

/* Was the file moved away, or cut, so that another is written to? */
static bool
is_another(const struct source *source)
{
	struct stat now;

	return stat(source->path, &now) == 0 &&
	    (now.st_dev != source->about.st_dev ||
		now.st_ino != source->about.st_ino ||
		now.st_size < lseek(source->fd, 0, SEEK_CUR));
}

static int
follow(struct source *source, struct search *search)
{
	int code = EXIT_DONE;

	while (code == EXIT_DONE && fflush(stdout) == 0) {
		(void)poll(NULL, 0, FOLLOW_MS);
		code = read_on(source, search);
		if (code == EXIT_DONE && is_another(source)) {
			/* What came before it was moved away. */
			code = read_on(source, search);
			close(source->fd);
			if (code == EXIT_DONE)
				code = open_log(source);
		}
	}
	return code;
}

static int
read_log(struct source *source, struct search *search, bool is_followed)
{
	int code = EXIT_DONE;

	if (source->path != NULL)
		code = open_log(source);
	/* What was before is not asked for, unless a time is. */
	if (code == EXIT_DONE && is_followed && search->since == NULL)
		(void)lseek(source->fd, 0, SEEK_END);
	if (code == EXIT_DONE)
		code = read_on(source, search);
	if (code == EXIT_DONE && is_followed)
		code = follow(source, search);
	if (code == EXIT_DONE && source->len > 0) {
		source->bytes[source->len] = '\0';
		show(search, source->bytes);
	}
	if (code == EXIT_DONE && !search->found)
		code = EXIT_NOTHING;
	return code;
}

/* --- what is asked for ---------------------------------------------------- */

static const struct {
	char letter;
	int64_t sec;
} units[] = { { 's', 1 }, { 'm', 60 }, { 'h', 3600 }, { 'd', 86400 } };

/* "15m": so long ago, as lines have it. */
static bool
read_ago(const char *text, char out[TIME_BYTES])
{
	size_t len = strspn(text, "0123456789");
	struct tm utc;
	time_t then;
	int64_t count = 0, unit_sec = 0;

	if (len == 0 || len > 9 || strlen(text) != len + 1)
		return false;
	for (size_t i = 0; i < CW_LEN(units); i++)
		if (units[i].letter == text[len])
			unit_sec = units[i].sec;
	if (unit_sec == 0)
		return false;
	for (size_t i = 0; i < len; i++)
		count = count * 10 + text[i] - '0';
	then = (time_t)(cw_clock_now_ms() / 1000 - count * unit_sec);
	return gmtime_r(&then, &utc) != NULL &&
	    strftime(out, TIME_BYTES, "%Y-%m-%dT%H:%M:%S", &utc) > 0;
}

/* "2026-01-31T18:00": the beginning of a time as lines have it. */
static bool
read_time(const char *text, char out[TIME_BYTES])
{
	static const char shape[] = "dddd-dd-ddTdd:dd:dd";
	size_t len = strlen(text);

	if (len > 0 && text[len - 1] == 'Z')
		len--;
	if (len < 10 || len >= sizeof(shape))
		return false;
	for (size_t i = 0; i < len; i++) {
		bool is_digit = text[i] >= '0' && text[i] <= '9';

		out[i] = text[i] == ' ' ? 'T' : text[i];
		if (shape[i] == 'd' ? !is_digit : out[i] != shape[i])
			return false;
	}
	out[len] = '\0';
	return true;
}

static int
find_source(const struct operation *op, int words, char **argv,
    struct source *source)
{
	source->fd = STDIN_FILENO;
	source->path = words > 0 ? argv[1] : op->conf->log_file;
	if (cw_text_equal(source->path, "-"))
		source->path = NULL;
	else if (source->path[0] == '\0')
		return failed("log_file is not set, so the log goes to "
			      "standard error: ask the web server's log, or "
			      "journalctl -o cat -u 'chinwag*' | chinwag logs "
			      "-");
	return EXIT_DONE;
}

static int
run_logs(const struct operation *op, int argc, char **argv)
{
	static struct source source;
	char since[TIME_BYTES];
	const char *since_text = NULL, *level = NULL;
	bool is_followed = false;
	struct search search = { .since = NULL };
	const struct choice choices[] = {
		{ .name = "--follow", .is_given = &is_followed },
		{ .name = "--json", .is_given = &search.is_json },
		{ .name = "--since", .value = &since_text },
		{ .name = "--level", .value = &level },
		{ .name = "--request", .value = &search.request },
		{ .name = "--program", .value = &search.program },
	};
	int words = take_options(choices, CW_LEN(choices), argc, argv);
	int code;

	if (words < 0 || words > 1)
		return usage(&logs_command);
	search.has_level = level != NULL;
	if (level != NULL && cw_log_level_find(level, &search.level) != CW_OK)
		return usage(&logs_command);
	if (since_text != NULL) {
		if (!read_ago(since_text, since) &&
		    !read_time(since_text, since))
			return usage(&logs_command);
		search.since = since;
	}
	code = find_source(op, words, argv, &source);
	if (code == EXIT_DONE && source.path == NULL && is_followed)
		is_followed = false; /* it is followed to its end anyway */
	if (code == EXIT_DONE)
		code = read_log(&source, &search, is_followed);
	return code;
}
