/* Sessions of clients, and their refresh tokens. */

#include "pool/origin.h"

#include <string.h>

#include "base/clock.h"
#include "base/random.h"
#include "db/bell.h"
#include "pool/origin_inside.h"

/*
 * A refresh token: random bytes, when it is too old, and an HMAC of both and
 * of the client, so that what nobody made is told from what has ended.  It is
 * longer than a session's token, and cannot be taken for one.
 */
#define SECRET_BYTES 32
#define EXPIRES_BYTES 8
#define SIGNED_BYTES (SECRET_BYTES + EXPIRES_BYTES)
#define REFRESH_BYTES (SIGNED_BYTES + CW_HASH_BYTES)

/* --- refresh tokens ------------------------------------------------------- */

static enum cw_err
sign(const struct cw_pool *pool, struct cw_arena *arena, const char *client_id,
    const unsigned char *bytes, unsigned char out[CW_HASH_BYTES])
{
	size_t id_len = strlen(client_id);
	unsigned char *text = cw_arena_alloc(arena, SIGNED_BYTES + id_len);

	if (text == NULL)
		return CW_NOMEM;
	memcpy(text, bytes, SIGNED_BYTES);
	memcpy(text + SIGNED_BYTES, client_id, id_len);
	cw_crypto_hmac(pool->keys.bytes[CW_KEY_CLIENT], text,
	    SIGNED_BYTES + id_len, out);
	return CW_OK;
}

static void
put_time(int64_t time, unsigned char out[EXPIRES_BYTES])
{
	for (size_t i = 0; i < EXPIRES_BYTES; i++)
		out[i] = (unsigned char)((uint64_t)time >> (56 - 8 * i));
}

static int64_t
get_time(const unsigned char bytes[EXPIRES_BYTES])
{
	uint64_t time = 0;

	for (size_t i = 0; i < EXPIRES_BYTES; i++)
		time = time << 8 | bytes[i];
	return (int64_t)time;
}

static enum cw_err
make_refresh(const struct cw_pool *pool, struct cw_arena *arena,
    const struct cw_client *client, struct cw_origin *out,
    unsigned char hash[CW_HASH_BYTES])
{
	unsigned char bytes[REFRESH_BYTES];
	enum cw_err err = cw_random_bytes(bytes, SECRET_BYTES);

	if (err != CW_OK)
		return err;
	put_time(out->expires, bytes + SECRET_BYTES);
	err = sign(pool, arena, client->id, bytes, bytes + SIGNED_BYTES);
	if (err != CW_OK)
		return err;
	cw_crypto_sha256(bytes, sizeof(bytes), hash);
	out->refresh = cw_crypto_base64url(arena, bytes, sizeof(bytes));
	explicit_bzero(bytes, sizeof(bytes));
	return out->refresh == NULL ? CW_NOMEM : CW_OK;
}

/* Did we make it for this client?  CW_INVALID. */
static enum cw_err
read_refresh(const struct cw_pool *pool, struct cw_arena *arena,
    const struct cw_client *client, const char *refresh, int64_t *expires,
    unsigned char hash[CW_HASH_BYTES])
{
	unsigned char bytes[REFRESH_BYTES], wanted[CW_HASH_BYTES];
	enum cw_err err =
	    cw_crypto_from_base64url(refresh, bytes, sizeof(bytes));

	if (err != CW_OK)
		return err;
	err = sign(pool, arena, client->id, bytes, wanted);
	if (err != CW_OK)
		return err;
	if (!cw_crypto_equal(wanted, bytes + SIGNED_BYTES, sizeof(wanted)))
		return CW_INVALID;
	*expires = get_time(bytes + SECRET_BYTES);
	cw_crypto_sha256(bytes, sizeof(bytes), hash);
	return CW_OK;
}

/* --- beginning ------------------------------------------------------------ */

/* CW_CREDENTIALS: the account may not sign in, or changed meanwhile. */
static enum cw_err
add_session(struct cw_store *store, const struct cw_client *client,
    const struct cw_session_start *start, const struct cw_origin *origin)
{
	/* A session has a token; nobody gets this one. */
	unsigned char nobodys[CW_HASH_BYTES];
	char address[CW_ADDRESS_BYTES];
	struct cw_rows rows;
	enum cw_err err = cw_random_bytes(nobodys, sizeof(nobodys));

	if (err != CW_OK)
		return err;
	cw_address_cut(start->actor->address, address);
	const struct cw_val args[] = {
		cw_int(origin->session_id),
		cw_bytes(nobodys, sizeof(nobodys)),
		cw_int(origin->began),
		cw_int(origin->expires),
		cw_text(client->name),
		cw_text(address),
		cw_int(origin->account_id),
		cw_int(start->row->epoch),
	};
	err = cw_query_one(store, CW_SQL_ORIGIN_SESSION, args, CW_LEN(args),
	    &rows);
	cw_rows_end(&rows);
	return err == CW_NOTFOUND ? CW_CREDENTIALS : err;
}

