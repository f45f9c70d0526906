/* A subcommand's options, and asking before harm is done. */

#include "options.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/text.h"

static const struct choice *
find(const struct choice *choices, size_t count, const char *name)
{
	for (size_t i = 0; i < count; i++)
		if (cw_text_equal(choices[i].name, name))
			return &choices[i];
	return NULL;
}

int
take_options(const struct choice *choices, size_t count, int argc, char **argv)
{
	const struct choice *choice;
	int words = 0;
	int i = 1;

	for (; i < argc && !cw_text_equal(argv[i], "--"); i++) {
		if (argv[i][0] != '-' || argv[i][1] == '\0') {
			argv[++words] = argv[i];
			continue;
		}
		choice = find(choices, count, argv[i]);
		if (choice == NULL)
			return -1;
		if (choice->is_given != NULL)
			*choice->is_given = true;
		else if (i + 1 < argc)
			*choice->value = argv[++i];
		else
			return -1;
	}
	for (i++; i < argc; i++)
		argv[++words] = argv[i];
	argv[words + 1] = NULL;
	return words;
}

bool
is_wanted(const char *fmt, ...)
{
	char line[16];
	va_list args;

	va_start(args, fmt);
	(void)vfprintf(stderr, fmt, args);
	va_end(args);
	if (isatty(STDIN_FILENO) == 0) {
		(void)fputs("\nchinwag: nothing was done: with --yes it is "
			    "done without asking\n",
		    stderr);
		return false;
	}
	(void)fputs("\nGo on? Type yes: ", stderr);
	if (fgets(line, sizeof(line), stdin) == NULL)
		return false;
	line[strcspn(line, "\r\n")] = '\0';
	return cw_text_equal(line, "yes");
}
