/* Signing up, and asking for another code. */

#include "pool/account.h"

#include <string.h>

#include "base/clock.h"
#include "base/random.h"
#include "base/text.h"
#include "db/bell.h"
#include "pool/attribute.h"
#include "pool/credential.h"
#include "pool/identity.h"
#include "pool/inside.h"
#include "pool/invitation.h"
#include "pool/mail.h"
#include "pool/name.h"
#include "pool/password.h"
#include "pool/post.h"

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
	const char *invitation;		    /* NULL none */
	const struct cw_identity *identity; /* NULL none */
	bool is_temporary;
	const struct cw_actor *actor;
	struct cw_credential credential;
	int64_t waiting; /* since when; 0 not */
	const char *code;
	const char *locale; /* NULL: not told */
	char sub[37];
	int64_t confirmed; /* when; 0 not yet */
	struct cw_account *account;
};

/* --- checking ------------------------------------------------------------- */

static enum cw_err
refuse(struct cw_sign_up_problem *problem, const char *at, const char *message)
{
	problem->at = at;
	problem->message = message;
	return CW_INVALID;
}

static enum cw_err
check_locale(const struct cw_conf *conf, const char *locale,
    struct cw_sign_up_problem *problem)
{
	const struct cw_attribute attribute = { "locale", locale };
	const char *why = "";

	if (locale == NULL || locale[0] == '\0' ||
	    cw_attribute_check(conf, &attribute, &why) == CW_OK)
		return CW_OK;
	return refuse(problem, "/locale", why);
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
	err = check_locale(conf, in->locale, problem);
	if (err != CW_OK)
		return err;
	out->email = in->email;
	out->password = in->password;
	if (in->identity != NULL)
		return CW_OK;
	const struct cw_own_names names = { out->name_fold, out->email_fold };

	err = cw_policy_check(conf, arena, in->password, &names, &why);
	if (err == CW_INVALID)
		return refuse(problem, "/password", why);
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
    enum cw_letter_kind kind, struct cw_letter *out)
{
	struct cw_owner owner;
	enum cw_err err;

	err =
	    cw_account_owner(store, work->arena, work->who.email_fold, &owner);
	if (err != CW_OK)
		return err;
	*out = (struct cw_letter){
		.kind = kind,
		.locale = work->locale,
		.username = work->who.name,
		.secret = work->code,
	};
	if (owner.name != NULL)
		*out = (struct cw_letter){
			.kind = CW_LETTER_ADDRESS_TAKEN,
			.locale = owner.locale,
			.username = owner.name,
		};
	return CW_OK;
}

static enum cw_err
send_code(const struct work *work, struct cw_store *store, int64_t account_id)
{
	struct cw_post post = {
		.what = { account_id, CW_CODE_CONFIRM, NULL },
		.email = work->who.email,
		.code = work->code,
	};
	enum cw_err err =
	    choose_letter(work, store, CW_LETTER_CONFIRM, &post.letter);

	if (err != CW_OK)
		return err;
	return cw_post_code(work->pool, store, work->arena, &post);
}

static int64_t
temporary_until(const struct work *work)
{
	return cw_clock_now_ms() +
	    work->pool->conf->temporary_password_days * CW_DAY_MS;
}

static enum cw_password_state
state_of(const struct work *work)
{
	if (work->identity != NULL)
		return CW_PASSWORD_NONE;
	return work->is_temporary ? CW_PASSWORD_TEMPORARY : CW_PASSWORD_GOOD;
}

/* Somebody whom a provider proved is known by that from now on. */
static enum cw_err
connect_identity(const struct work *work, struct cw_store *store, int64_t id)
{
	const struct cw_account account = { .id = id, .name = work->who.name };
	enum cw_err err;

	if (work->identity == NULL)
		return CW_OK;
	err = cw_identity_add(store, &account, work->actor, work->identity);
	return err == CW_CONFLICT ? CW_UNPROVEN : err;
}

