/* What must not be good again after a backup was put back. */

#include "pool/restored.h"

#include "base/clock.h"

/* A one-time password's time (RFC 6238), and how far clocks may be apart. */
#define STEP_MS INT64_C(30000)
#define STEPS_AHEAD 1

static const enum cw_sql plain[] = {
	CW_SQL_RESTORED_SESSIONS,
	CW_SQL_RESTORED_CHALLENGES,
	CW_SQL_RESTORED_EPOCHS,
	CW_SQL_RESTORED_CODES,
	CW_SQL_RESTORED_MAIL,
	CW_SQL_RESTORED_LOCKOUTS,
	CW_SQL_RESTORED_QUOTAS,
};

static enum cw_err
void_all(struct cw_store *store)
{
	int64_t now_ms = cw_clock_now_ms();
	const struct cw_val now[] = { cw_int(now_ms) };
	const struct cw_val step[] = { cw_int(now_ms / STEP_MS + STEPS_AHEAD) };
	enum cw_err err = CW_OK;

	for (size_t i = 0; err == CW_OK && i < CW_LEN(plain); i++)
		err = cw_exec(store, plain[i], NULL, 0, NULL);
	if (err == CW_OK)
		err = cw_exec(store, CW_SQL_RESTORED_INVITATIONS, now, 1, NULL);
	if (err == CW_OK)
		err = cw_exec(store, CW_SQL_RESTORED_TOTP, step, 1, NULL);
	return err;
}

enum cw_err
cw_pool_restored(struct cw_store *store)
{
	enum cw_err err;

	err = cw_begin(store);
	if (err != CW_OK)
		return err;
	return cw_end(store, void_all(store));
}
