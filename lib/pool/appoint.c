/* Passwords that an administrator chooses. */

#include "pool/appoint.h"

#include <string.h>

#include "base/clock.h"
#include "db/bell.h"
#include "pool/credential.h"
#include "pool/former.h"
#include "pool/name.h"
#include "pool/policy.h"
#include "pool/post.h"
#include "pool/session_inside.h"

struct work {
	struct cw_pool *pool;
	struct cw_arena *arena;
	const struct cw_operation *operation;
	const struct cw_appointment *appointment;
	struct cw_account_row row;
	struct cw_credential credential;
};

/* One that is given is judged; one that is made is good. */
static enum cw_err
choose(struct work *work, struct cw_appointment *appointment)
{
	const struct cw_account *account = &work->row.account;
	struct cw_own_names names;
	enum cw_err err;

	if (appointment->password == NULL)
		return cw_policy_make(work->arena, &appointment->password);
	err = cw_name_fold(work->arena, account->name, &names.name_fold);
	if (err == CW_OK)
		err = cw_email_fold(work->arena, account->email,
		    &names.email_fold);
	if (err != CW_OK)
		return err;
	err = cw_policy_check(work->pool->conf, work->arena,
	    appointment->password, &names, &appointment->problem);
	/* One for now is not chosen to be kept. */
	if (err != CW_OK || !appointment->is_permanent)
		return err;
	return cw_former_refuse(work->pool, work->arena, &work->row,
	    appointment->password, &appointment->problem);
}

static enum cw_err
post(const struct work *work, struct cw_store *store)
{
	if (!work->appointment->is_mailed)
		return CW_OK;
	return cw_post_password(work->pool, store, work->arena, &work->row,
	    work->appointment->password);
}

static enum cw_err
set_work(struct cw_store *store, void *arg)
{
	struct work *work = arg;
	struct cw_credential_use use = { .state = CW_PASSWORD_GOOD };
	enum cw_err err;

	if (!work->appointment->is_permanent) {
		use.state = CW_PASSWORD_TEMPORARY;
		use.expires = cw_clock_now_ms() +
		    work->pool->conf->temporary_password_days * CW_DAY_MS;
	}
	err = cw_credential_set(store, &work->row, &work->credential, &use);
	if (err == CW_OK)
		err = post(work, store);
	if (err == CW_OK)
		err = cw_audit_account(store, work->operation->actor,
		    &work->row.account, CW_AUDIT_PASSWORD_SET);
	return err;
}

enum cw_err
cw_appoint_password(struct cw_pool *pool, struct cw_arena *arena,
    struct cw_operation *operation, struct cw_appointment *appointment)
{
	struct work work = {
		.pool = pool,
		.arena = arena,
		.operation = operation,
		.appointment = appointment,
	};
	enum cw_err err = cw_operate_find(pool, arena, operation);

	if (err == CW_OK)
		err = cw_account_read_id(pool, arena, operation->account.id,
		    &work.row);
	if (err == CW_OK)
		err = choose(&work, appointment);
	if (err == CW_OK)
		err = cw_credential_make(pool, arena, work.row.account.name,
		    appointment->password, &work.credential);
	if (err == CW_OK)
		err = cw_group_run(pool->group, set_work, &work);
	if (err != CW_OK)
		return err;
	if (appointment->is_mailed)
		cw_bell_ring(pool->conf->data_dir, CW_BELL_MAIL);
	return cw_session_sweep(pool, work.row.account.id);
}
