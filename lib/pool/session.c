/* Sessions: beginning, the session check, the list, signing out. */

#include "pool/session.h"

#include <string.h>

#include "base/clock.h"
#include "base/log.h"
#include "base/random.h"
#include "base/utf8.h"
#include "db/bell.h"
#include "pool/cursor.h"
#include "pool/listing.h"
#include "pool/session_inside.h"

/* A session was used is written down this often. */
#define TOUCH_MS CW_HOUR_MS

/* --- beginning ------------------------------------------------------------ */

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

static enum cw_err
forget_expired(struct cw_store *store)
{
	const struct cw_val args[] = {
		cw_int(cw_clock_now_ms()),
		cw_int(CW_TIDY_ROWS),
	};

	return cw_exec(store, CW_SQL_SESSION_EXPIRE, args, CW_LEN(args), NULL);
}

/* What the client calls itself, cut at a whole character. */
static enum cw_err
cut_agent(struct cw_arena *arena, const char *agent, const char **out)
{
	*out = "";
	if (agent == NULL || !cw_utf8_is_valid(agent, strlen(agent)) ||
	    cw_utf8_has_control(agent, strlen(agent), ""))
		return CW_OK;
	*out = cw_arena_copy(arena, agent,
	    cw_utf8_prefix(agent, strlen(agent), CW_AGENT_MAX_CHARS));
	return *out == NULL ? CW_NOMEM : CW_OK;
}

/* CW_CREDENTIALS: the account changed while we looked. */
static enum cw_err
add_row(struct cw_store *store, const struct cw_session_start *start,
    const struct cw_session *session, const unsigned char hash[CW_HASH_BYTES])
{
	char address[CW_ADDRESS_BYTES];
	const char *agent;
	struct cw_rows rows;
	enum cw_err err;

	cw_address_cut(start->actor->address, address);
	err = cut_agent(start->arena, start->actor->agent, &agent);
	if (err != CW_OK)
		return err;
	const struct cw_val args[] = {
		cw_int(session->id),
		cw_bytes(hash, CW_HASH_BYTES),
		cw_int(cw_clock_now_ms()),
		cw_int(session->expires),
		cw_int(start->row->account.id),
		cw_int(start->row->epoch),
		cw_text(agent),
		cw_text(address),
	};
	err =
	    cw_query_one(store, CW_SQL_SESSION_ADD, args, CW_LEN(args), &rows);
	cw_rows_end(&rows);
	return err == CW_NOTFOUND ? CW_CREDENTIALS : err;
}

enum cw_err
cw_session_add(struct cw_store *store, const struct cw_session_start *start,
    struct cw_session *out)
{
	const struct cw_account *account = &start->row->account;
	unsigned char hash[CW_HASH_BYTES];
	struct cw_session session = {
		.account_id = account->id,
		.username = account->name,
		.email = account->email,
		.confirmed = account->confirmed,
		.expires = cw_clock_now_ms() +
		    start->pool->conf->session_ttl_sec * CW_SECOND_MS,
	};
	enum cw_err err;

	err = make_id(&session.id);
	if (err == CW_OK)
		err = cw_token_make(start->arena, &session.token, hash);
	if (err == CW_OK)
		err = forget_expired(store);
	if (err == CW_OK)
		err = add_row(store, start, &session, hash);
	if (err == CW_OK)
		*out = session;
	return err;
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
	out->seen = cw_col_int(rows, 6);
	out->is_administrator = cw_col_int(rows, 7) != 0;
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
	unsigned char hash[CW_HASH_BYTES];
	struct cw_val args[2];
	struct cw_store *store;
	enum cw_err err;

	err = cw_token_hash(token, hash);
	if (err != CW_OK)
		return CW_UNAUTHORIZED;
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

/* --- the list ------------------------------------------------------------- */

static enum cw_err
read_device(const struct cw_rows *rows, struct cw_arena *arena,
    struct cw_list *list)
{
	struct cw_session_seen *out = cw_list_push(list, arena, sizeof(*out));
	enum cw_err err;

