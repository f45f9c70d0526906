/*
 * The keys that sign tokens, two at a time as verifiers expect it: one for ID
 * tokens and one for access tokens.
 *
 * They are in the file DATA/token-keys, sealed under a key of DATA/keys, and in
 * no database.  The newest of each use signs; older ones still verify until
 * no token of theirs can be good any more.
 */

#ifndef CW_POOL_SIGNING_H
#define CW_POOL_SIGNING_H

#include <stdatomic.h>
#include <stddef.h>
#include <stdint.h>

#include "base/pki.h"
#include "pool/pool.h"

enum cw_signing_use { CW_SIGNS_ID, CW_SIGNS_ACCESS, CW_SIGNS__COUNT };

#define CW_SIGNING_KEYS_MAX 8
#define CW_KID_CHARS 43
/* No token is good for longer. */
#define CW_SIGNING_LIFE_MS (INT64_C(24) * 60 * 60 * 1000)

struct cw_signing_key {
	enum cw_signing_use use;
	char kid[CW_KID_CHARS + 1];
	int64_t created;    /* ms since 1970 */
	const char *header; /* of a token, as it stands before the first dot */
	struct cw_pki_key *key;
};

/* What the file holds, newest first; shared by those who took it. */
struct cw_signing_set {
	struct cw_arena arena;
	struct cw_signing_key keys[CW_SIGNING_KEYS_MAX];
	size_t count;
	atomic_uint holders;
};

/* Make the file with a first pair of keys, unless it is there. */
enum cw_err cw_signing_init(struct cw_pool *pool) CW_CHECKED;

/* Whether older keys go on verifying what they signed. */
enum cw_signing_old { CW_SIGNING_KEEP_OLD, CW_SIGNING_DROP_OLD };

/* Sign with a fresh pair from now on. */
enum cw_err
cw_signing_rotate(struct cw_pool *pool, enum cw_signing_old old) CW_CHECKED;

/*
 * The keys of now, to be given back.  Without a file there are none: count is
 * 0.  CW_SYSTEM: the file is damaged; the reason is logged.
 */
enum cw_err
cw_signing_take(struct cw_pool *pool, struct cw_signing_set **out) CW_CHECKED;
void cw_signing_give(struct cw_signing_set *set); /* NULL is fine */

/* The key that signs, or NULL. */
const struct cw_signing_key *
cw_signing_newest(const struct cw_signing_set *set, enum cw_signing_use use);

/* The key whose tokens begin with these bytes, or NULL. */
const struct cw_signing_key *cw_signing_find(const struct cw_signing_set *set,
    const char *header, size_t len);

#endif
