/* Signing in by SRP: the question, and the answer. */

#include "pool/verifier.h"

#include <string.h>

#include "base/clock.h"
#include "base/random.h"
#include "base/text.h"
#include "pool/entry.h"
#include "pool/name.h"
#include "pool/origin.h"
#include "pool/verifier_inside.h"

/* How often a b is taken that gives no B; once would be a wonder. */
#define B_TRIES 3
#define BLOCK_MAX_CHARS 4096
#define SIGNATURE_BYTES 32

/*
 * What a secret block holds, sealed: all that any process needs to go on.  The
 * name stands behind it.
 */
struct state {
	int64_t expires;
	int64_t account_id; /* 0: nobody's */
	unsigned char client[CW_HASH_BYTES];
	unsigned char a[CW_SRP_BYTES];
	unsigned char b[CW_SRP_SECRET_BYTES];
	unsigned char u[CW_SRP_HASH_BYTES];
};

/* A question under way. */
struct asking {
	struct cw_proof proof;
	struct state state;
	struct cw_verifier_open verifier;
	unsigned char big_b[CW_SRP_BYTES];
	const char *name;
};

/* --- names that nobody has ------------------------------------------------ */

/* Bytes that are always the same for a name, and mean nothing. */
static void
invent(const struct cw_pool *pool, const char *what, const char *name,
    unsigned char *out, size_t len)
{
	char text[64];
	unsigned char seed[CW_HASH_BYTES], hash[CW_HASH_BYTES];

	cw_crypto_hmac(pool->keys.bytes[CW_KEY_SRP], name, strlen(name), seed);
	for (size_t i = 0; i * sizeof(hash) < len; i++) {
		size_t left = len - i * sizeof(hash);
		struct cw_buf buf;

		cw_buf_init_fixed(&buf, text, sizeof(text));
		cw_buf_printf(&buf, "%s %zu", what, i);
		cw_crypto_hmac(seed, text, buf.len, hash);
		memcpy(out + i * sizeof(hash), hash,
		    left < sizeof(hash) ? left : sizeof(hash));
	}
}

/* A name as somebody might have who can be reached at the address. */
static enum cw_err
invent_name(struct asking *asking)
{
	const char *login = asking->proof.login_fold;

	asking->name =
	    cw_arena_copy(asking->proof.arena, login, strcspn(login, "@"));
	return asking->name == NULL ? CW_NOMEM : CW_OK;
}

static enum cw_err
invent_verifier(struct asking *asking)
{
	const struct cw_pool *pool = asking->proof.pool;
	const char *name = asking->proof.login_fold;

	invent(pool, "salt", name, asking->verifier.salt, CW_SRP_SALT_BYTES);
	invent(pool, "verifier", name, asking->verifier.v, CW_SRP_BYTES);
	/* Below N, as a true one. */
	asking->verifier.v[0] &= 0x7f;
	return CW_OK;
}

/* --- the question --------------------------------------------------------- */

/* What is kept, or something as good. */
static enum cw_err
find_verifier(struct asking *asking)
{
	struct cw_pool *pool = asking->proof.pool;
	struct cw_account_row *who = &asking->proof.who;
	struct cw_store *store;
	enum cw_err err = cw_readers_take(pool->readers, &store);

	if (err != CW_OK)
		return err;
	err = cw_verifier_find(pool, store, asking->proof.arena, who,
	    &asking->verifier);
	cw_readers_give(pool->readers, store);
	asking->state.account_id = err == CW_OK ? who->account.id : 0;
	return err == CW_NOTFOUND ? invent_verifier(asking) : err;
}

/* A b, and what follows from it. */
static enum cw_err
make_numbers(struct asking *asking)
{
	struct state *state = &asking->state;
	enum cw_err err = CW_INVALID;

	for (int i = 0; i < B_TRIES && err == CW_INVALID; i++) {
		err = cw_random_bytes(state->b, sizeof(state->b));
		if (err == CW_OK)
			err = cw_srp_challenge(asking->verifier.v, state->b,
			    asking->big_b);
	}
	if (err != CW_OK)
		return CW_SYSTEM;
	return cw_srp_scramble(state->a, asking->big_b, state->u);
}

