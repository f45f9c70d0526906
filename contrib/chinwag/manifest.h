/*
 * What a backup says about itself: a text of lines, sealed with a key that is
 * not in the backup, so that who changes a copy cannot make it look whole.
 *
 *	chinwag backup 1
 *	made 1700000000000 2023-11-14 22:13:20 UTC
 *	program 0.1.0
 *	sqlite 3.54.1 (bundled), wal
 *	keys 0f1e2d3c4b5a6978
 *	store chat 1 69632 <SHA-256 of chat.db>
 *	rows message 1234
 *	...
 *	seal <HMAC of all lines above>
 *
 * A store's line has the number of its schema and its bytes; rows belong to the
 * store above them.
 */

#ifndef CHINWAG_MANIFEST_H
#define CHINWAG_MANIFEST_H

#include "base/crypto.h"
#include "db/copy.h"

#define MANIFEST_NAME "manifest"
#define MANIFEST_KEYS_CHARS 16

struct manifest_store {
	int schema;
	int64_t bytes;
	unsigned char hash[CW_HASH_BYTES];
	struct cw_tally tally;
};

struct manifest {
	int64_t made_ms;
	const char *program; /* version */
	const char *sqlite;
	char keys[MANIFEST_KEYS_CHARS + 1]; /* tells keys apart, tells no key */
	struct manifest_store stores[CW_STORE__COUNT];
};

/* What stands for a key in a manifest. */
void manifest_keys_id(const unsigned char key[CW_KEY_BYTES],
    char out[MANIFEST_KEYS_CHARS + 1]);

/* Fill in what is true of the copy of a store in a directory. */
enum cw_err manifest_look(const char *dir, enum cw_store_kind kind,
    struct cw_arena *arena, struct manifest_store *out) CW_CHECKED;

/* Write DIR/manifest; it is on the disk when this returns. */
enum cw_err manifest_write(const struct manifest *manifest, const char *dir,
    const unsigned char key[CW_KEY_BYTES], struct cw_arena *arena) CW_CHECKED;

/*
 * Read DIR/manifest; texts are in the arena.  key NULL: believe it without a
 * look at the seal.
 *
 * On failure *why is a few words.  CW_NOTFOUND: there is none.  CW_INVALID:
 * cut, damaged or changed.  CW_MISMATCH: sealed with other keys.
 */
enum cw_err
manifest_read(const char *dir, const unsigned char key[CW_KEY_BYTES],
    struct cw_arena *arena, struct manifest *out, const char **why) CW_CHECKED;

#endif
