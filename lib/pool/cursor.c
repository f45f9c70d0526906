/* Cursor files: named by a keyed hash, made and replaced whole. */

#include "pool/cursor.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/disk.h"
#include "base/random.h"
#include "pool/inside.h"

/* Times of last change begin in 2001 and stay in the past. */
#define FIRST_SEC 1000000000
#define SPAN_SEC 500000000

/* Others may go through the directory, and read what they know by name. */
#define DIR_MODE 0711
#define FILE_MODE 0644

/* A file, and its draft beside it, under a name that no server gives away. */
struct paths {
	char file[PATH_MAX];
	char draft[PATH_MAX];
};

void
cw_cursor_name(const struct cw_pool *pool, int64_t session_id,
    char out[CW_CURSOR_CHARS + 1])
{
	unsigned char hash[CW_HASH_BYTES];
	char text[32];

	(void)snprintf(text, sizeof(text), "%" PRId64, session_id);
	cw_crypto_hmac(pool->keys.bytes[CW_KEY_CURSOR], text, strlen(text),
	    hash);
	cw_crypto_hash_text(hash, out);
}

static enum cw_err
make_path(const struct cw_pool *pool, const char *name, char out[PATH_MAX])
{
	const struct cw_conf *conf = pool->conf;
	int len;

	if (conf->live_dir[0] == '\0')
		len =
		    snprintf(out, PATH_MAX, "%s/live%s", conf->data_dir, name);
	else
		len = snprintf(out, PATH_MAX, "%s%s", conf->live_dir, name);
	return len < 0 || len >= PATH_MAX ? CW_TOOLARGE : CW_OK;
}

static enum cw_err
make_paths(const struct cw_pool *pool, int64_t session_id, struct paths *out)
{
	char name[CW_CURSOR_CHARS + 1], file[128];
	uint32_t number;
	enum cw_err err;

	cw_cursor_name(pool, session_id, name);
	(void)snprintf(file, sizeof(file), "/%s.json", name);
	err = make_path(pool, file, out->file);
	if (err != CW_OK)
		return err;
	err = cw_random_below(UINT32_MAX, &number);
	if (err != CW_OK)
		return err;
	(void)snprintf(file, sizeof(file), "/.%s.%08" PRIx32, name, number);
	return make_path(pool, file, out->draft);
}

static enum cw_err
make_dir(const struct cw_pool *pool)
{
	char path[PATH_MAX];
	enum cw_err err = make_path(pool, "", path);

	if (err != CW_OK)
		return err;
	if (mkdir(path, DIR_MODE) == 0)
		return chmod(path, DIR_MODE) == 0
		    ? CW_OK
		    : cw_disk_refused("open up", path);
	return errno == EEXIST ? CW_OK : cw_disk_refused("make", path);
}

static enum cw_err
write_text(int fd, const char *path, int64_t last)
{
	const struct timespec changed = { .tv_sec =
					      FIRST_SEC + last % SPAN_SEC };
	const struct timespec times[2] = { changed, changed };
	char text[64];
	int len =
	    snprintf(text, sizeof(text), "{\"last\":%" PRId64 "}\n", last);

	if (write(fd, text, (size_t)len) != len || futimens(fd, times) != 0 ||
	    fchmod(fd, FILE_MODE) != 0)
		return cw_disk_refused("write", path);
	return CW_OK;
}

static enum cw_err
write_draft(const char *path, int64_t last)
{
	enum cw_err err;
	int fd = open(path,
	    O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);

	if (fd == -1)
		return cw_disk_refused("make", path);
	err = write_text(fd, path, last);
	close(fd);
	if (err != CW_OK)
		unlink(path);
	return err;
}

enum cw_err
cw_cursor_make(const struct cw_pool *pool, int64_t session_id, int64_t last)
{
	struct paths paths;
	enum cw_err err;

	err = make_dir(pool);
	if (err != CW_OK)
		return err;
	err = make_paths(pool, session_id, &paths);
	if (err != CW_OK)
		return err;
	err = write_draft(paths.draft, last);
	if (err != CW_OK)
		return err;
	/* One that a writer has moved already must not go back. */
	if (link(paths.draft, paths.file) != 0 && errno != EEXIST)
		err = cw_disk_refused("make", paths.file);
	unlink(paths.draft);
	return err;
}

void
cw_cursor_move(const struct cw_pool *pool, int64_t session_id, int64_t last)
{
	struct paths paths;
	enum cw_err err = make_paths(pool, session_id, &paths);

	if (err != CW_OK ||
	    faccessat(AT_FDCWD, paths.file, F_OK, AT_EACCESS) != 0)
		return;
	err = write_draft(paths.draft, last);
	if (err == CW_OK && rename(paths.draft, paths.file) == 0)
		return;
	if (err == CW_OK) {
		(void)cw_disk_refused("replace", paths.file);
		unlink(paths.draft);
	}
	unlink(paths.file);
}

void
cw_cursor_remove(const struct cw_pool *pool, int64_t session_id)
{
	struct paths paths;

	if (make_paths(pool, session_id, &paths) == CW_OK)
		unlink(paths.file);
}
