/* Second factors: making, proving, asking. */

#include "pool/factor.h"

#include <inttypes.h>
#include <string.h>

#include "base/clock.h"
#include "base/random.h"
#include "base/text.h"
#include "pool/inside.h"
#include "pool/lockout.h"
#include "pool/totp.h"

#define ISSUER "Chinwag"

enum cw_mfa
cw_mfa_of(const struct cw_conf *conf)
{
	if (cw_text_equal(conf->mfa, "off"))
		return CW_MFA_OFF;
	return cw_text_equal(conf->mfa, "required") ? CW_MFA_REQUIRED
						    : CW_MFA_OPTIONAL;
}

/* A seed as it is kept. */
struct seed {
	unsigned char bytes[CW_TOTP_SEED_BYTES];
	const char *label;
	int64_t last_step;
	bool is_proven;
};

/* What the transactions here work with. */
struct work {
	struct cw_pool *pool;
	struct cw_arena *arena;
	int64_t account_id; /* whose */
	const char *name;
	const char *label;
	struct seed seed;
	struct cw_totp_new *made;
	struct cw_totp_proof *proof;
	const struct cw_factors_wish *wish;
	const struct cw_actor *actor; /* who asks */
	enum cw_err outcome; /* of what is committed though it failed */
};

/* --- the seed ------------------------------------------------------------- */

static enum cw_err
unseal(const struct cw_pool *pool, struct cw_arena *arena,
    const struct cw_rows *rows, struct seed *out)
{
	unsigned char *sealed, *bytes;
	size_t len;
	enum cw_err err;

	err = cw_col_blob(rows, 0, arena, &sealed, &len);
	if (err != CW_OK)
		return err;
	err = cw_crypto_open(pool->keys.bytes[CW_KEY_TOTP], sealed, len, arena,
	    &bytes, &len);
	if (err != CW_OK)
		return err;
	if (len != sizeof(out->bytes))
		return CW_INVALID;
	memcpy(out->bytes, bytes, len);
	explicit_bzero(bytes, len);
	return CW_OK;
}

/* CW_NOTFOUND: there is none. */
static enum cw_err
find_seed(const struct cw_pool *pool, struct cw_store *store,
    struct cw_arena *arena, int64_t account_id, struct seed *out)
{
	const struct cw_val args[] = { cw_int(account_id) };
	struct cw_rows rows;
	enum cw_err err;

	err = cw_query_one(store, CW_SQL_TOTP_FIND, args, CW_LEN(args), &rows);
	if (err == CW_OK) {
		out->last_step = cw_col_int(&rows, 2);
		out->is_proven = !cw_col_is_null(&rows, 4);
		err = cw_col_text(&rows, 1, arena, &out->label);
	}
	if (err == CW_OK)
		err = unseal(pool, arena, &rows, out);
	cw_rows_end(&rows);
	return err;
}

/* CW_MISMATCH also if the same code, or a later one, was taken before. */
static enum cw_err
take_code(struct cw_store *store, int64_t account_id, const struct seed *seed,
    const char *code)
{
	int64_t step = 0, changes;
	enum cw_err err;

	err = cw_totp_match(seed->bytes, code, cw_clock_now_ms(),
	    seed->last_step, &step);
	if (err != CW_OK)
		return err;
	const struct cw_val args[] = { cw_int(account_id), cw_int(step) };

	err = cw_exec(store, CW_SQL_TOTP_STEP, args, CW_LEN(args), &changes);
	if (err != CW_OK)
		return err;
	return changes == 1 ? CW_OK : CW_MISMATCH;
}

enum cw_err
cw_factor_take_totp(const struct cw_pool *pool, struct cw_store *store,
    struct cw_arena *arena, int64_t account_id, const char *code)
{
	struct seed seed;
	enum cw_err err;

