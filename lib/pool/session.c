/* Sessions: signing in, the session check, signing out. */

#include "pool/session.h"

#include <string.h>

#include "base/clock.h"
#include "base/random.h"
#include "db/bell.h"
#include "pool/cursor.h"
#include "pool/inside.h"
#include "pool/proof.h"

#define TOKEN_BYTES 32

/* A sign-in under way. */
struct sign_in {
	struct cw_proof proof;
	unsigned char token_hash[CW_HASH_BYTES];
	struct cw_session session;
	enum cw_err outcome; /* of what is committed though it failed */
};

/* A random id, so that none is ever used again; positive, below 2^53. */
static enum cw_err
make_id(int64_t *out)
{
	uint64_t bits;
	enum cw_err err;

	err = cw_random_bytes(&bits, sizeof(bits));
	if (err != CW_OK)
		return err;
	*out = (int64_t)(bits >> 11) | 1;
	return CW_OK;
}

/* The token, and what the store is to know of it. */
static enum cw_err
make_token(struct sign_in *in)
{
	unsigned char token[TOKEN_BYTES];
	enum cw_err err;

	err = make_id(&in->session.id);
	if (err != CW_OK)
		return err;
	err = cw_random_bytes(token, sizeof(token));
	if (err != CW_OK)
		return err;
	cw_crypto_sha256(token, sizeof(token), in->token_hash);
	in->session.token =
	    cw_crypto_base64url(in->proof.arena, token, sizeof(token));
	explicit_bzero(token, sizeof(token));
	return in->session.token == NULL ? CW_NOMEM : CW_OK;
}

/* CW_CREDENTIALS: the account or its password changed while we looked. */
static enum cw_err
add_session(struct sign_in *in, struct cw_store *store)
{
	int64_t now_ms = cw_clock_now_ms();
	int64_t ttl_ms = in->proof.pool->conf->session_ttl_sec * CW_SECOND_MS;
	const struct cw_val args[] = {
		cw_int(in->session.id),
		cw_bytes(in->token_hash, sizeof(in->token_hash)),
		cw_int(now_ms),
		cw_int(now_ms + ttl_ms),
		cw_int(in->proof.who.account.id),
		cw_text(in->proof.who.password),
	};
	struct cw_rows rows;
	enum cw_err err;

	in->session.expires = now_ms + ttl_ms;
	err =
	    cw_query_one(store, CW_SQL_SESSION_ADD, args, CW_LEN(args), &rows);
	cw_rows_end(&rows);
	return err == CW_NOTFOUND ? CW_CREDENTIALS : err;
}

static enum cw_err
forget_expired(struct cw_store *store)
{
	const struct cw_val args[] = {
		cw_int(cw_clock_now_ms()),
		cw_int(CW_TIDY_ROWS),
	};

	return cw_exec(store, CW_SQL_SESSION_EXPIRE, args, CW_LEN(args), NULL);
}

/* The password was right: the failures are forgotten either way. */
static enum cw_err
admit_work(struct cw_store *store, void *arg)
{
	struct sign_in *in = arg;
	enum cw_err err;

	err = cw_proof_accept(&in->proof, store);
	if (err != CW_OK)
		return err;
	in->outcome = CW_UNCONFIRMED;
	if (!in->proof.who.account.is_confirmed)
		return CW_OK;
	in->outcome = CW_OK;
	err = forget_expired(store);
	if (err != CW_OK)
		return err;
	err = add_session(in, store);
	if (err != CW_OK)
		return err;
	return cw_proof_keep(&in->proof, store);
}

static enum cw_err
admit(struct sign_in *in)
{
	enum cw_err err;

	err = make_token(in);
	if (err != CW_OK)
		return err;
	err = cw_group_run(in->proof.pool->group, admit_work, in);
	if (err != CW_OK)
		return err;
	return in->outcome;
}

