/* Forgotten passwords. */

#include "pool/reset.h"

#include "db/bell.h"
#include "pool/credential.h"
#include "pool/former.h"
#include "pool/lockout.h"
#include "pool/mail.h"
#include "pool/post.h"
#include "pool/session_inside.h"

/* Within the hour: for one name, and from one network. */
#define ASKS_PER_NAME 5
#define ASKS_PER_NETWORK 20
#define TRIES_PER_NETWORK 60

/* What is counted when somebody asks. */
static const char asked[] = "reset";

/* What the transactions here work with. */
struct work {
	struct cw_pool *pool;
	struct cw_arena *arena;
	const struct cw_actor *actor;
	const char *login_fold;
	enum cw_sql find_by;
	const char *code;
	struct cw_credential credential;
	bool is_former;		   /* the password, of whoever it would be */
	struct cw_account_row row; /* id 0: nobody's */
	enum cw_err outcome;	   /* of what is committed though it failed */
};

static enum cw_err
fold_login(struct work *work, const char *login)
{
	return cw_account_fold_login(work->arena, login, &work->find_by,
	    &work->login_fold);
}

/* Requests that come from nowhere are not counted by where from. */
static int64_t
network_quota(const struct work *work, int64_t most,
    char network[CW_ADDRESS_BYTES])
{
	cw_address_cut(work->actor->address, network);
	return network[0] == '\0' ? INT64_MAX : most;
}

/* Somebody who may have a code; id 0: nobody. */
static enum cw_err
find(struct work *work, struct cw_store *store)
{
	struct cw_account_row *row = &work->row;
	enum cw_err err;

	err = cw_account_find(store, work->arena, work->find_by,
	    work->login_fold, row);
	if (err != CW_OK && err != CW_NOTFOUND)
		return err;
	if (err == CW_NOTFOUND || !row->account.is_confirmed ||
	    row->is_disabled)
		*row = (struct cw_account_row){
			.account = { .name = work->login_fold, .email = "" },
		};
	return CW_OK;
}

static enum cw_err
note(const struct work *work, struct cw_store *store, enum cw_audit_event event)
{
	return cw_audit_account(store, work->actor, &work->row.account, event);
}

/* --- asking --------------------------------------------------------------- */

static enum cw_err
write_code(struct cw_store *store, void *arg, struct cw_post *out)
{
	struct work *work = arg;
	const struct cw_account *account = &work->row.account;
	enum cw_err err = find(work, store);

	if (err != CW_OK)
		return err;
	*out = (struct cw_post){
		.what = { account->id, CW_CODE_RESET, NULL },
		.email = account->email,
		.code = work->code,
		.letter = { .kind = CW_LETTER_RESET,
		    .locale = work->row.locale,
		    .username = account->name,
		    .secret = work->code },
	};
	return CW_OK;
}

/* Known and unknown names are counted alike. */
static enum cw_err
ask_work(struct cw_store *store, void *arg)
{
	struct work *work = arg;
	char network[CW_ADDRESS_BYTES];
	const int64_t most = network_quota(work, ASKS_PER_NETWORK, network);
	const struct cw_post_ask ask = {
		.quotas = { { asked, work->login_fold, ASKS_PER_NAME },
		    { "reset from", network, most } },
		.write = write_code,
		.arg = work,
	};
	enum cw_err err = cw_post_ask(work->pool, store, work->arena, &ask);

	return err == CW_OK ? note(work, store, CW_AUDIT_PASSWORD_FORGET) : err;
}

enum cw_err
cw_reset_ask(struct cw_pool *pool, struct cw_arena *arena,
    const struct cw_actor *actor, const char *login)
{
	char code[CW_CODE_CHARS + 1];
	struct work work = {
		.pool = pool,
		.arena = arena,
		.actor = actor,
		.code = code,
	};
	enum cw_err err;

	err = fold_login(&work, login);
	if (err == CW_OK)
		err = cw_post_run(pool, ask_work, &work, code);
	return err;
}

static enum cw_err
look(const struct work *work, struct cw_store *store, bool *out)
{
	const char *text =
	    cw_arena_printf(work->arena, "%s %s", asked, work->login_fold);

	if (text == NULL)
		return CW_NOMEM;
	return cw_quota_is_used(work->pool, store, text, out);
}