	if (out == NULL)
		return CW_NOMEM;
	out->id = cw_col_int(rows, 0);
	out->created = cw_col_int(rows, 1);
	out->seen = cw_col_int(rows, 2);
	out->expires = cw_col_int(rows, 3);
	err = cw_col_text(rows, 4, arena, &out->agent);
	if (err == CW_OK)
		err = cw_col_text(rows, 5, arena, &out->address);
	if (err == CW_OK)
		err = cw_col_text(rows, 6, arena, &out->label);
	return err;
}

enum cw_err
cw_session_list(struct cw_pool *pool, struct cw_arena *arena,
    const struct cw_session *session, struct cw_list *out)
{
	const struct cw_val args[] = {
		cw_int(session->account_id),
		cw_int(cw_clock_now_ms()),
		cw_int(CW_SESSIONS_MAX),
	};
	const struct cw_listing listing = {
		.sql = CW_SQL_SESSIONS_LIVING,
		.args = args,
		.count = CW_LEN(args),
		.row = read_device,
	};
	struct cw_session_seen *seen;
	enum cw_err err;

	err = cw_listing_read(pool, arena, &listing, out);
	for (size_t i = 0; i < out->count; i++) {
		seen = cw_list_at(out, i);
		seen->current = seen->id == session->id;
	}
	return err;
}

static enum cw_err
touch_work(struct cw_store *store, void *arg)
{
	const int64_t *id = arg;
	const struct cw_val args[] = {
		cw_int(*id),
		cw_int(cw_clock_now_ms()),
	};

	return cw_exec(store, CW_SQL_SESSION_TOUCH, args, CW_LEN(args), NULL);
}

void
cw_session_touch(struct cw_pool *pool, const struct cw_session *session)
{
	int64_t id = session->id;
	enum cw_err err;

	if (cw_clock_now_ms() - session->seen < TOUCH_MS)
		return;
	err = cw_group_run(pool->group, touch_work, &id);
	if (err != CW_OK)
		cw_log(CW_LOG_WARNING,
		    "cannot write down that a session was used: %s",
		    cw_err_word(err));
}

/* --- signing out ---------------------------------------------------------- */

/* Void sessions beyond these go too; only their cursor files stay. */
#define ENDED_MAX 1000

/* What is to end: one session, or all that was issued to an account. */
struct ending {
	const struct cw_actor *actor;
	int64_t session_id;
	int64_t account_id;
	const char *username;
	struct cw_arena arena;
	int64_t *ended; /* ids of an account's sessions */
	size_t count;
};

static enum cw_err
note_end(struct cw_store *store, const struct ending *ending,
    enum cw_audit_event event)
{
	const struct cw_audit what = {
		.event = event,
		.account_id = ending->account_id,
		.name = ending->username,
	};

	return cw_audit_add(store, ending->actor, &what);
}

static enum cw_err
end_work(struct cw_store *store, void *arg)
{
	const struct ending *ending = arg;
	const struct cw_val args[] = {
		cw_int(ending->session_id),
		cw_int(ending->account_id),
	};
	int64_t changes;
	enum cw_err err;

	err = cw_exec(store, CW_SQL_SESSION_END_OWN, args, CW_LEN(args),
	    &changes);
	if (err != CW_OK)
		return err;
	if (changes == 0)
		return CW_NOTFOUND;
	err = note_end(store, ending, CW_AUDIT_SIGN_OUT);
	if (err != CW_OK)
		return err;
	return forget_expired(store);
}

enum cw_err
cw_session_end(struct cw_pool *pool, const struct cw_actor *actor,
    int64_t session_id)
{
	struct ending ending = {
		.actor = actor,
		.session_id = session_id,
		.account_id = actor->account_id,
		.username = actor->name,
	};
	enum cw_err err = cw_group_run(pool->group, end_work, &ending);

	if (err != CW_OK)
		return err;
	cw_bell_ring(pool->conf->data_dir, CW_BELL_SESSION);
	cw_cursor_remove(pool, session_id);
	return CW_OK;
}

static enum cw_err
list_void(struct cw_store *store, struct ending *ending)
{
	const struct cw_val args[] = {
		cw_int(ending->account_id),
		cw_int(ENDED_MAX),
	};
	struct cw_rows rows;
	enum cw_err err;

	ending->ended =
	    cw_arena_calloc(&ending->arena, ENDED_MAX, sizeof(int64_t));
	if (ending->ended == NULL)
		return CW_NOMEM;
	err = cw_query(store, CW_SQL_SESSIONS_VOID, args, CW_LEN(args), &rows);
	while (err == CW_OK && cw_rows_next(&rows, &err))
		ending->ended[ending->count++] = cw_col_int(&rows, 0);
	cw_rows_end(&rows);
	return err;
}

static enum cw_err
sweep_work(struct cw_store *store, void *arg)
{
	struct ending *ending = arg;
	const struct cw_val id[] = { cw_int(ending->account_id) };
	enum cw_err err;

	err = list_void(store, ending);
	if (err != CW_OK)
		return err;
	return cw_exec(store, CW_SQL_SESSION_END_VOID, id, CW_LEN(id), NULL);
}

enum cw_err
cw_session_sweep(struct cw_pool *pool, int64_t account_id)
{
	struct ending ending = { .account_id = account_id };
	enum cw_err err;

	cw_arena_init(&ending.arena, 2 * ENDED_MAX * sizeof(int64_t));
	err = cw_group_run(pool->group, sweep_work, &ending);
	if (err == CW_OK)
		cw_bell_ring(pool->conf->data_dir, CW_BELL_SESSION);
	for (size_t i = 0; err == CW_OK && i < ending.count; i++)
		cw_cursor_remove(pool, ending.ended[i]);
	cw_arena_clear(&ending.arena);
	return err;
}

static enum cw_err
end_all_work(struct cw_store *store, void *arg)
{
	const struct ending *ending = arg;
	const struct cw_val id[] = { cw_int(ending->account_id) };
	enum cw_err err;

	err = cw_exec(store, CW_SQL_ACCOUNT_RAISE_EPOCH, id, CW_LEN(id), NULL);
	if (err != CW_OK)
		return err;
	return note_end(store, ending, CW_AUDIT_SIGN_OUT_ALL);
}

enum cw_err
cw_session_end_all(struct cw_pool *pool, const struct cw_actor *actor,
    int64_t account_id, const char *username)
{
	struct ending ending = {
		.actor = actor,
		.account_id = account_id,
		.username = username,
	};
	enum cw_err err = cw_group_run(pool->group, end_all_work, &ending);

	if (err != CW_OK)
		return err;
	return cw_session_sweep(pool, account_id);
}
