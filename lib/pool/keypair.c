/* Key pairs of administrators' programs, and how secrets are kept. */

#include "pool/keypair.h"

#include <string.h>

#include "base/clock.h"
#include "base/log.h"
#include "base/random.h"
#include "base/text.h"
#include "pool/client.h"
#include "pool/listing.h"
#include "pool/name.h"

#define ACCESS_KEY_PREFIX "CWAK"
#define SECRET_CHARS 40
#define KEYS_MAX 1000

/* --- secrets -------------------------------------------------------------- */

enum cw_err
cw_keypair_letters(struct cw_arena *arena, const char *letters, size_t count,
    const char **out)
{
	char *text = cw_arena_alloc(arena, count + 1);
	uint32_t pick;
	enum cw_err err;

	if (text == NULL)
		return CW_NOMEM;
	for (size_t i = 0; i < count; i++) {
		err = cw_random_below((uint32_t)strlen(letters), &pick);
		if (err != CW_OK)
			return err;
		text[i] = letters[pick];
	}
	*out = text;
	return CW_OK;
}

enum cw_err
cw_keypair_seal(const struct cw_pool *pool, struct cw_arena *arena,
    const char *text, const unsigned char **out, size_t *len)
{
	unsigned char *sealed;
	enum cw_err err = cw_crypto_seal(pool->keys.bytes[CW_KEY_CLIENT], text,
	    strlen(text), arena, &sealed, len);

	if (err == CW_OK)
		*out = sealed;
	return err;
}

enum cw_err
cw_keypair_open(const struct cw_pool *pool, struct cw_arena *arena,
    const struct cw_rows *rows, int column, const char **out)
{
	unsigned char *sealed, *text;
	size_t sealed_len, len;
	enum cw_err err =
	    cw_col_blob(rows, column, arena, &sealed, &sealed_len);

	if (err != CW_OK)
		return err;
	err = cw_crypto_open(pool->keys.bytes[CW_KEY_CLIENT], sealed,
	    sealed_len, arena, &text, &len);
	if (err == CW_INVALID) {
		cw_log(CW_LOG_ERROR,
		    "cannot open a client's secret: sealed by other keys");
		return CW_SYSTEM;
	}
	if (err == CW_OK)
		*out = (const char *)text;
	return err;
}

/* --- key pairs ------------------------------------------------------------ */

struct work {
	struct cw_access_key key;
	const char *username_fold;
	const unsigned char *sealed;
	size_t sealed_len;
};

static enum cw_err
add_work(struct cw_store *store, void *arg)
{
	struct work *work = arg;
	const struct cw_val args[] = {
		cw_text(work->key.id),
		cw_text(work->username_fold),
		cw_bytes(work->sealed, work->sealed_len),
		cw_int(work->key.created),
	};
	struct cw_rows rows;
	enum cw_err err;

	err = cw_query_one(store, CW_SQL_ACCESS_KEY_ADD, args, CW_LEN(args),
	    &rows);
	if (err == CW_OK)
		work->key.account_id = cw_col_int(&rows, 0);
	cw_rows_end(&rows);
	if (err != CW_OK)
		return err;
	const struct cw_audit what = {
		.event = CW_AUDIT_CLIENT_ADD,
		.account_id = work->key.account_id,
		.name = work->key.username,
		.detail = work->key.id,
	};
	return cw_audit_add(store, &cw_operator, &what);
}

