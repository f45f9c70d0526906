/* What the steps of a sign-in share. */

#include "pool/entry.h"

#include <string.h>

#include "base/clock.h"
#include "base/text.h"
#include "db/bell.h"
#include "pool/code.h"
#include "pool/factor.h"
#include "pool/handover.h"
#include "pool/letter.h"
#include "pool/mail.h"
#include "pool/name.h"
#include "pool/origin_inside.h"
#include "pool/post.h"
#include "pool/session_inside.h"

/* Of an account so many devices are known. */
#define DEVICES_MAX 20

static const char *const words[CW_STEP__COUNT] = {
	[CW_STEP_NEW_PASSWORD] = "new_password",
	[CW_STEP_TOTP] = "totp",
	[CW_STEP_MAIL] = "mail",
	[CW_STEP_CHOOSE] = "choose",
	[CW_STEP_SET_UP] = "set_up",
	[CW_STEP_PROVE_TOTP] = "prove_totp",
	[CW_STEP_PROVE_MAIL] = "prove_mail",
	[CW_STEP_PROVEN] = "proven",
};

const char *
cw_step_word(enum cw_step step)
{
	return words[step];
}

enum cw_step
cw_step_find(const char *word)
{
	for (int i = CW_STEP_NONE + 1; i < CW_STEP__COUNT; i++)
		if (cw_text_equal(words[i], word))
			return (enum cw_step)i;
	return CW_STEP_NONE;
}

bool
cw_step_is_set_up(enum cw_step step)
{
	return step == CW_STEP_SET_UP || step == CW_STEP_PROVE_TOTP ||
	    step == CW_STEP_PROVE_MAIL;
}

/* --- what comes next ------------------------------------------------------ */

enum cw_err
cw_sign_in_gate(const struct cw_account_row *row)
{
	if (!row->account.is_confirmed)
		return CW_UNCONFIRMED;
	if (row->account.is_waiting)
		return CW_WAITING;
	if (row->password_state == CW_PASSWORD_VOID)
		return CW_RESET;
	if (row->password_state == CW_PASSWORD_TEMPORARY &&
	    row->password_expires != 0 &&
	    row->password_expires <= cw_clock_now_ms())
		return CW_RESET;
	return CW_OK;
}

enum cw_step
cw_entry_factor(const struct cw_entry *entry)
{
	const struct cw_account_row *row = &entry->row;
	enum cw_mfa mfa = cw_mfa_of(entry->pool->conf);
	bool mail_first = cw_text_equal(row->factor, words[CW_STEP_MAIL]);

	if (mfa == CW_MFA_OFF)
		return CW_STEP_NONE;
	if (row->has_totp && row->has_mail_factor && row->factor == NULL &&
	    entry->client != NULL)
		return CW_STEP_CHOOSE;
	if (row->has_mail_factor && (mail_first || !row->has_totp))
		return CW_STEP_MAIL;
	if (row->has_totp)
		return CW_STEP_TOTP;
	return mfa == CW_MFA_REQUIRED ? CW_STEP_SET_UP : CW_STEP_NONE;
}

enum cw_step
cw_entry_step(const struct cw_entry *entry)
{
	if (entry->row.password_state == CW_PASSWORD_TEMPORARY)
		return CW_STEP_NEW_PASSWORD;
	return cw_entry_factor(entry);
}

enum cw_err
cw_address_mask(struct cw_arena *arena, const char *email, const char **out)
{
	const char *at = strrchr(email, '@');

	*out = cw_arena_printf(arena, "%.1s***@%.1s***", email,
	    at == NULL ? "" : at + 1);
	return *out == NULL ? CW_NOMEM : CW_OK;
}

enum cw_err
cw_sign_in_mail(struct cw_pool *pool, struct cw_store *store,
    struct cw_arena *arena, const struct cw_account_row *row)
{
	const struct cw_account *account = &row->account;
	const struct cw_code_for use = {
		.account_id = account->id,
		.purpose = CW_CODE_FACTOR,
	};
	char code[CW_CODE_CHARS + 1];
	const struct cw_letter letter = {
		.kind = CW_LETTER_SIGN_IN,
		.locale = row->locale,
		.username = account->name,
		.secret = code,
	};
	const char *fold;
	enum cw_err err;

	err = cw_email_fold(arena, account->email, &fold);
	if (err == CW_OK)
		err = cw_mail_may_send(pool, store);
	if (err == CW_OK)
		err = cw_mail_may_send_to(pool, store, fold);
	if (err == CW_OK)
		err = cw_code_make(code);
	if (err != CW_OK)
		return err;
	err = cw_code_set(pool, store, &use, code);
	if (err == CW_OK)
		err = cw_mail_add(pool, store, arena, account->email, &letter);
	explicit_bzero(code, sizeof(code));
	return err;
}

/* --- the end -------------------------------------------------------------- */

enum cw_err
cw_sign_in_done(struct cw_store *store, const struct cw_account_row *row,
    const struct cw_actor *actor, const char *factors)
{
	const struct cw_val id[] = { cw_int(row->account.id) };
	struct cw_audit what = {
		.event = CW_AUDIT_SIGN_IN,
		.account_id = row->account.id,
		.name = row->account.name,
		.detail = factors,
	};
	enum cw_err err;

	err = cw_audit_add(store, actor, &what);
	if (err != CW_OK || row->deletion_asked == 0)
		return err;
	err = cw_exec(store, CW_SQL_ACCOUNT_KEEP, id, CW_LEN(id), NULL);
	if (err != CW_OK)
		return err;
	what.event = CW_AUDIT_DELETE_CANCEL;
	what.detail = NULL;
	return cw_audit_add(store, actor, &what);
}

