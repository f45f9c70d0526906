/* chinwag routes: the configuration of a web server, with paths filled in. */

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/disk.h"
#include "base/list.h"
#include "base/text.h"
#include "child.h"
#include "command.h"
#include "places.h"

static int run_routes(const struct operation *op, int argc, char **argv);

const struct command routes_command = {
	.name = "routes",
	.help = "Print a web server's configuration, with paths filled in.",
	.usage = "SERVER [--write] [--run DIR] [--WORD VALUE ...]",
	.details =
	    "SERVER is lighttpd, nginx, apache (mod_proxy_fcgi), apache-fcgid, "
	    "apache-cgid or\n"
	    "htaccess.  Where programs, site and configuration lie is known; "
	    "these words say\n"
	    "otherwise, and some servers know more:\n"
	    "  --port N        TCP port on the loopback interface (8080)\n"
	    "  --conf FILE     chinwag.conf\n"
	    "  --programs DIR  the API's programs\n"
	    "  --site DIR      the site\n"
	    "  --live DIR      cursor files\n"
	    "  --sockets DIR   sockets of programs that run already\n"
	    "  --run DIR       what the server itself needs (/run/chinwag)\n"
	    "  --write         write into DIR what the configuration refers "
	    "to, "
	    "the server's\n"
	    "                  pages and the configuration itself, instead of "
	    "printing it\n"
	    "\n"
	    "For htaccess DIR is the web root, and these are all:\n"
	    "  --base PATH     its path as browsers have it, no slash at the "
	    "end\n"
	    "  --one PROGRAM   the program that is mounted for all\n",
	.run = run_routes,
};

#define DEPTH_MAX 4
#define FILE_MAX_BYTES (1 << 20)

struct server {
	const char *name;
	const char *script; /* below share/chinwag */
	const char *way;    /* --way; NULL none */
	const char *file;   /* that it writes */
	bool is_host;	    /* of a web root, and nothing else */
};

static const struct server servers[] = {
	{ .name = "lighttpd",
	    .script = "lighttpd/render",
	    .file = "lighttpd.conf" },
	{ .name = "nginx", .script = "nginx/render", .file = "nginx.conf" },
	{ .name = "apache",
	    .script = "apache/render",
	    .way = "proxy",
	    .file = "apache.conf" },
	{ .name = "apache-fcgid",
	    .script = "apache/render",
	    .way = "fcgid",
	    .file = "apache.conf" },
	{ .name = "apache-cgid",
	    .script = "apache/render",
	    .way = "cgi",
	    .file = "apache.conf" },
	{ .name = "htaccess",
	    .script = "apache/htaccess",
	    .file = ".htaccess",
	    .is_host = true },
};

struct drawing {
	const struct operation *op;
	const struct server *server;
	struct cw_texts words; /* for the script */
	const char *run;
	const char *place; /* where it writes; run, or one of its own */
	bool is_written;
};

static const struct server *
find_server(const char *name)
{
	for (size_t i = 0; i < CW_LEN(servers); i++)
		if (cw_text_equal(servers[i].name, name))
			return &servers[i];
	return NULL;
}

/* --- words for the script ------------------------------------------------- */

/* CHINWAG_SHARE says otherwise, for a build that is not installed. */
static const char *
share(const struct drawing *drawing, const char *name)
{
	const char *dir = getenv("CHINWAG_SHARE");

	return cw_arena_printf(drawing->op->arena, "%s/%s",
	    dir == NULL ? CW_SHARE_DIR : dir, name);
}

static const char *
site(const struct drawing *drawing)
{
	const char *built = beside_us(drawing->op->arena, "../../site");

	if (built == NULL || access(built, X_OK) == 0)
		return built;
	return share(drawing, "site");
}

static enum cw_err
add_word(struct drawing *drawing, const char *word)
{
	if (word == NULL)
		return CW_NOMEM;
	return cw_texts_push(&drawing->words, drawing->op->arena, word);
}

static enum cw_err
add_pair(struct drawing *drawing, const char *word, const char *value)
{
	enum cw_err err = add_word(drawing, word);

	return err == CW_OK ? add_word(drawing, value) : err;
}

/* What is the same for every server; later words win. */
static enum cw_err
add_standards(struct drawing *drawing)
{
	const char *conf = getenv("CHINWAG_CONF");
	const struct {
		const char *word;
		const char *value;
	} standards[] = {
		{ "--port", "8080" },
		{ "--conf", conf == NULL ? CW_CONF_PATH : conf },
		{ "--programs", api_programs(drawing->op->arena) },
		{ "--site", site(drawing) },
		{ "--run", drawing->place },
	};
	enum cw_err err = CW_OK;

	if (drawing->server->is_host)
		return add_pair(drawing, "--root", drawing->place);
	for (size_t i = 0; err == CW_OK && i < CW_LEN(standards); i++)
		err = add_pair(drawing, standards[i].word, standards[i].value);
	if (err == CW_OK && drawing->server->way != NULL)
		err = add_pair(drawing, "--way", drawing->server->way);
	return err;
}

