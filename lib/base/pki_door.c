/*
 * The way to libcrypto for programs that seldom need it: each function loads
 * the library where it stands, if need be, and passes the call on.
 */

#include <dlfcn.h>
#include <limits.h>
#include <pthread.h>
#include <stddef.h>

#include "base/library.h"
#include "base/log.h"
#include "base/pki_calls.h"

#define LIBRARY "libchinwag-pki.so"

static pthread_once_t once = PTHREAD_ONCE_INIT;
static const struct cw_pki_calls *calls;

static void
load(void)
{
	char path[PATH_MAX];
	void *library = NULL;

	/*
	 * Its whole path is said, since AddressSanitizer stands before
	 * dlopen(3) and hides whose run path counts.
	 */
	if (cw_library_path(LIBRARY, path, sizeof(path)) == CW_OK)
		library = dlopen(path, RTLD_NOW | RTLD_LOCAL);
	if (library != NULL)
		calls = dlsym(library, "cw_pki_calls");
	if (calls == NULL)
		cw_log(CW_LOG_ERROR, "cannot load %s: %s", LIBRARY, dlerror());
}

/* NULL: it cannot be had, which is logged once. */
static const struct cw_pki_calls *
loaded(void)
{
	pthread_once(&once, load);
	return calls;
}

enum cw_err
cw_pki_hmac(enum cw_pki_digest digest, const void *key, size_t key_len,
    const void *bytes, size_t len, unsigned char *out)
{
	if (loaded() == NULL)
		return CW_SYSTEM;
	return calls->hmac(digest, key, key_len, bytes, len, out);
}

enum cw_err
cw_pki_key_make(struct cw_pki_key **out)
{
	if (loaded() == NULL)
		return CW_SYSTEM;
	return calls->key_make(out);
}

void
cw_pki_key_free(struct cw_pki_key *key)
{
	if (loaded() != NULL)
		calls->key_free(key);
}

enum cw_err
cw_pki_key_write(const struct cw_pki_key *key, struct cw_arena *arena,
    unsigned char **out, size_t *len)
{
	if (loaded() == NULL)
		return CW_SYSTEM;
	return calls->key_write(key, arena, out, len);
}

enum cw_err
cw_pki_key_read(const unsigned char *bytes, size_t len, struct cw_pki_key **out)
{
	if (loaded() == NULL)
		return CW_SYSTEM;
	return calls->key_read(bytes, len, out);
}

enum cw_err
cw_pki_key_public(const struct cw_pki_key *key, struct cw_arena *arena,
    const char **n, const char **e)
{
	if (loaded() == NULL)
		return CW_SYSTEM;
	return calls->key_public(key, arena, n, e);
}

enum cw_err
cw_pki_sign(const struct cw_pki_key *key, const void *bytes, size_t len,
    unsigned char out[CW_PKI_SIGNATURE_BYTES])
{
	if (loaded() == NULL)
		return CW_SYSTEM;
	return calls->sign(key, bytes, len, out);
}

enum cw_err
cw_pki_verify(const struct cw_pki_key *key, const void *bytes, size_t len,
    const unsigned char signature[CW_PKI_SIGNATURE_BYTES])
{
	if (loaded() == NULL)
		return CW_SYSTEM;
	return calls->verify(key, bytes, len, signature);
}

enum cw_err
cw_pki_verify_foreign(const struct cw_pki_foreign *foreign,
    struct cw_arena *arena)
{
	if (loaded() == NULL)
		return CW_SYSTEM;
	return calls->verify_foreign(foreign, arena);
}

enum cw_err
cw_srp_private(const struct cw_srp_who *who, const char *password,
    const unsigned char salt[CW_SRP_SALT_BYTES],
    unsigned char x[CW_SRP_HASH_BYTES])
{
	if (loaded() == NULL)
		return CW_SYSTEM;
	return calls->srp_private(who, password, salt, x);
}

enum cw_err
cw_srp_verifier(const unsigned char x[CW_SRP_HASH_BYTES],
    unsigned char v[CW_SRP_BYTES])
{
	if (loaded() == NULL)
		return CW_SYSTEM;
	return calls->srp_verifier(x, v);
}

enum cw_err
cw_srp_read(const char *hex, unsigned char a[CW_SRP_BYTES])
{
	if (loaded() == NULL)
		return CW_SYSTEM;
	return calls->srp_read(hex, a);
}

enum cw_err
cw_srp_write(const unsigned char *bytes, size_t len, struct cw_arena *arena,
    const char **hex)
{
	if (loaded() == NULL)
		return CW_SYSTEM;
	return calls->srp_write(bytes, len, arena, hex);
}

enum cw_err
cw_srp_challenge(const unsigned char v[CW_SRP_BYTES],
    const unsigned char b[CW_SRP_SECRET_BYTES],
    unsigned char big_b[CW_SRP_BYTES])
{
	if (loaded() == NULL)
		return CW_SYSTEM;
	return calls->srp_challenge(v, b, big_b);
}

enum cw_err
cw_srp_scramble(const unsigned char a[CW_SRP_BYTES],
    const unsigned char big_b[CW_SRP_BYTES], unsigned char u[CW_SRP_HASH_BYTES])
{
	if (loaded() == NULL)
		return CW_SYSTEM;
	return calls->srp_scramble(a, big_b, u);
}

enum cw_err
cw_srp_key(const struct cw_srp_exchange *exchange,
    unsigned char key[CW_SRP_KEY_BYTES])
{
	if (loaded() == NULL)
		return CW_SYSTEM;
	return calls->srp_key(exchange, key);
}

enum cw_err
cw_srp_proof(const unsigned char key[CW_SRP_KEY_BYTES],
    const struct cw_srp_who *who, const struct cw_srp_claim *claim,
    unsigned char proof[CW_SRP_HASH_BYTES])
{
	if (loaded() == NULL)
		return CW_SYSTEM;
	return calls->srp_proof(key, who, claim, proof);
}