static enum cw_err
seal_state(const struct asking *asking, const char **block)
{
	const struct cw_proof *proof = &asking->proof;
	size_t name_len = strlen(asking->name), len;
	unsigned char *plain, *sealed;
	enum cw_err err;

	plain = cw_arena_alloc(proof->arena, sizeof(asking->state) + name_len);
	if (plain == NULL)
		return CW_NOMEM;
	memcpy(plain, &asking->state, sizeof(asking->state));
	memcpy(plain + sizeof(asking->state), asking->name, name_len);
	err = cw_crypto_seal(proof->pool->keys.bytes[CW_KEY_SRP], plain,
	    sizeof(asking->state) + name_len, proof->arena, &sealed, &len);
	if (err != CW_OK)
		return err;
	*block = cw_crypto_encode(proof->arena, CW_BASE64, sealed, len);
	return *block == NULL ? CW_NOMEM : CW_OK;
}

static enum cw_err
write_question(const struct asking *asking, struct cw_srp_question *out)
{
	struct cw_arena *arena = asking->proof.arena;
	struct cw_srp_question question = { .name = asking->name };
	enum cw_err err;

	err = cw_srp_write(asking->verifier.salt, CW_SRP_SALT_BYTES, arena,
	    &question.salt);
	if (err == CW_OK)
		err = cw_srp_write(asking->big_b, CW_SRP_BYTES, arena,
		    &question.b);
	if (err == CW_OK)
		err = seal_state(asking, &question.block);
	if (err == CW_OK)
		*out = question;
	return err;
}

static enum cw_err
ask(struct asking *asking, struct cw_srp_question *out)
{
	enum cw_err err = find_verifier(asking);

	if (err != CW_OK)
		return err;
	if (asking->proof.who.account.id != 0)
		asking->name = asking->proof.who.account.name;
	else
		err = invent_name(asking);
	if (err == CW_OK)
		err = make_numbers(asking);
	if (err == CW_OK)
		err = write_question(asking, out);
	return err;
}

enum cw_err
cw_verifier_ask(struct cw_pool *pool, struct cw_arena *arena,
    const struct cw_client *client, const char *login, const char *a,
    struct cw_srp_question *out)
{
	struct asking asking = {
		.proof = { .pool = pool, .arena = arena },
		.state = { .expires = cw_clock_now_ms() + CW_VERIFIER_LIFE_MS },
	};
	enum cw_err err = cw_srp_read(a, asking.state.a);

	if (err != CW_OK)
		return err;
	cw_crypto_sha256(client->id, strlen(client->id), asking.state.client);
	err = cw_proof_look(&asking.proof, login);
	/* Who is locked out learns it with the answer. */
	if (err == CW_OK || err == CW_LOCKED)
		err = ask(&asking, out);
	explicit_bzero(&asking.state, sizeof(asking.state));
	explicit_bzero(&asking.verifier, sizeof(asking.verifier));
	return err;
}

/* --- the answer ----------------------------------------------------------- */

/* An answer under way. */
struct checking {
	struct cw_proof proof;
	const struct cw_srp_answer *answer;
	unsigned char *block;
	size_t block_len;
	struct state state;
	const char *name;
};

/* Did we ask this, of this client, not too long ago?  CW_CREDENTIALS. */
static enum cw_err
open_state(struct checking *checking, const struct cw_client *client)
{
	struct cw_arena *arena = checking->proof.arena;
	const unsigned char *key = checking->proof.pool->keys.bytes[CW_KEY_SRP];
	unsigned char hash[CW_HASH_BYTES], *plain;
	const struct state *state = &checking->state;
	size_t len;
	enum cw_err err;

	if (strlen(checking->answer->block) > BLOCK_MAX_CHARS)
		return CW_CREDENTIALS;
	err = cw_crypto_decode(arena, CW_BASE64, checking->answer->block,
	    &checking->block, &checking->block_len);
	if (err == CW_OK)
		err = cw_crypto_open(key, checking->block, checking->block_len,
		    arena, &plain, &len);
	if (err == CW_INVALID || (err == CW_OK && len < sizeof(*state)))
		return CW_CREDENTIALS;
	if (err != CW_OK)
		return err;
	memcpy(&checking->state, plain, sizeof(*state));
	checking->name = cw_arena_copy(arena,
	    (const char *)plain + sizeof(*state), len - sizeof(*state));
	if (checking->name == NULL)
		return CW_NOMEM;
	cw_crypto_sha256(client->id, strlen(client->id), hash);
	if (!cw_crypto_equal(hash, state->client, sizeof(hash)) ||
	    state->expires <= cw_clock_now_ms())
		return CW_CREDENTIALS;
	return CW_OK;
}

/* The question is used up and the attempt counted, whatever comes of it. */
static enum cw_err
count_work(struct cw_store *store, void *arg)
{
	struct checking *checking = arg;
	struct cw_proof *proof = &checking->proof;
	enum cw_err err;

	err = cw_spent_use(store, checking->block, checking->block_len,
	    checking->state.expires);
	if (err != CW_OK)
		return err == CW_MISMATCH ? CW_CREDENTIALS : err;
	return cw_lockout_count(&proof->lockout, store, &proof->retry_ms);
}

