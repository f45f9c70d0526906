/* The lock after failed sign-ins. */

#include "pool/lockout.h"

#include <inttypes.h>

#include "base/clock.h"
#include "base/text.h"
#include "pool/inside.h"
#include "pool/token.h"

#define FREE_FAILURES 5
#define LONGEST_MS (15 * CW_MINUTE_MS)
#define DOUBLINGS 10 /* 2^10 seconds are more than the longest */

/* A row of failures. */
struct record {
	int64_t failures;
	int64_t failed_ms;
	int64_t locked_until_ms;
};

enum cw_err
cw_lockout_init(struct cw_lockout *lockout, const struct cw_pool *pool,
    struct cw_arena *arena, int64_t account_id, const char *login_fold)
{
	char *subject;

	if (account_id != 0)
		subject =
		    cw_arena_printf(arena, "account %" PRId64, account_id);
	else
		subject = cw_arena_printf(arena, "login %s", login_fold);
	if (subject == NULL)
		return CW_NOMEM;
	*lockout = (struct cw_lockout){ .pool = pool };
	cw_subject_hash(pool, subject, lockout->subject);
	return CW_OK;
}

/*
 * The machine itself: people come through a proxy on it that trusted_proxies
 * does not name, and all of them would be one network.
 */
static bool
is_loopback(const char *network)
{
	return cw_text_starts(network, "127.") ||
	    cw_text_equal(network, "::/48");
}

/* The failures of whose network count, too. */
static enum cw_err
choose_network(struct cw_lockout *lockout, struct cw_arena *arena,
    const struct cw_actor *actor)
{
	char network[CW_ADDRESS_BYTES];

	if (actor == NULL || actor->is_server ||
	    lockout->pool->conf->failures_per_network == 0)
		return CW_OK;
	cw_address_cut(actor->address, network);
	if (network[0] == '\0' || is_loopback(network))
		return CW_OK;
	lockout->network = cw_arena_printf(arena, "failures from %s", network);
	return lockout->network == NULL ? CW_NOMEM : CW_OK;
}

/* CW_NOTFOUND: the account's owner is not known to have been there. */
static enum cw_err
find_device(struct cw_store *store, int64_t account_id, const char *device,
    unsigned char hash[CW_HASH_BYTES])
{
	struct cw_rows rows;
	enum cw_err err;

	if (device == NULL || cw_token_hash(device, hash) != CW_OK)
		return CW_NOTFOUND;
	const struct cw_val args[] = {
		cw_bytes(hash, CW_HASH_BYTES),
		cw_int(account_id),
		cw_int(cw_clock_now_ms() - CW_DEVICE_LIFE_MS),
	};
	err =
	    cw_query_one(store, CW_SQL_DEVICE_FIND, args, CW_LEN(args), &rows);
	cw_rows_end(&rows);
	return err;
}

enum cw_err
cw_lockout_choose(struct cw_lockout *lockout, const struct cw_pool *pool,
    struct cw_store *store, struct cw_arena *arena,
    const struct cw_lockout_whose *whose)
{
	unsigned char hash[CW_HASH_BYTES];
	char *token, *subject = NULL;
	enum cw_err err;

	err = find_device(store, whose->account_id, whose->device, hash);
	if (err == CW_NOTFOUND) {
		err = cw_lockout_init(lockout, pool, arena, whose->account_id,
		    whose->login_fold);
		if (err != CW_OK)
			return err;
		return choose_network(lockout, arena, whose->actor);
	}
	if (err != CW_OK)
		return err;
	token = cw_crypto_base64url(arena, hash, sizeof(hash));
	if (token != NULL)
		subject = cw_arena_printf(arena, "device %s", token);
	if (subject == NULL)
		return CW_NOMEM;
	*lockout = (struct cw_lockout){ .pool = pool };
	cw_subject_hash(pool, subject, lockout->subject);
	return CW_OK;
}

int64_t
cw_lockout_ms(int64_t failures)
{
	int64_t doublings = failures - FREE_FAILURES;

	if (doublings < 0)
		return 0;
	if (doublings >= DOUBLINGS)
		return LONGEST_MS;
	return CW_SECOND_MS << doublings;
}

static enum cw_err
find(const struct cw_lockout *lockout, struct cw_store *store,
    struct record *out)
{
	const struct cw_val args[] = {
		cw_bytes(lockout->subject, sizeof(lockout->subject)),
	};
	struct cw_rows rows;
	enum cw_err err;

	*out = (struct record){ 0 };
	err =
	    cw_query_one(store, CW_SQL_LOCKOUT_FIND, args, CW_LEN(args), &rows);
	if (err == CW_OK) {
		out->failures = cw_col_int(&rows, 0);
		out->failed_ms = cw_col_int(&rows, 1);
		out->locked_until_ms = cw_col_int(&rows, 2);
	}
	cw_rows_end(&rows);
	return err == CW_NOTFOUND ? CW_OK : err;
}

