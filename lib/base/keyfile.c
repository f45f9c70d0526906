/* Reading files of keys and values. */

#include "base/keyfile.h"

#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/text.h"
#include "base/utf8.h"

#define FILE_MAX_BYTES 65536

enum cw_err
cw_keyfile_fail(struct cw_keyfile *file, enum cw_err err, const char *fmt, ...)
{
	struct cw_buf sentence;
	char text[512];
	va_list args;

	va_start(args, fmt);
	(void)vsnprintf(text, sizeof(text), fmt, args);
	va_end(args);
	cw_buf_init(&sentence, file->arena, 4096);
	cw_buf_printf(&sentence, "%s: %s", file->place, text);
	file->problem = sentence.failed ? "no memory" : sentence.data;
	return err;
}

/* --- one value ------------------------------------------------------------ */

static enum cw_err
set_number(struct cw_keyfile *file, const struct cw_key *key, const char *value)
{
	const struct cw_conf_key *about = &key->about;
	int64_t number;

	if (cw_text_to_int(value, &number) != CW_OK || number < about->min ||
	    number > about->max)
		return cw_keyfile_fail(file, CW_INVALID,
		    "%s must be a whole number from %lld to %lld", about->name,
		    (long long)about->min, (long long)about->max);
	memcpy((char *)file->out + key->offset, &number, sizeof(number));
	return CW_OK;
}

static enum cw_err
set_text(struct cw_keyfile *file, const struct cw_key *key, const char *value)
{
	const struct cw_conf_key *about = &key->about;
	const size_t len = strlen(value);
	int64_t chars;

	if (!cw_utf8_is_valid(value, len) ||
	    cw_utf8_has_control(value, len, ""))
		return cw_keyfile_fail(file, CW_INVALID,
		    "%s must be UTF-8 without control characters", about->name);
	chars = (int64_t)cw_utf8_count(value, len);
	if (chars < about->min || chars > about->max)
		return cw_keyfile_fail(file, CW_INVALID,
		    "%s must have %lld to %lld characters", about->name,
		    (long long)about->min, (long long)about->max);
	if (!key->is_good(value))
		return cw_keyfile_fail(file, CW_INVALID, "%s must be %s",
		    about->name, key->wanted);
	value = cw_arena_copy(file->arena, value, len);
	if (value == NULL)
		return cw_keyfile_fail(file, CW_NOMEM, "no memory");
	memcpy((char *)file->out + key->offset, &value, sizeof(value));
	return CW_OK;
}

enum cw_err
cw_keyfile_set(struct cw_keyfile *file, const struct cw_key *key,
    const char *value)
{
	if (key->is_good == NULL)
		return set_number(file, key, value);
	return set_text(file, key, value);
}

enum cw_err
cw_keyfile_preset(struct cw_keyfile *file)
{
	enum cw_err err;

	file->place = "built-in default";
	for (size_t i = 0; i < file->count; i++) {
		err = cw_keyfile_set(file, &file->keys[i],
		    file->keys[i].about.standard);
		if (err != CW_OK)
			return err;
	}
	return CW_OK;
}

/* Cut blanks off both ends, in place. */
static char *
trim(char *text)
{
	size_t len;

	text += strspn(text, " \t\r");
	len = strlen(text);
	while (len > 0 && strchr(" \t\r", text[len - 1]) != NULL)
		len--;
	text[len] = '\0';
	return text;
}

/* Take the double quotes off a value, in place; NULL if they do not match. */
static char *
unquote(char *value)
{
	const size_t len = strlen(value);

	if (strchr(value, '"') == NULL)
		return value;
	if (len < 2 || value[0] != '"' ||
	    strchr(value + 1, '"') != value + len - 1)
		return NULL;
	value[len - 1] = '\0';
	return value + 1;
}

static enum cw_err
set_named(struct cw_keyfile *file, const char *name, const char *value)
{
	for (size_t i = 0; i < file->count; i++) {
		if (!cw_text_equal(file->keys[i].about.name, name))
			continue;
		if (file->is_given[i])
			return cw_keyfile_fail(file, CW_INVALID,
			    "%s is given twice", name);
		file->is_given[i] = true;
		return cw_keyfile_set(file, &file->keys[i], value);
	}
	return cw_keyfile_fail(file, CW_INVALID, "there is no key \"%s\"",
	    name);
}

static enum cw_err
read_line(struct cw_keyfile *file, char *line)
{
	char *equals;
	char *value;

	if (!cw_utf8_is_valid(line, strlen(line)) ||
	    cw_utf8_has_control(line, strlen(line), "\t\r"))
		return cw_keyfile_fail(file, CW_INVALID,
		    "a line must be UTF-8 without control characters");
	line = trim(line);
	if (line[0] == '\0' || line[0] == '#')
		return CW_OK;
	equals = strchr(line, '=');
	if (equals == NULL)
		return cw_keyfile_fail(file, CW_INVALID,
		    "expected key = value");
	*equals = '\0';
	value = unquote(trim(equals + 1));
	if (value == NULL)
		return cw_keyfile_fail(file, CW_INVALID,
		    "a double quote may stand only around the whole value");
	return set_named(file, trim(line), value);
}

static enum cw_err
read_lines(struct cw_keyfile *file, const char *path, char *text)
{
	enum cw_err err;
	int number = 1;

	for (; text != NULL; number++) {
		char *line = strsep(&text, "\n");

		file->place =
		    cw_arena_printf(file->arena, "%s:%d", path, number);
		if (file->place == NULL) {
			file->place = path;
			return cw_keyfile_fail(file, CW_NOMEM, "no memory");
		}
		err = read_line(file, line);
		if (err != CW_OK)
			return err;
	}
	return CW_OK;
}

/* The whole file in the arena. */
static enum cw_err
read_bytes(struct cw_keyfile *file, int fd, char **out)
{
	struct stat about;
	size_t size;
	ssize_t len;
	char *text;

	if (fstat(fd, &about) != 0)
		return cw_keyfile_fail(file, CW_SYSTEM, "%s", strerror(errno));
	if (!S_ISREG(about.st_mode) || about.st_size > FILE_MAX_BYTES)
		return cw_keyfile_fail(file, CW_INVALID,
		    "not a file of at most %d bytes", FILE_MAX_BYTES);
	size = (size_t)about.st_size;
	text = cw_arena_alloc(file->arena, size + 1);
	if (text == NULL)
		return cw_keyfile_fail(file, CW_NOMEM, "no memory");
	len = read(fd, text, size);
	if (len < 0)
		return cw_keyfile_fail(file, CW_SYSTEM, "%s", strerror(errno));
	if (memchr(text, '\0', (size_t)len) != NULL)
		return cw_keyfile_fail(file, CW_INVALID, "has a NUL byte");
	*out = text;
	return CW_OK;
}

enum cw_err
cw_keyfile_read(struct cw_keyfile *file, const char *path)
{
	enum cw_err err;
	char *text = NULL;
	int fd;

	file->place = path;
	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return cw_keyfile_fail(file,
		    errno == ENOENT ? CW_NOTFOUND : CW_SYSTEM, "%s",
		    strerror(errno));
	err = read_bytes(file, fd, &text);
	(void)close(fd);
	if (err != CW_OK)
		return err;
	return read_lines(file, path, text);
}
