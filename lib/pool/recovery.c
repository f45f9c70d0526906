/* Recovery codes, for those who have lost their app. */

#include <inttypes.h>
#include <string.h>

#include "base/clock.h"
#include "base/random.h"
#include "pool/factor.h"
#include "pool/inside.h"

#define HALF_CHARS (CW_RECOVERY_CHARS / 2)

/* Letters and digits that nobody takes for each other. */
static const char letters[] = "abcdefghjkmnpqrstuvwxyz23456789";

static enum cw_err
make_code(struct cw_arena *arena, const char **out)
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
hash_code_of(const struct cw_pool *pool, struct cw_arena *arena,
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

	err = hash_code_of(pool, arena, account_id, code, hash);
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

/* Whose codes are made anew. */
struct work {
	struct cw_pool *pool;
	struct cw_arena *arena;
	const struct cw_actor *actor;
	struct cw_texts *codes;
};

static enum cw_err
add_code(const struct work *work, struct cw_store *store)
{
	int64_t account_id = work->actor->account_id;
	unsigned char hash[CW_HASH_BYTES];
	const char *code;
	enum cw_err err;

	err = make_code(work->arena, &code);
	if (err == CW_OK)
		err = hash_code_of(work->pool, work->arena, account_id, code,
		    hash);
	if (err != CW_OK)
		return err;
	const struct cw_val args[] = {
		cw_int(account_id),
		cw_bytes(hash, sizeof(hash)),
	};
	err = cw_exec(store, CW_SQL_RECOVERY_ADD, args, CW_LEN(args), NULL);
	if (err != CW_OK)
		return err;
	return cw_texts_push(work->codes, work->arena, code);
}

enum cw_err
cw_recovery_clear(struct cw_store *store, int64_t account_id)
{
	const struct cw_val id[] = { cw_int(account_id) };

	return cw_exec(store, CW_SQL_RECOVERY_CLEAR, id, CW_LEN(id), NULL);
}

static enum cw_err
renew(struct cw_store *store, void *arg)
{
	const struct work *work = arg;
	const struct cw_audit what = {
		.event = CW_AUDIT_RECOVERY_MAKE,
		.account_id = work->actor->account_id,
		.name = work->actor->name,
	};
	enum cw_err err = cw_recovery_clear(store, work->actor->account_id);

	for (int i = 0; i < CW_RECOVERY_CODES && err == CW_OK; i++)
		err = add_code(work, store);
	if (err != CW_OK)
		return err;
	return cw_audit_add(store, work->actor, &what);
}

enum cw_err
cw_recovery_renew(struct cw_pool *pool, struct cw_store *store,
    struct cw_arena *arena, const struct cw_actor *actor,
    struct cw_texts *codes)
{
	struct work work = { pool, arena, actor, codes };

	return renew(store, &work);
}

enum cw_err
cw_recovery_make(struct cw_pool *pool, struct cw_arena *arena,
    const struct cw_actor *actor, struct cw_texts *codes)
{
	struct work work = { pool, arena, actor, codes };

	return cw_group_run(pool->group, renew, &work);
}
