/* Signing up, confirming, and asking for another code. */

#include "pool/account.h"

#include <string.h>

#include "base/clock.h"
#include "base/random.h"
#include "db/bell.h"
#include "pool/code.h"
#include "pool/inside.h"
#include "pool/letter.h"
#include "pool/mail.h"
#include "pool/name.h"
#include "pool/password.h"
#include "pool/slot.h"
#include "pool/verifier_inside.h"

#define PURPOSE_CONFIRM "confirm"

/* A sign-up that was checked. */
struct checked {
	const char *name;
	const char *name_fold;
	const char *email;
	const char *email_fold;
	const char *password;
	unsigned char tombstone[CW_HASH_BYTES]; /* if the name has one */
};

/* What the transactions here work with. */
struct work {
	struct cw_pool *pool;
	struct cw_arena *arena;
	struct checked who;
	const char *phc;
	struct cw_verifier verifier;
	const char *code;
	char sub[37];
	int64_t confirmed; /* when; 0 not yet */
	struct cw_account *account;
	enum cw_err outcome; /* of what is committed though it failed */
};

/* --- finding -------------------------------------------------------------- */

static enum cw_err
read_row(const struct cw_rows *rows, struct cw_arena *arena,
    struct cw_account_row *out)
{
	enum cw_err err;

	out->account.id = cw_col_int(rows, 0);
	out->account.confirmed = cw_col_int(rows, 4);
	out->account.is_confirmed = !cw_col_is_null(rows, 4);
	out->is_disabled = !cw_col_is_null(rows, 5);
	err = cw_col_text(rows, 1, arena, &out->account.name);
	if (err != CW_OK)
		return err;
	err = cw_col_text(rows, 2, arena, &out->account.email);
	if (err != CW_OK)
		return err;
	return cw_col_text(rows, 3, arena, &out->password);
}

enum cw_err
cw_account_find(struct cw_store *store, struct cw_arena *arena, enum cw_sql by,
    const char *fold, struct cw_account_row *out)
{
	const struct cw_val args[] = { cw_text(fold) };
	struct cw_rows rows;
	enum cw_err err;

	err = cw_query_one(store, by, args, CW_LEN(args), &rows);
	if (err == CW_OK)
		err = read_row(&rows, arena, out);
	cw_rows_end(&rows);
	return err;
}

/* The name of the confirmed account with an address; NULL: there is none. */
static enum cw_err
find_owner(struct cw_store *store, struct cw_arena *arena,
    const char *email_fold, const char **out)
{
	const struct cw_val args[] = { cw_text(email_fold) };
	struct cw_rows rows;
	enum cw_err err;

	*out = NULL;
	err = cw_query_one(store, CW_SQL_ACCOUNT_OWNER, args, CW_LEN(args),
	    &rows);
	if (err == CW_OK)
		err = cw_col_text(&rows, 0, arena, out);
	cw_rows_end(&rows);
	return err == CW_NOTFOUND ? CW_OK : err;
}

/* --- checking ------------------------------------------------------------- */

static enum cw_err
refuse(struct cw_sign_up_problem *problem, const char *at, const char *message)
{
	problem->at = at;
	problem->message = message;
	return CW_INVALID;
}

static enum cw_err
check(const struct cw_conf *conf, struct cw_arena *arena,
    const struct cw_sign_up *in, struct checked *out,
    struct cw_sign_up_problem *problem)
{
	const char *why = "";
	enum cw_err err;

	err = cw_name_check(arena, in->username, &out->name, &out->name_fold);
	if (err == CW_INVALID)
		return refuse(problem, "/username",
		    "A name has 2 to 32 letters, digits, dots, underscores or "
		    "hyphens, and begins with a letter or digit.");
	if (err != CW_OK)
		return err;
	err = cw_email_check(arena, in->email, &out->email_fold);
	if (err == CW_INVALID)
		return refuse(problem, "/email",
		    "This is not a mail address that we can write to.");
	if (err != CW_OK)
		return err;
	const struct cw_own_names names = { out->name_fold, out->email_fold };

	err = cw_policy_check(conf, arena, in->password, &names, &why);
	if (err == CW_INVALID)
		return refuse(problem, "/password", why);
	out->email = in->email;
	out->password = in->password;
	return err;
}

enum cw_err
cw_account_check(const struct cw_conf *conf, struct cw_arena *arena,
    const struct cw_sign_up *in, struct cw_sign_up_problem *problem)
{
	struct checked checked;

	return check(conf, arena, in, &checked, problem);
}