static enum cw_err
prepare(const struct cw_client *client, const struct cw_session_start *start,
    struct cw_origin *out)
{
	char uuid[37];
	uint64_t bits;
	enum cw_err err = cw_random_bytes(&bits, sizeof(bits));

	if (err == CW_OK)
		err = cw_random_uuid(uuid);
	if (err != CW_OK)
		return err;
	out->session_id = (int64_t)(bits >> 11) | 1;
	out->account_id = start->row->account.id;
	out->began = cw_clock_now_ms();
	out->expires = out->began + client->refresh_ttl_sec * CW_SECOND_MS;
	out->is_new = true;
	out->uuid = cw_arena_strdup(start->arena, uuid);
	return out->uuid == NULL ? CW_NOMEM : CW_OK;
}

enum cw_err
cw_origin_add(struct cw_store *store, const struct cw_client *client,
    const struct cw_session_start *start, const struct cw_origin **out)
{
	struct cw_origin *origin =
	    cw_arena_alloc(start->arena, sizeof(*origin));
	unsigned char hash[CW_HASH_BYTES];
	enum cw_err err = CW_NOMEM;

	if (origin != NULL)
		err = prepare(client, start, origin);
	if (err == CW_OK)
		err = make_refresh(start->pool, start->arena, client, origin,
		    hash);
	if (err == CW_OK)
		err = add_session(store, client, start, origin);
	if (err != CW_OK)
		return err;
	const struct cw_val args[] = {
		cw_int(origin->session_id),
		cw_text(client->id),
		cw_text(origin->uuid),
		cw_bytes(hash, sizeof(hash)),
		cw_int(origin->began),
	};
	*out = origin;
	return cw_exec(store, CW_SQL_ORIGIN_ADD, args, CW_LEN(args), NULL);
}

/* --- going on ------------------------------------------------------------- */

/* Tokens of a session whose reuse is noticed. */
#define REPLACED_MAX 64

/* A refresh token that is looked at, and what follows. */
struct look {
	struct cw_pool *pool;
	struct cw_arena *arena;
	const struct cw_refresh *in;
	unsigned char hash[CW_HASH_BYTES];
	struct cw_origin origin;
	int64_t replaced;    /* when another took its place; 0: none did */
	enum cw_err outcome; /* of what is committed though it failed */
};

static enum cw_err
find_by_token(struct look *look, struct cw_store *store)
{
	const struct cw_val args[] = {
		cw_bytes(look->hash, CW_HASH_BYTES),
		cw_text(look->in->client->id),
	};
	struct cw_origin *origin = &look->origin;
	struct cw_rows rows;
	enum cw_err err;

	err = cw_query_one(store, CW_SQL_ORIGIN_BY_TOKEN, args, CW_LEN(args),
	    &rows);
	if (err == CW_OK) {
		origin->session_id = cw_col_int(&rows, 0);
		origin->began = cw_col_int(&rows, 2);
		origin->account_id = cw_col_int(&rows, 3);
		origin->expires = cw_col_int(&rows, 4);
		if (!cw_col_is_null(&rows, 5))
			look->replaced = cw_col_int(&rows, 5);
		err = cw_col_text(&rows, 1, look->arena, &origin->uuid);
	}
	cw_rows_end(&rows);
	return err == CW_NOTFOUND ? CW_UNAUTHORIZED : err;
}

static enum cw_err
find_session(struct look *look)
{
	struct cw_store *store;
	enum cw_err err = cw_readers_take(look->pool->readers, &store);

	if (err != CW_OK)
		return err;
	err = find_by_token(look, store);
	cw_readers_give(look->pool->readers, store);
	return err;
}

/* Where they do not rotate, one that did is void. */
static enum cw_err
read_only(struct look *look)
{
	enum cw_err err = find_session(look);

	return err == CW_OK && look->replaced != 0 ? CW_UNAUTHORIZED : err;
}

static enum cw_err
end_session(const struct look *look, struct cw_store *store,
    enum cw_audit_event event)
{
	const struct cw_val args[] = {
		cw_bytes(look->hash, CW_HASH_BYTES),
		cw_text(look->in->client->id),
	};
	struct cw_audit what = { .event = event };
	struct cw_rows rows;
	enum cw_err err;

	err = cw_query_one(store, CW_SQL_ORIGIN_END, args, CW_LEN(args), &rows);
	if (err == CW_OK)
		what.account_id = cw_col_int(&rows, 0);
	cw_rows_end(&rows);
	if (err == CW_NOTFOUND)
		return CW_OK;
	if (err != CW_OK)
		return err;
	what.detail = look->in->client->id;
	return cw_audit_add(store, look->in->actor, &what);
}