	err = find_seed(pool, store, arena, account_id, &seed);
	if (err == CW_OK && seed.is_proven)
		err = take_code(store, account_id, &seed, code);
	else if (err == CW_OK || err == CW_NOTFOUND)
		err = CW_MISMATCH;
	explicit_bzero(&seed, sizeof(seed));
	return err;
}

/* CW_CONFLICT: there is one that was proven. */
static enum cw_err
set_seed(const struct cw_pool *pool, struct cw_store *store,
    struct cw_arena *arena, int64_t account_id, const struct seed *seed)
{
	unsigned char *sealed;
	int64_t changes;
	size_t len;
	enum cw_err err;

	err = cw_crypto_seal(pool->keys.bytes[CW_KEY_TOTP], seed->bytes,
	    sizeof(seed->bytes), arena, &sealed, &len);
	if (err != CW_OK)
		return err;
	const struct cw_val args[] = {
		cw_int(account_id),
		cw_bytes(sealed, len),
		cw_text(seed->label),
		cw_int(cw_clock_now_ms()),
	};
	err = cw_exec(store, CW_SQL_TOTP_SET, args, CW_LEN(args), &changes);
	if (err != CW_OK)
		return err;
	return changes == 1 ? CW_OK : CW_CONFLICT;
}

static enum cw_err
tell_seed(struct cw_arena *arena, const struct seed *seed, const char *name,
    struct cw_totp_new *out)
{
	struct cw_totp_new made;
	enum cw_err err = cw_totp_text(arena, seed->bytes, &made.secret);

	if (err == CW_OK)
		err = cw_totp_uri(arena, ISSUER, name, made.secret, &made.uri);
	if (err == CW_OK)
		*out = made;
	return err;
}

enum cw_err
cw_factor_start_totp(const struct cw_pool *pool, struct cw_store *store,
    struct cw_arena *arena, const struct cw_account_row *row, const char *label,
    struct cw_totp_new *out)
{
	struct seed seed = { .label = label };
	enum cw_err err = cw_random_bytes(seed.bytes, sizeof(seed.bytes));

	if (err == CW_OK)
		err = set_seed(pool, store, arena, row->account.id, &seed);
	if (err == CW_OK)
		err = tell_seed(arena, &seed, row->account.name, out);
	explicit_bzero(&seed, sizeof(seed));
	return err;
}

static enum cw_err
start_work(struct cw_store *store, void *arg)
{
	const struct work *work = arg;
	struct cw_account_row row;
	enum cw_err err;

	err = cw_account_find_id(store, work->arena, work->account_id, &row);
	if (err != CW_OK)
		return err;
	return cw_factor_start_totp(work->pool, store, work->arena, &row,
	    work->label, work->made);
}

enum cw_err
cw_totp_start(struct cw_pool *pool, struct cw_arena *arena, int64_t account_id,
    const char *label, struct cw_totp_new *out)
{
	struct cw_totp_new made;
	struct work work = {
		.pool = pool,
		.arena = arena,
		.account_id = account_id,
		.label = label,
		.made = &made,
	};
	enum cw_err err;

	if (cw_mfa_of(pool->conf) == CW_MFA_OFF)
		return CW_FORBIDDEN;
	err = cw_group_run(pool->group, start_work, &work);
	if (err == CW_OK)
		*out = made;
	return err;
}

/* --- proving the seed ----------------------------------------------------- */

static enum cw_err
note(const struct work *work, struct cw_store *store, enum cw_audit_event event,
    const char *detail)
{
	const struct cw_audit what = {
		.event = event,
		.account_id = work->account_id,
		.name = work->name,
		.detail = detail,
	};

	return cw_audit_add(store, work->actor, &what);
}

