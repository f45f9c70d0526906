/*
 * chinwag mail's words: list, retry, drop, templates, check, test.
 */

#ifndef CHINWAG_MAIL_QUEUE_H
#define CHINWAG_MAIL_QUEUE_H

#include "command.h"

/* argv[0] is the word.  Returns an exit code; EXIT_USAGE: it was none. */
int manage_mail(const struct operation *op, int argc, char **argv);

/* mail_templates.c: these need no queue. */
int write_templates(const struct operation *op, int argc, char **argv);
int check_templates(const struct operation *op, int argc, char **argv);

#endif