/* What the client should have come to, for this account or for nobody. */
static enum cw_err
compute_proof(struct checking *checking,
    const struct cw_verifier_open *verifier, unsigned char out[SIGNATURE_BYTES])
{
	char id[CW_POOL_ID_CHARS + 1];
	const struct state *state = &checking->state;
	const struct cw_srp_claim claim = {
		.block = checking->block,
		.block_len = checking->block_len,
		.timestamp = checking->answer->timestamp,
	};
	struct cw_srp_who who = { .name = checking->name };
	struct cw_srp_exchange exchange;
	unsigned char key[CW_SRP_KEY_BYTES];
	enum cw_err err;

	cw_pool_id(checking->proof.pool, id);
	who.pool = cw_pool_id_name(id);
	memcpy(exchange.v, verifier->v, sizeof(exchange.v));
	memcpy(exchange.a, state->a, sizeof(exchange.a));
	memcpy(exchange.b, state->b, sizeof(exchange.b));
	memcpy(exchange.u, state->u, sizeof(exchange.u));
	err = cw_srp_key(&exchange, key);
	explicit_bzero(&exchange, sizeof(exchange));
	if (err == CW_OK)
		err = cw_srp_proof(key, &who, &claim, out);
	explicit_bzero(key, sizeof(key));
	return err == CW_INVALID ? CW_CREDENTIALS : err;
}

static enum cw_err
find_again(struct checking *checking, struct cw_verifier_open *out,
    bool *is_known)
{
	struct cw_proof *proof = &checking->proof;
	struct cw_store *store;
	enum cw_err err = cw_readers_take(proof->pool->readers, &store);

	if (err != CW_OK)
		return err;
	err = cw_verifier_find(proof->pool, store, proof->arena, &proof->who,
	    out);
	cw_readers_give(proof->pool->readers, store);
	*is_known = err == CW_OK && proof->who.account.id != 0 &&
	    proof->who.account.id == checking->state.account_id &&
	    !proof->who.is_disabled;
	if (err == CW_NOTFOUND)
		invent(proof->pool, "verifier", checking->name, out->v,
		    CW_SRP_BYTES);
	return err == CW_NOTFOUND ? CW_OK : err;
}

static enum cw_err
compare(struct checking *checking)
{
	unsigned char wanted[SIGNATURE_BYTES], *given;
	struct cw_verifier_open verifier = { 0 };
	size_t len;
	bool is_known;
	enum cw_err err = find_again(checking, &verifier, &is_known);

	if (err == CW_OK)
		err = compute_proof(checking, &verifier, wanted);
	explicit_bzero(&verifier, sizeof(verifier));
	if (err != CW_OK)
		return err;
	err = cw_crypto_decode(checking->proof.arena, CW_BASE64,
	    checking->answer->signature, &given, &len);
	if (err == CW_NOMEM)
		return err;
	if (err != CW_OK || len != sizeof(wanted) || !is_known ||
	    !cw_crypto_equal(wanted, given, sizeof(wanted)))
		return CW_CREDENTIALS;
	return CW_OK;
}

static enum cw_err
check(struct checking *checking, const struct cw_client *client)
{
	struct cw_proof *proof = &checking->proof;
	enum cw_err err = open_state(checking, client);

	if (err != CW_OK)
		return err;
	if (!cw_text_equal(checking->name, checking->answer->name))
		return CW_CREDENTIALS;
	err = cw_proof_look(proof, checking->name);
	if (err != CW_OK)
		return err;
	err = cw_group_run(proof->pool->group, count_work, checking);
	if (err != CW_OK)
		return err;
	err = compare(checking);
	return err == CW_CREDENTIALS ? cw_proof_fail(proof) : err;
}

enum cw_err
cw_verifier_check(struct cw_pool *pool, struct cw_arena *arena,
    const struct cw_srp_answer *answer, struct cw_signed_in *out,
    int64_t *retry_ms)
{
	struct checking checking = {
		.proof = {
			.pool = pool,
			.arena = arena,
			.actor = answer->actor,
		},
		.answer = answer,
	};
	enum cw_err err = check(&checking, answer->client);

	if (err == CW_LOCKED || err == CW_BUSY)
		*retry_ms = checking.proof.retry_ms;
	explicit_bzero(&checking.state, sizeof(checking.state));
	if (err != CW_OK)
		return err;
	return cw_sign_in_proven(&checking.proof, answer->client, out);
}
