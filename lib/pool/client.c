/* Clients of the pool. */

#include "pool/client.h"

#include <string.h>

#include "base/clock.h"
#include "base/random.h"
#include "base/text.h"
#include "pool/inside.h"
#include "pool/keypair.h"
#include "pool/name.h"
#include "pool/signing.h"

/* A list is read in pages, and ends at some time. */
#define CLIENTS_MAX 1000

/* --- the pool ------------------------------------------------------------- */

void
cw_pool_id(const struct cw_pool *pool, char out[CW_POOL_ID_CHARS + 1])
{
	static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
				      "abcdefghijklmnopqrstuvwxyz0123456789";
	static const char what[] = "pool id", region[] = CW_POOL_REGION "_";
	unsigned char hash[CW_HASH_BYTES];
	size_t at = sizeof(region) - 1;

	cw_crypto_hmac(pool->keys.bytes[CW_KEY_CLIENT], what, sizeof(what) - 1,
	    hash);
	memcpy(out, region, sizeof(region));
	for (size_t i = 0; at < CW_POOL_ID_CHARS; i++, at++)
		out[at] = letters[hash[i] % (sizeof(letters) - 1)];
	out[at] = '\0';
}

const char *
cw_pool_id_name(const char *id)
{
	return strchr(id, '_') + 1;
}

void
cw_pool_invent(const struct cw_pool *pool, const char *name,
    unsigned char out[CW_HASH_BYTES])
{
	cw_crypto_hmac(pool->keys.bytes[CW_KEY_SRP], name, strlen(name), out);
}

/* What is counted. */
struct count {
	struct cw_pool *pool;
	const char *subject;
	int64_t most;
	enum cw_err outcome;
};

static enum cw_err
count_work(struct cw_store *store, void *arg)
{
	struct count *count = arg;
	enum cw_err err =
	    cw_quota_use(count->pool, store, count->subject, count->most);

	count->outcome = err;
	return err == CW_TOOMANY ? CW_OK : err;
}

enum cw_err
cw_client_limit(struct cw_pool *pool, struct cw_arena *arena, const char *what,
    const char *login, int64_t most)
{
	struct count count = { .pool = pool, .most = most };
	const char *fold;
	enum cw_err err = cw_name_fold(arena, login, &fold);

	if (err != CW_OK)
		return err;
	count.subject = cw_arena_printf(arena, "client %s %s", what, fold);
	if (count.subject == NULL)
		return CW_NOMEM;
	err = cw_group_run(pool->group, count_work, &count);
	return err == CW_OK ? count.outcome : err;
}

/* --- rows ----------------------------------------------------------------- */

static enum cw_err
read_client(const struct cw_pool *pool, const struct cw_rows *rows,
    struct cw_arena *arena, struct cw_client *out)
{
	struct cw_client client = {
		.flows = cw_col_int(rows, 3),
		.tells_unknown = cw_col_int(rows, 4) != 0,
		.access_ttl_sec = cw_col_int(rows, 5),
		.id_ttl_sec = cw_col_int(rows, 6),
		.refresh_ttl_sec = cw_col_int(rows, 7),
		.created = cw_col_int(rows, 8),
		.rotates = !cw_col_is_null(rows, 9),
		.grace_sec = cw_col_is_null(rows, 9) ? 0 : cw_col_int(rows, 9),
	};
	enum cw_err err;

	err = cw_col_text(rows, 0, arena, &client.id);
	if (err == CW_OK)
		err = cw_col_text(rows, 1, arena, &client.name);
	if (err == CW_OK && !cw_col_is_null(rows, 2))
		err = cw_keypair_open(pool, arena, rows, 2, &client.secret);
	if (err == CW_OK)
		*out = client;
	return err;
}

