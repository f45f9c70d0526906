/* Codes that come by mail: making, keeping as an HMAC, using up. */

#include "pool/code.h"

#include <assert.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "base/random.h"
#include "pool/inside.h"

#define CODES 1000000

enum cw_err
cw_code_make(char out[CW_CODE_CHARS + 1])
{
	uint32_t number;
	enum cw_err err;

	err = cw_random_below(CODES, &number);
	if (err != CW_OK)
		return err;
	(void)snprintf(out, CW_CODE_CHARS + 1, "%06" PRIu32, number % CODES);
	return CW_OK;
}

static const struct {
	const char *word; /* in the store */
	int64_t life_ms;  /* 0: that of a step of a sign-in */
} purposes[CW_CODE__COUNT] = {
	[CW_CODE_CONFIRM] = { "confirm", CW_CODE_LIFE_MS },
	[CW_CODE_RESET] = { "reset", CW_HOUR_MS },
	[CW_CODE_EMAIL] = { "email", CW_CODE_LIFE_MS },
	[CW_CODE_FACTOR] = { "factor", 0 },
};

static int64_t
life_ms(const struct cw_pool *pool, enum cw_code purpose)
{
	if (purposes[purpose].life_ms != 0)
		return purposes[purpose].life_ms;
	return pool->conf->challenge_ttl_sec * CW_SECOND_MS;
}

/*
 * Bound to the account and the purpose, so that it is good nowhere else.  One
 * character more than a code has is enough to make a longer one wrong.
 */
static void
hash_code(const struct cw_pool *pool, const struct cw_code_for *what,
    const char *code, unsigned char out[CW_HASH_BYTES])
{
	char text[512];
	int len;

	len = snprintf(text, sizeof(text), "%" PRId64 " %s %.*s%s%.300s",
	    what->account_id, purposes[what->purpose].word, CW_CODE_CHARS + 1,
	    code, what->bound == NULL ? "" : " ",
	    what->bound == NULL ? "" : what->bound);
	assert(len > 0 && (size_t)len < sizeof(text));
	cw_crypto_hmac(pool->keys.bytes[CW_KEY_CODE], text, (size_t)len, out);
	explicit_bzero(text, sizeof(text));
}

enum cw_err
cw_code_set(const struct cw_pool *pool, struct cw_store *store,
    const struct cw_code_for *what, const char *code)
{
	unsigned char hash[CW_HASH_BYTES];

	hash_code(pool, what, code, hash);
	const struct cw_val args[] = {
		cw_int(what->account_id),
		cw_text(purposes[what->purpose].word),
		cw_bytes(hash, sizeof(hash)),
		cw_int(cw_clock_now_ms() + life_ms(pool, what->purpose)),
	};
	return cw_exec(store, CW_SQL_CODE_SET, args, CW_LEN(args), NULL);
}

/* Count a try; the hash of the living code.  CW_MISMATCH: there is none. */
static enum cw_err
take_try(struct cw_store *store, const struct cw_code_for *what,
    unsigned char hash[CW_HASH_BYTES])
{
	const struct cw_val args[] = {
		cw_int(what->account_id),
		cw_text(purposes[what->purpose].word),
		cw_int(CW_CODE_TRIES),
		cw_int(cw_clock_now_ms()),
	};
	struct cw_rows rows;
	enum cw_err err;

	err = cw_query_one(store, CW_SQL_CODE_TRY, args, CW_LEN(args), &rows);
	if (err == CW_OK)
		err = cw_col_bytes(&rows, 0, hash, CW_HASH_BYTES);
	cw_rows_end(&rows);
	return err == CW_NOTFOUND ? CW_MISMATCH : err;
}

enum cw_err
cw_code_use(const struct cw_pool *pool, struct cw_store *store,
    const struct cw_code_for *what, const char *code)
{
	const struct cw_val args[] = {
		cw_int(what->account_id),
		cw_text(purposes[what->purpose].word),
		cw_int(cw_clock_now_ms()),
	};
	unsigned char wanted[CW_HASH_BYTES], given[CW_HASH_BYTES];
	int64_t changes;
	enum cw_err err;

	hash_code(pool, what, code, given);
	err = take_try(store, what, wanted);
	if (err != CW_OK)
		return err;
	if (!cw_crypto_equal(wanted, given, sizeof(wanted)))
		return CW_MISMATCH;
	err = cw_exec(store, CW_SQL_CODE_USE, args, CW_LEN(args), &changes);
	if (err != CW_OK)
		return err;
	return changes == 1 ? CW_OK : CW_MISMATCH;
}

enum cw_err
cw_code_forget(struct cw_store *store, int64_t account_id)
{
	const struct cw_val args[] = { cw_int(account_id) };

	return cw_exec(store, CW_SQL_CODE_FORGET, args, CW_LEN(args), NULL);
}

static enum cw_err
look(struct cw_store *store, int64_t account_id, enum cw_code purpose,
    bool *out)
{
	const struct cw_val args[] = {
		cw_int(account_id),
		cw_text(purposes[purpose].word),
		cw_int(cw_clock_now_ms()),
	};
	struct cw_rows rows;
	enum cw_err err;

	err = cw_query_one(store, CW_SQL_CODE_LIVES, args, CW_LEN(args), &rows);
	cw_rows_end(&rows);
	if (err == CW_OK || err == CW_NOTFOUND)
		*out = err == CW_OK;
	return err == CW_NOTFOUND ? CW_OK : err;
}

enum cw_err
cw_code_lives(struct cw_pool *pool, int64_t account_id, enum cw_code purpose,
    bool *out)
{
	struct cw_store *store;
	enum cw_err err = cw_readers_take(pool->readers, &store);

	if (err != CW_OK)
		return err;
	err = look(store, account_id, purpose, out);
	cw_readers_give(pool->readers, store);
	return err;
}
