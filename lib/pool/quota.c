/* Counting what people ask for, by subjects that say nothing of them. */

#include <string.h>

#include "base/clock.h"
#include "pool/inside.h"

void
cw_subject_hash(const struct cw_pool *pool, const char *subject,
    unsigned char out[CW_HASH_BYTES])
{
	cw_crypto_hmac(pool->keys.bytes[CW_KEY_SUBJECT], subject,
	    strlen(subject), out);
}

enum cw_err
cw_tombstone_hash(const struct cw_pool *pool, struct cw_arena *arena,
    const char *name_fold, unsigned char out[CW_HASH_BYTES])
{
	const char *subject = cw_arena_printf(arena, "tombstone %s", name_fold);

	if (subject == NULL)
		return CW_NOMEM;
	cw_subject_hash(pool, subject, out);
	return CW_OK;
}

static enum cw_err
forget_old(struct cw_store *store, int64_t now_ms)
{
	const struct cw_val args[] = {
		cw_int(now_ms - CW_HOUR_MS),
		cw_int(CW_TIDY_ROWS),
	};

	return cw_exec(store, CW_SQL_QUOTA_EXPIRE, args, CW_LEN(args), NULL);
}

enum cw_err
cw_quota_count(const struct cw_pool *pool, struct cw_store *store,
    const struct cw_quota *quota, int64_t *uses)
{
	unsigned char hash[CW_HASH_BYTES];
	int64_t now_ms = cw_clock_now_ms();
	struct cw_rows rows;
	enum cw_err err;

	cw_subject_hash(pool, quota->subject, hash);
	const struct cw_val args[] = {
		cw_bytes(hash, sizeof(hash)),
		cw_int(now_ms),
		cw_int(now_ms - quota->window_ms),
	};
	err = forget_old(store, now_ms);
	if (err != CW_OK)
		return err;
	err = cw_query_one(store, CW_SQL_QUOTA_USE, args, CW_LEN(args), &rows);
	if (err == CW_OK)
		*uses = cw_col_int(&rows, 0);
	cw_rows_end(&rows);
	return err;
}

enum cw_err
cw_quota_use(const struct cw_pool *pool, struct cw_store *store,
    const char *subject, int64_t most)
{
	const struct cw_quota quota = { subject, CW_HOUR_MS };
	int64_t uses = 0;
	enum cw_err err = cw_quota_count(pool, store, &quota, &uses);

	if (err != CW_OK)
		return err;
	return uses > most ? CW_TOOMANY : CW_OK;
}

/* A subject's window: when it began, and the uses in it. */
struct window {
	int64_t started;
	int64_t uses;
};

/* CW_NOTFOUND: nothing was counted. */
static enum cw_err
find_window(const struct cw_pool *pool, struct cw_store *store,
    const char *subject, struct window *out)
{
	unsigned char hash[CW_HASH_BYTES];
	struct cw_rows rows;
	enum cw_err err;

	cw_subject_hash(pool, subject, hash);
	const struct cw_val args[] = { cw_bytes(hash, sizeof(hash)) };

	err = cw_query_one(store, CW_SQL_QUOTA_FIND, args, CW_LEN(args), &rows);
	if (err == CW_OK)
		*out = (struct window){ .started = cw_col_int(&rows, 0),
			.uses = cw_col_int(&rows, 1) };
	cw_rows_end(&rows);
	return err;
}

enum cw_err
cw_quota_is_used(const struct cw_pool *pool, struct cw_store *store,
    const char *subject, bool *out)
{
	struct window window;
	enum cw_err err = find_window(pool, store, subject, &window);

	if (err == CW_OK || err == CW_NOTFOUND)
		*out = err == CW_OK &&
		    window.started > cw_clock_now_ms() - CW_HOUR_MS;
	return err == CW_NOTFOUND ? CW_OK : err;
}

enum cw_err
cw_quota_look(const struct cw_pool *pool, struct cw_store *store,
    const struct cw_quota *quota, int64_t most, int64_t *left_ms)
{
	int64_t now_ms = cw_clock_now_ms();
	struct window window;
	enum cw_err err = find_window(pool, store, quota->subject, &window);

	if (err != CW_OK)
		return err == CW_NOTFOUND ? CW_OK : err;
	if (window.uses < most || window.started <= now_ms - quota->window_ms ||
	    window.started > now_ms)
		return CW_OK;
	*left_ms = window.started + quota->window_ms - now_ms;
	return CW_TOOMANY;
}

enum cw_err
cw_quota_give_back(const struct cw_pool *pool, struct cw_store *store,
    const struct cw_quota *quota)
{
	unsigned char hash[CW_HASH_BYTES];

	cw_subject_hash(pool, quota->subject, hash);
	const struct cw_val args[] = { cw_bytes(hash, sizeof(hash)) };

	return cw_exec(store, CW_SQL_QUOTA_BACK, args, CW_LEN(args), NULL);
}

enum cw_err
cw_quota_use_by(const struct cw_pool *pool, struct cw_store *store,
    struct cw_arena *arena, const char *what, const char *whom, int64_t most)
{
	const char *text = cw_arena_printf(arena, "%s %s", what, whom);

	if (text == NULL)
		return CW_NOMEM;
	return cw_quota_use(pool, store, text, most);
}
