/*
 * The pool's keys, which are not in the database: DATA/keys holds one random
 * key, from which one is derived for each purpose.
 */

#ifndef CW_POOL_KEYS_H
#define CW_POOL_KEYS_H

#include "base/crypto.h"
#include "base/err.h"

enum cw_pool_key {
	CW_KEY_CLIENT,
	CW_KEY_CODE,
	CW_KEY_CURSOR,
	CW_KEY_MAIL,
	CW_KEY_PROVIDER,
	CW_KEY_SIGNING,
	CW_KEY_SRP,
	CW_KEY_SUBJECT,
	CW_KEY_TOTP,
	CW_KEY__COUNT
};

struct cw_keys {
	unsigned char bytes[CW_KEY__COUNT][CW_KEY_BYTES];
};

/* CW_SYSTEM: absent, damaged, or readable by others; the reason is logged. */
enum cw_err cw_keys_read(const char *data_dir, struct cw_keys *out) CW_CHECKED;

/*
 * One more key, for a purpose outside of the pool, out of any file of keys.
 * CW_SYSTEM as above.
 */
enum cw_err cw_keys_derive(const char *path, const char *purpose,
    unsigned char out[CW_KEY_BYTES]) CW_CHECKED;

#endif