/* --- signing up ----------------------------------------------------------- */

/* The letter for whoever owns the address. */
static enum cw_err
choose_letter(const struct work *work, struct cw_store *store,
    struct cw_letter *out)
{
	const struct cw_conf *conf = work->pool->conf;
	const char *owner;
	enum cw_err err;

	err = find_owner(store, work->arena, work->who.email_fold, &owner);
	if (err != CW_OK)
		return err;
	if (owner != NULL)
		return cw_letter_owner(conf, work->arena, owner, out);
	return cw_letter_code(conf, work->arena, work->who.name, work->code,
	    out);
}

/*
 * Give an account its code and tell by mail; for account 0, which nobody has,
 * do as much.  An address that was sent too much keeps the code that it has,
 * if any.
 */
static enum cw_err
send_code(const struct work *work, struct cw_store *store, int64_t account_id)
{
	struct cw_letter letter;
	enum cw_err err;

	err = cw_mail_may_send_to(work->pool, store, work->who.email_fold);
	if (err == CW_TOOMANY && account_id != 0)
		return CW_OK;
	if (err != CW_OK && err != CW_TOOMANY)
		return err;
	err = choose_letter(work, store, &letter);
	if (err != CW_OK)
		return err;
	err = cw_code_set(work->pool, store, account_id, PURPOSE_CONFIRM,
	    work->code);
	if (err != CW_OK)
		return err;
	if (account_id == 0)
		return cw_mail_pretend(work->pool, store, work->arena,
		    letter.subject, letter.body);
	return cw_mail_add(work->pool, store, work->arena, work->who.email,
	    letter.subject, letter.body);
}

/* A name whose account was never confirmed in time is free again. */
static enum cw_err
make_room(const struct work *work, struct cw_store *store)
{
	const struct cw_val args[] = {
		cw_text(work->who.name_fold),
		cw_int(cw_clock_now_ms()),
	};

	return cw_exec(store, CW_SQL_ACCOUNT_MAKE_ROOM, args, CW_LEN(args),
	    NULL);
}

static enum cw_err
add_account(const struct work *work, struct cw_store *store, int64_t *id)
{
	const struct checked *who = &work->who;
	const struct cw_val args[] = {
		cw_text(who->name),
		cw_text(who->name_fold),
		cw_text(who->email),
		cw_text(who->email_fold),
		cw_text(work->phc),
		cw_int(cw_clock_now_ms()),
		work->confirmed == 0 ? cw_null() : cw_int(work->confirmed),
		cw_text(work->sub),
		cw_bytes(who->tombstone, sizeof(who->tombstone)),
	};
	struct cw_rows rows;
	enum cw_err err;

	err = make_room(work, store);
	if (err != CW_OK)
		return err;
	err =
	    cw_query_one(store, CW_SQL_ACCOUNT_ADD, args, CW_LEN(args), &rows);
	if (err == CW_OK)
		*id = cw_col_int(&rows, 0);
	cw_rows_end(&rows);
	if (err != CW_OK)
		return err == CW_NOTFOUND ? CW_CONFLICT : err;
	return cw_verifier_keep(store, *id, &work->verifier);
}

static enum cw_err
forget_unconfirmed(struct cw_store *store)
{
	int64_t now_ms = cw_clock_now_ms();
	const struct cw_val args[] = {
		cw_int(now_ms - CW_UNCONFIRMED_LIFE_MS),
		cw_int(now_ms),
		cw_int(CW_TIDY_ROWS),
	};

	return cw_exec(store, CW_SQL_ACCOUNT_EXPIRE, args, CW_LEN(args), NULL);
}

static enum cw_err
sign_up_work(struct cw_store *store, void *arg)
{
	const struct work *work = arg;
	int64_t id;
	enum cw_err err;

	err = cw_mail_may_send(work->pool, store);
	if (err != CW_OK)
		return err;
	err = forget_unconfirmed(store);
	if (err != CW_OK)
		return err;
	err = add_account(work, store, &id);
	if (err != CW_OK)
		return err;
	return send_code(work, store, id);
}

