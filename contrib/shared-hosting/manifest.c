/* What was uploaded, compared with what the archive holds. */

#include "manifest.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/crypto.h"
#include "base/text.h"
#include "place.h"

#define FILE_MAX_BYTES (256 * 1024)
#define FILES_MAX 2000
#define DIGITS (2 * CW_HASH_BYTES)

static enum cw_err
read_text(struct cw_arena *arena, const char *path, char **out)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	struct stat found;
	ssize_t len = -1;

	if (fd < 0)
		return errno == ENOENT ? CW_NOTFOUND : CW_SYSTEM;
	if (fstat(fd, &found) == 0 && found.st_size < FILE_MAX_BYTES) {
		*out = cw_arena_alloc(arena, (size_t)found.st_size + 1);
		if (*out != NULL)
			len = read(fd, *out, (size_t)found.st_size);
	}
	(void)close(fd);
	if (len < 0 || len != found.st_size)
		return CW_INVALID;
	(*out)[len] = '\0';
	/* Its last line is whole, or it was cut off. */
	return len > 0 && (*out)[len - 1] == '\n' ? CW_OK : CW_INVALID;
}

static bool
is_sha256(const char *text)
{
	for (size_t i = 0; i < DIGITS; i++)
		if (cw_text_hex_digit(text[i]) < 0)
			return false;
	return true;
}

/* A path below the web root, and no way out of it. */
static bool
is_inside(const char *path)
{
	return path[0] != '\0' && path[0] != '/' && strstr(path, "..") == NULL;
}

static enum cw_err
take_head(struct manifest *out, char *line)
{
	const char *word = strsep(&line, " ");

	if (!cw_text_equal(word, "chinwag"))
		return CW_INVALID;
	out->release = strsep(&line, " ");
	out->machine = strsep(&line, " ");
	out->day = line;
	return out->day == NULL || strlen(out->day) != 10 ? CW_INVALID : CW_OK;
}

static enum cw_err
take_file(struct manifest *out, char *line)
{
	if (out->count == FILES_MAX || strlen(line) < DIGITS + 3 ||
	    !is_sha256(line) || strncmp(line + DIGITS, "  ", 2) != 0 ||
	    !is_inside(line + DIGITS + 2))
		return CW_INVALID;
	line[DIGITS] = '\0';
	out->files[out->count++] =
	    (struct manifest_file){ line, line + DIGITS + 2 };
	return CW_OK;
}

enum cw_err
manifest_read(struct cw_arena *arena, const char *root, struct manifest *out)
{
	char path[PATH_MAX], *text, *line;
	enum cw_err err = place_join(path, root, MANIFEST_FILE);

	*out = (struct manifest){ 0 };
	if (err == CW_OK)
		err = read_text(arena, path, &text);
	if (err != CW_OK)
		return err;
	out->files = cw_arena_calloc(arena, FILES_MAX, sizeof(*out->files));
	if (out->files == NULL)
		return CW_NOMEM;
	err = take_head(out, strsep(&text, "\n"));
	while (err == CW_OK && (line = strsep(&text, "\n")) != NULL)
		if (*line != '\0')
			err = take_file(out, line);
	return err == CW_OK && out->count == 0 ? CW_INVALID : err;
}

static bool
is_same(const struct manifest_file *file, const char *root)
{
	char path[PATH_MAX], digits[DIGITS + 1];
	unsigned char hash[CW_HASH_BYTES];
	struct cw_buf buf;
	int64_t len;

	if (place_join(path, root, file->path) != CW_OK ||
	    cw_crypto_sha256_file(path, hash, &len) != CW_OK)
		return false;
	cw_buf_init_fixed(&buf, digits, sizeof(digits));
	cw_buf_put_hex(&buf, hash, sizeof(hash));
	return cw_buf_end(&buf) == CW_OK &&
	    cw_text_equal_nocase(digits, file->sha256);
}

size_t
manifest_compare(const struct manifest *manifest, const char *root,
    const char **first)
{
	size_t differ = 0;

	for (size_t i = 0; i < manifest->count; i++) {
		if (is_same(&manifest->files[i], root))
			continue;
		if (differ++ == 0)
			*first = manifest->files[i].path;
	}
	return differ;
}
