/* What a failure of the store is called, in theory and when provoked. */

#include "unit.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "db/migrate.h"
#include "db/notes.h"
#include "db/room.h"
#include "db/sqlite.h"

static bool syncs_fail;

/* Stands before the C library's, so that SQLite calls these. */
int
fsync(int fd)
{
	if (syncs_fail) {
		errno = EIO;
		return -1;
	}
	return (int)syscall(SYS_fsync, fd);
}

int
fdatasync(int fd)
{
	return fsync(fd);
}

static struct cw_store *
open_store(void **state)
{
	struct cw_store *store = NULL;

	assert_int_equal(cw_migrate(*state, CW_STORE_CHAT), CW_OK);
	assert_int_equal(cw_store_open(*state, CW_STORE_CHAT, CW_STORE_WRITE,
			     50, &store),
	    CW_OK);
	return store;
}

static void
each_code_has_its_meaning(void **state)
{
	static const struct {
		int code;
		int system_errno;
		enum cw_err err;
	} cases[] = {
		{ SQLITE_OK, 0, CW_OK },
		{ SQLITE_ROW, 0, CW_OK },
		{ SQLITE_DONE, 0, CW_OK },
		{ SQLITE_FULL, 0, CW_FULL },
		{ SQLITE_READONLY, 0, CW_FULL },
		{ SQLITE_READONLY_DIRECTORY, 0, CW_FULL },
		{ SQLITE_READONLY_DBMOVED, 0, CW_STORE },
		{ SQLITE_IOERR_WRITE, ENOSPC, CW_FULL },
		{ SQLITE_IOERR_WRITE, EDQUOT, CW_FULL },
		{ SQLITE_IOERR_WRITE, EFBIG, CW_FULL },
		{ SQLITE_IOERR_WRITE, EIO, CW_STORE },
		{ SQLITE_IOERR_SHMSIZE, ENOSPC, CW_FULL },
		{ SQLITE_IOERR_FSYNC, ENOSPC, CW_STORE },
		{ SQLITE_IOERR_FSYNC, EIO, CW_STORE },
		{ SQLITE_IOERR_NOMEM, 0, CW_NOMEM },
		{ SQLITE_NOMEM, 0, CW_NOMEM },
		{ SQLITE_BUSY, 0, CW_BUSY },
		{ SQLITE_BUSY_RECOVERY, 0, CW_BUSY },
		{ SQLITE_BUSY_SNAPSHOT, 0, CW_BUSY },
		{ SQLITE_LOCKED, 0, CW_BUSY },
		{ SQLITE_CANTOPEN, ENOSPC, CW_FULL },
		{ SQLITE_CANTOPEN, EACCES, CW_FULL },
		{ SQLITE_CANTOPEN, ENOENT, CW_STORE },
		{ SQLITE_CORRUPT, 0, CW_STORE },
		{ SQLITE_CORRUPT_INDEX, 0, CW_STORE },
		{ SQLITE_NOTADB, 0, CW_STORE },
		{ SQLITE_CONSTRAINT_UNIQUE, 0, CW_CONFLICT },
		{ SQLITE_CONSTRAINT_PRIMARYKEY, 0, CW_CONFLICT },
		{ SQLITE_CONSTRAINT_ROWID, 0, CW_CONFLICT },
		{ SQLITE_CONSTRAINT_CHECK, 0, CW_INVALID },
		{ SQLITE_CONSTRAINT_NOTNULL, 0, CW_INVALID },
		{ SQLITE_CONSTRAINT_FOREIGNKEY, 0, CW_INVALID },
		{ SQLITE_TOOBIG, 0, CW_TOOLARGE },
		{ SQLITE_MISMATCH, 0, CW_INVALID },
		{ SQLITE_ERROR, 0, CW_STORE },
		{ SQLITE_MISUSE, 0, CW_STORE },
	};

	(void)state;
	for (size_t i = 0; i < CW_LEN(cases); i++)
		assert_int_equal(cw_sqlite_map(cases[i].code,
				     cases[i].system_errno),
		    cases[i].err);
}

static void
broken_constraints_are_told_apart(void **state)
{
	struct cw_store *store = open_store(state);

	assert_int_equal(note_commit(store, 1, "a"), CW_OK);
	assert_int_equal(note_commit(store, 1, "b"), CW_CONFLICT);
	assert_int_equal(note_commit(store, 2, "a"), CW_CONFLICT);
	assert_int_equal(note_commit(store, 3, NULL), CW_INVALID);
	assert_int_equal(note_commit(store, 4, "c"), CW_OK);
	cw_store_close(store);
}