enum cw_err
cw_session_start(struct cw_pool *pool, struct cw_arena *arena,
    const char *login, const char *password, struct cw_session *out,
    int64_t *retry_ms)
{
	struct sign_in in = { .proof = { .pool = pool, .arena = arena } };
	enum cw_err err;

	err = cw_proof_password(&in.proof, login, password);
	if (err == CW_LOCKED || err == CW_BUSY)
		*retry_ms = in.proof.retry_ms;
	if (err == CW_OK)
		err = admit(&in);
	if (err == CW_UNCONFIRMED)
		out->username = in.proof.who.account.name;
	if (err != CW_OK)
		return err;
	in.session.account_id = in.proof.who.account.id;
	in.session.username = in.proof.who.account.name;
	in.session.email = in.proof.who.account.email;
	in.session.confirmed = in.proof.who.account.confirmed;
	*out = in.session;
	return CW_OK;
}

/* --- the session check ---------------------------------------------------- */

static enum cw_err
read_session(const struct cw_rows *rows, struct cw_arena *arena,
    struct cw_session *out)
{
	enum cw_err err;

	out->id = cw_col_int(rows, 0);
	out->account_id = cw_col_int(rows, 1);
	out->expires = cw_col_int(rows, 2);
	out->confirmed = cw_col_int(rows, 5);
	err = cw_col_text(rows, 3, arena, &out->username);
	if (err != CW_OK)
		return err;
	return cw_col_text(rows, 4, arena, &out->email);
}

/* The session that a statement finds by these values and the time. */
static enum cw_err
find_session(struct cw_store *store, struct cw_arena *arena, enum cw_sql sql,
    struct cw_val *args, size_t count, struct cw_session *out)
{
	struct cw_session session = { 0 };
	struct cw_rows rows;
	enum cw_err err;

	args[count] = cw_int(cw_clock_now_ms());
	err = cw_query_one(store, sql, args, count + 1, &rows);
	if (err == CW_OK)
		err = read_session(&rows, arena, &session);
	cw_rows_end(&rows);
	if (err == CW_OK)
		*out = session;
	return err == CW_NOTFOUND ? CW_UNAUTHORIZED : err;
}

enum cw_err
cw_session_check(struct cw_pool *pool, struct cw_arena *arena,
    const char *token, struct cw_session *out)
{
	unsigned char bytes[TOKEN_BYTES], hash[CW_HASH_BYTES];
	struct cw_val args[2];
	struct cw_store *store;
	enum cw_err err;

	err = cw_crypto_from_base64url(token, bytes, sizeof(bytes));
	if (err != CW_OK)
		return CW_UNAUTHORIZED;
	cw_crypto_sha256(bytes, sizeof(bytes), hash);
	explicit_bzero(bytes, sizeof(bytes));
	err = cw_readers_take(pool->readers, &store);
	if (err != CW_OK)
		return err;
	args[0] = cw_bytes(hash, sizeof(hash));
	err = find_session(store, arena, CW_SQL_SESSION_FIND, args, 1, out);
	cw_readers_give(pool->readers, store);
	return err;
}

enum cw_err
cw_session_by_origin(struct cw_pool *pool, struct cw_arena *arena,
    const char *uuid, const char *client_id, struct cw_session *out)
{
	struct cw_val args[3] = { cw_text(uuid), cw_text(client_id) };
	struct cw_store *store;
	enum cw_err err;

	err = cw_readers_take(pool->readers, &store);
	if (err != CW_OK)
		return err;
	err =
	    find_session(store, arena, CW_SQL_SESSION_BY_ORIGIN, args, 2, out);
	cw_readers_give(pool->readers, store);
	return err;
}

enum cw_err
cw_session_is_alive(struct cw_pool *pool, int64_t session_id, bool *out)
{
	const struct cw_val args[] = {
		cw_int(session_id),
		cw_int(cw_clock_now_ms()),
	};
	struct cw_store *store;
	struct cw_rows rows;
	enum cw_err err;

	err = cw_readers_take(pool->readers, &store);
	if (err != CW_OK)
		return err;
	err = cw_query_one(store, CW_SQL_SESSION_ALIVE, args, CW_LEN(args),
	    &rows);
	cw_rows_end(&rows);
	cw_readers_give(pool->readers, store);
	if (err != CW_OK && err != CW_NOTFOUND)
		return err;
	*out = err == CW_OK;
	return CW_OK;
}

