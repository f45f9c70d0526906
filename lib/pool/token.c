/* Making tokens, and hashing those that are brought. */

#include "pool/token.h"

#include <string.h>

#include "base/random.h"

#define TOKEN_BYTES 32

enum cw_err
cw_token_make(struct cw_arena *arena, const char **token,
    unsigned char hash[CW_HASH_BYTES])
{
	unsigned char bytes[TOKEN_BYTES];
	const char *text;
	enum cw_err err;

	err = cw_random_bytes(bytes, sizeof(bytes));
	if (err != CW_OK)
		return err;
	cw_crypto_sha256(bytes, sizeof(bytes), hash);
	text = cw_crypto_base64url(arena, bytes, sizeof(bytes));
	explicit_bzero(bytes, sizeof(bytes));
	if (text == NULL)
		return CW_NOMEM;
	*token = text;
	return CW_OK;
}

enum cw_err
cw_token_hash(const char *token, unsigned char hash[CW_HASH_BYTES])
{
	unsigned char bytes[TOKEN_BYTES];
	enum cw_err err;

	err = cw_crypto_from_base64url(token, bytes, sizeof(bytes));
	if (err != CW_OK)
		return CW_INVALID;
	cw_crypto_sha256(bytes, sizeof(bytes), hash);
	explicit_bzero(bytes, sizeof(bytes));
	return CW_OK;
}
