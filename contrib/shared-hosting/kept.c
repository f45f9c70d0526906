/* Keeping the files of releases, and bringing them back. */

#include "kept.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/disk.h"
#include "base/text.h"
#include "manifest.h"
#include "place.h"

#define PROGRAM_START "chinwag-"
#define PROGRAM_END ".cgi"

/* --- names ---------------------------------------------------------------- */

enum cw_err
kept_own(char out[RELEASE_MAX_CHARS + 1])
{
	char path[PATH_MAX];
	ssize_t len = readlink("/proc/self/exe", path, sizeof(path) - 1);
	char *name, *end;

	if (len < 0)
		return CW_SYSTEM;
	path[len] = '\0';
	name = strrchr(path, '/');
	if (name == NULL || !cw_text_starts(name + 1, PROGRAM_START))
		return CW_NOTFOUND;
	name += sizeof(PROGRAM_START);
	end = strstr(name, PROGRAM_END);
	if (end == NULL || end - name > RELEASE_MAX_CHARS)
		return CW_NOTFOUND;
	*end = '\0';
	(void)snprintf(out, RELEASE_MAX_CHARS + 1, "%s", name);
	return CW_OK;
}

enum cw_err
kept_program(const char *root, const char *release, char out[PATH_MAX])
{
	int len = snprintf(out, PATH_MAX,
	    "%s/chinwag/" PROGRAM_START "%s" PROGRAM_END, root, release);

	return len < 0 || len >= PATH_MAX ? CW_TOOLARGE : CW_OK;
}

/* DATA/releases/NAME */
static enum cw_err
kept_path(const char *data_dir, const char *name, char out[PATH_MAX])
{
	int len = snprintf(out, PATH_MAX, "%s/releases%s%s", data_dir,
	    name[0] == '\0' ? "" : "/", name);

	return len < 0 || len >= PATH_MAX ? CW_TOOLARGE : CW_OK;
}

/* --- small files ---------------------------------------------------------- */