/* Another token takes the place of this one. */
static enum cw_err
replace(struct look *look, struct cw_store *store)
{
	int64_t session_id = look->origin.session_id;
	unsigned char hash[CW_HASH_BYTES];
	const struct cw_val old[] = {
		cw_bytes(look->hash, CW_HASH_BYTES),
		cw_int(session_id),
		cw_int(cw_clock_now_ms()),
	};
	const struct cw_val most[] = {
		cw_int(session_id),
		cw_int(REPLACED_MAX),
	};
	enum cw_err err;

	err = make_refresh(look->pool, look->arena, look->in->client,
	    &look->origin, hash);
	if (err == CW_OK)
		err = cw_exec(store, CW_SQL_REFRESH_REPLACE, old, CW_LEN(old),
		    NULL);
	if (err != CW_OK)
		return err;
	const struct cw_val fresh[] = {
		cw_bytes(hash, CW_HASH_BYTES),
		cw_int(session_id),
	};
	err = cw_exec(store, CW_SQL_REFRESH_ADD, fresh, CW_LEN(fresh), NULL);
	if (err != CW_OK)
		return err;
	return cw_exec(store, CW_SQL_REFRESH_TRIM, most, CW_LEN(most), NULL);
}

/*
 * Who comes with a token whose place was taken has lost its answer, and comes
 * soon; or somebody has stolen one of the two, and the session ends.
 */
static enum cw_err
rotate_work(struct cw_store *store, void *arg)
{
	struct look *look = arg;
	int64_t grace_ms = look->in->client->grace_sec * CW_SECOND_MS;
	enum cw_err err = find_by_token(look, store);

	if (err != CW_OK)
		return err;
	look->outcome = CW_OK;
	if (look->replaced == 0 ||
	    cw_clock_now_ms() < look->replaced + grace_ms)
		return replace(look, store);
	look->outcome = CW_REUSED;
	return end_session(look, store, CW_AUDIT_TOKEN_REUSE);
}

static enum cw_err
rotate(struct look *look)
{
	enum cw_err err = cw_group_run(look->pool->group, rotate_work, look);

	if (err != CW_OK)
		return err;
	if (look->outcome == CW_REUSED)
		cw_bell_ring(look->pool->conf->data_dir, CW_BELL_SESSION);
	return look->outcome;
}

/* Did we make it, and may it be used still? */
static enum cw_err
begin_look(struct look *look)
{
	int64_t expires;
	enum cw_err err = read_refresh(look->pool, look->arena,
	    look->in->client, look->in->token, &expires, look->hash);

	if (err != CW_OK)
		return err;
	return expires <= cw_clock_now_ms() ? CW_MISMATCH : CW_OK;
}

enum cw_err
cw_origin_by_refresh(struct cw_pool *pool, struct cw_arena *arena,
    const struct cw_refresh *in, struct cw_origin *out)
{
	struct look look = { .pool = pool, .arena = arena, .in = in };
	enum cw_err err = begin_look(&look);

	if (err != CW_OK)
		return err;
	err = in->client->rotates ? rotate(&look) : read_only(&look);
	if (err == CW_OK)
		*out = look.origin;
	return err;
}

enum cw_err
cw_origin_whose(struct cw_pool *pool, struct cw_arena *arena,
    const struct cw_refresh *in, int64_t *account_id)
{
	struct look look = { .pool = pool, .arena = arena, .in = in };
	enum cw_err err = begin_look(&look);

	if (err == CW_OK)
		err = find_session(&look);
	if (err == CW_OK)
		*account_id = look.origin.account_id;
	return err;
}

static enum cw_err
end_work(struct cw_store *store, void *arg)
{
	return end_session(arg, store, CW_AUDIT_TOKEN_REVOKE);
}

enum cw_err
cw_origin_revoke(struct cw_pool *pool, struct cw_arena *arena,
    const struct cw_refresh *in)
{
	struct look look = { .pool = pool, .arena = arena, .in = in };
	int64_t expires;
	enum cw_err err = read_refresh(pool, arena, in->client, in->token,
	    &expires, look.hash);

	if (err != CW_OK)
		return err;
	err = cw_group_run(pool->group, end_work, &look);
	if (err == CW_OK)
		cw_bell_ring(pool->conf->data_dir, CW_BELL_SESSION);
	return err;
}

/* --- once ----------------------------------------------------------------- */

enum cw_err
cw_spent_use(struct cw_store *store, const void *bytes, size_t len,
    int64_t expires)
{
	unsigned char hash[CW_HASH_BYTES];
	const struct cw_val old[] = {
		cw_int(cw_clock_now_ms()),
		cw_int(CW_TIDY_ROWS),
	};
	struct cw_rows rows;
	enum cw_err err;

	cw_crypto_sha256(bytes, len, hash);
	const struct cw_val args[] = {
		cw_bytes(hash, sizeof(hash)),
		cw_int(expires),
	};
	err = cw_exec(store, CW_SQL_SPENT_EXPIRE, old, CW_LEN(old), NULL);
	if (err != CW_OK)
		return err;
	err = cw_query_one(store, CW_SQL_SPENT_ADD, args, CW_LEN(args), &rows);
	cw_rows_end(&rows);
	return err == CW_NOTFOUND ? CW_MISMATCH : err;
}
