/* chinwag housekeep: throw away what is too old, and empty logs of writes. */

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "base/text.h"
#include "chat/watch.h"
#include "command.h"
#include "gateway/idempotency.h"
#include "gateway/probe.h"
#include "pool/audit.h"
#include "pool/tidy.h"
#include "removals.h"

static int run_housekeep(const struct operation *op, int argc, char **argv);

const struct command housekeep_command = {
	.name = "housekeep",
	.help = "Throw away what is too old.",
	.usage = "[--json]",
	.details =
	    "Sessions, codes, invitations and sign-ups that are over, "
	    "accounts whose\nowners wanted them deleted, mail that was "
	    "sent,\nquotas, kept answers, and rows of the audit log older "
	    "than audit_days; a few rows\nat a time, so that nobody waits.  "
	    "Then the logs of writes go into the stores.\nOnce an hour is "
	    "plenty.\n"
	    "  --json  the counts as one JSON object\n",
	.needs_data = true,
	.run = run_housekeep,
};

#define ROWS 200
#define DAY_MS INT64_C(86400000)
#define FACTS_MAX 32

/* How much went of something. */
struct fact {
	const char *name;
	int64_t removed;
};

struct report {
	struct fact facts[FACTS_MAX];
	size_t count;
	const char *kept_log; /* of a store that somebody reads; NULL none */
};

static void
add_fact(struct report *report, const char *name, int64_t removed)
{
	report->facts[report->count++] = (struct fact){ name, removed };
}

/* Everything of one kind that is over. */
static enum cw_err
tidy(struct cw_pool *pool, size_t i, struct report *report)
{
	int64_t removed, total = 0;
	bool has_more = true;
	enum cw_err err = CW_OK;

	while (err == CW_OK && has_more) {
		err = cw_tidy(pool, i, &removed, &has_more);
		if (err == CW_OK)
			total += removed;
	}
	add_fact(report, cw_tidy_name(i), total);
	return err;
}

static enum cw_err
tidy_audit(const struct operation *op, struct cw_pool *pool)
{
	const int64_t before_ms =
	    cw_clock_now_ms() - op->conf->audit_days * DAY_MS;
	bool has_more = true;
	enum cw_err err = CW_OK;

	while (err == CW_OK && has_more)
		err = cw_audit_expire(pool, before_ms, &has_more);
	return err;
}

static enum cw_err
tidy_pool(const struct operation *op, struct report *report)
{
	struct cw_pool *pool;
	int64_t removed;
	enum cw_err err = cw_pool_open(op->conf, &pool);

	if (err != CW_OK)
		return err;
	err = delete_due_accounts(op, pool, &removed);
	add_fact(report, "deleted accounts", removed);
	for (size_t i = 0; err == CW_OK && cw_tidy_name(i) != NULL; i++)
		err = tidy(pool, i, report);
	if (err == CW_OK)
		err = tidy_audit(op, pool);
	cw_pool_close(pool);
	return err;
}

/* One transaction of it; how many went. */
static enum cw_err
forget_watches(const struct operation *op, struct cw_pool *pool,
    struct cw_store *store, int64_t *removed)
{
	struct cw_told told = { 0 };
	const struct cw_chat chat = {
		.store = store,
		.arena = op->arena,
		.now_ms = cw_clock_now_ms(),
		.told = &told,
	};
	enum cw_err err = cw_begin(store);

	if (err != CW_OK)
		return err;
	err = cw_end(store, cw_watch_expire(&chat, ROWS));
	if (err == CW_OK)
		cw_watch_tell(pool, &told);
	*removed = (int64_t)told.sessions.count;
	return err;
}

