/*
 * Invitations: links by which people may sign up who otherwise might not, and
 * without waiting to be approved of.
 *
 * An invitation holds for so many people until a time, maybe only for mail
 * addresses of one domain, and may put those who come by it into a group.
 */

#ifndef CW_POOL_INVITATION_H
#define CW_POOL_INVITATION_H

#include "base/list.h"
#include "pool/audit.h"
#include "pool/pool.h"

#define CW_INVITATION_NOTE_MAX_CHARS 200
#define CW_INVITATION_USES_MAX 10000
#define CW_INVITATION_DAYS_MAX 365

struct cw_invitation {
	int64_t id;
	const char *note;	 /* may be empty */
	const char *group;	 /* NULL none */
	const char *mail_domain; /* NULL any */
	int64_t uses_max;
	int64_t uses;
	int64_t expires;
	int64_t created;
	const char *created_by;
	bool revoked;
	/*
	 * Only from cw_invitation_add: the only copy there will ever be, since
	 * the store keeps a hash; and the link that holds it.
	 */
	const char *token;
	const char *link;
};

/*
 * Make one: note, group, mail_domain, uses_max and expires of `in' count.
 * CW_NOTFOUND: no such group.  CW_INVALID: the domain is none, or a number is
 * out of bounds.  CW_FORBIDDEN: the group is that of the administrators, into
 * which the operator alone may invite.
 */
enum cw_err cw_invitation_add(struct cw_pool *pool, struct cw_arena *arena,
    const struct cw_actor *actor, const struct cw_invitation *in,
    struct cw_invitation *out) CW_CHECKED;

/* The newest first, made before one (an id); *out holds cw_invitation. */
enum cw_err cw_invitation_list(struct cw_pool *pool, struct cw_arena *arena,
    int64_t before, int64_t limit, struct cw_list *out) CW_CHECKED;

/* CW_NOTFOUND: there is none, or it was withdrawn already. */
enum cw_err cw_invitation_revoke(struct cw_pool *pool, struct cw_arena *arena,
    const struct cw_actor *actor, int64_t id) CW_CHECKED;

/* What coming by an invitation brings. */
struct cw_invited {
	int64_t id;
	int64_t group_id; /* 0 none */
};

/*
 * Take one use of the invitation with a token, inside the transaction of the
 * sign-up; email_fold is the address that signs up.  CW_MISMATCH: no such
 * invitation, or it is over, used up, withdrawn, or for other addresses: all
 * the same.
 */
enum cw_err cw_invitation_use(struct cw_store *store, const char *token,
    const char *email_fold, struct cw_invited *out) CW_CHECKED;

#endif