static enum cw_err
add_words(struct drawing *drawing, int argc, char **argv)
{
	enum cw_err err = add_word(drawing, "/bin/sh");

	if (err == CW_OK)
		err =
		    add_word(drawing, share(drawing, drawing->server->script));
	if (err == CW_OK)
		err = add_standards(drawing);
	for (int i = 2; err == CW_OK && i < argc; i++) {
		if (cw_text_equal(argv[i], "--write"))
			continue;
		if (cw_text_equal(argv[i], "--run"))
			i++;
		else
			err = add_word(drawing, argv[i]);
	}
	/* The list's end. */
	if (err == CW_OK)
		err = cw_texts_push(&drawing->words, drawing->op->arena, NULL);
	return err;
}

static int
run_script(struct drawing *drawing)
{
	static const char *const env[] = {
		"PATH=/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin", NULL
	};
	const struct child child = {
		.argv = drawing->words.items,
		.env = env,
		.input = "",
	};
	const char *why = "";
	int status;

	if (access(drawing->words.items[1], R_OK) != 0)
		return failed("cannot read %s: %s", drawing->words.items[1],
		    strerror(errno));
	if (run_child(&child, &status, &why) != CW_OK)
		return failed("cannot run %s: %s", drawing->words.items[1],
		    why);
	if (status != 0)
		return failed("%s was not filled in", drawing->server->file);
	return EXIT_DONE;
}

/* --- printing ------------------------------------------------------------- */

/* Paths as they are to be, not as they were for the script. */
static void
print_line(const struct drawing *drawing, const char *line)
{
	const char *found;
	size_t len = strlen(drawing->place);

	while ((found = strstr(line, drawing->place)) != NULL) {
		(void)fwrite(line, 1, (size_t)(found - line), stdout);
		(void)fputs(drawing->run, stdout);
		line = found + len;
	}
	(void)fputs(line, stdout);
}

/* The file that a line takes in, if it is there to be read; in path. */
static bool
takes_in(const char *line, char *path, size_t size)
{
	const char *from, *end;

	line += strspn(line, " \t");
	if (strncasecmp(line, "include", 7) != 0)
		return false;
	from = strchr(line, '/');
	if (from == NULL)
		return false;
	end = from + strcspn(from, "\";\n");
	if ((size_t)(end - from) >= size)
		return false;
	memcpy(path, from, (size_t)(end - from));
	path[end - from] = '\0';
	return strpbrk(path, "$*? ") == NULL && access(path, R_OK) == 0;
}

/* A file, and in it those that it takes in, where they are to be read. */
static int
print_file(const struct drawing *drawing, const char *path, int depth)
{
	char line[8192], inner[4096];
	FILE *file = fopen(path, "re");
	int code = EXIT_DONE;

	if (file == NULL)
		return failed("cannot open %s: %s", path, strerror(errno));
	while (code == EXIT_DONE && fgets(line, sizeof(line), file) != NULL) {
		if (depth > 0 && takes_in(line, inner, sizeof(inner)))
			code = print_file(drawing, inner, depth - 1);
		else
			print_line(drawing, line);
	}
	(void)fclose(file);
	return code;
}

static int
draw(struct drawing *drawing, int argc, char **argv)
{
	const char *path = cw_arena_printf(drawing->op->arena, "%s/%s",
	    drawing->place, drawing->server->file);
	int code;

	if (path == NULL || add_words(drawing, argc, argv) != CW_OK)
		return failed("%s", reason(CW_NOMEM));
	code = run_script(drawing);
	if (code != EXIT_DONE)
		return code;
	if (drawing->is_written)
		(void)printf("wrote %s\n", path);
	else
		code = print_file(drawing, path, DEPTH_MAX);
	return code;
}

/* The script writes into a directory that goes when it was read. */
static int
draw_aside(struct drawing *drawing, int argc, char **argv)
{
	const char *tmp = getenv("TMPDIR");
	char *place = cw_arena_printf(drawing->op->arena, "%s/chinwag-XXXXXX",
	    tmp == NULL ? "/tmp" : tmp);
	int code;

	if (place == NULL || mkdtemp(place) == NULL)
		return failed("cannot make a directory: %s", strerror(errno));
	drawing->place = place;
	code = draw(drawing, argc, argv);
	if (cw_disk_remove(place) != CW_OK && code == EXIT_DONE)
		code = failed("%s stays behind", place);
	return code;
}

/* --run and --write are ours; all other words are the script's. */
static int
run_routes(const struct operation *op, int argc, char **argv)
{
	struct drawing drawing = { .op = op, .run = "/run/chinwag" };

	if (argc < 2)
		return usage(&routes_command);
	drawing.server = find_server(argv[1]);
	if (drawing.server == NULL)
		return usage(&routes_command);
	for (int i = 2; i < argc; i++) {
		if (cw_text_equal(argv[i], "--write")) {
			drawing.is_written = true;
			continue;
		}
		if (strncmp(argv[i], "--", 2) != 0 || i + 1 == argc)
			return usage(&routes_command);
		if (cw_text_equal(argv[i], "--run"))
			drawing.run = argv[i + 1];
		i++;
	}
	if (drawing.run[0] != '/')
		return failed("%s: paths must be absolute", drawing.run);
	drawing.place = drawing.run;
	return drawing.is_written ? draw(&drawing, argc, argv)
				  : draw_aside(&drawing, argc, argv);
}
