/*
 * The writer whose writes are traced and replayed (replay.test.mjs).
 *
 *	writer post DIR THREADS PIECES	make a store and post into it
 *	writer check			look at stores, as asked
 *
 * post tells on standard output "ready" when the store is made and the name of
 * each message when it is acknowledged.  check reads lines with a directory and
 * answers each with one line: the result of integrity_check, and the names of
 * all messages that are there.
 *
 * WRITER_SYNC says which syncs reach the kernel, to show that the replay can
 * tell: all (nothing said), none, or log, all but those of the log as with
 * synchronous = NORMAL.
 */

#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "db/group.h"
#include "db/migrate.h"
#include "db/sqlite.h"

enum { ALICE = 1, CONVERSATION = 1, PAGE = 100 };

/* One poster and its messages. */
struct poster {
	struct cw_group *group;
	int number;
	int pieces;
	char name[40]; /* of the message under way */
};

static bool
is_skipped(int fd)
{
	const char *syncs = getenv("WRITER_SYNC");
	char link[40], path[PATH_MAX];
	ssize_t len;

	if (syncs == NULL)
		return false;
	if (strcmp(syncs, "none") == 0)
		return true;
	snprintf(link, sizeof(link), "/proc/self/fd/%d", fd);
	len = readlink(link, path, sizeof(path));
	return len > 4 && memcmp(path + len - 4, "-wal", 4) == 0;
}

/* Stands before the C library's, so that SQLite calls these. */
int
fsync(int fd)
{
	return is_skipped(fd) ? 0 : (int)syscall(SYS_fsync, fd);
}

int
fdatasync(int fd)
{
	return is_skipped(fd) ? 0 : (int)syscall(SYS_fdatasync, fd);
}

/* One write(2), so that the trace has it whole and in its place. */
static void
tell(const char *what)
{
	char line[64];
	int len = snprintf(line, sizeof(line), "%s\n", what);

	if (write(STDOUT_FILENO, line, (size_t)len) != len)
		_exit(3);
}

static enum cw_err
furnish(struct cw_store *store, void *arg)
{
	const struct cw_val user[] = { cw_int(ALICE), cw_text("alice"),
		cw_text("alice"), cw_int(1) };
	const struct cw_val talk[] = { cw_text("a talk"), cw_null(), cw_null(),
		cw_int(1) };
	const struct cw_val member[] = { cw_int(CONVERSATION), cw_int(ALICE),
		cw_int(1) };
	struct cw_rows rows;
	enum cw_err err;

	(void)arg;
	err = cw_exec(store, CW_SQL_USER_ADD, user, CW_LEN(user), NULL);
	if (err != CW_OK)
		return err;
	err = cw_query_one(store, CW_SQL_CONVERSATION_ADD, talk, CW_LEN(talk),
	    &rows);
	cw_rows_end(&rows);
	if (err != CW_OK)
		return err;
	return cw_exec(store, CW_SQL_MEMBER_ADD, member, CW_LEN(member), NULL);
}

/* What a post to a conversation writes. */
static enum cw_err
post(struct cw_store *store, void *arg)
{
	const struct poster *poster = arg;
	const struct cw_val advance[] = { cw_int(1), cw_int(CONVERSATION),
		cw_int(ALICE) };
	struct cw_rows rows;
	int64_t time, seq;
	enum cw_err err;

	err = cw_query_one(store, CW_SQL_CONVERSATION_ADVANCE, advance,
	    CW_LEN(advance), &rows);
	if (err != CW_OK)
		return err;
	time = cw_col_int(&rows, 0);
	seq = cw_col_int(&rows, 1);
	cw_rows_end(&rows);

	const struct cw_val message[] = { cw_int(CONVERSATION), cw_int(time),
		cw_int(seq), cw_int(ALICE), cw_int(seq),
		cw_text(poster->name) };
	const struct cw_val event[] = { cw_int(1), cw_int(CONVERSATION),
		cw_int(ALICE), cw_int(time), cw_null(), cw_int(time) };

	err =
	    cw_exec(store, CW_SQL_MESSAGE_ADD, message, CW_LEN(message), NULL);
	if (err != CW_OK)
		return err;
	return cw_exec(store, CW_SQL_EVENT_ADD, event, CW_LEN(event), NULL);
}