static enum cw_err
find(struct cw_pool *pool, struct cw_store *store, struct cw_arena *arena,
    const char *id, struct cw_client *out)
{
	const struct cw_val args[] = { cw_text(id) };
	struct cw_rows rows;
	enum cw_err err;

	err =
	    cw_query_one(store, CW_SQL_CLIENT_FIND, args, CW_LEN(args), &rows);
	if (err == CW_OK)
		err = read_client(pool, &rows, arena, out);
	cw_rows_end(&rows);
	return err;
}

enum cw_err
cw_client_find(struct cw_pool *pool, struct cw_arena *arena, const char *id,
    struct cw_client *out)
{
	struct cw_store *store;
	enum cw_err err;

	err = cw_readers_take(pool->readers, &store);
	if (err != CW_OK)
		return err;
	err = find(pool, store, arena, id, out);
	cw_readers_give(pool->readers, store);
	return err;
}

static enum cw_err
list(struct cw_pool *pool, struct cw_store *store, struct cw_arena *arena,
    struct cw_list *out)
{
	const struct cw_val args[] = { cw_text(""), cw_int(CLIENTS_MAX) };
	struct cw_rows rows;
	enum cw_err err;

	err = cw_query(store, CW_SQL_CLIENT_LIST, args, CW_LEN(args), &rows);
	while (err == CW_OK && cw_rows_next(&rows, &err)) {
		struct cw_client *client =
		    cw_list_push(out, arena, sizeof(*client));

		err = client == NULL ? CW_NOMEM
				     : read_client(pool, &rows, arena, client);
	}
	cw_rows_end(&rows);
	return err;
}

enum cw_err
cw_client_list(struct cw_pool *pool, struct cw_arena *arena,
    struct cw_list *out)
{
	struct cw_store *store;
	enum cw_err err;

	err = cw_readers_take(pool->readers, &store);
	if (err != CW_OK)
		return err;
	err = list(pool, store, arena, out);
	cw_readers_give(pool->readers, store);
	return err;
}

enum cw_err
cw_client_any_has(struct cw_store *store, enum cw_flow flow, bool *out)
{
	const struct cw_val args[] = { cw_int(flow) };
	struct cw_rows rows;
	enum cw_err err;

	err = cw_query_one(store, CW_SQL_CLIENT_WITH_FLOW, args, CW_LEN(args),
	    &rows);
	cw_rows_end(&rows);
	if (err != CW_OK && err != CW_NOTFOUND)
		return err;
	*out = err == CW_OK;
	return CW_OK;
}

/* --- changes -------------------------------------------------------------- */

/* What the transactions here work with. */
struct work {
	const struct cw_pool *pool;
	struct cw_arena *arena;
	const struct cw_client *client;
	const unsigned char *sealed; /* NULL none */
	size_t sealed_len;
	const char *id;
};

static bool
is_within(int64_t value, int64_t min, int64_t max)
{
	return value >= min && value <= max;
}

static enum cw_err
check(const struct cw_client *in)
{
	size_t len = strlen(in->name);

	if (len == 0 || len > CW_CLIENT_NAME_MAX_BYTES ||
	    !is_within(in->access_ttl_sec, CW_TOKEN_TTL_MIN,
		CW_TOKEN_TTL_MAX) ||
	    !is_within(in->id_ttl_sec, CW_TOKEN_TTL_MIN, CW_TOKEN_TTL_MAX) ||
	    !is_within(in->refresh_ttl_sec, CW_REFRESH_TTL_MIN,
		CW_REFRESH_TTL_MAX) ||
	    !is_within(in->grace_sec, 0, CW_REFRESH_GRACE_MAX))
		return CW_INVALID;
	return CW_OK;
}

static enum cw_err
audit(struct cw_store *store, enum cw_audit_event event, const char *id)
{
	const struct cw_audit what = { .event = event, .detail = id };

	return cw_audit_add(store, &cw_operator, &what);
}