/* Ask before the costly hash; the transaction asks again. */
static enum cw_err
refuse_taken(const struct work *work)
{
	const struct cw_val args[] = {
		cw_text(work->who.name_fold),
		cw_int(cw_clock_now_ms()),
		cw_bytes(work->who.tombstone, sizeof(work->who.tombstone)),
	};
	struct cw_store *store;
	struct cw_rows rows;
	enum cw_err err;

	err = cw_readers_take(work->pool->readers, &store);
	if (err != CW_OK)
		return err;
	err = cw_query_one(store, CW_SQL_ACCOUNT_TAKEN, args, CW_LEN(args),
	    &rows);
	cw_rows_end(&rows);
	cw_readers_give(work->pool->readers, store);
	if (err == CW_OK)
		return CW_CONFLICT;
	return err == CW_NOTFOUND ? CW_OK : err;
}

static enum cw_err
hash_password(struct work *work)
{
	const struct cw_conf *conf = work->pool->conf;
	struct cw_slot slot;
	enum cw_err err;

	err = cw_slot_take(conf, work->arena, &slot);
	if (err != CW_OK)
		return err;
	err =
	    cw_password_hash(conf, work->arena, work->who.password, &work->phc);
	cw_slot_give(&slot);
	if (err != CW_OK)
		return err;
	const struct cw_verifier_of of = {
		.name = work->who.name,
		.password = work->who.password,
		.phc = work->phc,
	};
	return cw_verifier_make(work->pool, work->arena, &of, &work->verifier);
}

/* Everything up to the transaction. */
static enum cw_err
prepare(struct work *work, const struct cw_sign_up *in)
{
	struct cw_sign_up_problem problem;
	enum cw_err err;

	err = check(work->pool->conf, work->arena, in, &work->who, &problem);
	if (err != CW_OK)
		return err;
	err = cw_random_uuid(work->sub);
	if (err != CW_OK)
		return err;
	err = cw_tombstone_hash(work->pool, work->arena, work->who.name_fold,
	    work->who.tombstone);
	if (err != CW_OK)
		return err;
	err = refuse_taken(work);
	if (err != CW_OK)
		return err;
	return hash_password(work);
}

enum cw_err
cw_account_sign_up(struct cw_pool *pool, struct cw_arena *arena,
    const struct cw_sign_up *in, const char **name)
{
	char code[CW_CODE_CHARS + 1];
	struct work work = { .pool = pool, .arena = arena, .code = code };
	enum cw_err err;

	err = cw_code_make(code);
	if (err != CW_OK)
		return err;
	err = prepare(&work, in);
	if (err != CW_OK)
		return err;
	err = cw_group_run(pool->group, sign_up_work, &work);
	if (err != CW_OK)
		return err;
	cw_bell_ring(pool->conf->data_dir, CW_BELL_MAIL);
	*name = work.who.name;
	return CW_OK;
}

static enum cw_err
add_work(struct cw_store *store, void *arg)
{
	const struct work *work = arg;
	const char *owner;
	enum cw_err err;

	err = find_owner(store, work->arena, work->who.email_fold, &owner);
	if (err != CW_OK)
		return err;
	if (owner != NULL)
		return CW_CONFLICT;
	return add_account(work, store, &work->account->id);
}

enum cw_err
cw_account_add(struct cw_pool *pool, struct cw_arena *arena,
    const struct cw_sign_up *in, struct cw_account *out)
{
	struct cw_account account = { .is_confirmed = true };
	struct work work = {
		.pool = pool,
		.arena = arena,
		.confirmed = cw_clock_now_ms(),
		.account = &account,
	};
	enum cw_err err;

	err = prepare(&work, in);
	if (err != CW_OK)
		return err;
	err = cw_group_run(pool->group, add_work, &work);
	if (err != CW_OK)
		return err;
	account.name = work.who.name;
	account.email = work.who.email;
	account.confirmed = work.confirmed;
	*out = account;
	return CW_OK;
}

/* --- confirming ----------------------------------------------------------- */

static enum cw_err
confirm_account(const struct work *work, struct cw_store *store, int64_t id)
{
	const struct cw_val args[] = {
		cw_int(id),
		cw_int(cw_clock_now_ms()),
	};
	struct cw_account *out = work->account;
	struct cw_rows rows;
	enum cw_err err;

	err = cw_query_one(store, CW_SQL_ACCOUNT_CONFIRM, args, CW_LEN(args),
	    &rows);
	if (err == CW_OK) {
		out->id = cw_col_int(&rows, 0);
		out->confirmed = cw_col_int(&rows, 3);
		out->is_confirmed = true;
		err = cw_col_text(&rows, 1, work->arena, &out->name);
	}
	if (err == CW_OK)
		err = cw_col_text(&rows, 2, work->arena, &out->email);
	cw_rows_end(&rows);
	return err == CW_NOTFOUND ? CW_MISMATCH : err;
}

