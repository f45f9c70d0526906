/* Second factors: making, proving, asking, and what stands in for them. */

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
	int64_t account_id;
	const char *label;
	struct seed seed;
	struct cw_totp_proof *proof;
	const struct cw_factors_wish *wish;
	const struct cw_actor *actor;
	struct cw_texts *codes;
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

static enum cw_err
start_work(struct cw_store *store, void *arg)
{
	const struct work *work = arg;
	unsigned char *sealed;
	int64_t changes;
	size_t len;
	enum cw_err err;

	err = cw_crypto_seal(work->pool->keys.bytes[CW_KEY_TOTP],
	    work->seed.bytes, sizeof(work->seed.bytes), work->arena, &sealed,
	    &len);
	if (err != CW_OK)
		return err;
	const struct cw_val args[] = {
		cw_int(work->account_id),
		cw_bytes(sealed, len),
		cw_text(work->label),
		cw_int(cw_clock_now_ms()),
	};
	err = cw_exec(store, CW_SQL_TOTP_SET, args, CW_LEN(args), &changes);
	if (err != CW_OK)
		return err;
	return changes == 1 ? CW_OK : CW_CONFLICT;
}

static enum cw_err
tell_seed(const struct work *work, struct cw_totp_new *out)
{
	struct cw_account_row row;
	enum cw_err err;

	err =
	    cw_account_read_id(work->pool, work->arena, work->account_id, &row);
	if (err != CW_OK)
		return err;
	err = cw_totp_text(work->arena, work->seed.bytes, &out->secret);
	if (err != CW_OK)
		return err;
	return cw_totp_uri(work->arena, ISSUER, row.account.name, out->secret,
	    &out->uri);
}

enum cw_err
cw_totp_start(struct cw_pool *pool, struct cw_arena *arena, int64_t account_id,
    const char *label, struct cw_totp_new *out)
{
	struct work work = {
		.pool = pool,
		.arena = arena,
		.account_id = account_id,
		.label = label,
	};
	enum cw_err err;

	err = cw_random_bytes(work.seed.bytes, sizeof(work.seed.bytes));
	if (err == CW_OK)
		err = cw_group_run(pool->group, start_work, &work);
	if (err == CW_OK)
		err = tell_seed(&work, out);
	explicit_bzero(&work.seed, sizeof(work.seed));
	return err;
}

/* --- recovery codes ------------------------------------------------------- */

#define HALF_CHARS (CW_RECOVERY_CHARS / 2)

/* Letters and digits that nobody takes for each other. */
static const char letters[] = "abcdefghjkmnpqrstuvwxyz23456789";

static enum cw_err
make_recovery_code(struct cw_arena *arena, const char **out)
{
	char text[CW_RECOVERY_CHARS + 1];
	uint32_t pick;
	enum cw_err err;

	for (size_t i = 0; i < CW_RECOVERY_CHARS; i++) {
		err = cw_random_below(sizeof(letters) - 1, &pick);
		if (err != CW_OK)
			return err;
		text[i] = i == HALF_CHARS ? '-' : letters[pick];
	}
	*out = cw_arena_copy(arena, text, CW_RECOVERY_CHARS);
	explicit_bzero(text, sizeof(text));
	return *out == NULL ? CW_NOMEM : CW_OK;
}

/* In any case, and with or without the hyphen. */
static enum cw_err
hash_recovery_code(const struct cw_pool *pool, struct cw_arena *arena,
    int64_t account_id, const char *code, unsigned char out[CW_HASH_BYTES])
{
	char plain[CW_RECOVERY_CHARS + 1] = "";
	size_t len = 0;
	char *text;

	for (; *code != '\0' && len < CW_RECOVERY_CHARS; code++) {
		if (*code == '-' || *code == ' ')
			continue;
		plain[len++] = *code >= 'A' && *code <= 'Z'
		    ? (char)(*code - 'A' + 'a')
		    : *code;
	}
	text = cw_arena_printf(arena, "recovery %" PRId64 " %s", account_id,
	    plain);
	explicit_bzero(plain, sizeof(plain));
	if (text == NULL)
		return CW_NOMEM;
	cw_crypto_hmac(pool->keys.bytes[CW_KEY_CODE], text, strlen(text), out);
	explicit_bzero(text, strlen(text));
	return CW_OK;
}

enum cw_err
cw_factor_take_recovery(const struct cw_pool *pool, struct cw_store *store,
    struct cw_arena *arena, int64_t account_id, const char *code)
{
	unsigned char hash[CW_HASH_BYTES];
	int64_t changes;
	enum cw_err err;

	err = hash_recovery_code(pool, arena, account_id, code, hash);
	if (err != CW_OK)
		return err;
	const struct cw_val args[] = {
		cw_int(account_id),
		cw_bytes(hash, sizeof(hash)),
		cw_int(cw_clock_now_ms()),
	};
	err = cw_exec(store, CW_SQL_RECOVERY_USE, args, CW_LEN(args), &changes);
	if (err != CW_OK)
		return err;
	return changes == 1 ? CW_OK : CW_MISMATCH;
}