static enum cw_err
add_work(struct cw_store *store, void *arg)
{
	const struct work *work = arg;
	const struct cw_client *client = work->client;
	const struct cw_val args[] = {
		cw_text(client->id),
		cw_text(client->name),
		work->sealed == NULL ? cw_null()
				     : cw_bytes(work->sealed, work->sealed_len),
		cw_int(client->flows),
		cw_int(client->tells_unknown),
		cw_int(client->access_ttl_sec),
		cw_int(client->id_ttl_sec),
		cw_int(client->refresh_ttl_sec),
		cw_int(client->created),
		client->rotates ? cw_int(client->grace_sec) : cw_null(),
	};
	enum cw_err err;

	err = cw_exec(store, CW_SQL_CLIENT_ADD, args, CW_LEN(args), NULL);
	if (err != CW_OK)
		return err;
	return audit(store, CW_AUDIT_CLIENT_ADD, client->id);
}

/* Id and secret of a new client. */
static enum cw_err
make_names(struct work *work, struct cw_client *client)
{
	static const char letters[] = "abcdefghijklmnopqrstuvwxyz0123456789";
	enum cw_err err;

	err = cw_keypair_letters(work->arena, letters, CW_CLIENT_ID_CHARS,
	    &client->id);
	if (err != CW_OK || client->secret == NULL)
		return err;
	err = cw_keypair_letters(work->arena, letters, CW_CLIENT_SECRET_CHARS,
	    &client->secret);
	if (err != CW_OK)
		return err;
	return cw_keypair_seal(work->pool, work->arena, client->secret,
	    &work->sealed, &work->sealed_len);
}

enum cw_err
cw_client_add(struct cw_pool *pool, struct cw_arena *arena,
    const struct cw_client *in, struct cw_client *out)
{
	struct cw_client client = *in;
	struct work work = { .pool = pool, .arena = arena, .client = &client };
	enum cw_err err = check(in);

	if (err != CW_OK)
		return err;
	err = make_names(&work, &client);
	if (err != CW_OK)
		return err;
	client.created = cw_clock_now_ms();
	err = cw_signing_init(pool);
	if (err != CW_OK)
		return err;
	err = cw_group_run(pool->group, add_work, &work);
	if (err == CW_OK)
		*out = client;
	return err;
}

static enum cw_err
change_work(struct cw_store *store, void *arg)
{
	const struct cw_client *in = arg;
	const struct cw_val args[] = {
		cw_text(in->id),
		cw_text(in->name),
		cw_int(in->flows),
		cw_int(in->tells_unknown),
		cw_int(in->access_ttl_sec),
		cw_int(in->id_ttl_sec),
		cw_int(in->refresh_ttl_sec),
		in->rotates ? cw_int(in->grace_sec) : cw_null(),
	};
	int64_t changes = 0;
	enum cw_err err;

	err =
	    cw_exec(store, CW_SQL_CLIENT_CHANGE, args, CW_LEN(args), &changes);
	if (err != CW_OK)
		return err;
	return changes == 0 ? CW_NOTFOUND : CW_OK;
}

enum cw_err
cw_client_change(struct cw_pool *pool, const struct cw_client *in)
{
	struct cw_client client = *in;
	enum cw_err err = check(in);

	if (err != CW_OK)
		return err;
	return cw_group_run(pool->group, change_work, &client);
}

static enum cw_err
remove_work(struct cw_store *store, void *arg)
{
	const struct work *work = arg;
	const struct cw_val args[] = { cw_text(work->id) };
	int64_t changes = 0;
	enum cw_err err;

	err = cw_exec(store, CW_SQL_CLIENT_SIGN_OUT, args, CW_LEN(args), NULL);
	if (err != CW_OK)
		return err;
	err =
	    cw_exec(store, CW_SQL_CLIENT_REMOVE, args, CW_LEN(args), &changes);
	if (err != CW_OK)
		return err;
	if (changes == 0)
		return CW_NOTFOUND;
	return audit(store, CW_AUDIT_CLIENT_REMOVE, work->id);
}

enum cw_err
cw_client_remove(struct cw_pool *pool, const char *id)
{
	struct work work = { .pool = pool, .id = id };

	return cw_group_run(pool->group, remove_work, &work);
}