/*
 * The count is for nothing but that a try with an unknown name writes as much
 * as one with a known name.
 */
static enum cw_err
count_try(const struct work *work, struct cw_store *store)
{
	const char *subject =
	    cw_arena_printf(work->arena, "confirm %s", work->who.name_fold);

	if (subject == NULL)
		return CW_NOMEM;
	return cw_quota_use(work->pool, store, subject, INT64_MAX);
}

/* A try that fails is committed too: it was one of five. */
static enum cw_err
confirm_work(struct cw_store *store, void *arg)
{
	struct work *work = arg;
	struct cw_account_row row = { 0 };
	enum cw_err err;

	err = count_try(work, store);
	if (err != CW_OK)
		return err;
	err = cw_account_find(store, work->arena, CW_SQL_ACCOUNT_BY_NAME,
	    work->who.name_fold, &row);
	if (err != CW_OK && err != CW_NOTFOUND)
		return err;
	err = cw_code_use(work->pool, store, row.account.id, PURPOSE_CONFIRM,
	    work->code);
	if (err == CW_OK)
		err = confirm_account(work, store, row.account.id);
	if (err != CW_OK && err != CW_MISMATCH)
		return err;
	work->outcome = err;
	return CW_OK;
}

enum cw_err
cw_account_confirm(struct cw_pool *pool, struct cw_arena *arena,
    const char *username, const char *code, struct cw_account *out)
{
	struct cw_account account = { 0 };
	struct work work = {
		.pool = pool,
		.arena = arena,
		.code = code,
		.account = &account,
	};
	enum cw_err err;

	err = cw_name_fold(arena, username, &work.who.name_fold);
	if (err != CW_OK)
		return err;
	err = cw_group_run(pool->group, confirm_work, &work);
	if (err != CW_OK)
		return err;
	if (work.outcome == CW_OK)
		*out = account;
	return work.outcome;
}

/* --- another code --------------------------------------------------------- */

/*
 * One less than the address may get, since signing up sent one: so that who
 * asks once more is told rather than left waiting.
 */
static enum cw_err
count_request(const struct work *work, struct cw_store *store)
{
	int64_t most = work->pool->conf->mail_per_hour - 1;
	const char *subject =
	    cw_arena_printf(work->arena, "resend %s", work->who.name_fold);

	if (subject == NULL)
		return CW_NOMEM;
	return cw_quota_use(work->pool, store, subject, most < 1 ? 1 : most);
}

/* Whom to write to: the account that waits for its code, else nobody. */
static enum cw_err
address(struct work *work, struct cw_store *store, int64_t *account_id)
{
	struct cw_account_row row = { 0 };
	struct checked *who = &work->who;
	enum cw_err err;

	err = cw_account_find(store, work->arena, CW_SQL_ACCOUNT_BY_NAME,
	    who->name_fold, &row);
	if (err != CW_OK && err != CW_NOTFOUND)
		return err;
	*account_id = 0;
	who->name = who->name_fold;
	who->email = "";
	if (err == CW_OK && !row.account.is_confirmed && !row.is_disabled) {
		*account_id = row.account.id;
		who->name = row.account.name;
		who->email = row.account.email;
	}
	return cw_email_fold(work->arena, who->email, &who->email_fold);
}

static enum cw_err
resend_work(struct cw_store *store, void *arg)
{
	struct work *work = arg;
	int64_t account_id;
	enum cw_err err;

	err = count_request(work, store);
	if (err != CW_OK)
		return err;
	err = cw_mail_may_send(work->pool, store);
	if (err != CW_OK)
		return err;
	err = address(work, store, &account_id);
	if (err != CW_OK)
		return err;
	return send_code(work, store, account_id);
}

enum cw_err
cw_account_resend(struct cw_pool *pool, struct cw_arena *arena,
    const char *username)
{
	char code[CW_CODE_CHARS + 1];
	struct work work = { .pool = pool, .arena = arena, .code = code };
	enum cw_err err;

	err = cw_name_fold(arena, username, &work.who.name_fold);
	if (err != CW_OK)
		return err;
	err = cw_code_make(code);
	if (err != CW_OK)
		return err;
	err = cw_group_run(pool->group, resend_work, &work);
	if (err == CW_OK)
		cw_bell_ring(pool->conf->data_dir, CW_BELL_MAIL);
	return err;
}
