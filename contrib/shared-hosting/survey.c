/* Looking at the host: what was uploaded, who we are, disk and clock. */

#include "survey.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <sys/utsname.h>
#include <time.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/text.h"
#include "manifest.h"
#include "place.h"
#include "release.h"

#define FREE_MIN_MIB 64
#define DAY_MS (INT64_C(24) * 60 * 60 * 1000)

/* What each look is given; it returns what is wrong, or NULL. */
struct look {
	struct cw_arena *arena;
	const char *root;
	struct manifest manifest;
	enum cw_err manifest_err;
};

typedef const char *look_at(const struct look *look);

static const char *
look_at_release(const struct look *look)
{
	if (look->manifest_err == CW_NOTFOUND)
		return "chinwag/manifest.txt is missing: the upload is not "
		       "complete. Upload the whole archive again.";
	if (look->manifest_err != CW_OK)
		return "chinwag/manifest.txt is damaged or cut off: the upload "
		       "is not complete. Upload the whole archive again.";
	if (!cw_text_equal(look->manifest.machine, RELEASE_MACHINE))
		return cw_arena_printf(look->arena,
		    "These files are for %s, and this program for %s. Upload "
		    "one archive, whole.",
		    look->manifest.machine, RELEASE_MACHINE);
	if (strncmp(look->manifest.release, RELEASE_VERSION "-",
		sizeof(RELEASE_VERSION "-") - 1) != 0)
		return cw_arena_printf(look->arena,
		    "These files are of release %s, and this program of %s. "
		    "Upload one archive, whole.",
		    look->manifest.release, RELEASE_VERSION);
	return NULL;
}

static const char *
look_at_files(const struct look *look)
{
	const char *first = "";
	size_t differ;

	if (look->manifest_err != CW_OK)
		return "There is no list of files to compare with.";
	differ = manifest_compare(&look->manifest, look->root, &first);
	if (differ == 0)
		return NULL;
	return cw_arena_printf(look->arena,
	    "%zu of %zu files are missing or differ from the archive, the "
	    "first is %s. Upload them again (in binary mode, if your program "
	    "asks).",
	    differ, look->manifest.count, first);
}

static const char *
look_at_owner(const struct look *look)
{
	struct stat found;

	if (geteuid() == 0)
		return "The host runs programs as root. Chinwag does not want "
		       "to be root.";
	if (stat(look->root, &found) != 0)
		return "Chinwag cannot look at the folder that it lies in.";
	if (found.st_uid != geteuid())
		return cw_arena_printf(look->arena,
		    "The host runs programs as user %u, and not as you, who "
		    "are user %u. Programs of its other customers could read "
		    "your messages. Ask your host for suEXEC.",
		    (unsigned)geteuid(), (unsigned)found.st_uid);
	return NULL;
}

/* Whoever may change the files changes what the programs do. */
static const char *
look_at_permissions(const struct look *look)
{
	static const char *const names[] = { "", "chinwag", ".htaccess",
		"index.html" };
	char path[PATH_MAX];
	struct stat found;

	for (size_t i = 0; i < CW_LEN(names); i++) {
		if (place_join(path, look->root, names[i]) != CW_OK ||
		    stat(path, &found) != 0)
			continue;
		if ((found.st_mode & S_IWOTH) != 0)
			return cw_arena_printf(look->arena,
			    "Everyone on this machine may write to %s. Set its "
			    "permissions to %s.",
			    path, S_ISDIR(found.st_mode) ? "0755" : "0644");
	}
	return NULL;
}

static bool
parse_day(const char *text, int64_t *out_ms)
{
	struct tm tm = { 0 };
	const char *end = strptime(text, "%Y-%m-%d", &tm);

	if (end == NULL || *end != '\0')
		return false;
	*out_ms = (int64_t)timegm(&tm) * 1000;
	return true;
}

static const char *
look_at_clock(const struct look *look)
{
	char now[16] = "";
	int64_t released_ms;
	time_t seconds = (time_t)(cw_clock_now_ms() / 1000);
	struct tm tm;

	if (look->manifest_err != CW_OK ||
	    !parse_day(look->manifest.day, &released_ms))
		return NULL;
	if (cw_clock_now_ms() >= released_ms - DAY_MS)
		return NULL;
	(void)strftime(now, sizeof(now), "%Y-%m-%d", gmtime_r(&seconds, &tm));
	return cw_arena_printf(look->arena,
	    "The host's clock says %s, and this release is of %s. Times of "
	    "messages would be wrong; ask your host to set the clock.",
	    now, look->manifest.day);
}

static const char *
look_at_disk(const struct look *look)
{
	struct statvfs disk;
	unsigned long long free_mib;

	if (statvfs(look->root, &disk) != 0)
		return NULL;
	free_mib =
	    (unsigned long long)disk.f_bavail * disk.f_frsize / (1024 * 1024);
	if (free_mib >= FREE_MIN_MIB)
		return NULL;
	return cw_arena_printf(look->arena,
	    "Only %llu MiB are free, and %d are needed.", free_mib,
	    FREE_MIN_MIB);
}

static const struct {
	const char *name;
	look_at *flaw;
	const char *well;
} looks[] = {
	{ "release", look_at_release, "Program and files are of one release." },
	{ "files", look_at_files, "All files are as in the archive." },
	{ "owner", look_at_owner, "Programs run under your own account." },
	{ "permissions", look_at_permissions,
	    "Nobody else may change the files." },
	{ "clock", look_at_clock, "The host's clock is plausible." },
	{ "disk", look_at_disk, "There is room." },
};

enum cw_err
survey(struct cw_arena *arena, const char *root, struct cw_list *out)
{
	struct look look = { .arena = arena, .root = root };

	look.manifest_err = manifest_read(arena, root, &look.manifest);
	if (look.manifest_err == CW_NOMEM)
		return CW_NOMEM;
	for (size_t i = 0; i < CW_LEN(looks); i++) {
		struct survey_item *item =
		    cw_list_push(out, arena, sizeof(*item));
		const char *flaw;

		if (item == NULL)
			return CW_NOMEM;
		flaw = looks[i].flaw(&look);
		item->name = looks[i].name;
		item->ok = flaw == NULL;
		item->says = flaw == NULL ? looks[i].well : flaw;
	}
	return CW_OK;
}

const struct survey_item *
survey_flaw(const struct cw_list *items)
{
	const struct survey_item *all = items->items;

	for (size_t i = 0; i < items->count; i++)
		if (!all[i].ok)
			return &all[i];
	return NULL;
}

const char *
survey_sendmail(void)
{
	static const char *const paths[] = { "/usr/sbin/sendmail",
		"/usr/lib/sendmail", "/var/qmail/bin/sendmail",
		"/usr/local/sbin/sendmail", "/usr/bin/sendmail" };

	for (size_t i = 0; i < CW_LEN(paths); i++)
		if (access(paths[i], X_OK) == 0)
			return paths[i];
	return NULL;
}
