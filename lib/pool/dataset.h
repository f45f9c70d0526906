/*
 * Data that several devices of a person share: settings, drafts and the like,
 * each under a name and with a version, so that no device writes over what it
 * has not seen.
 *
 * Versions go up over all datasets of an account: what has a greater one than a
 * device knows of is what changed since.
 */

#ifndef CW_POOL_DATASET_H
#define CW_POOL_DATASET_H

#include "base/list.h"
#include "pool/pool.h"

#define CW_DATASETS_MAX 100 /* of an account, and removed ones as many */
#define CW_DATASET_NAME_MAX_CHARS 64
#define CW_DATASET_VALUE_MAX_CHARS 32768

/* Whatever version it has. */
#define CW_ANY_VERSION INT64_MIN

struct cw_dataset {
	const char *name;
	const char *value; /* NULL: it was removed */
	int64_t version;
	int64_t changed; /* ms since 1970 */
};

/* CW_NOTFOUND: there is none of that name, or no more. */
enum cw_err cw_dataset_find(struct cw_pool *pool, struct cw_arena *arena,
    int64_t account_id, const char *name, struct cw_dataset *out) CW_CHECKED;

struct cw_dataset_page {
	int64_t account_id;
	int64_t since; /* only greater versions */
	int64_t limit;
};

/*
 * What changed since a version, in that order, removed ones too, as far as they
 * are not forgotten; *out holds struct cw_dataset.
 */
enum cw_err cw_dataset_list(struct cw_pool *pool, struct cw_arena *arena,
    const struct cw_dataset_page *page, struct cw_list *out) CW_CHECKED;

/*
 * Write, or with value NULL remove, if the version is the one that the writer
 * has seen: 0 if there is none of that name, or CW_ANY_VERSION.  version and
 * changed of *dataset are set.  CW_CONFLICT: it has another version.
 * CW_TOOMANY: there are CW_DATASETS_MAX.  CW_NOTFOUND: nothing to remove.
 */
enum cw_err cw_dataset_write(struct cw_pool *pool, int64_t account_id,
    int64_t seen_version, struct cw_dataset *dataset) CW_CHECKED;

#endif
