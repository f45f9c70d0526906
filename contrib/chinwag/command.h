/*
 * What a subcommand of chinwag is: a value that says so, and a function.
 */

#ifndef CHINWAG_COMMAND_H
#define CHINWAG_COMMAND_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/conf.h"
#include "base/err.h"
#include "db/db.h"

/* Exit codes of every subcommand. */
enum { EXIT_DONE = 0, EXIT_FAILED = 1, EXIT_USAGE = 2 };

/* What a subcommand works with; the arena lives until the process ends. */
struct operation {
	const struct cw_conf *conf;
	struct cw_arena *arena;
};

struct command {
	const char *name;
	const char *help;    /* a sentence */
	const char *usage;   /* what follows the name */
	const char *details; /* options and more, lines with LF; may be "" */
	bool needs_data;     /* the data directory must be there */
	/* argv[0] is the subcommand's name.  Returns an exit code. */
	int (*run)(const struct operation *op, int argc, char **argv);
};

/* Show how a subcommand is used, on standard error; returns EXIT_USAGE. */
int usage(const struct command *command);

/* "chinwag: ..." on standard error; returns EXIT_FAILED. */
int failed(const char *fmt, ...) CW_PRINTF(1, 2);

/* What an error means to an operator, a few words. */
const char *reason(enum cw_err err);

/* "chat", "pool". */
extern const char *const store_names[CW_STORE__COUNT];

extern const struct command backup_command;
extern const struct command client_command;
extern const struct command conversation_add_command;
extern const struct command doctor_command;
extern const struct command housekeep_command;
extern const struct command info_command;
extern const struct command init_command;
extern const struct command invoke_command;
extern const struct command logs_command;
extern const struct command mail_command;
extern const struct command migrate_command;
extern const struct command restore_command;
extern const struct command routes_command;
extern const struct command serve_command;
extern const struct command user_add_command;
extern const struct command users_command;

#endif
