/* Finding the web root, and a place for the data that nobody serves. */

#include "place.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include <sys/statfs.h>
#include <unistd.h>

#include "base/text.h"

#define PLACE_FILE "chinwag/place"

/* What hosts call the directories that their servers show. */
static const char *const served_names[] = { "public_html", "public", "www",
	"wwwroot", "webroot", "web", "htdocs", "httpdocs", "httpsdocs", "html",
	"docs", "site", "domains", "subdomains" };

/* What lies in such a directory, and hardly in others. */
static const char *const served_files[] = { ".htaccess", "index.html",
	"index.htm", "index.php", "robots.txt", "cgi-bin" };

/* statfs(2) has these in its manual page. */
static const unsigned long remote_magics[] = {
	0x6969,	    /* NFS */
	0x517b,	    /* SMB */
	0xff534d42, /* CIFS */
	0xfe534d42, /* SMB 2 */
	0x5346414f, /* AFS */
	0x6b414653, /* AFS of the kernel */
	0x73757245, /* Coda */
	0x01021997, /* 9P */
	0x00c36400, /* Ceph */
	0x0bd00bd0, /* Lustre */
	0x01161970, /* GFS2 */
	0x7461636f, /* OCFS2 */
	0x65735546, /* FUSE: sshfs, GlusterFS and others */
};

bool
place_is_remote(unsigned long magic)
{
	for (size_t i = 0; i < CW_LEN(remote_magics); i++)
		if (magic == remote_magics[i])
			return true;
	return false;
}

enum cw_err
place_join(char out[PATH_MAX], const char *parent, const char *name)
{
	int len = snprintf(out, PATH_MAX, "%s/%s",
	    cw_text_equal(parent, "/") ? "" : parent, name);

	return len < 0 || len >= PATH_MAX ? CW_TOOLARGE : CW_OK;
}

/* Cut the last name off; false: it was the root directory. */
static bool
go_up(char path[PATH_MAX])
{
	char *slash = strrchr(path, '/');

	if (slash == NULL || cw_text_equal(path, "/"))
		return false;
	slash[slash == path ? 1 : 0] = '\0';
	return true;
}

enum cw_err
place_root(char out[PATH_MAX])
{
	ssize_t len = readlink("/proc/self/exe", out, PATH_MAX - 1);

	if (len < 0)
		return CW_SYSTEM;
	out[len] = '\0';
	return go_up(out) && go_up(out) ? CW_OK : CW_SYSTEM;
}

/* --- the place file ------------------------------------------------------- */

enum cw_err
place_conf(const char *root, char conf[PATH_MAX])
{
	char path[PATH_MAX];
	enum cw_err err = place_join(path, root, PLACE_FILE);
	FILE *file;
	bool is_read;

	if (err != CW_OK)
		return err;
	file = fopen(path, "re");
	if (file == NULL)
		return errno == ENOENT ? CW_NOTFOUND : CW_SYSTEM;
	is_read = fgets(conf, PATH_MAX, file) != NULL;
	(void)fclose(file);
	if (!is_read)
		return CW_NOTFOUND;
	conf[strcspn(conf, "\r\n")] = '\0';
	return conf[0] == '/' ? CW_OK : CW_NOTFOUND;
}

static bool
write_line(const char *path, const char *line)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
	bool is_written;

	if (fd < 0)
		return false;
	is_written = dprintf(fd, "%s\n", line) > 0 && fsync(fd) == 0;
	return close(fd) == 0 && is_written;
}

enum cw_err
place_keep(const char *root, const char *conf)
{
	char path[PATH_MAX], fresh[PATH_MAX];

	if (place_join(path, root, PLACE_FILE) != CW_OK ||
	    place_join(fresh, root, PLACE_FILE ".new") != CW_OK)
		return CW_TOOLARGE;
	if (write_line(fresh, conf) && rename(fresh, path) == 0)
		return CW_OK;
	(void)unlink(fresh);
	return CW_SYSTEM;
}

/* --- a place for the data ------------------------------------------------- */

static bool
is_ours(const char *path)
{
	struct stat found;

	return stat(path, &found) == 0 && found.st_uid == geteuid();
}