static enum cw_err
make_pair(const struct cw_pool *pool, struct cw_arena *arena, struct work *work)
{
	static const char capitals[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
	static const char letters[] =
	    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
	const char *tail;
	enum cw_err err;

	err = cw_keypair_letters(arena, capitals,
	    CW_ACCESS_KEY_CHARS - strlen(ACCESS_KEY_PREFIX), &tail);
	if (err == CW_OK)
		err = cw_keypair_letters(arena, letters, SECRET_CHARS,
		    &work->key.secret);
	if (err != CW_OK)
		return err;
	work->key.id = cw_arena_printf(arena, ACCESS_KEY_PREFIX "%s", tail);
	if (work->key.id == NULL)
		return CW_NOMEM;
	return cw_keypair_seal(pool, arena, work->key.secret, &work->sealed,
	    &work->sealed_len);
}

enum cw_err
cw_access_key_add(struct cw_pool *pool, struct cw_arena *arena,
    const char *username, struct cw_access_key *out)
{
	struct work work = {
		.key = { .username = username, .created = cw_clock_now_ms() },
	};
	enum cw_err err;

	err = cw_name_fold(arena, username, &work.username_fold);
	if (err != CW_OK)
		return err;
	err = make_pair(pool, arena, &work);
	if (err != CW_OK)
		return err;
	err = cw_group_run(pool->group, add_work, &work);
	if (err == CW_OK)
		*out = work.key;
	return err;
}

static enum cw_err
find(const struct cw_pool *pool, struct cw_store *store, struct cw_arena *arena,
    struct cw_access_key *key)
{
	const struct cw_val args[] = { cw_text(key->id) };
	struct cw_rows rows;
	enum cw_err err;

	err = cw_query_one(store, CW_SQL_ACCESS_KEY_FIND, args, CW_LEN(args),
	    &rows);
	if (err == CW_OK)
		err = cw_keypair_open(pool, arena, &rows, 0, &key->secret);
	if (err == CW_OK) {
		key->account_id = cw_col_int(&rows, 1);
		err = cw_col_text(&rows, 2, arena, &key->username);
	}
	cw_rows_end(&rows);
	return err;
}

enum cw_err
cw_access_key_find(struct cw_pool *pool, struct cw_arena *arena, const char *id,
    struct cw_access_key *out)
{
	struct cw_access_key key = { .id = id };
	struct cw_store *store;
	enum cw_err err;

	err = cw_readers_take(pool->readers, &store);
	if (err != CW_OK)
		return err;
	err = find(pool, store, arena, &key);
	cw_readers_give(pool->readers, store);
	if (err == CW_OK)
		*out = key;
	return err;
}

static enum cw_err
push_key(const struct cw_rows *rows, struct cw_arena *arena,
    struct cw_list *list)
{
	struct cw_access_key *key = cw_list_push(list, arena, sizeof(*key));
	enum cw_err err;

	if (key == NULL)
		return CW_NOMEM;
	key->created = cw_col_int(rows, 2);
	err = cw_col_text(rows, 0, arena, &key->id);
	if (err != CW_OK)
		return err;
	return cw_col_text(rows, 1, arena, &key->username);
}

enum cw_err
cw_access_key_list(struct cw_pool *pool, struct cw_arena *arena,
    struct cw_list *out)
{
	const struct cw_val args[] = { cw_text(""), cw_int(KEYS_MAX) };
	const struct cw_listing listing = {
		.sql = CW_SQL_ACCESS_KEY_LIST,
		.args = args,
		.count = CW_LEN(args),
		.row = push_key,
	};

	return cw_listing_read(pool, arena, &listing, out);
}

static enum cw_err
remove_work(struct cw_store *store, void *arg)
{
	const char *id = arg;
	const struct cw_val args[] = { cw_text(id) };
	const struct cw_audit what = {
		.event = CW_AUDIT_CLIENT_REMOVE,
		.detail = id,
	};
	int64_t changes = 0;
	enum cw_err err;

	err = cw_exec(store, CW_SQL_ACCESS_KEY_REMOVE, args, CW_LEN(args),
	    &changes);
	if (err != CW_OK)
		return err;
	if (changes == 0)
		return CW_NOTFOUND;
	return cw_audit_add(store, &cw_operator, &what);
}

enum cw_err
cw_access_key_remove(struct cw_pool *pool, const char *id)
{
	return cw_group_run(pool->group, remove_work, (void *)(uintptr_t)id);
}