/* Cursor files that nobody has asked for any more. */
static enum cw_err
tidy_watches(const struct operation *op, struct report *report)
{
	int64_t removed = ROWS, total = 0;
	struct cw_store *store = NULL;
	struct cw_pool *pool;
	enum cw_err err = cw_pool_open(op->conf, &pool);

	if (err != CW_OK)
		return err;
	err = cw_store_open(op->conf->data_dir, CW_STORE_CHAT, CW_STORE_WRITE,
	    (int)op->conf->store_busy_ms, &store);
	while (err == CW_OK && removed == ROWS) {
		err = forget_watches(op, pool, store, &removed);
		total += removed;
	}
	add_fact(report, "cursor files", total);
	cw_store_close(store);
	cw_pool_close(pool);
	return err;
}

/* Answers kept for idempotency keys: one transaction of a few rows. */
static enum cw_err
forget_answers(struct cw_store *store, int64_t *removed)
{
	const struct cw_val args[] = {
		cw_int(cw_clock_now_ms() - CW_IDEMPOTENCY_TTL_MS),
		cw_int(ROWS),
	};
	enum cw_err err = cw_begin(store);

	if (err != CW_OK)
		return err;
	return cw_end(store,
	    cw_exec(store, CW_SQL_IDEMPOTENCY_EXPIRE, args, CW_LEN(args),
		removed));
}

static enum cw_err
tidy_chat(struct cw_store *store, struct report *report)
{
	int64_t removed = ROWS, total = 0;
	enum cw_err err = CW_OK;

	while (err == CW_OK && removed == ROWS) {
		err = forget_answers(store, &removed);
		if (err == CW_OK)
			total += removed;
	}
	add_fact(report, "kept answers", total);
	return err;
}

static enum cw_err
settle(const struct operation *op, enum cw_store_kind kind,
    struct report *report)
{
	static const char *const names[CW_STORE__COUNT] = {
		[CW_STORE_CHAT] = "chat",
		[CW_STORE_POOL] = "pool",
	};
	struct cw_store *store;
	enum cw_err err = cw_store_open(op->conf->data_dir, kind,
	    CW_STORE_WRITE, (int)op->conf->store_busy_ms, &store);

	if (err != CW_OK)
		return err;
	if (kind == CW_STORE_CHAT)
		err = tidy_chat(store, report);
	if (err == CW_OK)
		err = cw_store_checkpoint(store);
	if (err == CW_BUSY) {
		report->kept_log = names[kind];
		err = CW_OK;
	}
	cw_store_close(store);
	return err;
}

static void
print_lines(const struct report *report)
{
	for (size_t i = 0; i < report->count; i++)
		if (report->facts[i].removed > 0)
			(void)printf("removed %" PRId64 " %s\n",
			    report->facts[i].removed, report->facts[i].name);
	if (report->kept_log != NULL)
		(void)printf("the %s store is being read: its log was not "
			     "emptied this time\n",
		    report->kept_log);
}

/* A name as JSON's members are called: "failed_sign_ins". */
static void
print_name(const char *name)
{
	for (; *name != '\0'; name++)
		(void)putchar(*name == ' ' || *name == '-' ? '_' : *name);
}

static void
print_json(const struct report *report)
{
	(void)putchar('{');
	for (size_t i = 0; i < report->count; i++) {
		(void)fputs(i == 0 ? "\"" : ", \"", stdout);
		print_name(report->facts[i].name);
		(void)printf("\": %" PRId64, report->facts[i].removed);
	}
	(void)puts("}");
}

static int
run_housekeep(const struct operation *op, int argc, char **argv)
{
	bool is_json = argc == 2 && cw_text_equal(argv[1], "--json");
	struct report report = { .count = 0 };
	enum cw_err err;

	if (argc != 1 && !is_json)
		return usage(&housekeep_command);
	cw_probe_tidy(op->conf->data_dir);
	err = tidy_pool(op, &report);
	if (err == CW_OK)
		err = tidy_watches(op, &report);
	for (int i = 0; err == CW_OK && i < CW_STORE__COUNT; i++)
		err = settle(op, (enum cw_store_kind)i, &report);
	if (err == CW_OK && is_json)
		print_json(&report);
	else
		print_lines(&report);
	if (err != CW_OK)
		return failed("cannot keep house: %s", reason(err));
	return EXIT_DONE;
}
