/* Making, sealing and finding verifiers. */

#include "pool/verifier_inside.h"

#include <string.h>

#include "base/log.h"
#include "base/random.h"
#include "pool/client.h"

/* What is sealed: a hash of the name that it belongs to, salt and verifier. */
#define SALT_AT CW_HASH_BYTES
#define V_AT (SALT_AT + CW_SRP_SALT_BYTES)
#define SEALED_BYTES (V_AT + CW_SRP_BYTES)

static enum cw_err
is_wanted(struct cw_pool *pool, bool *out)
{
	struct cw_store *store;
	enum cw_err err = cw_readers_take(pool->readers, &store);

	if (err != CW_OK)
		return err;
	err = cw_client_any_has(store, CW_FLOW_SRP, out);
	cw_readers_give(pool->readers, store);
	return err;
}

static enum cw_err
compute(const struct cw_pool *pool, const struct cw_verifier_of *of,
    unsigned char plain[SEALED_BYTES])
{
	char id[CW_POOL_ID_CHARS + 1];
	unsigned char x[CW_SRP_HASH_BYTES];
	struct cw_srp_who who = { .name = of->name };
	enum cw_err err;

	cw_pool_id(pool, id);
	who.pool = cw_pool_id_name(id);
	cw_crypto_sha256(of->name, strlen(of->name), plain);
	err = cw_random_bytes(plain + SALT_AT, CW_SRP_SALT_BYTES);
	if (err == CW_OK)
		err = cw_srp_private(&who, of->password, plain + SALT_AT, x);
	if (err == CW_OK)
		err = cw_srp_verifier(x, plain + V_AT);
	explicit_bzero(x, sizeof(x));
	return err;
}

enum cw_err
cw_verifier_make(struct cw_pool *pool, struct cw_arena *arena,
    const struct cw_verifier_of *of, struct cw_verifier *out)
{
	unsigned char plain[SEALED_BYTES], *sealed;
	bool wanted;
	enum cw_err err = is_wanted(pool, &wanted);

	out->sealed = NULL;
	if (err != CW_OK || !wanted)
		return err;
	err = compute(pool, of, plain);
	if (err == CW_OK)
		err = cw_crypto_seal(pool->keys.bytes[CW_KEY_SRP], plain,
		    sizeof(plain), arena, &sealed, &out->len);
	explicit_bzero(plain, sizeof(plain));
	if (err != CW_OK)
		return err;
	out->sealed = sealed;
	cw_crypto_sha256(of->phc, strlen(of->phc), out->password_hash);
	return CW_OK;
}

enum cw_err
cw_verifier_keep(struct cw_store *store, int64_t account_id,
    const struct cw_verifier *verifier)
{
	const struct cw_val args[] = {
		cw_int(account_id),
		cw_bytes(verifier->password_hash, CW_HASH_BYTES),
		cw_bytes(verifier->sealed, verifier->len),
	};

	if (verifier->sealed == NULL)
		return CW_OK;
	return cw_exec(store, CW_SQL_VERIFIER_SET, args, CW_LEN(args), NULL);
}

/* Is it of this name, and whole? */
static enum cw_err
unseal(const struct cw_pool *pool, struct cw_arena *arena,
    const unsigned char *sealed, size_t sealed_len, const char *name,
    struct cw_verifier_open *out)
{
	unsigned char hash[CW_HASH_BYTES], *plain;
	size_t len;
	enum cw_err err = cw_crypto_open(pool->keys.bytes[CW_KEY_SRP], sealed,
	    sealed_len, arena, &plain, &len);

	if (err == CW_NOMEM)
		return err;
	cw_crypto_sha256(name, strlen(name), hash);
	if (err != CW_OK || len != SEALED_BYTES ||
	    !cw_crypto_equal(plain, hash, sizeof(hash))) {
		cw_log(CW_LOG_WARNING, "verifier is another's, or damaged");
		return CW_NOTFOUND;
	}
	memcpy(out->salt, plain + SALT_AT, CW_SRP_SALT_BYTES);
	memcpy(out->v, plain + V_AT, CW_SRP_BYTES);
	return CW_OK;
}

enum cw_err
cw_verifier_find(struct cw_pool *pool, struct cw_store *store,
    struct cw_arena *arena, const struct cw_account_row *who,
    struct cw_verifier_open *out)
{
	const struct cw_val args[] = { cw_int(who->account.id) };
	unsigned char wanted[CW_HASH_BYTES], hash[CW_HASH_BYTES], *sealed;
	struct cw_rows rows;
	size_t len;
	enum cw_err err;

	cw_crypto_sha256(who->password, strlen(who->password), wanted);
	err = cw_query_one(store, CW_SQL_VERIFIER_FIND, args, CW_LEN(args),
	    &rows);
	if (err == CW_OK)
		err = cw_col_bytes(&rows, 0, hash, sizeof(hash));
	if (err == CW_OK)
		err = cw_col_blob(&rows, 1, arena, &sealed, &len);
	cw_rows_end(&rows);
	if (err != CW_OK)
		return err;
	if (!cw_crypto_equal(wanted, hash, sizeof(hash)))
		return CW_NOTFOUND;
	return unseal(pool, arena, sealed, len, who->account.name, out);
}
