/* Making, reading and spending the one-time code. */

#include "code.h"

#include <ctype.h>
#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/crypto.h"
#include "base/random.h"
#include "base/text.h"
#include "place.h"

#define GROUPS 5
#define GROUP_CHARS 5
#define CODE_CHARS (GROUPS * GROUP_CHARS)
#define LIFE_MS (INT64_C(24) * 60 * 60 * 1000)

/* Letters and digits that nobody takes for each other; 32 of them. */
static const char letters[] = "abcdefghijkmnpqrstuvwxyz23456789";

static const char text[] =
    "This code lets you set up Chinwag on its set-up page, once.  It goes to\n"
    "nobody else.  The file may be removed; the page then makes another "
    "one.\n\n";

enum cw_err
code_directory(const char *root, char out[PATH_MAX])
{
	if (place_find(root, out) == CW_OK)
		return CW_OK;
	return place_join(out, root, "chinwag");
}

/* --- files ---------------------------------------------------------------- */

static bool
is_code_file(const char *name)
{
	return cw_text_starts(name, CODE_FILE_PREFIX) &&
	    strlen(name) == sizeof(CODE_FILE_PREFIX) - 1 + CODE_CHARS + 4;
}

static bool
is_young(const char *path)
{
	struct stat found;
	int64_t age_ms;

	if (lstat(path, &found) != 0 || !S_ISREG(found.st_mode) ||
	    found.st_uid != geteuid() || (found.st_mode & 077) != 0)
		return false;
	age_ms = cw_clock_now_ms() - (int64_t)found.st_mtime * 1000;
	return age_ms < LIFE_MS;
}

/*
 * The file that counts, in out.  Those that are too old, or are not ours
 * alone, are removed, and so is every one if all is set.
 */
static enum cw_err
find_file(const char *root, bool all, char out[PATH_MAX])
{
	char folder[PATH_MAX], path[PATH_MAX];
	enum cw_err result = CW_NOTFOUND;
	const struct dirent *entry;
	DIR *dir;

	if (code_directory(root, folder) != CW_OK)
		return CW_SYSTEM;
	dir = opendir(folder);
	if (dir == NULL)
		return CW_SYSTEM;
	while ((entry = readdir(dir)) != NULL) {
		if (!is_code_file(entry->d_name) ||
		    place_join(path, folder, entry->d_name) != CW_OK)
			continue;
		if (all || !is_young(path)) {
			(void)unlink(path);
			continue;
		}
		memcpy(out, path, sizeof(path));
		result = CW_OK;
	}
	(void)closedir(dir);
	return result;
}

static enum cw_err
draw(char out[CODE_CHARS + 1])
{
	for (int i = 0; i < CODE_CHARS; i++) {
		uint32_t pick;
		enum cw_err err = cw_random_below(sizeof(letters) - 1, &pick);

		if (err != CW_OK)
			return err;
		out[i] = letters[pick];
	}
	out[CODE_CHARS] = '\0';
	return CW_OK;
}

static bool
write_file(int fd, const char *code)
{
	char line[CODE_CHARS + GROUPS + 1];
	size_t len = 0;
	bool is_written;

	for (size_t i = 0; i < CODE_CHARS; i++) {
		if (i > 0 && i % GROUP_CHARS == 0)
			line[len++] = '-';
		line[len++] = code[i];
	}
	line[len] = '\0';
	is_written = dprintf(fd, "%s%s\n", text, line) > 0;
	explicit_bzero(line, sizeof(line));
	return is_written;
}

enum cw_err
code_make(const char *root)
{
	char folder[PATH_MAX], path[PATH_MAX];
	char name[CODE_CHARS + 1], code[CODE_CHARS + 1];
	enum cw_err err = find_file(root, false, path);
	bool is_written;
	int fd, len;

	if (err != CW_NOTFOUND)
		return err;
	if (code_directory(root, folder) != CW_OK || draw(name) != CW_OK ||
	    draw(code) != CW_OK)
		return CW_SYSTEM;
	len = snprintf(path, sizeof(path), "%s/" CODE_FILE_PREFIX "%s.txt",
	    folder, name);
	if (len < 0 || len >= PATH_MAX)
		return CW_TOOLARGE;
	fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	if (fd < 0)
		return CW_SYSTEM;
	is_written = write_file(fd, code);
	explicit_bzero(code, sizeof(code));
	if (close(fd) == 0 && is_written)
		return CW_OK;
	(void)unlink(path);
	return CW_FULL;
}

/* --- codes ---------------------------------------------------------------- */

/* Letters and digits alone, in lower case; false: not as many as a code has. */
static bool
normalise(const char *given, char out[CODE_CHARS + 1])
{
	size_t len = 0;

	for (; *given != '\0'; given++) {
		if (!isalnum((unsigned char)*given))
			continue;
		if (len == CODE_CHARS)
			return false;
		out[len++] = (char)tolower((unsigned char)*given);
	}
	out[len] = '\0';
	return len == CODE_CHARS;
}

/* The code is the last line. */
static bool
read_code(const char *path, char out[CODE_CHARS + 1])
{
	char line[256], last[256] = "";
	FILE *file = fopen(path, "re");

	if (file == NULL)
		return false;
	while (fgets(line, sizeof(line), file) != NULL)
		if (line[0] != '\n' && line[0] != '\r')
			memcpy(last, line, sizeof(last));
	(void)fclose(file);
	return normalise(last, out);
}

bool
code_is_right(const char *root, const char *code)
{
	char given[CODE_CHARS + 1], kept[CODE_CHARS + 1];
	char path[PATH_MAX];
	bool is_right;

	if (!normalise(code, given) || find_file(root, false, path) != CW_OK ||
	    !read_code(path, kept))
		return false;
	is_right = cw_crypto_equal(given, kept, CODE_CHARS);
	explicit_bzero(kept, sizeof(kept));
	return is_right;
}

void
code_spend(const char *root)
{
	char path[PATH_MAX];

	(void)!find_file(root, true, path);
}