/* The seed was right: from now on it is asked for. */
static enum cw_err
keep_seed(struct work *work, struct cw_store *store)
{
	const struct cw_val args[] = {
		cw_int(work->account_id),
		cw_int(cw_clock_now_ms()),
		cw_text(work->proof->label),
	};
	int64_t changes;
	enum cw_err err;

	err = cw_exec(store, CW_SQL_TOTP_CONFIRM, args, CW_LEN(args), &changes);
	if (err != CW_OK)
		return err;
	if (changes == 0)
		return CW_MISMATCH;
	err = note(work, store, CW_AUDIT_FACTOR_ADD, "totp");
	if (err != CW_OK)
		return err;
	return cw_recovery_renew(work->pool, store, work->arena, work->actor,
	    &work->proof->codes);
}

static enum cw_err
match_seed(struct work *work, struct cw_store *store)
{
	int64_t account_id = work->account_id;
	enum cw_err err;

	err =
	    find_seed(work->pool, store, work->arena, account_id, &work->seed);
	if (err == CW_NOTFOUND || (err == CW_OK && work->seed.is_proven))
		return CW_MISMATCH;
	if (err != CW_OK)
		return err;
	err = take_code(store, account_id, &work->seed, work->proof->code);
	explicit_bzero(&work->seed, sizeof(work->seed));
	return err;
}

enum cw_err
cw_factor_prove_totp(struct cw_pool *pool, struct cw_store *store,
    struct cw_arena *arena, struct cw_totp_proof *proof)
{
	struct work work = {
		.pool = pool,
		.arena = arena,
		.account_id = proof->actor->account_id,
		.name = proof->actor->name,
		.actor = proof->actor,
		.proof = proof,
	};
	enum cw_err err = match_seed(&work, store);

	return err == CW_OK ? keep_seed(&work, store) : err;
}

/* Guesses are counted under the lock of sign-ins. */
static enum cw_err
prove_work(struct cw_store *store, void *arg)
{
	struct work *work = arg;
	struct cw_lockout lockout;
	enum cw_err err;

	err = cw_lockout_init(&lockout, work->pool, work->arena,
	    work->account_id, "");
	if (err == CW_OK)
		err = cw_lockout_count(&lockout, store, &work->proof->retry_ms);
	if (err != CW_OK)
		return err;
	work->outcome =
	    cw_factor_prove_totp(work->pool, store, work->arena, work->proof);
	if (work->outcome == CW_MISMATCH)
		return CW_OK;
	if (work->outcome != CW_OK)
		return work->outcome;
	return cw_lockout_forgive(&lockout, store);
}

enum cw_err
cw_totp_prove(struct cw_pool *pool, struct cw_arena *arena,
    struct cw_totp_proof *proof)
{
	struct work work = {
		.pool = pool,
		.arena = arena,
		.account_id = proof->actor->account_id,
		.name = proof->actor->name,
		.actor = proof->actor,
		.proof = proof,
	};
	enum cw_err err;

	err = cw_group_run(pool->group, prove_work, &work);
	return err == CW_OK ? work.outcome : err;
}

/* --- which are asked for -------------------------------------------------- */

static enum cw_err
find_factors(struct cw_pool *pool, struct cw_store *store,
    struct cw_arena *arena, int64_t account_id, struct cw_factors *out)
{
	const struct cw_val id[] = { cw_int(account_id) };
	struct cw_account_row row;
	struct cw_rows rows;
	struct seed seed;
	enum cw_err err;

	err = cw_account_find_id(store, arena, account_id, &row);
	if (err != CW_OK)
		return err;
	*out = (struct cw_factors){
		.has_totp = row.has_totp,
		.has_mail = row.has_mail_factor,
		.first = row.factor,
	};
	if (row.has_totp) {
		err = find_seed(pool, store, arena, account_id, &seed);
		explicit_bzero(seed.bytes, sizeof(seed.bytes));
		if (err != CW_OK)
			return err;
		out->label = seed.label;
	}
	err = cw_query_one(store, CW_SQL_RECOVERY_LEFT, id, CW_LEN(id), &rows);
	if (err == CW_OK)
		out->recovery_left = cw_col_int(&rows, 0);
	cw_rows_end(&rows);
	return err;
}

