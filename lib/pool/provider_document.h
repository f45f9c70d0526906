/*
 * What providers publish about themselves, kept in the store for a while so
 * that each process need not ask.
 */

#ifndef CW_POOL_PROVIDER_DOCUMENT_H
#define CW_POOL_PROVIDER_DOCUMENT_H

#include "pool/pool.h"

#define CW_DOCUMENT_LIFE_MS (INT64_C(60) * 60 * 1000)
#define CW_DOCUMENT_MISS_MS (INT64_C(60) * 1000)

/* Which: the provider's addresses, or the keys that it signs with. */
struct cw_document {
	const char *issuer;
	const char *kind; /* "places", "keys" */
};

/* CW_NOTFOUND: there is none, or it is too old. */
enum cw_err cw_document_find(struct cw_pool *pool, struct cw_arena *arena,
    const struct cw_document *document, const char **body) CW_CHECKED;

enum cw_err cw_document_keep(struct cw_pool *pool,
    const struct cw_document *document, const char *body) CW_CHECKED;

/*
 * Something is missing in it: may it be fetched anew?  CW_TOOMANY: that was
 * asked within the minute, by whatever process.
 */
enum cw_err cw_document_miss(struct cw_pool *pool,
    const struct cw_document *document) CW_CHECKED;

#endif
