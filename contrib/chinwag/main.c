/* chinwag: the operator's command.  This file holds only its table. */

#include <errno.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/crypto.h"
#include "base/log.h"
#include "base/text.h"
#include "command.h"
#include "config.h"

#define ARENA_MAX_BYTES (64 << 20)

static const struct command *const commands[] = {
	&init_command,
	&serve_command,
	&routes_command,
	&mail_command,
	&user_add_command,
	&users_command,
	&conversation_add_command,
	&client_command,
	&migrate_command,
	&backup_command,
	&restore_command,
	&doctor_command,
	&info_command,
	&invoke_command,
	&logs_command,
	&housekeep_command,
};

const char *const store_names[CW_STORE__COUNT] = {
	[CW_STORE_CHAT] = "chat",
	[CW_STORE_POOL] = "pool",
};

static const char *const reasons[CW_ERR__COUNT] = {
	[CW_INVALID] = "not valid",
	[CW_NOTFOUND] = "not found",
	[CW_CONFLICT] = "it exists already",
	[CW_TOOMANY] = "over a limit",
	[CW_BUSY] = "busy; try again",
	[CW_NOMEM] = "out of memory",
	[CW_FULL] = "the disk is full or may not be written",
	[CW_STORE] = "the store is not usable (see the log above; "
		     "is it made? chinwag init)",
	[CW_SYSTEM] = "the system refused (see the log above)",
};

const char *
reason(enum cw_err err)
{
	if (reasons[err] == NULL)
		return cw_err_word(err);
	return reasons[err];
}

int
failed(const char *fmt, ...)
{
	va_list args;

	(void)fputs("chinwag: ", stderr);
	va_start(args, fmt);
	(void)vfprintf(stderr, fmt, args);
	va_end(args);
	(void)fputc('\n', stderr);
	return EXIT_FAILED;
}

static void
show(FILE *to, const struct command *command)
{
	(void)fprintf(to, "usage: chinwag %s%s%s\n\n%s\n", command->name,
	    command->usage[0] == '\0' ? "" : " ", command->usage,
	    command->help);
	if (command->details[0] != '\0')
		(void)fprintf(to, "\n%s", command->details);
}

int
usage(const struct command *command)
{
	show(stderr, command);
	return EXIT_USAGE;
}

static void
show_all(FILE *to)
{
	(void)fputs("usage: chinwag COMMAND [ARGUMENT ...]\n"
		    "       chinwag COMMAND --help\n"
		    "       chinwag --version\n\n",
	    to);
	for (size_t i = 0; i < CW_LEN(commands); i++)
		(void)fprintf(to, "  %-18s%s\n", commands[i]->name,
		    commands[i]->help);
	(void)fputs("\nThe configuration is read from the file that "
		    "CHINWAG_CONF names; `chinwag info\n"
		    "--keys' lists what may stand in it.\n"
		    "Exit codes: 0 done, 1 failed, 2 used wrongly.\n",
	    to);
}

static const struct command *
find(const char *name)
{
	for (size_t i = 0; i < CW_LEN(commands); i++)
		if (cw_text_equal(commands[i]->name, name))
			return commands[i];
	return NULL;
}

static bool
wants_help(int argc, char **argv)
{
	for (int i = 1; i < argc && !cw_text_equal(argv[i], "--"); i++)
		if (cw_text_equal(argv[i], "--help") ||
		    cw_text_equal(argv[i], "-h"))
			return true;
	return false;
}

static enum cw_log_level
level_of(const char *word)
{
	static const char *const words[] = {
		[CW_LOG_DEBUG] = "debug",
		[CW_LOG_INFO] = "info",
		[CW_LOG_WARNING] = "warning",
		[CW_LOG_ERROR] = "error",
	};
	size_t i = 0;

	while (i < CW_LEN(words) - 1 && !cw_text_equal(words[i], word))
		i++;
	return (enum cw_log_level)i;
}

/* Configuration, log and libraries; then the subcommand itself. */
static int
run(const struct command *command, int argc, char **argv)
{
	struct cw_arena arena;
	struct cw_conf conf;
	const struct operation op = { .conf = &conf, .arena = &arena };
	const char *problem = "";
	int code;

	cw_arena_init(&arena, ARENA_MAX_BYTES);
	if (cw_conf_read(&conf, &arena, &problem) != CW_OK)
		return failed("%s", problem);
	if (cw_log_open("chinwag", NULL) != CW_OK || cw_crypto_init() != CW_OK)
		return failed("cannot start");
	cw_log_set_level(level_of(conf.log_level));
	if (command->needs_data && access(conf.data_dir, X_OK) != 0)
		return failed("cannot enter %s: %s (is it made? chinwag init)",
		    conf.data_dir, strerror(errno));
	code = command->run(&op, argc, argv);
	cw_arena_clear(&arena);
	if (fflush(stdout) != 0)
		return failed("cannot write to standard output");
	return code;
}

int
main(int argc, char **argv)
{
	const struct command *command;

	(void)signal(SIGPIPE, SIG_IGN);
	if (argc < 2) {
		show_all(stderr);
		return EXIT_USAGE;
	}
	if (cw_text_equal(argv[1], "--help") || cw_text_equal(argv[1], "-h")) {
		show_all(stdout);
		return EXIT_DONE;
	}
	if (cw_text_equal(argv[1], "--version")) {
		(void)printf("chinwag %s, SQLite %s\n", PACKAGE_VERSION,
		    cw_store_library());
		return EXIT_DONE;
	}
	command = find(argv[1]);
	if (command == NULL) {
		(void)failed("no such command: %s", argv[1]);
		show_all(stderr);
		return EXIT_USAGE;
	}
	if (wants_help(argc - 1, argv + 1)) {
		show(stdout, command);
		return EXIT_DONE;
	}
	return run(command, argc - 1, argv + 1);
}
