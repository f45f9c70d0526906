/* The doctor's look at the machine: data, libraries and clock. */

#include "doctor.h"

#include <dirent.h>
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/disk.h"
#include "base/text.h"
#include "child.h"
#include "config.h"
#include "db/copy.h"
#include "db/migrate.h"
#include "places.h"
#include "pool/keys.h"

#define ROOM_MIN_BYTES (INT64_C(64) << 20)
#define BACKUP_AGE_MAX_MS (INT64_C(26) * 60 * 60 * 1000)

/* --- the data directory --------------------------------------------------- */

/* One file or directory of the data; run/ and copies are looked at as one. */
static void
look_at_entry(struct doctor *doctor, const char *path, const struct stat *top)
{
	struct stat about;

	if (lstat(path, &about) != 0)
		return;
	if ((about.st_mode & 077) != 0 && !S_ISLNK(about.st_mode))
		note_found(doctor, DATA_OPEN, "%s has mode %03o", path,
		    (unsigned)about.st_mode & 0777);
	if (about.st_uid != top->st_uid)
		note_found(doctor, DATA_OWNER,
		    "%s belongs to user %u, %s to %u", path,
		    (unsigned)about.st_uid, doctor->op->conf->data_dir,
		    (unsigned)top->st_uid);
}

/* What the web server gives to everybody may be read by it. */
static bool
is_public(const char *name)
{
	return cw_text_equal(name, "live");
}

static void
look_at_entries(struct doctor *doctor, const struct stat *top)
{
	const char *dir = doctor->op->conf->data_dir;
	DIR *stream = opendir(dir);
	struct dirent *entry;
	const char *path;

	note_check(doctor);
	while (stream != NULL && (entry = readdir(stream)) != NULL) {
		if (cw_text_equal(entry->d_name, ".") ||
		    cw_text_equal(entry->d_name, "..") ||
		    is_public(entry->d_name))
			continue;
		path = cw_arena_printf(doctor->op->arena, "%s/%s", dir,
		    entry->d_name);
		if (path != NULL)
			look_at_entry(doctor, path, top);
	}
	if (stream != NULL)
		closedir(stream);
}

/* Others may pass through to what is public, but not look. */
static void
look_at_directory(struct doctor *doctor, const struct stat *top)
{
	const char *dir = doctor->op->conf->data_dir;

	note_check(doctor);
	if ((top->st_mode & 066) != 0)
		note_found(doctor, DATA_OPEN, "%s has mode %03o", dir,
		    (unsigned)top->st_mode & 0777);
	if (geteuid() != 0 && geteuid() != top->st_uid)
		note_found(doctor, DATA_OWNER,
		    "%s belongs to user %u, you "
		    "are %u",
		    dir, (unsigned)top->st_uid, (unsigned)geteuid());
}

static void
look_at_disk(struct doctor *doctor)
{
	const char *dir = doctor->op->conf->data_dir;
	const char *foreign = cw_store_foreign(dir);
	int64_t room;

	note_check(doctor);
	if (foreign != NULL)
		note_found(doctor, DATA_FOREIGN, "%s is on %s", dir, foreign);
	note_check(doctor);
	if (cw_disk_room(dir, &room) == CW_OK && room < ROOM_MIN_BYTES)
		note_found(doctor, DATA_ROOM, "%" PRId64 " MiB are free",
		    room >> 20);
}

/* --- what is in it -------------------------------------------------------- */

static void
look_at_keys(struct doctor *doctor)
{
	unsigned char key[CW_KEY_BYTES];
	const char *path = cw_arena_printf(doctor->op->arena, "%s/keys",
	    doctor->op->conf->data_dir);

	note_check(doctor);
	if (path == NULL || cw_keys_derive(path, "look", key) != CW_OK)
		note_found(doctor, KEYS, "%s", path == NULL ? "" : path);
	explicit_bzero(key, sizeof(key));
}

static void
look_at_store(struct doctor *doctor, enum cw_store_kind kind)
{
	int current = cw_schema_current(kind);
	int found = 0;
	enum cw_err err;

	note_check(doctor);
	err = cw_store_schema(doctor->op->conf->data_dir, kind, &found);
	if (err != CW_OK)
		note_found(doctor, STORE, "%s: %s", store_names[kind],
		    reason(err));
	else if (found != current)
		note_found(doctor, SCHEMA, "%s has schema %d, needed is %d",
		    store_names[kind], found, current);
}