static enum cw_err
note(const struct work *work, struct cw_store *store, enum cw_audit_event event,
    const char *detail)
{
	const struct cw_audit what = {
		.event = event,
		.account_id = work->actor->account_id,
		.name = work->actor->name,
		.detail = detail,
	};

	return cw_audit_add(store, work->actor, &what);
}

static enum cw_err
add_recovery_code(const struct work *work, struct cw_store *store)
{
	unsigned char hash[CW_HASH_BYTES];
	const char *code;
	enum cw_err err;

	err = make_recovery_code(work->arena, &code);
	if (err == CW_OK)
		err = hash_recovery_code(work->pool, work->arena,
		    work->actor->account_id, code, hash);
	if (err != CW_OK)
		return err;
	const struct cw_val args[] = {
		cw_int(work->actor->account_id),
		cw_bytes(hash, sizeof(hash)),
	};
	err = cw_exec(store, CW_SQL_RECOVERY_ADD, args, CW_LEN(args), NULL);
	if (err != CW_OK)
		return err;
	return cw_texts_push(work->codes, work->arena, code);
}

static enum cw_err
clear_recovery_codes(const struct work *work, struct cw_store *store)
{
	const struct cw_val id[] = { cw_int(work->actor->account_id) };

	return cw_exec(store, CW_SQL_RECOVERY_CLEAR, id, CW_LEN(id), NULL);
}

static enum cw_err
recovery_work(struct cw_store *store, void *arg)
{
	const struct work *work = arg;
	enum cw_err err;

	err = clear_recovery_codes(work, store);
	for (int i = 0; i < CW_RECOVERY_CODES && err == CW_OK; i++)
		err = add_recovery_code(work, store);
	if (err != CW_OK)
		return err;
	return note(work, store, CW_AUDIT_RECOVERY_MAKE, NULL);
}

enum cw_err
cw_recovery_make(struct cw_pool *pool, struct cw_arena *arena,
    const struct cw_actor *actor, struct cw_texts *codes)
{
	struct work work = {
		.pool = pool,
		.arena = arena,
		.actor = actor,
		.codes = codes,
	};

	return cw_group_run(pool->group, recovery_work, &work);
}

/* --- proving the seed ----------------------------------------------------- */

/* The seed was right: from now on it is asked for. */
static enum cw_err
keep_seed(struct work *work, struct cw_store *store)
{
	const struct cw_val args[] = {
		cw_int(work->actor->account_id),
		cw_int(cw_clock_now_ms()),
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
	return recovery_work(store, work);
}

static enum cw_err
match_seed(struct work *work, struct cw_store *store)
{
	int64_t account_id = work->actor->account_id;
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

/* Guesses are counted under the lock of sign-ins. */
static enum cw_err
prove_work(struct cw_store *store, void *arg)
{
	struct work *work = arg;
	struct cw_lockout lockout;
	enum cw_err err;

	err = cw_lockout_init(&lockout, work->pool, work->arena,
	    work->actor->account_id, "");
	if (err == CW_OK)
		err = cw_lockout_count(&lockout, store, &work->proof->retry_ms);
	if (err != CW_OK)
		return err;
	work->outcome = match_seed(work, store);
	if (work->outcome == CW_MISMATCH)
		return CW_OK;
	if (work->outcome != CW_OK)
		return work->outcome;
	err = cw_lockout_forgive(&lockout, store);
	if (err != CW_OK)
		return err;
	return keep_seed(work, store);
}

enum cw_err
cw_totp_prove(struct cw_pool *pool, struct cw_arena *arena,
    struct cw_totp_proof *proof)
{
	struct work work = {
		.pool = pool,
		.arena = arena,
		.actor = proof->actor,
		.proof = proof,
		.codes = &proof->codes,
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
	const struct cw_val id[] = { cw_int(work->actor->account_id) };
	enum cw_err err;

	err = cw_exec(store, CW_SQL_TOTP_REMOVE, id, CW_LEN(id), NULL);
	if (err != CW_OK)
		return err;
	err = clear_recovery_codes(work, store);
	if (err != CW_OK)
		return err;
	return note(work, store, CW_AUDIT_FACTOR_REMOVE, "totp");
}

static enum cw_err
turn_mail(const struct work *work, struct cw_store *store)
{
	bool is_on = work->wish->mail;
	int64_t now_ms = cw_clock_now_ms();
	const struct cw_val args[] = {
		cw_int(work->actor->account_id),
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

static enum cw_err
put_first(const struct work *work, struct cw_store *store)
{
	const struct cw_val args[] = {
		cw_int(work->actor->account_id),
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

	err = cw_account_find_id(store, work->arena, work->actor->account_id,
	    &row);
	if (err != CW_OK)
		return err;
	if (work->wish->totp && !row.has_totp)
		return CW_CONFLICT;
	if (!work->wish->totp && row.has_totp)
		err = remove_seed(work, store);
	if (err == CW_OK && work->wish->mail != row.has_mail_factor)
		err = turn_mail(work, store);
	if (err != CW_OK)
		return err;
	return put_first(work, store);
}

enum cw_err
cw_factors_set(struct cw_pool *pool, struct cw_arena *arena,
    const struct cw_factors_wish *wish)
{
	struct work work = {
		.pool = pool,
		.arena = arena,
		.actor = wish->actor,
		.wish = wish,
	};

	return cw_group_run(pool->group, set_work, &work);
}
