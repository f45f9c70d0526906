/* Reading template files. */

#include "pool/template_file.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/text.h"

enum cw_err
cw_template_file_blame(struct cw_arena *arena, const char *path,
    const char *what, const char **problem)
{
	*problem = cw_arena_printf(arena, "%s: %s", path, what);
	return *problem == NULL ? CW_NOMEM : CW_INVALID;
}

/* All that fits, and NUL; *why is set with CW_INVALID. */
static enum cw_err
read_bytes(struct cw_arena *arena, int fd, char **out, const char **why)
{
	struct stat about;
	ssize_t len;

	if (fstat(fd, &about) != 0) {
		*why = strerror(errno);
		return CW_INVALID;
	}
	if (!S_ISREG(about.st_mode) || about.st_size > CW_TEMPLATE_MAX_BYTES) {
		*why = "this is no file, or has more than 256 KiB";
		return CW_INVALID;
	}
	*out = cw_arena_alloc(arena, (size_t)about.st_size + 1);
	if (*out == NULL)
		return CW_NOMEM;
	len = read(fd, *out, (size_t)about.st_size);
	if (len < 0) {
		*why = strerror(errno);
		return CW_INVALID;
	}
	if (memchr(*out, '\0', (size_t)len) != NULL) {
		*why = "this is not text";
		return CW_INVALID;
	}
	return CW_OK;
}

static enum cw_err
open_and_read(struct cw_arena *arena, const char *path, char **out,
    const char **why)
{
	/* What is no file must not make us wait. */
	int fd = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC);
	enum cw_err err;

	if (fd < 0 && (errno == ENOENT || errno == ENOTDIR))
		return CW_NOTFOUND;
	if (fd < 0) {
		*why = strerror(errno);
		return CW_INVALID;
	}
	err = read_bytes(arena, fd, out, why);
	close(fd);
	return err;
}

enum cw_err
cw_template_file_read(struct cw_arena *arena, const struct cw_template_at *at,
    struct cw_template_got *out)
{
	struct cw_template_problem problem = { 0 };
	const char *why = "";
	char *bytes = NULL;
	enum cw_err err = open_and_read(arena, at->path, &bytes, &why);

	if (err == CW_INVALID)
		return cw_template_file_blame(arena, at->path, why,
		    &out->problem);
	if (err != CW_OK)
		return err;
	if (at->kind == CW_LETTER__COUNT)
		err =
		    cw_template_read_frame(arena, bytes, &out->frame, &problem);
	else
		err = cw_template_read(arena, at->kind, bytes, &out->letter,
		    &problem);
	if (err != CW_INVALID)
		return err;
	out->problem = cw_arena_printf(arena, "%s:%zu: %s", at->path,
	    problem.line, problem.what);
	return out->problem == NULL ? CW_NOMEM : CW_INVALID;
}