enum cw_err
cw_reset_is_asked(struct cw_pool *pool, struct cw_arena *arena,
    const char *login, bool *out)
{
	struct work work = { .pool = pool, .arena = arena };
	struct cw_store *store;
	enum cw_err err = fold_login(&work, login);

	if (err == CW_OK)
		err = cw_readers_take(pool->readers, &store);
	if (err != CW_OK)
		return err;
	err = look(&work, store, out);
	cw_readers_give(pool->readers, store);
	return err;
}

/* --- using the code ------------------------------------------------------- */

static enum cw_err
forget_failures(const struct work *work, struct cw_store *store)
{
	struct cw_lockout lockout;
	enum cw_err err;

	err = cw_lockout_init(&lockout, work->pool, work->arena,
	    work->row.account.id, "");
	if (err != CW_OK)
		return err;
	return cw_lockout_reset(&lockout, store);
}

static enum cw_err
set_password(struct work *work, struct cw_store *store)
{
	const struct cw_credential_use use = { .state = CW_PASSWORD_GOOD };
	enum cw_err err;

	err = cw_credential_set(store, &work->row, &work->credential, &use);
	if (err == CW_OK)
		err = forget_failures(work, store);
	if (err == CW_OK)
		err = note(work, store, CW_AUDIT_PASSWORD_RESET);
	if (err != CW_OK)
		return err;
	return cw_post_notice(work->pool, store, work->arena, &work->row,
	    CW_LETTER_PASSWORD_CHANGED);
}

/* A try that fails is committed too: it was one of five. */
static enum cw_err
use_work(struct cw_store *store, void *arg)
{
	struct work *work = arg;
	struct cw_code_for what = { .purpose = CW_CODE_RESET };
	char network[CW_ADDRESS_BYTES];
	const int64_t most = network_quota(work, TRIES_PER_NETWORK, network);
	enum cw_err err;

	err = cw_quota_use_by(work->pool, store, work->arena, "reset try from",
	    network, most);
	if (err == CW_OK)
		err = find(work, store);
	if (err != CW_OK)
		return err;
	what.account_id = work->row.account.id;
	work->outcome = cw_code_use(work->pool, store, &what, work->code);
	if (work->outcome == CW_MISMATCH)
		return CW_OK;
	if (work->outcome != CW_OK)
		return work->outcome;
	/* Only whoever has the code is told; and it is good still. */
	if (work->is_former)
		return CW_INVALID;
	return set_password(work, store);
}

/* The password, before anybody looks whose it would be. */
static enum cw_err
prepare(struct work *work, struct cw_reset *reset)
{
	const struct cw_own_names names = { work->login_fold, NULL };
	struct cw_account_row row = { 0 };
	struct cw_store *store;
	const char *name = work->login_fold;
	enum cw_err err;

	err = cw_policy_check(work->pool->conf, work->arena, reset->password,
	    &names, &reset->problem);
	if (err != CW_OK)
		return err;
	err = cw_readers_take(work->pool->readers, &store);
	if (err != CW_OK)
		return err;
	err = cw_account_find(store, work->arena, work->find_by,
	    work->login_fold, &row);
	cw_readers_give(work->pool->readers, store);
	if (err == CW_OK)
		name = row.account.name;
	if (err != CW_OK && err != CW_NOTFOUND)
		return err;
	err = cw_former_look(work->pool, work->arena, &row, reset->password,
	    &work->is_former);
	if (err != CW_OK)
		return err;
	return cw_credential_make(work->pool, work->arena, name,
	    reset->password, &work->credential);
}

enum cw_err
cw_reset_use(struct cw_pool *pool, struct cw_arena *arena,
    struct cw_reset *reset)
{
	struct work work = {
		.pool = pool,
		.arena = arena,
		.actor = reset->actor,
		.code = reset->code,
	};
	enum cw_err err;

	err = fold_login(&work, reset->login);
	if (err == CW_OK)
		err = prepare(&work, reset);
	if (work.is_former)
		reset->problem = CW_FORMER_PROBLEM;
	if (err == CW_OK)
		err = cw_group_run(pool->group, use_work, &work);
	if (err != CW_OK)
		return err == CW_CREDENTIALS ? CW_MISMATCH : err;
	if (work.outcome != CW_OK)
		return work.outcome;
	cw_bell_ring(pool->conf->data_dir, CW_BELL_MAIL);
	return cw_session_sweep(pool, work.row.account.id);
}