enum cw_err
cw_factors_find(struct cw_pool *pool, struct cw_arena *arena,
    int64_t account_id, struct cw_factors *out)
{
	struct cw_store *store;
	enum cw_err err;

	err = cw_readers_take(pool->readers, &store);
	if (err != CW_OK)
		return err;
	err = find_factors(pool, store, arena, account_id, out);
	cw_readers_give(pool->readers, store);
	return err;
}

/* Without the app its recovery codes are of no use. */
static enum cw_err
remove_seed(const struct work *work, struct cw_store *store)
{
	const struct cw_val id[] = { cw_int(work->account_id) };
	enum cw_err err;

	err = cw_exec(store, CW_SQL_TOTP_REMOVE, id, CW_LEN(id), NULL);
	if (err != CW_OK)
		return err;
	err = cw_recovery_clear(store, work->account_id);
	if (err != CW_OK)
		return err;
	return note(work, store, CW_AUDIT_FACTOR_REMOVE, "totp");
}

static enum cw_err
turn_mail(const struct work *work, struct cw_store *store, bool is_on)
{
	int64_t now_ms = cw_clock_now_ms();
	const struct cw_val args[] = {
		cw_int(work->account_id),
		is_on ? cw_int(now_ms) : cw_null(),
		cw_int(now_ms),
	};
	enum cw_err err;

	err = cw_exec(store, CW_SQL_FACTOR_MAIL, args, CW_LEN(args), NULL);
	if (err != CW_OK)
		return err;
	return note(work, store,
	    is_on ? CW_AUDIT_FACTOR_ADD : CW_AUDIT_FACTOR_REMOVE, "mail");
}

enum cw_err
cw_factor_start_mail(struct cw_store *store, const struct cw_actor *whose)
{
	const struct work work = {
		.account_id = whose->account_id,
		.name = whose->name,
		.actor = whose,
	};

	return turn_mail(&work, store, true);
}

static enum cw_err
put_first(const struct work *work, struct cw_store *store)
{
	const struct cw_val args[] = {
		cw_int(work->account_id),
		cw_text(work->wish->first),
		cw_int(cw_clock_now_ms()),
	};

	return cw_exec(store, CW_SQL_FACTOR_FIRST, args, CW_LEN(args), NULL);
}

static enum cw_err
set_work(struct cw_store *store, void *arg)
{
	const struct work *work = arg;
	struct cw_account_row row;
	enum cw_err err;

	err = cw_account_find_id(store, work->arena, work->account_id, &row);
	if (err != CW_OK)
		return err;
	if (work->wish->totp && !row.has_totp)
		return CW_CONFLICT;
	if (!work->wish->totp && row.has_totp)
		err = remove_seed(work, store);
	if (err == CW_OK && work->wish->mail != row.has_mail_factor)
		err = turn_mail(work, store, work->wish->mail);
	if (err != CW_OK)
		return err;
	return put_first(work, store);
}

static bool
is_allowed(const struct cw_pool *pool, const struct cw_factors_wish *wish)
{
	enum cw_mfa mfa = cw_mfa_of(pool->conf);
	bool is_any = wish->totp || wish->mail;

	return mfa == CW_MFA_OPTIONAL || is_any == (mfa == CW_MFA_REQUIRED);
}

enum cw_err
cw_factors_set(struct cw_pool *pool, struct cw_arena *arena,
    const struct cw_factors_wish *wish)
{
	struct work work = {
		.pool = pool,
		.arena = arena,
		.account_id = wish->actor->account_id,
		.name = wish->actor->name,
		.actor = wish->actor,
		.wish = wish,
	};

	if (wish->username != NULL) {
		work.account_id = wish->account_id;
		work.name = wish->username;
	}
	if (!is_allowed(pool, wish))
		return CW_FORBIDDEN;
	return cw_group_run(pool->group, set_work, &work);
}