/* Whole or not at all, and on the disk. */
static enum cw_err
write_lines(const char *path, const char *first, const char *second)
{
	char fresh[PATH_MAX];
	bool is_written;
	int fd;

	if (snprintf(fresh, sizeof(fresh), "%s.new", path) >= PATH_MAX)
		return CW_TOOLARGE;
	fd = open(fresh, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
	if (fd < 0)
		return CW_SYSTEM;
	is_written =
	    dprintf(fd, "%s\n%s\n", first, second) > 0 && fsync(fd) == 0;
	if (close(fd) == 0 && is_written && rename(fresh, path) == 0)
		return CW_OK;
	(void)unlink(fresh);
	return CW_SYSTEM;
}

static enum cw_err
read_lines(const char *path, char *first, size_t first_size, char *second,
    size_t second_size)
{
	FILE *file = fopen(path, "re");
	bool is_read;

	if (file == NULL)
		return errno == ENOENT ? CW_NOTFOUND : CW_SYSTEM;
	is_read = fgets(first, (int)first_size, file) != NULL &&
	    fgets(second, (int)second_size, file) != NULL;
	(void)fclose(file);
	if (!is_read)
		return CW_NOTFOUND;
	first[strcspn(first, "\n")] = '\0';
	second[strcspn(second, "\n")] = '\0';
	return CW_OK;
}

enum cw_err
kept_current(const char *data_dir, char out[RELEASE_MAX_CHARS + 1])
{
	char path[PATH_MAX], rest[8];
	enum cw_err err = kept_path(data_dir, "current", path);

	if (err != CW_OK)
		return err;
	return read_lines(path, out, RELEASE_MAX_CHARS + 1, rest, sizeof(rest));
}

enum cw_err
kept_before(const char *data_dir, const char *release, struct kept_before *out)
{
	char path[PATH_MAX];
	enum cw_err err = kept_path(data_dir, release, path);

	if (err != CW_OK || strlen(path) + sizeof(".before") > sizeof(path))
		return CW_TOOLARGE;
	(void)strncat(path, ".before", sizeof(path) - strlen(path) - 1);
	return read_lines(path, out->release, sizeof(out->release), out->copies,
	    sizeof(out->copies));
}

/* --- copying files -------------------------------------------------------- */

/* The directories that a file lies in. */
static void
make_way(char *path)
{
	for (char *slash = strchr(path + 1, '/'); slash != NULL;
	     slash = strchr(slash + 1, '/')) {
		*slash = '\0';
		(void)mkdir(path, 0755);
		*slash = '/';
	}
}

/* Below another directory, by the same name; whole or as it was. */
static enum cw_err
copy_file(const char *from_dir, const char *to_dir, const char *name)
{
	char from[PATH_MAX], to[PATH_MAX], fresh[PATH_MAX];
	struct stat found;
	enum cw_err err;

	if (place_join(from, from_dir, name) != CW_OK ||
	    place_join(to, to_dir, name) != CW_OK ||
	    snprintf(fresh, sizeof(fresh), "%s.new", to) >= PATH_MAX)
		return CW_TOOLARGE;
	if (stat(from, &found) != 0)
		return errno == ENOENT ? CW_NOTFOUND : CW_SYSTEM;
	make_way(fresh);
	(void)unlink(fresh);
	err = cw_disk_copy(from, fresh);
	if (err == CW_OK && chmod(fresh, found.st_mode & 0755) == 0 &&
	    rename(fresh, to) == 0)
		return CW_OK;
	(void)unlink(fresh);
	return err == CW_OK ? CW_SYSTEM : err;
}

/* Will the next release have another file of this name? */
static bool
is_written_over(const char *name)
{
	return !cw_text_starts(name, "v/") &&
	    !cw_text_starts(name, "chinwag/smtp/") &&
	    strstr(name, PROGRAM_END) == NULL;
}

/* --- releases ------------------------------------------------------------- */

static enum cw_err
make_directories(const char *data_dir, const char *release)
{
	char path[PATH_MAX];
	enum cw_err err = kept_path(data_dir, "", path);

	if (err == CW_OK && mkdir(path, 0700) != 0 && errno != EEXIST)
		return CW_SYSTEM;
	if (err == CW_OK)
		err = kept_path(data_dir, release, path);
	if (err == CW_OK && mkdir(path, 0700) != 0 && errno != EEXIST)
		return CW_SYSTEM;
	return err;
}

static enum cw_err
set_current(const char *data_dir, const char *release)
{
	char path[PATH_MAX];
	enum cw_err err = kept_path(data_dir, "current", path);

	return err == CW_OK ? write_lines(path, release, "") : err;
}

static enum cw_err
set_before(const char *data_dir, const char *release,
    const struct kept_before *before)
{
	char name[RELEASE_MAX_CHARS + 16], path[PATH_MAX];
	enum cw_err err;

	if (before == NULL || cw_text_equal(before->release, release))
		return CW_OK;
	(void)snprintf(name, sizeof(name), "%s.before", release);
	err = kept_path(data_dir, name, path);
	return err == CW_OK ? write_lines(path, before->release, before->copies)
			    : err;
}

enum cw_err
kept_save(struct cw_arena *arena, const char *root, const char *data_dir,
    const struct kept_before *before)
{
	struct manifest manifest;
	char dir[PATH_MAX];
	enum cw_err err = manifest_read(arena, root, &manifest);

	if (err == CW_OK && strlen(manifest.release) > RELEASE_MAX_CHARS)
		err = CW_INVALID;
	if (err == CW_OK)
		err = make_directories(data_dir, manifest.release);
	if (err == CW_OK)
		err = kept_path(data_dir, manifest.release, dir);
	for (size_t i = 0; i < manifest.count && err == CW_OK; i++)
		if (is_written_over(manifest.files[i].path))
			err = copy_file(root, dir, manifest.files[i].path);
	if (err == CW_OK)
		err = copy_file(root, dir, MANIFEST_FILE);
	if (err == CW_OK)
		err = set_before(data_dir, manifest.release, before);
	return err == CW_OK ? set_current(data_dir, manifest.release) : err;
}

enum cw_err
kept_look(struct cw_arena *arena, const char *root, const char *data_dir,
    const char *release)
{
	struct manifest manifest;
	char dir[PATH_MAX], path[PATH_MAX];
	enum cw_err err = kept_path(data_dir, release, dir);

	if (err == CW_OK)
		err = manifest_read(arena, dir, &manifest);
	for (size_t i = 0; i < manifest.count && err == CW_OK; i++) {
		const char *name = manifest.files[i].path;

		err =
		    place_join(path, is_written_over(name) ? dir : root, name);
		if (err == CW_OK && access(path, F_OK) != 0)
			err = CW_NOTFOUND;
	}
	return err;
}

enum cw_err
kept_restore_manifest(const char *root, const char *data_dir,
    const char *release)
{
	char dir[PATH_MAX];
	enum cw_err err = kept_path(data_dir, release, dir);

	return err == CW_OK ? copy_file(dir, root, MANIFEST_FILE) : err;
}

enum cw_err
kept_restore(struct cw_arena *arena, const char *root, const char *data_dir,
    const char *release)
{
	struct manifest manifest;
	char dir[PATH_MAX];
	enum cw_err err = kept_path(data_dir, release, dir);

	if (err == CW_OK)
		err = manifest_read(arena, dir, &manifest);
	for (size_t i = 0; i < manifest.count && err == CW_OK; i++)
		if (is_written_over(manifest.files[i].path) &&
		    !cw_text_equal(manifest.files[i].path, ".htaccess"))
			err = copy_file(dir, root, manifest.files[i].path);
	if (err == CW_OK)
		err = set_current(data_dir, release);
	return err == CW_OK ? copy_file(dir, root, ".htaccess") : err;
}