static bool
looks_served(const char *dir)
{
	const char *name = strrchr(dir, '/') + 1;
	char path[PATH_MAX];

	for (size_t i = 0; i < CW_LEN(served_names); i++)
		if (strcasecmp(name, served_names[i]) == 0)
			return true;
	for (size_t i = 0; i < CW_LEN(served_files); i++)
		if (place_join(path, dir, served_files[i]) == CW_OK &&
		    access(path, F_OK) == 0)
			return true;
	return false;
}

/* Is it, or what it lies in as far as that is ours, a web root? */
static bool
is_below_served(const char *dir)
{
	char path[PATH_MAX];

	(void)snprintf(path, sizeof(path), "%s", dir);
	do {
		if (is_ours(path) && looks_served(path))
			return true;
	} while (go_up(path));
	return false;
}

static bool
is_fit(const char *dir)
{
	struct stat found;

	return stat(dir, &found) == 0 && found.st_uid == geteuid() &&
	    (found.st_mode & S_IWOTH) == 0 && access(dir, W_OK | X_OK) == 0 &&
	    !is_below_served(dir);
}

enum cw_err
place_find(const char *root, char out[PATH_MAX])
{
	(void)snprintf(out, PATH_MAX, "%s", root);
	while (go_up(out) && !cw_text_equal(out, "/"))
		if (is_fit(out))
			return CW_OK;
	return CW_NOTFOUND;
}

static bool
is_within(const char *path, const char *dir)
{
	size_t len = strlen(dir);

	return strncmp(path, dir, len) == 0 &&
	    (path[len] == '/' || path[len] == '\0');
}

/* Nothing in it but what we would take away ourselves? */
static bool
is_empty(const char *path)
{
	DIR *dir = opendir(path);
	const struct dirent *entry;
	bool is_found = false;

	if (dir == NULL)
		return errno == ENOENT;
	while (!is_found && (entry = readdir(dir)) != NULL)
		is_found = !cw_text_equal(entry->d_name, ".") &&
		    !cw_text_equal(entry->d_name, "..");
	(void)closedir(dir);
	return !is_found;
}

static const char *
flaw_of_parent(struct cw_arena *arena, const char *dir)
{
	struct statfs disk;
	struct stat found;

	if (stat(dir, &found) != 0 || !S_ISDIR(found.st_mode))
		return cw_arena_printf(arena,
		    "There is no folder %s, or Chinwag may not look into it.",
		    dir);
	if (access(dir, W_OK | X_OK) != 0)
		return cw_arena_printf(arena,
		    "Chinwag may not write to %s. Make a folder there "
		    "yourself, with permissions 0700, and name it here.",
		    dir);
	if (is_below_served(dir))
		return cw_arena_printf(arena,
		    "%s looks like a folder that the web server shows to "
		    "everyone.",
		    dir);
	if (statfs(dir, &disk) == 0 &&
	    place_is_remote((unsigned long)disk.f_type & 0xffffffffUL))
		return cw_arena_printf(arena,
		    "%s is on a file system that other machines share (type "
		    "0x%lx, such as NFS). A database would be damaged there; "
		    "ask your host for a folder on a local disk.",
		    dir, (unsigned long)disk.f_type & 0xffffffffUL);
	return NULL;
}

const char *
place_flaw(struct cw_arena *arena, const char *root, const char *path)
{
	char parent[PATH_MAX];
	struct stat found;

	if (path[0] != '/' || strlen(path) >= 200 ||
	    strstr(path, "/../") != NULL || strpbrk(path, "\"\n\r") != NULL)
		return "This must be the whole path of a folder, with / in "
		       "front, of at most 200 characters.";
	if (is_within(path, root))
		return "The data must lie outside of the folder that the web "
		       "server shows, or anyone could fetch it.";
	if (stat(path, &found) == 0 && S_ISDIR(found.st_mode)) {
		if ((found.st_mode & (S_IRWXG | S_IRWXO)) != 0)
			return cw_arena_printf(arena,
			    "Others on this machine may look into %s. Set its "
			    "permissions to 0700.",
			    path);
		if (!is_empty(path))
			return cw_arena_printf(arena,
			    "%s is not empty. Name a folder that is new.",
			    path);
	}
	(void)snprintf(parent, sizeof(parent), "%s", path);
	if (!go_up(parent))
		return "This must be a folder of its own.";
	return flaw_of_parent(arena, parent);
}
