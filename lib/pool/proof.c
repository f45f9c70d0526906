/* Proving that somebody knows a password. */

#include "pool/proof.h"

#include <string.h>

#include "pool/password.h"
#include "pool/policy.h"
#include "pool/slot.h"

#define BUSY_RETRY_MS 1000

/*
 * Who would sign in, and is there a lock?  Nobody has a password hash too, so
 * that a missing account takes as long as a wrong password.
 */
static enum cw_err
look(struct cw_proof *proof, struct cw_store *store)
{
	struct cw_lockout_whose whose = {
		.login_fold = proof->login_fold,
		.device = proof->device,
		.actor = proof->actor,
	};
	enum cw_err err;

	if (proof->login_fold == NULL)
		err = cw_account_find_id(store, proof->arena, proof->account_id,
		    &proof->who);
	else
		err = cw_account_find(store, proof->arena, proof->find_by,
		    proof->login_fold, &proof->who);
	if (err == CW_NOTFOUND)
		err = cw_password_nobody(proof->pool->conf, proof->arena,
		    &proof->who.password);
	if (err != CW_OK)
		return err;
	whose.account_id = proof->who.account.id;
	err = cw_lockout_choose(&proof->lockout, proof->pool, store,
	    proof->arena, &whose);
	if (err != CW_OK)
		return err;
	return cw_lockout_look(&proof->lockout, store, &proof->retry_ms);
}

static enum cw_err
look_up(struct cw_proof *proof)
{
	struct cw_store *store;
	enum cw_err err;

	err = cw_readers_take(proof->pool->readers, &store);
	if (err != CW_OK)
		return err;
	err = look(proof, store);
	cw_readers_give(proof->pool->readers, store);
	return err;
}

enum cw_err
cw_proof_look(struct cw_proof *proof, const char *login)
{
	enum cw_err err = cw_account_fold_login(proof->arena, login,
	    &proof->find_by, &proof->login_fold);

	if (err != CW_OK)
		return err;
	return look_up(proof);
}

static enum cw_err
count_work(struct cw_store *store, void *arg)
{
	struct cw_proof *proof = arg;

	return cw_lockout_count(&proof->lockout, store, &proof->retry_ms);
}

enum cw_err
cw_proof_count(struct cw_proof *proof)
{
	return cw_group_run(proof->pool->group, count_work, proof);
}

/* For clients that sign in by SRP later on. */
static enum cw_err
prepare_verifier(struct cw_proof *proof)
{
	const struct cw_verifier_of of = {
		.name = proof->who.account.name,
		.password = proof->password,
		.phc = proof->new_phc == NULL ? proof->who.password
					      : proof->new_phc,
	};
	struct cw_verifier_open old;
	struct cw_store *store;
	enum cw_err err = CW_NOTFOUND;

	if (proof->new_phc == NULL) {
		err = cw_readers_take(proof->pool->readers, &store);
		if (err != CW_OK)
			return err;
		err = cw_verifier_find(proof->pool, store, proof->arena,
		    &proof->who, &old);
		cw_readers_give(proof->pool->readers, store);
		explicit_bzero(&old, sizeof(old));
	}
	if (err != CW_NOTFOUND)
		return err;
	return cw_verifier_make(proof->pool, proof->arena, &of,
	    &proof->verifier);
}

/* Count the attempt, then look at the password, all with a slot. */
static enum cw_err
evaluate(struct cw_proof *proof)
{
	const struct cw_conf *conf = proof->pool->conf;
	bool is_right = false;
	enum cw_err err;

	err = cw_proof_count(proof);
	if (err != CW_OK)
		return err;
	err = cw_password_verify(proof->arena, proof->who.password,
	    proof->password, &is_right);
	if (err != CW_OK)
		return err;
	if (!is_right || proof->who.account.id == 0 || proof->who.is_disabled)
		return CW_CREDENTIALS;
	if (cw_password_is_cheap(conf, proof->who.password))
		err = cw_password_hash(conf, proof->arena, proof->password,
		    &proof->new_phc);
	if (err != CW_OK)
		return err;
	return prepare_verifier(proof);
}

static enum cw_err
evaluate_in_slot(struct cw_proof *proof)
{
	struct cw_slot slot;
	enum cw_err err;

	err = cw_slot_take(proof->pool->conf, proof->arena, &slot);
	if (err != CW_OK)
		return err;
	err = evaluate(proof);
	cw_slot_give(&slot);
	return err;
}

static enum cw_err
fail_work(struct cw_store *store, void *arg)
{
	const struct cw_proof *proof = arg;

	return cw_audit_account(store, proof->actor, &proof->who.account,
	    CW_AUDIT_SIGN_IN_FAIL);
}

enum cw_err
cw_proof_fail(struct cw_proof *proof)
{
	enum cw_err err = cw_group_run(proof->pool->group, fail_work, proof);

	return err == CW_OK ? CW_CREDENTIALS : err;
}

static enum cw_err
prove(struct cw_proof *proof)
{
	enum cw_err err = evaluate_in_slot(proof);

	return err == CW_CREDENTIALS ? cw_proof_fail(proof) : err;
}

enum cw_err
cw_proof_password(struct cw_proof *proof, const char *login,
    const char *password)
{
	enum cw_err err;

	proof->retry_ms = BUSY_RETRY_MS;
	proof->password = password;
	if (strlen(password) > CW_PASSWORD_MAX_BYTES)
		return CW_CREDENTIALS;
	err = cw_proof_look(proof, login);
	if (err != CW_OK)
		return err;
	return prove(proof);
}

enum cw_err
cw_proof_own(struct cw_proof *proof, int64_t account_id, const char *password)
{
	enum cw_err err;

	proof->retry_ms = BUSY_RETRY_MS;
	proof->password = password;
	proof->account_id = account_id;
	if (strlen(password) > CW_PASSWORD_MAX_BYTES)
		return CW_CREDENTIALS;
	err = look_up(proof);
	if (err != CW_OK)
		return err;
	return prove(proof);
}

enum cw_err
cw_proof_accept(const struct cw_proof *proof, struct cw_store *store)
{
	return cw_lockout_reset(&proof->lockout, store);
}

enum cw_err
cw_proof_forgive(const struct cw_proof *proof, struct cw_store *store)
{
	return cw_lockout_forgive(&proof->lockout, store);
}

enum cw_err
cw_proof_keep(const struct cw_proof *proof, struct cw_store *store)
{
	const struct cw_val args[] = {
		cw_int(proof->who.account.id),
		cw_text(proof->who.password),
		cw_text(proof->new_phc),
	};

	enum cw_err err = CW_OK;

	if (proof->new_phc != NULL)
		err = cw_exec(store, CW_SQL_ACCOUNT_PASSWORD, args,
		    CW_LEN(args), NULL);
	if (err != CW_OK)
		return err;
	return cw_verifier_keep(store, proof->who.account.id, &proof->verifier);
}