/* Letters to come are in the language of the first. */
static enum cw_err
keep_locale(const struct work *work, struct cw_store *store, int64_t id)
{
	const struct cw_attribute attribute = { "locale", work->locale };

	if (work->locale == NULL || work->locale[0] == '\0')
		return CW_OK;
	return cw_attribute_put(store, id, &attribute);
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
		cw_text(work->credential.phc),
		cw_int(cw_clock_now_ms()),
		work->confirmed == 0 ? cw_null() : cw_int(work->confirmed),
		cw_text(work->sub),
		cw_bytes(who->tombstone, sizeof(who->tombstone)),
		work->waiting == 0 ? cw_null() : cw_int(work->waiting),
		cw_int(state_of(work)),
		work->is_temporary ? cw_int(temporary_until(work)) : cw_null(),
	};
	struct cw_rows rows;
	enum cw_err err;

	err = cw_account_make_room(store, who->name_fold);
	if (err != CW_OK)
		return err;
	err =
	    cw_query_one(store, CW_SQL_ACCOUNT_ADD, args, CW_LEN(args), &rows);
	if (err == CW_OK)
		*id = cw_col_int(&rows, 0);
	cw_rows_end(&rows);
	if (err != CW_OK)
		return err == CW_NOTFOUND ? CW_CONFLICT : err;
	err = cw_verifier_keep(store, *id, &work->credential.verifier);
	if (err == CW_OK)
		err = keep_locale(work, store, *id);
	if (err != CW_OK)
		return err;
	return connect_identity(work, store, *id);
}

static enum cw_err
note(const struct work *work, struct cw_store *store, int64_t account_id,
    enum cw_audit_event event, const char *detail)
{
	const struct cw_audit what = {
		.event = event,
		.account_id = account_id,
		.name = work->who.name,
		.detail = detail,
	};

	return cw_audit_add(store, work->actor, &what);
}

/* What an invitation brings: its group, and a line in the log. */
static enum cw_err
welcome_invited(const struct work *work, struct cw_store *store,
    int64_t account_id, const struct cw_invited *invited)
{
	const char *detail =
	    cw_arena_printf(work->arena, "%lld", (long long)invited->id);
	bool is_new;
	enum cw_err err;

	if (detail == NULL)
		return CW_NOMEM;
	err = note(work, store, account_id, CW_AUDIT_INVITE_USE, detail);
	if (err != CW_OK || invited->group_id == 0)
		return err;
	return cw_usergroup_put(store, account_id, invited->group_id, &is_new);
}

/* The account itself, by the front door or by an invitation. */
static enum cw_err
let_in(struct work *work, struct cw_store *store, int64_t *id)
{
	struct cw_invited invited;
	enum cw_err err;

	if (work->invitation == NULL)
		return add_account(work, store, id);
	err = cw_invitation_use(store, work->invitation, work->who.email_fold,
	    &invited);
	if (err != CW_OK)
		return err;
	err = add_account(work, store, id);
	if (err != CW_OK)
		return err;
	return welcome_invited(work, store, *id, &invited);
}

/* An address that is proven belongs to one account. */
static enum cw_err
refuse_owned(const struct work *work, struct cw_store *store)
{
	struct cw_owner owner;
	enum cw_err err;

	err =
	    cw_account_owner(store, work->arena, work->who.email_fold, &owner);
	if (err == CW_OK && owner.name != NULL)
		return CW_CONFLICT;
	return err;
}

/* The name, of those who come by a provider: they are told apart. */
static enum cw_err
name_conflict(const struct work *work, enum cw_err err)
{
	return err == CW_CONFLICT && work->identity != NULL ? CW_TAKEN : err;
}

static enum cw_err
sign_up_work(struct cw_store *store, void *arg)
{
	struct work *work = arg;
	int64_t id;
	enum cw_err err;

	err = cw_mail_may_send(work->pool, store);
	if (err != CW_OK)
		return err;
	err = cw_account_forget_old(store);
	if (err != CW_OK)
		return err;
	if (work->confirmed != 0)
		err = refuse_owned(work, store);
	if (err != CW_OK)
		return err;
	err = let_in(work, store, &id);
	if (err != CW_OK)
		return name_conflict(work, err);
	err = note(work, store, id, CW_AUDIT_SIGN_UP,
	    work->identity == NULL ? NULL : work->identity->provider);
	if (err != CW_OK || work->confirmed != 0)
		return err;
	return send_code(work, store, id);
}