/*
 * A lock longer than the longest is from before the clock stepped back: it
 * must not last until the clock is there again.
 */
static enum cw_err
judge(const struct record *record, int64_t now_ms, int64_t *retry_ms)
{
	int64_t left_ms = record->locked_until_ms - now_ms;

	if (left_ms <= 0 || left_ms > LONGEST_MS)
		return CW_OK;
	*retry_ms = left_ms;
	return CW_LOCKED;
}

static enum cw_err
judge_network(const struct cw_lockout *lockout, struct cw_store *store,
    int64_t *retry_ms)
{
	const struct cw_quota quota = { lockout->network, LONGEST_MS };
	enum cw_err err;

	if (lockout->network == NULL)
		return CW_OK;
	err = cw_quota_look(lockout->pool, store, &quota,
	    lockout->pool->conf->failures_per_network, retry_ms);
	return err == CW_TOOMANY ? CW_LOCKED : err;
}

enum cw_err
cw_lockout_look(const struct cw_lockout *lockout, struct cw_store *store,
    int64_t *retry_ms)
{
	struct record record;
	enum cw_err err;

	err = find(lockout, store, &record);
	if (err == CW_OK)
		err = judge(&record, cw_clock_now_ms(), retry_ms);
	if (err == CW_OK)
		err = judge_network(lockout, store, retry_ms);
	return err;
}

static enum cw_err
keep(const struct cw_lockout *lockout, struct cw_store *store,
    const struct record *record)
{
	const struct cw_val args[] = {
		cw_bytes(lockout->subject, sizeof(lockout->subject)),
		cw_int(record->failures),
		cw_int(record->failed_ms),
		cw_int(record->locked_until_ms),
	};

	return cw_exec(store, CW_SQL_LOCKOUT_SET, args, CW_LEN(args), NULL);
}

static enum cw_err
forget_old(struct cw_store *store, int64_t now_ms)
{
	const struct cw_val args[] = {
		cw_int(now_ms - CW_LOCKOUT_QUIET_MS),
		cw_int(CW_TIDY_ROWS),
	};

	return cw_exec(store, CW_SQL_LOCKOUT_EXPIRE, args, CW_LEN(args), NULL);
}

static enum cw_err
count_network(const struct cw_lockout *lockout, struct cw_store *store)
{
	const struct cw_quota quota = { lockout->network, LONGEST_MS };
	int64_t failures;

	if (lockout->network == NULL)
		return CW_OK;
	return cw_quota_count(lockout->pool, store, &quota, &failures);
}

enum cw_err
cw_lockout_count(const struct cw_lockout *lockout, struct cw_store *store,
    int64_t *retry_ms)
{
	int64_t now_ms = cw_clock_now_ms();
	struct record record;
	enum cw_err err;

	err = find(lockout, store, &record);
	if (err != CW_OK)
		return err;
	err = judge(&record, now_ms, retry_ms);
	if (err == CW_OK)
		err = judge_network(lockout, store, retry_ms);
	if (err != CW_OK)
		return err;
	if (now_ms - record.failed_ms >= CW_LOCKOUT_QUIET_MS)
		record.failures = 0;
	record.failures++;
	record.failed_ms = now_ms;
	record.locked_until_ms = now_ms + cw_lockout_ms(record.failures);
	err = keep(lockout, store, &record);
	if (err == CW_OK)
		err = count_network(lockout, store);
	if (err != CW_OK)
		return err;
	return forget_old(store, now_ms);
}

/* It was no failure of the network's. */
static enum cw_err
clear_network(const struct cw_lockout *lockout, struct cw_store *store)
{
	const struct cw_quota quota = { lockout->network, LONGEST_MS };

	if (lockout->network == NULL)
		return CW_OK;
	return cw_quota_give_back(lockout->pool, store, &quota);
}

enum cw_err
cw_lockout_forgive(const struct cw_lockout *lockout, struct cw_store *store)
{
	struct record record;
	enum cw_err err;

	err = find(lockout, store, &record);
	if (err != CW_OK || record.failures == 0)
		return err;
	record.failures--;
	record.locked_until_ms = record.failed_ms;
	err = keep(lockout, store, &record);
	if (err != CW_OK)
		return err;
	return clear_network(lockout, store);
}

enum cw_err
cw_lockout_reset(const struct cw_lockout *lockout, struct cw_store *store)
{
	const struct cw_val args[] = {
		cw_bytes(lockout->subject, sizeof(lockout->subject)),
	};

	enum cw_err err;

	err = cw_exec(store, CW_SQL_LOCKOUT_RESET, args, CW_LEN(args), NULL);
	if (err != CW_OK)
		return err;
	return clear_network(lockout, store);
}