static void
look_at_backup(struct doctor *doctor)
{
	const char *path = cw_arena_printf(doctor->op->arena, "%s/run/backup",
	    doctor->op->conf->data_dir);
	char *text;
	size_t len;
	int64_t made_ms;

	note_check(doctor);
	if (path == NULL)
		return;
	if (cw_disk_read(path, 64, doctor->op->arena, &text, &len) != CW_OK) {
		note_found(doctor, BACKUP_NONE, "none was made");
		return;
	}
	text[strcspn(text, "\n")] = '\0';
	if (cw_text_to_int(text, &made_ms) == CW_OK &&
	    cw_clock_now_ms() - made_ms > BACKUP_AGE_MAX_MS)
		note_found(doctor, BACKUP_NONE, "%" PRId64 " hours ago",
		    (cw_clock_now_ms() - made_ms) / 3600000);
}

/* --- libraries ------------------------------------------------------------ */

/* The rest of the line that begins with this; NULL: there is none. */
static const char *
find_line(struct cw_arena *arena, const char *text, const char *begin)
{
	while (*text != '\0') {
		size_t line = strcspn(text, "\n");

		if (cw_text_starts(text, begin))
			return cw_arena_copy(arena, text + strlen(begin),
			    line - strlen(begin));
		text += line + (text[line] == '\n');
	}
	return NULL;
}

static const char *
run_for_text(struct doctor *doctor, const char *const *argv)
{
	const struct child child = {
		.argv = argv,
		.input = "",
		.limit_ms = 30000,
	};
	struct child_output output;
	const char *why;
	int status = -1;

	if (run_and_read(&child, doctor->op->arena, 1 << 20, &status, &output,
		&why) != CW_OK ||
	    status != 0)
		return NULL;
	return output.text;
}

/*
 * Debian mends old versions without changing their number, and says so behind
 * it.
 */
static bool
is_mended_by_debian(struct doctor *doctor)
{
	static const char *const ask[] = { "/usr/bin/dpkg-query", "-W", "-f",
		"${Version}\n", "libfcgi0ldbl", NULL };
	const char *version = run_for_text(doctor, ask);

	return version != NULL &&
	    (strstr(version, "+deb") != NULL || strstr(version, "2.4.5") ||
		strstr(version, "2.4.6") || strstr(version, "2.4.7"));
}

static void
look_at_versions(struct doctor *doctor, const char *text)
{
	struct cw_arena *arena = doctor->op->arena;
	const char *json = find_line(arena, text, "json-c ");
	const char *fcgi = find_line(arena, text, "libfcgi ");
	const char *ours = find_line(arena, text, "health-get (chinwag) ");

	if (ours == NULL)
		ours = find_line(arena, text, "chinwag-api (chinwag) ");
	note_check(doctor);
	if (ours == NULL || !cw_text_equal(ours, PACKAGE_VERSION))
		note_found(doctor, PROGRAMS_VERSION, "%s and %s",
		    ours == NULL ? "none" : ours, PACKAGE_VERSION);
	note_check(doctor);
	if (json != NULL &&
	    (cw_text_equal(json, "0.17") || cw_text_starts(json, "0.17.")))
		note_found(doctor, JSON_C, "%s", json);
	note_check(doctor);
	if (fcgi != NULL && cw_text_starts(fcgi, "2.4.") && fcgi[4] < '5' &&
	    fcgi[5] == '\0' && !is_mended_by_debian(doctor))
		note_found(doctor, LIBFCGI, "%s", fcgi);
}

static void
look_at_programs(struct doctor *doctor)
{
	const char *path =
	    api_program(doctor->op->arena, doctor->programs, "health-get");
	const char *const argv[] = { path, "--version", NULL };
	const char *text = path == NULL ? NULL : run_for_text(doctor, argv);

	note_check(doctor);
	if (text == NULL)
		note_found(doctor, PROGRAMS_ABSENT, "%s",
		    path == NULL ? "" : path);
	else
		look_at_versions(doctor, text);
	note_check(doctor);
	if (!cw_store_is_wal_safe())
		note_found(doctor, SQLITE, "%s", cw_store_library());
}

void
look_at_host(struct doctor *doctor)
{
	const char *dir = doctor->op->conf->data_dir;
	struct stat top;

	look_at_programs(doctor);
	note_check(doctor);
	if (stat(dir, &top) != 0 || access(dir, X_OK) != 0) {
		note_found(doctor, DATA_DIR, "%s: %s", dir, strerror(errno));
		return;
	}
	look_at_directory(doctor, &top);
	look_at_entries(doctor, &top);
	look_at_disk(doctor);
	look_at_keys(doctor);
	for (int i = 0; i < CW_STORE__COUNT; i++)
		look_at_store(doctor, (enum cw_store_kind)i);
	look_at_backup(doctor);
}