/* The device is known from now on, by the token it has or by another. */
static enum cw_err
keep_device(struct cw_entry *entry, struct cw_store *store)
{
	const struct cw_val most[] = {
		cw_int(entry->row.account.id),
		cw_int(DEVICES_MAX),
	};
	unsigned char hash[CW_HASH_BYTES];
	enum cw_err err = CW_INVALID;

	if (entry->device != NULL)
		err = cw_token_hash(entry->device, hash);
	if (err != CW_OK)
		err = cw_token_make(entry->arena, &entry->device, hash);
	if (err != CW_OK)
		return err;
	const struct cw_val args[] = {
		cw_bytes(hash, sizeof(hash)),
		cw_int(entry->row.account.id),
		cw_int(cw_clock_now_ms()),
	};
	err = cw_exec(store, CW_SQL_DEVICE_ADD, args, CW_LEN(args), NULL);
	if (err != CW_OK)
		return err;
	entry->out.device = entry->device;
	return cw_exec(store, CW_SQL_DEVICE_TRIM, most, CW_LEN(most), NULL);
}

/* Whom a provider proved is the account's owner. */
static enum cw_err
connect_arrival(struct cw_entry *entry, struct cw_store *store)
{
	struct cw_identity identity;
	enum cw_err err = CW_OK;

	if (entry->arrival == NULL)
		return CW_OK;
	err = cw_arrival_read(entry->pool, entry->arena, entry->arrival,
	    &identity);
	if (err != CW_OK)
		return err;
	err = cw_identity_add(store, &entry->row.account, entry->actor,
	    &identity);
	if (err != CW_OK)
		return err;
	return cw_post_about(entry->pool, store, entry->arena, &entry->row,
	    CW_LETTER_CONNECTED, identity.provider);
}

static enum cw_err
begin_session(struct cw_entry *entry, struct cw_store *store)
{
	const struct cw_session_start start = {
		.pool = entry->pool,
		.arena = entry->arena,
		.row = &entry->row,
		.actor = entry->actor,
	};
	enum cw_err err;

	if (entry->client != NULL) {
		err = cw_origin_add(store, entry->client, &start,
		    &entry->out.origin);
	} else {
		err = cw_session_add(store, &start, &entry->out.session);
		if (err == CW_OK)
			err = keep_device(entry, store);
	}
	if (err == CW_OK)
		err = connect_arrival(entry, store);
	if (err != CW_OK)
		return err;
	return cw_sign_in_done(store, &entry->row, entry->actor,
	    entry->factors);
}

/* --- one step after the other --------------------------------------------- */

static bool
is_by_mail(enum cw_step step)
{
	return step == CW_STEP_MAIL || step == CW_STEP_PROVE_MAIL;
}

/* For the next step: the factors, and on a line of its own the arrival. */
static enum cw_err
leave_state(struct cw_entry *entry)
{
	entry->challenge.state = entry->factors;
	if (entry->arrival != NULL)
		entry->challenge.state = cw_arena_printf(entry->arena, "%s\n%s",
		    entry->factors, entry->arrival);
	return entry->challenge.state == NULL ? CW_NOMEM : CW_OK;
}

enum cw_err
cw_entry_resume(struct cw_entry *entry)
{
	const char *state = entry->challenge.state;
	const size_t len = strcspn(state, "\n");

	entry->arrival = state[len] == '\0' ? NULL : state + len + 1;
	entry->factors = cw_arena_copy(entry->arena, state, len);
	return entry->factors == NULL ? CW_NOMEM : CW_OK;
}

static enum cw_err
begin_step(struct cw_entry *entry, struct cw_store *store)
{
	struct cw_challenge *challenge = &entry->challenge;
	struct cw_signed_in *out = &entry->out;
	enum cw_err err = CW_OK;

	if (is_by_mail(out->step))
		err = cw_sign_in_mail(entry->pool, store, entry->arena,
		    &entry->row);
	if (err == CW_OK && is_by_mail(out->step))
		err = cw_address_mask(entry->arena, entry->row.account.email,
		    &out->destination);
	if (err != CW_OK)
		return err;
	challenge->account_id = entry->row.account.id;
	challenge->epoch = entry->row.epoch;
	challenge->client = entry->client == NULL ? "" : entry->client->id;
	challenge->step = words[out->step];
	/* An app has to be found first, and clients have their own pace. */
	challenge->life_ms =
	    cw_step_is_set_up(out->step) && entry->client == NULL
	    ? CW_STEPS_MAX_MS
	    : 0;
	err = leave_state(entry);
	if (err != CW_OK)
		return err;
	err = cw_challenge_add(entry->pool, store, entry->arena, challenge);
	out->token = challenge->token;
	out->expires = challenge->expires;
	return err;
}

/* Go on to a step, or to the end. */
enum cw_err
cw_entry_go_on(struct cw_entry *entry, struct cw_store *store,
    enum cw_step step)
{
	struct cw_signed_in *out = &entry->out;

	out->username = entry->row.account.name;
	out->step = step;
	out->can_totp = entry->row.has_totp || cw_step_is_set_up(step);
	out->can_mail = entry->row.has_mail_factor || cw_step_is_set_up(step);
	if (step == CW_STEP_NONE)
		return begin_session(entry, store);
	return begin_step(entry, store);
}

enum cw_err
cw_entry_run(struct cw_entry *entry, cw_group_work *work, void *arg)
{
	enum cw_err err = cw_group_run(entry->pool->group, work, arg);

	if (err != CW_OK)
		return err;
	if (entry->outcome == CW_OK &&
	    (is_by_mail(entry->out.step) || entry->arrival != NULL))
		cw_bell_ring(entry->pool->conf->data_dir, CW_BELL_MAIL);
	return entry->outcome;
}