/* May people come without an invitation, and do they wait then? */
static enum cw_err
ask_door(struct work *work, const struct cw_sign_up *in)
{
	const char *door = work->pool->conf->registration;

	if (in->invitation != NULL)
		return CW_OK;
	if (cw_text_equal(door, "closed"))
		return CW_FORBIDDEN;
	if (cw_text_equal(door, "approval"))
		work->waiting = cw_clock_now_ms();
	return CW_OK;
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

/* Everything up to the transaction. */
static enum cw_err
prepare(struct work *work, const struct cw_sign_up *in)
{
	struct cw_sign_up_problem problem;
	enum cw_err err;

	work->actor = in->actor;
	work->invitation = in->invitation;
	work->locale = in->locale;
	work->is_temporary = in->is_temporary;
	work->identity = in->identity;
	if (in->identity != NULL && in->identity->is_verified &&
	    cw_text_equal(in->identity->email, in->email))
		work->confirmed = cw_clock_now_ms();
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
		return name_conflict(work, err);
	if (in->identity != NULL)
		return cw_password_nobody(work->pool->conf, work->arena,
		    &work->credential.phc);
	return cw_credential_make(work->pool, work->arena, work->who.name,
	    work->who.password, &work->credential);
}

enum cw_err
cw_account_sign_up(struct cw_pool *pool, struct cw_arena *arena,
    const struct cw_sign_up *in, const char **name)
{
	char code[CW_CODE_CHARS + 1];
	struct work work = { .pool = pool, .arena = arena, .code = code };
	enum cw_err err;

	err = ask_door(&work, in);
	if (err == CW_OK)
		err = prepare(&work, in);
	if (err == CW_OK)
		err = cw_post_run(pool, sign_up_work, &work, code);
	if (err != CW_OK)
		return err;
	*name = work.who.name;
	return CW_OK;
}

/* To somebody whom an administrator made an account for. */
static enum cw_err
send_password(const struct work *work, struct cw_store *store)
{
	const struct cw_account_row row = {
		.account = { .name = work->who.name, .email = work->who.email },
		.locale = work->locale,
	};
	enum cw_err err;

	if (!work->is_temporary)
		return CW_OK;
	err = cw_mail_may_send(work->pool, store);
	if (err != CW_OK)
		return err;
	return cw_post_password(work->pool, store, work->arena, &row,
	    work->who.password);
}

static enum cw_err
add_work(struct cw_store *store, void *arg)
{
	const struct work *work = arg;
	enum cw_err err = refuse_owned(work, store);

	if (err != CW_OK)
		return err;
	err = add_account(work, store, &work->account->id);
	if (err == CW_OK)
		err =
		    note(work, store, work->account->id, CW_AUDIT_CREATE, NULL);
	if (err != CW_OK)
		return err;
	return send_password(work, store);
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
	if (work.is_temporary)
		cw_bell_ring(pool->conf->data_dir, CW_BELL_MAIL);
	account.name = work.who.name;
	account.email = work.who.email;
	account.confirmed = work.confirmed;
	*out = account;
	return CW_OK;
}

/* --- another code --------------------------------------------------------- */

/* Whom to write to: the account that waits for its code, else nobody. */
static enum cw_err
write_again(struct cw_store *store, void *arg, struct cw_post *out)
{
	struct work *work = arg;
	struct cw_account_row row = { 0 };
	struct checked *who = &work->who;
	enum cw_err err;

	err = cw_account_find(store, work->arena, CW_SQL_ACCOUNT_BY_NAME,
	    who->name_fold, &row);
	if (err != CW_OK && err != CW_NOTFOUND)
		return err;
	who->name = who->name_fold;
	who->email = "";
	out->what.purpose = CW_CODE_CONFIRM;
	if (err == CW_OK && !row.account.is_confirmed && !row.is_disabled) {
		out->what.account_id = row.account.id;
		who->name = row.account.name;
		who->email = row.account.email;
		work->locale = row.locale;
	}
	out->email = who->email;
	out->code = work->code;
	err = cw_email_fold(work->arena, who->email, &who->email_fold);
	if (err != CW_OK)
		return err;
	return choose_letter(work, store, CW_LETTER_CONFIRM_AGAIN,
	    &out->letter);
}

static enum cw_err
resend_work(struct cw_store *store, void *arg)
{
	struct work *work = arg;
	/*
	 * One less than the address may get, since signing up sent one: so
	 * that who asks once more is told rather than left waiting.
	 */
	const int64_t most = work->pool->conf->mail_per_hour - 1;
	const struct cw_post_ask ask = {
		.quotas = { { "resend", work->who.name_fold,
		    most < 1 ? 1 : most } },
		.write = write_again,
		.arg = work,
	};

	return cw_post_ask(work->pool, store, work->arena, &ask);
}

enum cw_err
cw_account_resend(struct cw_pool *pool, struct cw_arena *arena,
    const char *username)
{
	char code[CW_CODE_CHARS + 1];
	struct work work = { .pool = pool, .arena = arena, .code = code };
	enum cw_err err;

	err = cw_name_fold(arena, username, &work.who.name_fold);
	if (err == CW_OK)
		err = cw_post_run(pool, resend_work, &work, code);
	return err;
}
