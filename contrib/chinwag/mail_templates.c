/* chinwag mail templates, and check: letters that an operator edits. */

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/text.h"
#include "mail_queue.h"
#include "pool/templates.h"

#define FILE_MAX_BYTES 65536

/* --- templates ------------------------------------------------------------ */

static int
make_directory(const char *path)
{
	if (mkdir(path, 0755) == 0 || errno == EEXIST)
		return EXIT_DONE;
	return failed("cannot make %s: %s", path, strerror(errno));
}

/* What an editor must know, in front of the template. */
static enum cw_err
put_comment(struct cw_arena *arena, struct cw_buf *buf, const char *name)
{
	const enum cw_letter_kind kind = cw_letter_find(name);
	const char *words;
	enum cw_err err = cw_template_words(arena, kind, &words);

	if (err != CW_OK)
		return err;
	cw_buf_printf(buf,
	    "# %s\n"
	    "# Filled in are: %s\n"
	    "# An empty line begins another paragraph.  A code or a link that "
	    "is one is set\n"
	    "# large; [words]({link}) is a button.  Without this file what "
	    "is built in is sent.\n"
	    "\n",
	    cw_template_about(kind), words);
	return CW_OK;
}

static enum cw_err
write_whole(const char *path, const struct cw_buf *buf)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0644);
	enum cw_err err = CW_OK;

	if (fd < 0)
		return errno == EEXIST ? CW_CONFLICT : CW_SYSTEM;
	if (write(fd, buf->data, buf->len) != (ssize_t)buf->len)
		err = CW_SYSTEM;
	if (close(fd) != 0)
		err = CW_SYSTEM;
	return err;
}

static int
write_one(const struct operation *op, const char *path,
    const struct cw_template_file *file)
{
	struct cw_buf buf;
	enum cw_err err = CW_OK;

	cw_buf_init(&buf, op->arena, FILE_MAX_BYTES);
	if (file->language[0] != '\0')
		err = put_comment(op->arena, &buf, file->name);
	cw_buf_puts(&buf, file->bytes);
	if (err == CW_OK)
		err = cw_buf_end(&buf);
	if (err != CW_OK)
		return failed("cannot write %s: %s", path, reason(err));
	err = write_whole(path, &buf);
	if (err == CW_SYSTEM)
		return failed("cannot write %s: %s", path, strerror(errno));
	(void)printf("%s%s\n", path,
	    err == CW_CONFLICT ? " is there already, and stays" : "");
	return EXIT_DONE;
}

int
write_templates(const struct operation *op, int argc, char **argv)
{
	const struct cw_template_file *file = cw_template_built_in(0);
	int code;

	if (argc != 2 || argv[1][0] == '-')
		return EXIT_USAGE;
	code = make_directory(argv[1]);
	for (size_t i = 0; file != NULL && code == EXIT_DONE;
	     file = cw_template_built_in(++i)) {
		const char *dir = cw_arena_printf(op->arena, "%s/%s", argv[1],
		    file->language);
		const char *path =
		    cw_arena_printf(op->arena, "%s/%s%s%s%s", argv[1],
			file->language, file->language[0] == '\0' ? "" : "/",
			file->name, file->language[0] == '\0' ? "" : ".txt");

		if (dir == NULL || path == NULL)
			return failed("no memory");
		code = make_directory(dir);
		if (code == EXIT_DONE)
			code = write_one(op, path, file);
	}
	return code;
}

/* --- check ---------------------------------------------------------------- */

int
check_templates(const struct operation *op, int argc, char **argv)
{
	const char *dir = argc == 2 ? argv[1] : op->conf->mail_templates_dir;
	struct cw_templates_look look;
	enum cw_err err;

	if (argc > 2 || dir[0] == '-')
		return EXIT_USAGE;
	if (dir[0] == '\0')
		return failed("mail_templates_dir is empty: what is built in "
			      "is sent");
	err = cw_templates_look(op->conf, op->arena, dir, &look);
	if (err == CW_SYSTEM)
		return failed("cannot read %s: %s", dir, strerror(errno));
	if (err != CW_OK)
		return failed("cannot read %s: %s", dir, reason(err));
	for (size_t i = 0; i < look.problems.count; i++)
		(void)fprintf(stderr, "%s\n", look.problems.items[i]);
	if (look.problems.count > 0)
		return EXIT_FAILED;
	(void)printf("%zu templates are good\n", look.count);
	return EXIT_DONE;
}