/* On a connection of its own, since a version means nothing on another. */
static enum cw_err
watch_version(struct cw_pool *pool, int64_t *out)
{
	enum cw_err err = CW_OK;

	if (pool->watch == NULL)
		err = cw_store_open(pool->conf->data_dir, CW_STORE_POOL,
		    CW_STORE_READ, (int)pool->conf->store_busy_ms,
		    &pool->watch);
	if (err != CW_OK)
		return err;
	return cw_store_version(pool->watch, out);
}

enum cw_err
cw_session_version(struct cw_pool *pool, int64_t *out)
{
	enum cw_err err;

	pthread_mutex_lock(&pool->watch_lock);
	err = watch_version(pool, out);
	pthread_mutex_unlock(&pool->watch_lock);
	return err;
}

/* --- signing out ---------------------------------------------------------- */

/* One session, or all of an account. */
struct ending {
	enum cw_sql sql;
	int64_t id; /* of the session, or of the account */
	struct cw_arena arena;
	int64_t *ended; /* those of an account */
	size_t count;
};

/* Those beyond end all the same; only their cursor files stay. */
#define ENDED_MAX 1000

static enum cw_err
list_sessions(struct cw_store *store, struct ending *ending)
{
	const struct cw_val args[] = { cw_int(ending->id), cw_int(ENDED_MAX) };
	struct cw_rows rows;
	enum cw_err err;

	ending->ended =
	    cw_arena_calloc(&ending->arena, ENDED_MAX, sizeof(int64_t));
	if (ending->ended == NULL)
		return CW_NOMEM;
	err = cw_query(store, CW_SQL_SESSIONS_OF, args, CW_LEN(args), &rows);
	while (err == CW_OK && cw_rows_next(&rows, &err))
		ending->ended[ending->count++] = cw_col_int(&rows, 0);
	cw_rows_end(&rows);
	return err;
}

static enum cw_err
end_work(struct cw_store *store, void *arg)
{
	struct ending *ending = arg;
	const struct cw_val args[] = { cw_int(ending->id) };
	enum cw_err err = CW_OK;

	if (ending->sql == CW_SQL_SESSION_END_ALL)
		err = list_sessions(store, ending);
	if (err == CW_OK)
		err = cw_exec(store, ending->sql, args, CW_LEN(args), NULL);
	if (err != CW_OK)
		return err;
	return forget_expired(store);
}

static enum cw_err
end_sessions(struct cw_pool *pool, struct ending *ending)
{
	enum cw_err err = cw_group_run(pool->group, end_work, ending);

	if (err == CW_OK)
		cw_bell_ring(pool->conf->data_dir, CW_BELL_SESSION);
	return err;
}

enum cw_err
cw_session_end(struct cw_pool *pool, int64_t session_id)
{
	struct ending ending = { .sql = CW_SQL_SESSION_END, .id = session_id };
	enum cw_err err = end_sessions(pool, &ending);

	if (err == CW_OK)
		cw_cursor_remove(pool, session_id);
	return err;
}

enum cw_err
cw_session_end_all(struct cw_pool *pool, int64_t account_id)
{
	struct ending ending = { .sql = CW_SQL_SESSION_END_ALL,
		.id = account_id };
	enum cw_err err;

	cw_arena_init(&ending.arena, 2 * ENDED_MAX * sizeof(int64_t));
	err = end_sessions(pool, &ending);
	for (size_t i = 0; err == CW_OK && i < ending.count; i++)
		cw_cursor_remove(pool, ending.ended[i]);
	cw_arena_clear(&ending.arena);
	return err;
}
