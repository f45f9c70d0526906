/*
 * How many calls of each kind are taken a second, over all processes: in all,
 * and of one user.
 *
 * The kinds and their proportions are those of Cognito's quotas; how a call is
 * judged is the generic cell rate algorithm (ITU-T I.371): each limit is one
 * number, the time at which what it has let in so far would be used up.  The
 * numbers are in DATA/run/rates, which every process maps.  Nobody is refused
 * because that file cannot be had.
 */

#ifndef CW_POOL_RATE_H
#define CW_POOL_RATE_H

#include <stdint.h>

#include "base/conf.h"
#include "base/err.h"

/* A kind's calls a second, as there are 120 sign-ins. */
enum cw_rate {
	CW_RATE_SIGN_IN,  /* 120 */
	CW_RATE_CREATE,	  /* 50: accounts, until they are confirmed */
	CW_RATE_RECOVER,  /* 30: passwords set, changed and forgotten */
	CW_RATE_READ,	  /* 120 */
	CW_RATE_UPDATE,	  /* 25 */
	CW_RATE_TOKEN,	  /* 120: refreshed and revoked */
	CW_RATE_LIST,	  /* 30 */
	CW_RATE_RESOURCE, /* 20: groups, and what describes the pool */
	CW_RATE__COUNT
};

/* Of one user's own calls a second: so many that read, and that write. */
#define CW_RATE_PER_USER 10

/*
 * Take a call, if conf->idp_per_second lets it in; 0 lets in all.  A second's
 * worth may come at once.  CW_BUSY: too many.
 */
enum cw_err
cw_rate_take(const struct cw_conf *conf, enum cw_rate rate) CW_CHECKED;

/* The same for a call of somebody's own, after cw_rate_take. */
enum cw_err cw_rate_take_own(const struct cw_conf *conf, enum cw_rate rate,
    int64_t account_id) CW_CHECKED;

#endif
