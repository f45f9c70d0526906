/* Who has the stores open, by /proc. */

#include "holders.h"

#include <ctype.h>
#include <dirent.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/text.h"
#include "command.h"

#define LIST_MAX_BYTES 4096

/* Is it the path of a store's file, or one that SQLite keeps beside it? */
static bool
is_store(const char *path, const char *dir)
{
	size_t len = strlen(dir);
	const char *name = path + len + 1;
	size_t name_len;

	if (strncmp(path, dir, len) != 0 || path[len] != '/')
		return false;
	for (int i = 0; i < CW_STORE__COUNT; i++) {
		name_len = strlen(store_names[i]);
		if (strncmp(name, store_names[i], name_len) == 0 &&
		    strncmp(name + name_len, ".db", 3) == 0)
			return true;
	}
	return false;
}

static bool
holds(const char *pid, const char *dir)
{
	char fds[64], link[400], target[PATH_MAX];
	struct dirent *entry;
	bool found = false;
	ssize_t len;
	DIR *stream;

	(void)snprintf(fds, sizeof(fds), "/proc/%.20s/fd", pid);
	stream = opendir(fds);
	if (stream == NULL)
		return false;
	while (!found && (entry = readdir(stream)) != NULL) {
		(void)snprintf(link, sizeof(link), "%s/%s", fds, entry->d_name);
		len = readlink(link, target, sizeof(target) - 1);
		if (len <= 0)
			continue;
		target[len] = '\0';
		found = is_store(target, dir);
	}
	closedir(stream);
	return found;
}

static void
put_name(struct cw_buf *buf, const char *pid)
{
	char path[64], name[64] = "";
	FILE *file;

	(void)snprintf(path, sizeof(path), "/proc/%.20s/comm", pid);
	file = fopen(path, "re");
	if (file != NULL) {
		if (fgets(name, sizeof(name), file) != NULL)
			name[strcspn(name, "\n")] = '\0';
		(void)fclose(file);
	}
	cw_buf_printf(buf, "%s%s (%s)", buf->len > 0 ? ", " : "", pid, name);
}

const char *
find_holders(struct cw_arena *arena, const char *dir)
{
	char real[PATH_MAX];
	DIR *stream = opendir("/proc");
	struct dirent *entry;
	struct cw_buf buf;

	cw_buf_init(&buf, arena, LIST_MAX_BYTES);
	cw_buf_puts(&buf, "");
	if (stream == NULL)
		return NULL;
	if (realpath(dir, real) != NULL)
		while ((entry = readdir(stream)) != NULL)
			if (isdigit((unsigned char)entry->d_name[0]) &&
			    holds(entry->d_name, real))
				put_name(&buf, entry->d_name);
	closedir(stream);
	return buf.failed ? NULL : buf.data;
}
