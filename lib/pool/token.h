/*
 * Tokens: 256 random bits that whoever holds them is known by.  The store has
 * their hashes alone.
 */

#ifndef CW_POOL_TOKEN_H
#define CW_POOL_TOKEN_H

#include "base/arena.h"
#include "base/crypto.h"
#include "base/err.h"

#define CW_TOKEN_CHARS 43 /* in base64url */

/* A fresh one, in the arena, and what the store is to know of it. */
enum cw_err cw_token_make(struct cw_arena *arena, const char **token,
    unsigned char hash[CW_HASH_BYTES]) CW_CHECKED;

/* The hash of one that somebody brought.  CW_INVALID: it is no token. */
enum cw_err
cw_token_hash(const char *token, unsigned char hash[CW_HASH_BYTES]) CW_CHECKED;

#endif
