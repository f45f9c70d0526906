/* Steps of a sign-in: beginning, finding, using up. */

#include "pool/challenge.h"

#include <string.h>

#include "base/clock.h"

/* For some time those who come too late are told so. */
static enum cw_err
forget_old(struct cw_store *store, int64_t now_ms)
{
	const struct cw_val args[] = {
		cw_int(now_ms - CW_HOUR_MS),
		cw_int(CW_TIDY_ROWS),
	};

	return cw_exec(store, CW_SQL_CHALLENGE_EXPIRE, args, CW_LEN(args),
	    NULL);
}

/* What is bound to which token, under a seal. */
static enum cw_err
seal_state(const struct cw_pool *pool, struct cw_arena *arena,
    const struct cw_challenge *challenge, struct cw_val *out)
{
	unsigned char *sealed;
	size_t len;
	enum cw_err err;

	*out = cw_null();
	if (challenge->state[0] == '\0')
		return CW_OK;
	err = cw_crypto_seal(pool->keys.bytes[CW_KEY_CODE], challenge->state,
	    strlen(challenge->state), arena, &sealed, &len);
	if (err == CW_OK)
		*out = cw_bytes(sealed, len);
	return err;
}

enum cw_err
cw_challenge_add(struct cw_pool *pool, struct cw_store *store,
    struct cw_arena *arena, struct cw_challenge *challenge)
{
	int64_t now_ms = cw_clock_now_ms(), changes;
	struct cw_val state;
	enum cw_err err;

	err = seal_state(pool, arena, challenge, &state);
	if (err != CW_OK)
		return err;
	err = cw_token_make(arena, &challenge->token, challenge->hash);
	if (err != CW_OK)
		return err;
	challenge->expires = now_ms +
	    (challenge->life_ms == 0
		    ? pool->conf->challenge_ttl_sec * CW_SECOND_MS
		    : challenge->life_ms);
	const struct cw_val args[] = {
		cw_bytes(challenge->hash, sizeof(challenge->hash)),
		cw_int(challenge->account_id),
		cw_text(challenge->client),
		cw_text(challenge->step),
		cw_int(challenge->epoch),
		state,
		cw_int(challenge->created),
		cw_int(challenge->expires),
	};
	err = forget_old(store, now_ms);
	if (err != CW_OK)
		return err;
	err =
	    cw_exec(store, CW_SQL_CHALLENGE_ADD, args, CW_LEN(args), &changes);
	if (err != CW_OK)
		return err;
	return changes == 1 ? CW_OK : CW_CREDENTIALS;
}

static enum cw_err
read_state(const struct cw_pool *pool, const struct cw_rows *rows,
    struct cw_arena *arena, struct cw_challenge *out)
{
	unsigned char *sealed, *bytes;
	size_t len;
	enum cw_err err;

	out->state = "";
	if (cw_col_is_null(rows, 3))
		return CW_OK;
	err = cw_col_blob(rows, 3, arena, &sealed, &len);
	if (err != CW_OK)
		return err;
	err = cw_crypto_open(pool->keys.bytes[CW_KEY_CODE], sealed, len, arena,
	    &bytes, &len);
	if (err != CW_OK)
		return CW_UNAUTHORIZED;
	out->state = cw_arena_copy(arena, (const char *)bytes, len);
	return out->state == NULL ? CW_NOMEM : CW_OK;
}

static enum cw_err
read_row(const struct cw_pool *pool, const struct cw_rows *rows,
    struct cw_arena *arena, struct cw_challenge *out)
{
	enum cw_err err;

	out->account_id = cw_col_int(rows, 0);
	out->epoch = cw_col_int(rows, 2);
	out->created = cw_col_int(rows, 4);
	out->expires = cw_col_int(rows, 5);
	err = cw_col_text(rows, 1, arena, &out->step);
	if (err != CW_OK)
		return err;
	return read_state(pool, rows, arena, out);
}

/* By a statement that takes hash, client, now and the most tries. */
static enum cw_err
look(struct cw_pool *pool, struct cw_store *store, struct cw_arena *arena,
    enum cw_sql sql, struct cw_challenge *challenge)
{
	const struct cw_val args[] = {
		cw_bytes(challenge->hash, sizeof(challenge->hash)),
		cw_text(challenge->client),
		cw_int(cw_clock_now_ms()),
		cw_int(CW_CHALLENGE_TRIES),
	};
	struct cw_rows rows;
	enum cw_err err;

	err = cw_query_one(store, sql, args, CW_LEN(args), &rows);
	if (err == CW_OK)
		err = read_row(pool, &rows, arena, challenge);
	cw_rows_end(&rows);
	return err == CW_NOTFOUND ? CW_UNAUTHORIZED : err;
}

enum cw_err
cw_challenge_find(struct cw_pool *pool, struct cw_store *store,
    struct cw_arena *arena, const char *token, struct cw_challenge *challenge)
{
	if (cw_token_hash(token, challenge->hash) != CW_OK)
		return CW_UNAUTHORIZED;
	return look(pool, store, arena, CW_SQL_CHALLENGE_FIND, challenge);
}

enum cw_err
cw_challenge_client(struct cw_store *store, struct cw_arena *arena,
    const char *token, const char **out)
{
	unsigned char hash[CW_HASH_BYTES];
	struct cw_rows rows;
	enum cw_err err;

	if (cw_token_hash(token, hash) != CW_OK)
		return CW_UNAUTHORIZED;
	const struct cw_val args[] = { cw_bytes(hash, sizeof(hash)) };

	err = cw_query_one(store, CW_SQL_CHALLENGE_CLIENT, args, CW_LEN(args),
	    &rows);
	if (err == CW_OK)
		err = cw_col_text(&rows, 0, arena, out);
	if (err == CW_OK && cw_col_int(&rows, 1) <= cw_clock_now_ms())
		err = CW_MISMATCH;
	cw_rows_end(&rows);
	return err == CW_NOTFOUND ? CW_UNAUTHORIZED : err;
}

enum cw_err
cw_challenge_try(struct cw_pool *pool, struct cw_store *store,
    struct cw_arena *arena, const char *token, struct cw_challenge *challenge)
{
	if (cw_token_hash(token, challenge->hash) != CW_OK)
		return CW_UNAUTHORIZED;
	return look(pool, store, arena, CW_SQL_CHALLENGE_TRY, challenge);
}

enum cw_err
cw_challenge_use(struct cw_store *store, const struct cw_challenge *challenge)
{
	const struct cw_val args[] = {
		cw_bytes(challenge->hash, sizeof(challenge->hash)),
		cw_int(cw_clock_now_ms()),
	};
	int64_t changes;
	enum cw_err err;

	err =
	    cw_exec(store, CW_SQL_CHALLENGE_USE, args, CW_LEN(args), &changes);
	if (err != CW_OK)
		return err;
	return changes == 1 ? CW_OK : CW_UNAUTHORIZED;
}
