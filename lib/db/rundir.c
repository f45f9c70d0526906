/* The directory of locks and bells below the data directory. */

#include "db/rundir.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>

#include "base/disk.h"

enum cw_err
cw_rundir_path(const char *data_dir, const char *name, char out[PATH_MAX])
{
	int len = snprintf(out, PATH_MAX, "%s/run/%s", data_dir, name);

	if (len < 0 || len >= PATH_MAX)
		return CW_TOOLARGE;
	return CW_OK;
}

enum cw_err
cw_rundir_make(const char *data_dir)
{
	char path[PATH_MAX];
	enum cw_err err;

	err = cw_rundir_path(data_dir, "", path);
	if (err != CW_OK)
		return err;
	if (mkdir(path, 0700) == -1 && errno != EEXIST)
		return cw_disk_refused("make", path);
	return CW_OK;
}

enum cw_err
cw_rundir_open(const char *data_dir, const char *name, int *fd)
{
	const int flags = O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW;
	char path[PATH_MAX];
	enum cw_err err;
	int opened;

	err = cw_rundir_path(data_dir, name, path);
	if (err != CW_OK)
		return err;
	opened = open(path, flags, 0600);
	if (opened == -1 && errno == ENOENT) {
		err = cw_rundir_make(data_dir);
		if (err != CW_OK)
			return err;
		opened = open(path, flags, 0600);
	}
	if (opened == -1)
		return cw_disk_refused("open", path);
	*fd = opened;
	return CW_OK;
}
