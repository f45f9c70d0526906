/*
 * Secrets that are shared with programs: made of letters, and kept sealed.
 * For lib/pool alone.
 */

#ifndef CW_POOL_KEYPAIR_H
#define CW_POOL_KEYPAIR_H

#include "pool/inside.h"

/* Random letters out of some, in the arena. */
enum cw_err cw_keypair_letters(struct cw_arena *arena, const char *letters,
    size_t count, const char **out) CW_CHECKED;

/* Seal a text for the store; the bytes are in the arena. */
enum cw_err cw_keypair_seal(const struct cw_pool *pool, struct cw_arena *arena,
    const char *text, const unsigned char **out, size_t *len) CW_CHECKED;

/* The text that a column holds sealed.  CW_STORE: it cannot be opened. */
enum cw_err cw_keypair_open(const struct cw_pool *pool, struct cw_arena *arena,
    const struct cw_rows *rows, int column, const char **out) CW_CHECKED;

#endif
