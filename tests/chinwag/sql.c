/*
 * Runs SQL from standard input on a database file, and prints the rows, columns
 * apart by tabs: for tests that make old stores, or damage some.  Programs may
 * be at work on it.
 */

#include <sqlite3.h>
#include <stdio.h>

#define TEXT_MAX (1 << 20)
#define PATIENCE_MS 60000

static int
print_row(void *arg, int count, char **values, char **names)
{
	(void)arg;
	(void)names;
	for (int i = 0; i < count; i++)
		printf("%s%s", i == 0 ? "" : "\t",
		    values[i] == NULL ? "" : values[i]);
	putchar('\n');
	return 0;
}

int
main(int argc, char **argv)
{
	static char text[TEXT_MAX];
	char *problem = NULL;
	sqlite3 *db;

	if (argc != 2)
		return 2;
	text[fread(text, 1, sizeof(text) - 1, stdin)] = '\0';
	if (sqlite3_open(argv[1], &db) != SQLITE_OK ||
	    sqlite3_busy_timeout(db, PATIENCE_MS) != SQLITE_OK ||
	    sqlite3_exec(db, text, print_row, NULL, &problem) != SQLITE_OK) {
		fprintf(stderr, "sql: %s\n",
		    problem == NULL ? sqlite3_errmsg(db) : problem);
		return 1;
	}
	return sqlite3_close(db) == SQLITE_OK ? 0 : 1;
}