static void
text_beyond_all_limits_is_too_large(void **state)
{
	struct cw_store *store = open_store(state);
	char *text = malloc(2 << 20);

	assert_non_null(text);
	memset(text, 'x', 2 << 20);
	text[120000] = '\0';
	assert_int_equal(note_commit(store, 1, text), CW_INVALID);
	text[120000] = 'x';
	text[(2 << 20) - 1] = '\0';
	assert_int_equal(note_commit(store, 1, text), CW_TOOLARGE);
	free(text);
	cw_store_close(store);
}

/* RLIMIT_FSIZE stands for a disk that is full, or a quota. */
static void
a_full_disk_stores_nothing_and_heals(void **state)
{
	struct cw_store *store = open_store(state);
	struct rlimit old, tight;
	char text[30000];
	int64_t kept = 0;
	enum cw_err err = CW_OK;

	memset(text, 'x', sizeof(text) - 1);
	text[sizeof(text) - 1] = '\0';
	signal(SIGXFSZ, SIG_IGN);
	assert_int_equal(getrlimit(RLIMIT_FSIZE, &old), 0);
	tight = old;
	tight.rlim_cur = 300000;
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &tight), 0);
	while (err == CW_OK && kept < 100) {
		snprintf(text, 10, "%09lld", (long long)kept);
		text[9] = 'x';
		err = note_commit(store, kept + 1, text);
		if (err == CW_OK)
			kept++;
	}
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &old), 0);
	assert_int_equal(err, CW_FULL);
	assert_in_range(kept, 1, 99);
	assert_int_equal(note_commit(store, kept + 1, "room again"), CW_OK);
	assert_int_equal(note_commit(store, kept, "taken"), CW_CONFLICT);
	cw_store_close(store);
}

static void
a_failed_sync_means_that_the_process_must_go(void **state)
{
	struct cw_store *store = open_store(state);

	assert_int_equal(note_commit(store, 1, "a"), CW_OK);
	syncs_fail = true;
	assert_int_equal(note_commit(store, 2, "b"), CW_STORE);
	syncs_fail = false;
	cw_store_close(store);
}

/* Who is root may write everything, so a child becomes nobody. */
static int
open_as_nobody(const char *dir)
{
	struct cw_store *store;
	enum cw_err err;

	if (geteuid() == 0 && setuid(65534) == -1)
		return 1;
	if (chdir(dir) == -1)
		return 2;
	err = cw_store_open(dir, CW_STORE_CHAT, CW_STORE_WRITE, 50, &store);
	if (err == CW_OK)
		err = note_commit(store, 9, "must not be");
	return err == CW_FULL ? 0 : 10 + (int)err;
}

static void
a_file_that_may_not_be_written_counts_as_full(void **state)
{
	pid_t child;

	cw_store_close(open_store(state));
	assert_int_equal(chmod(room_path(state, "run"), 0755), 0);
	assert_int_equal(chmod(room_path(state, "run/chat.next"), 0666), 0);
	assert_int_equal(chmod(room_path(state, "run/chat.turn"), 0666), 0);
	assert_int_equal(chmod(room_path(state, "chat.db"), 0444), 0);
	assert_int_equal(chmod(*state, 0755), 0);
	child = fork();
	if (child == 0)
		_exit(open_as_nobody(*state));
	assert_int_equal(room_wait(child), 0);
}

static void
a_damaged_page_is_noticed(void **state)
{
	struct cw_store *store = open_store(state);
	char noise[4096];
	int fd;

	for (int64_t i = 1; i <= 200; i++) {
		snprintf(noise, sizeof(noise), "%0200lld", (long long)i);
		assert_int_equal(note_commit(store, i, noise), CW_OK);
	}
	cw_store_close(store);
	memset(noise, 0x5a, sizeof(noise));
	fd = open(room_path(state, "chat.db"), O_WRONLY);
	assert_true(fd != -1);
	for (off_t page = 1; page < 8; page++)
		assert_int_equal(pwrite(fd, noise, 4096, page * 4096), 4096);
	close(fd);
	store = open_store(state);
	assert_int_equal(note_commit(store, 1000, "after"), CW_STORE);
	cw_store_close(store);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_code_has_its_meaning),
		cmocka_unit_test_setup_teardown(
		    broken_constraints_are_told_apart, room_make, room_remove),
		cmocka_unit_test_setup_teardown(
		    text_beyond_all_limits_is_too_large, room_make,
		    room_remove),
		cmocka_unit_test_setup_teardown(
		    a_full_disk_stores_nothing_and_heals, room_make,
		    room_remove),
		cmocka_unit_test_setup_teardown(
		    a_failed_sync_means_that_the_process_must_go, room_make,
		    room_remove),
		cmocka_unit_test_setup_teardown(
		    a_file_that_may_not_be_written_counts_as_full, room_make,
		    room_remove),
		cmocka_unit_test_setup_teardown(a_damaged_page_is_noticed,
		    room_make, room_remove),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
