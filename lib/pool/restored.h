/*
 * A pool store that comes out of a backup: whatever was used up, ended or
 * withdrawn since would be good again.
 */

#ifndef CW_POOL_RESTORED_H
#define CW_POOL_RESTORED_H

#include "db/db.h"

/*
 * Make all that was good for a while void: sessions and whatever else was
 * issued, sign-ins under way, codes, one-time passwords up to now, invitations,
 * mail that waits; and forget locks and limits.  In a transaction of its own on
 * a store open for writing.
 */
enum cw_err cw_pool_restored(struct cw_store *store) CW_CHECKED;

#endif
