/* Data directories for tests, below $TMPDIR. */

#include "db/room.h"

#include <dirent.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

static void
remove_all(const char *path)
{
	char below[PATH_MAX];
	struct dirent *entry;
	DIR *dir = opendir(path);

	while (dir != NULL && (entry = readdir(dir)) != NULL) {
		if (strcmp(entry->d_name, ".") == 0 ||
		    strcmp(entry->d_name, "..") == 0)
			continue;
		snprintf(below, sizeof(below), "%s/%s", path, entry->d_name);
		if (unlink(below) == -1)
			remove_all(below);
	}
	if (dir != NULL)
		closedir(dir);
	rmdir(path);
}

int
room_make(void **state)
{
	const char *tmp = getenv("TMPDIR");
	char *path = malloc(PATH_MAX);

	if (path == NULL)
		return -1;
	snprintf(path, PATH_MAX, "%s/chinwag-db-XXXXXX",
	    tmp == NULL ? "/tmp" : tmp);
	if (mkdtemp(path) == NULL)
		return -1;
	*state = path;
	return 0;
}

int
room_remove(void **state)
{
	chmod(*state, 0700);
	remove_all(*state);
	free(*state);
	return 0;
}

const char *
room_path(void *const *state, const char *name)
{
	static char path[PATH_MAX];

	snprintf(path, sizeof(path), "%s/%s", (const char *)*state, name);
	return path;
}

int
room_wait(pid_t child)
{
	int status;

	if (waitpid(child, &status, 0) == -1)
		return -1;
	if (WIFSIGNALED(status))
		return 128 + WTERMSIG(status);
	return WEXITSTATUS(status);
}
