/* Keeping what providers publish. */

#include "pool/provider_document.h"

#include "base/clock.h"
#include "pool/inside.h"

enum cw_err
cw_document_find(struct cw_pool *pool, struct cw_arena *arena,
    const struct cw_document *document, const char **body)
{
	const struct cw_val args[] = {
		cw_text(document->issuer),
		cw_text(document->kind),
		cw_int(cw_clock_now_ms() - CW_DOCUMENT_LIFE_MS),
	};
	struct cw_store *store;
	struct cw_rows rows;
	enum cw_err err;

	err = cw_readers_take(pool->readers, &store);
	if (err != CW_OK)
		return err;
	err = cw_query_one(store, CW_SQL_PROVIDER_DOCUMENT_FIND, args,
	    CW_LEN(args), &rows);
	if (err == CW_OK)
		err = cw_col_text(&rows, 0, arena, body);
	cw_rows_end(&rows);
	cw_readers_give(pool->readers, store);
	return err;
}

struct keeping {
	const struct cw_document *document;
	const char *body;
};

static enum cw_err
keep_work(struct cw_store *store, void *arg)
{
	const struct keeping *keeping = arg;
	const struct cw_val args[] = {
		cw_text(keeping->document->issuer),
		cw_text(keeping->document->kind),
		cw_text(keeping->body),
		cw_int(cw_clock_now_ms()),
	};

	return cw_exec(store, CW_SQL_PROVIDER_DOCUMENT_SET, args, CW_LEN(args),
	    NULL);
}

enum cw_err
cw_document_keep(struct cw_pool *pool, const struct cw_document *document,
    const char *body)
{
	struct keeping keeping = { document, body };

	return cw_group_run(pool->group, keep_work, &keeping);
}

static enum cw_err
miss_work(struct cw_store *store, void *arg)
{
	const struct cw_document *document = arg;
	const int64_t now_ms = cw_clock_now_ms();
	const struct cw_val args[] = {
		cw_text(document->issuer),
		cw_text(document->kind),
		cw_int(now_ms),
		cw_int(now_ms - CW_DOCUMENT_MISS_MS),
	};
	int64_t changes;
	enum cw_err err;

	err = cw_exec(store, CW_SQL_PROVIDER_DOCUMENT_MISS, args, CW_LEN(args),
	    &changes);
	if (err != CW_OK)
		return err;
	return changes == 1 ? CW_OK : CW_TOOMANY;
}

enum cw_err
cw_document_miss(struct cw_pool *pool, const struct cw_document *document)
{
	struct cw_document asked = *document;

	return cw_group_run(pool->group, miss_work, &asked);
}