static void *
post_all(void *arg)
{
	struct poster *poster = arg;

	for (int i = 0; i < poster->pieces; i++) {
		/* Long enough that pages split now and then. */
		snprintf(poster->name, sizeof(poster->name), "t%d-%028d",
		    poster->number, i);
		if (cw_group_run(poster->group, post, poster) != CW_OK)
			_exit(4);
		tell(poster->name);
	}
	return NULL;
}

static int
run_posters(const char *dir, int threads, int pieces)
{
	const struct cw_group_options options = {
		.data_dir = dir,
		.kind = CW_STORE_CHAT,
		.busy_ms = 5000,
		.max_pieces = 8,
	};
	struct poster posters[16];
	pthread_t ids[16];
	struct cw_group *group;
	enum cw_err err;

	if (threads > 16)
		return 2;
	err = cw_migrate(dir, CW_STORE_CHAT);
	if (err == CW_OK)
		err = cw_group_open(&options, &group);
	if (err == CW_OK)
		err = cw_group_run(group, furnish, NULL);
	if (err != CW_OK)
		return 1;
	tell("ready");
	for (int i = 0; i < threads; i++) {
		posters[i] = (struct poster){ group, i, pieces, "" };
		pthread_create(&ids[i], NULL, post_all, &posters[i]);
	}
	for (int i = 0; i < threads; i++)
		pthread_join(ids[i], NULL);
	cw_group_close(group);
	return 0;
}

/* The pragma's answer, "ok" if all is well. */
static void
print_integrity(struct cw_store *store)
{
	sqlite3_stmt *statement;
	const char *answer = "?";

	if (sqlite3_prepare_v2(store->db, "PRAGMA integrity_check", -1,
		&statement, NULL) == SQLITE_OK &&
	    sqlite3_step(statement) == SQLITE_ROW)
		answer = (const char *)sqlite3_column_text(statement, 0);
	printf("%.*s", (int)strcspn(answer, " \n"), answer);
	sqlite3_finalize(statement);
}

static enum cw_err
print_messages(struct cw_store *store)
{
	int64_t after = 0, found = PAGE;
	enum cw_err err = CW_OK;

	while (err == CW_OK && found == PAGE) {
		const struct cw_val args[] = { cw_int(CONVERSATION),
			cw_int(after), cw_int(ALICE), cw_int(PAGE) };
		struct cw_rows rows;

		err = cw_query(store, CW_SQL_MESSAGES_AFTER, args, CW_LEN(args),
		    &rows);
		found = 0;
		while (err == CW_OK && cw_rows_next(&rows, &err)) {
			after = cw_col_int(&rows, 0);
			printf(" %s", cw_col_peek(&rows, 2, NULL));
			found++;
		}
		cw_rows_end(&rows);
	}
	return err;
}

/* Making it again is what happens after a crash during the first time. */
static void
check(const char *dir)
{
	struct cw_store *store;
	enum cw_err err;

	err = cw_migrate(dir, CW_STORE_CHAT);
	if (err == CW_OK)
		err = cw_store_open(dir, CW_STORE_CHAT, CW_STORE_WRITE, 100,
		    &store);
	if (err != CW_OK) {
		printf("unopened-%s\n", cw_err_word(err));
		return;
	}
	print_integrity(store);
	err = print_messages(store);
	printf("%s\n", err == CW_OK ? "" : " unread");
	cw_store_close(store);
}

int
main(int argc, char **argv)
{
	char dir[PATH_MAX];

	if (argc == 5 && strcmp(argv[1], "post") == 0)
		return run_posters(argv[2], (int)strtol(argv[3], NULL, 10),
		    (int)strtol(argv[4], NULL, 10));
	if (argc != 2 || strcmp(argv[1], "check") != 0)
		return 2;
	while (fgets(dir, sizeof(dir), stdin) != NULL) {
		dir[strcspn(dir, "\n")] = '\0';
		check(dir);
		fflush(stdout);
	}
	return 0;
}
