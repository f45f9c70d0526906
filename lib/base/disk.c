/* Files that are on the disk when a function returns. */

#include "base/disk.h"

#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include "base/log.h"

#define PIECE_BYTES 65536

/* Descriptors that a walk through directories may hold. */
#define WALK_FDS 16

enum cw_err
cw_disk_refused(const char *what, const char *path)
{
	int problem = errno;

	cw_log(CW_LOG_ERROR, "cannot %s %s: %s", what, path, strerror(problem));
	if (problem == ENOSPC || problem == EDQUOT || problem == EROFS)
		return CW_FULL;
	return CW_SYSTEM;
}

enum cw_err
cw_disk_sync(const char *path)
{
	enum cw_err err = CW_OK;
	int fd = open(path, O_RDONLY | O_CLOEXEC);

	if (fd == -1)
		return cw_disk_refused("open", path);
	if (fsync(fd) == -1)
		err = cw_disk_refused("sync", path);
	close(fd);
	return err;
}

static enum cw_err
make(const char *path, mode_t mode, int *fd)
{
	*fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode);
	if (*fd != -1)
		return CW_OK;
	return errno == EEXIST ? CW_CONFLICT : cw_disk_refused("make", path);
}

static enum cw_err
put(int fd, const char *path, const char *bytes, size_t len)
{
	while (len > 0) {
		ssize_t written = write(fd, bytes, len);

		if (written == -1 && errno == EINTR)
			continue;
		if (written == -1)
			return cw_disk_refused("write", path);
		bytes += written;
		len -= (size_t)written;
	}
	return CW_OK;
}

/* What was written is on the disk, or the file is gone again. */
static enum cw_err
finish(int fd, const char *path, enum cw_err err)
{
	if (err == CW_OK && fsync(fd) == -1)
		err = cw_disk_refused("sync", path);
	if (close(fd) == -1 && err == CW_OK)
		err = cw_disk_refused("close", path);
	if (err != CW_OK)
		unlink(path);
	return err;
}

enum cw_err
cw_disk_write(const char *path, mode_t mode, const void *bytes, size_t len)
{
	enum cw_err err;
	int fd;

	err = make(path, mode, &fd);
	if (err != CW_OK)
		return err;
	return finish(fd, path, put(fd, path, bytes, len));
}

static enum cw_err
pour(int from_fd, const char *from, int to_fd, const char *to)
{
	char piece[PIECE_BYTES];
	enum cw_err err = CW_OK;
	ssize_t len = 1;

	while (err == CW_OK && len != 0) {
		len = read(from_fd, piece, sizeof(piece));
		if (len == -1)
			return cw_disk_refused("read", from);
		err = put(to_fd, to, piece, (size_t)len);
	}
	return err;
}

enum cw_err
cw_disk_copy(const char *from, const char *to)
{
	int from_fd = open(from, O_RDONLY | O_CLOEXEC);
	enum cw_err err;
	int to_fd;

	if (from_fd == -1)
		return cw_disk_refused("open", from);
	err = make(to, 0600, &to_fd);
	if (err == CW_OK)
		err = finish(to_fd, to, pour(from_fd, from, to_fd, to));
	close(from_fd);
	return err;
}

/* One byte more than there may be tells that there is too much. */
static enum cw_err
take(int fd, const char *path, char *bytes, size_t max_bytes, size_t *len)
{
	size_t have = 0;
	ssize_t more = 1;

	while (more != 0 && have <= max_bytes) {
		more = read(fd, bytes + have, max_bytes + 1 - have);
		if (more == -1)
			return cw_disk_refused("read", path);
		have += (size_t)more;
	}
	if (have > max_bytes)
		return CW_TOOLARGE;
	bytes[have] = '\0';
	*len = have;
	return CW_OK;
}

enum cw_err
cw_disk_read(const char *path, size_t max_bytes, struct cw_arena *arena,
    char **out, size_t *len)
{
	char *bytes = cw_arena_alloc(arena, max_bytes + 1);
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	enum cw_err err = CW_NOMEM;

	if (fd == -1)
		return errno == ENOENT ? CW_NOTFOUND
				       : cw_disk_refused("open", path);
	if (bytes != NULL)
		err = take(fd, path, bytes, max_bytes, len);
	close(fd);
	if (err == CW_OK)
		*out = bytes;
	return err;
}

enum cw_err
cw_disk_room(const char *path, int64_t *out)
{
	struct statvfs disk;

	if (statvfs(path, &disk) == -1)
		return cw_disk_refused("look at", path);
	*out = (int64_t)(disk.f_bavail * disk.f_frsize);
	return CW_OK;
}

static int
remove_one(const char *path, const struct stat *about, int kind,
    struct FTW *where)
{
	(void)about;
	(void)kind;
	(void)where;
	return remove(path);
}

enum cw_err
cw_disk_remove(const char *path)
{
	int failed = nftw(path, remove_one, WALK_FDS, FTW_DEPTH | FTW_PHYS);

	if (failed == 0 || errno == ENOENT)
		return CW_OK;
	return cw_disk_refused("remove", path);
}
