/* Throwing away what is over. */

#include "pool/tidy.h"

#include "base/clock.h"
#include "pool/inside.h"
#include "pool/lockout.h"

/* In one transaction. */
#define ROWS 200

struct kind {
	const char *name;
	enum cw_sql sql;
	int64_t keep_ms;    /* after it was over, or made */
	bool also_asks_now; /* takes now, too, before how many rows */
};

static const struct kind kinds[] = {
	{ .name = "sessions", .sql = CW_SQL_SESSION_EXPIRE },
	{ .name = "codes", .sql = CW_SQL_CODE_EXPIRE },
	{ .name = "steps of signing in", .sql = CW_SQL_CHALLENGE_EXPIRE },
	{ .name = "unconfirmed accounts",
	    .sql = CW_SQL_ACCOUNT_EXPIRE,
	    .keep_ms = CW_UNCONFIRMED_LIFE_MS,
	    .also_asks_now = true },
	{ .name = "invitations",
	    .sql = CW_SQL_INVITATION_EXPIRE,
	    .keep_ms = 30 * CW_DAY_MS },
	{ .name = "sign-in steps", .sql = CW_SQL_CHALLENGE_EXPIRE },
	{ .name = "devices",
	    .sql = CW_SQL_DEVICE_EXPIRE,
	    .keep_ms = CW_DEVICE_LIFE_MS },
	{ .name = "spent tokens", .sql = CW_SQL_SPENT_EXPIRE },
	{ .name = "mails", .sql = CW_SQL_MAIL_EXPIRE, .keep_ms = CW_DAY_MS },
	{ .name = "quotas", .sql = CW_SQL_QUOTA_EXPIRE, .keep_ms = CW_HOUR_MS },
	{ .name = "failed sign-ins",
	    .sql = CW_SQL_LOCKOUT_EXPIRE,
	    .keep_ms = CW_LOCKOUT_QUIET_MS },
};

/* A batch under way. */
struct batch {
	const struct kind *kind;
	int64_t removed;
};

static enum cw_err
remove_work(struct cw_store *store, void *arg)
{
	struct batch *batch = arg;
	const struct kind *kind = batch->kind;
	const int64_t now_ms = cw_clock_now_ms();
	struct cw_val args[3];
	size_t count = 0;

	args[count++] = cw_int(now_ms - kind->keep_ms);
	if (kind->also_asks_now)
		args[count++] = cw_int(now_ms);
	args[count++] = cw_int(ROWS);
	return cw_exec(store, kind->sql, args, count, &batch->removed);
}

const char *
cw_tidy_name(size_t i)
{
	return i < CW_LEN(kinds) ? kinds[i].name : NULL;
}

enum cw_err
cw_tidy(struct cw_pool *pool, size_t i, int64_t *removed, bool *has_more)
{
	struct batch batch = { .kind = &kinds[i] };
	enum cw_err err = cw_group_run(pool->group, remove_work, &batch);

	if (err != CW_OK)
		return err;
	*removed = batch.removed;
	*has_more = batch.removed == ROWS;
	return CW_OK;
}
