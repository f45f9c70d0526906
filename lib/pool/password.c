/* Argon2id over libargon2. */

#include "pool/password.h"

#include <argon2.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/log.h"
#include "base/random.h"
#include "pool/name.h"

#define LANES 1
#define SALT_BYTES 16
#define OUT_BYTES 32
#define PHC_MAX_BYTES 160

enum cw_err
cw_password_hash(const struct cw_conf *conf, struct cw_arena *arena,
    const char *password, const char **phc)
{
	unsigned char salt[SALT_BYTES];
	char encoded[PHC_MAX_BYTES];
	const char *text;
	enum cw_err err;
	int code;

	err = cw_name_compose(arena, password, &text);
	if (err != CW_OK)
		return err;
	err = cw_random_bytes(salt, sizeof(salt));
	if (err != CW_OK)
		return err;
	code = argon2id_hash_encoded((uint32_t)conf->argon2_passes,
	    (uint32_t)conf->argon2_memory_kib, LANES, text, strlen(text), salt,
	    sizeof(salt), OUT_BYTES, encoded, sizeof(encoded));
	if (code != ARGON2_OK) {
		cw_log(CW_LOG_ERROR, "cannot hash a password: %s",
		    argon2_error_message(code));
		return CW_NOMEM;
	}
	*phc = cw_arena_strdup(arena, encoded);
	return *phc == NULL ? CW_NOMEM : CW_OK;
}

enum cw_err
cw_password_verify(struct cw_arena *arena, const char *phc,
    const char *password, bool *is_right)
{
	const char *text;
	enum cw_err err;
	int code;

	err = cw_name_compose(arena, password, &text);
	if (err != CW_OK)
		return err;
	code = argon2id_verify(phc, text, strlen(text));
	if (code != ARGON2_OK && code != ARGON2_VERIFY_MISMATCH) {
		cw_log(CW_LOG_ERROR, "cannot verify a password: %s",
		    argon2_error_message(code));
		return CW_NOMEM;
	}
	*is_right = code == ARGON2_OK;
	return CW_OK;
}

/* 16 and 32 bytes of zeros, which no password hashes to. */
#define NO_SALT "AAAAAAAAAAAAAAAAAAAAAA"
#define NO_HASH "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"

enum cw_err
cw_password_nobody(const struct cw_conf *conf, struct cw_arena *arena,
    const char **phc)
{
	*phc = cw_arena_printf(arena,
	    "$argon2id$v=%d$m=%" PRId64 ",t=%" PRId64 ",p=%d$" NO_SALT
	    "$" NO_HASH,
	    ARGON2_VERSION_NUMBER, conf->argon2_memory_kib, conf->argon2_passes,
	    LANES);
	return *phc == NULL ? CW_NOMEM : CW_OK;
}

bool
cw_password_is_cheap(const struct cw_conf *conf, const char *phc)
{
	uint32_t version, memory_kib, passes;

	if (sscanf(phc, "$argon2id$v=%" SCNu32 "$m=%" SCNu32 ",t=%" SCNu32,
		&version, &memory_kib, &passes) != 3)
		return true;
	return version < ARGON2_VERSION_NUMBER ||
	    memory_kib < (uint32_t)conf->argon2_memory_kib ||
	    passes < (uint32_t)conf->argon2_passes;
}
