/*
 * The log of security events, which is only added to: each is written in the
 * transaction that it tells of, so that neither is there without the other.
 *
 * Administrators read it (GET /audit).  It holds no secret, and of a name that
 * nobody has, nothing: people type passwords into the wrong field.
 */

#ifndef CW_POOL_AUDIT_H
#define CW_POOL_AUDIT_H

#include "base/list.h"
#include "pool/pool.h"

enum cw_audit_event {
	CW_AUDIT_SIGN_UP,
	CW_AUDIT_CONFIRM,	  /* the address is the account's */
	CW_AUDIT_APPROVE,	  /* by an administrator, who had to */
	CW_AUDIT_SIGN_IN,	  /* detail: by which factors */
	CW_AUDIT_SIGN_IN_FAIL,	  /* wrong password, or nobody's name */
	CW_AUDIT_FACTOR_FAIL,	  /* right password, wrong second factor */
	CW_AUDIT_SIGN_OUT,	  /* of one session */
	CW_AUDIT_SIGN_OUT_ALL,	  /* everything issued so far is void */
	CW_AUDIT_PASSWORD_CHANGE, /* by who knew the old one */
	CW_AUDIT_PASSWORD_FORGET, /* a code was asked for */
	CW_AUDIT_PASSWORD_RESET,  /* by a code */
	CW_AUDIT_PASSWORD_SET,	  /* by an administrator */
	CW_AUDIT_PASSWORD_VOID,	  /* an administrator asks for a reset */
	CW_AUDIT_EMAIL_ASK,	  /* another address was named */
	CW_AUDIT_EMAIL_CHANGE,	  /* and proven */
	CW_AUDIT_FACTOR_ADD,	  /* detail: which */
	CW_AUDIT_FACTOR_REMOVE,	  /* detail: which */
	CW_AUDIT_RECOVERY_MAKE,	  /* recovery codes; those before are void */
	CW_AUDIT_RECOVERY_USE,	  /* one of them */
	CW_AUDIT_EXPORT,	  /* somebody took their data */
	CW_AUDIT_DELETE_ASK,	  /* the grace period begins */
	CW_AUDIT_DELETE_CANCEL,	  /* and ends well */
	CW_AUDIT_DELETE,	  /* it is over, or an administrator's doing */
	CW_AUDIT_CREATE,	  /* by an administrator or the operator */
	CW_AUDIT_DISABLE,
	CW_AUDIT_ENABLE,
	CW_AUDIT_ATTRIBUTES, /* were changed by an administrator */
	CW_AUDIT_GROUP_ADD,  /* detail of these: the group */
	CW_AUDIT_GROUP_CHANGE,
	CW_AUDIT_GROUP_REMOVE,
	CW_AUDIT_GROUP_JOIN,  /* an account was put into it */
	CW_AUDIT_GROUP_LEAVE, /* and taken out of it */
	CW_AUDIT_INVITE,      /* detail of these: the invitation's id */
	CW_AUDIT_INVITE_REVOKE,
	CW_AUDIT_INVITE_USE,
	CW_AUDIT_CLIENT_ADD, /* of the pool; detail of these: its id */
	CW_AUDIT_CLIENT_REMOVE,
	CW_AUDIT_TOKEN_REVOKE,
	CW_AUDIT_TOKEN_REUSE,  /* a refresh token came twice */
	CW_AUDIT_IDENTITY_ADD, /* detail of these: the provider */
	CW_AUDIT_IDENTITY_REMOVE,
	CW_AUDIT_IDENTITY_FAIL, /* what came from it proves nothing */
	CW_AUDIT__COUNT
};

/* "sign_in_fail"; what the log and the API call it. */
const char *cw_audit_word(enum cw_audit_event event);

/* Is it one of those words? */
bool cw_audit_is_word(const char *word);

/* Who does something, and from where. */
struct cw_actor {
	int64_t account_id;  /* 0: nobody who signed in, or the operator */
	const char *name;    /* NULL: nobody who signed in */
	const char *address; /* as the web server tells it; NULL: not known */
	const char *agent;   /* User-Agent; NULL: not told */
	bool is_server;	     /* asks for others, all from one address */
};

/* Whoever may run chinwag on the machine. */
extern const struct cw_actor cw_operator;

struct cw_audit {
	enum cw_audit_event event;
	int64_t account_id; /* that it happened to; 0: none, or nobody's */
	const char *name;   /* its name; NULL with 0 */
	const char *detail; /* a few words; NULL none */
};

/* Write it down, inside a transaction of the pool store. */
enum cw_err cw_audit_add(struct cw_store *store, const struct cw_actor *actor,
    const struct cw_audit *what) CW_CHECKED;

/* The same for what happened to an account, without a detail. */
enum cw_err
cw_audit_account(struct cw_store *store, const struct cw_actor *actor,
    const struct cw_account *account, enum cw_audit_event event) CW_CHECKED;

/* The same for what somebody did with their own account, in a transaction. */
enum cw_err cw_audit_own(struct cw_pool *pool, const struct cw_actor *actor,
    enum cw_audit_event event) CW_CHECKED;

/* A row of the log. */
struct cw_audit_entry {
	int64_t id;
	int64_t time;
	const char *event;
	const char *username; /* NULL: no account's */
	const char *by;	      /* NULL: the account's own doing */
	const char *address;  /* NULL: not known */
	const char *detail;   /* NULL: nothing */
};

struct cw_audit_page {
	int64_t before; /* the id of the last row of the page before */
	int64_t limit;
	int64_t account_id; /* only of this account; 0: of all */
	const char *name;   /* only of whoever had this name; NULL: of all */
	const char *event;  /* only those of this word; NULL: all */
	int64_t since;	    /* only from this time on; 0: all */
	int64_t until;	    /* only before this time; 0: all */
};

/*
 * Does it tell of somebody who had exactly this name, an account that is gone
 * among them?  CW_NOTFOUND: it does not.
 */
enum cw_err
cw_audit_find_name(struct cw_pool *pool, const char *name) CW_CHECKED;

/*
 * The newest first; *out holds struct cw_audit_entry.  Of account and name one
 * at most.
 */
enum cw_err cw_audit_list(struct cw_pool *pool, struct cw_arena *arena,
    const struct cw_audit_page *page, struct cw_list *out) CW_CHECKED;

/*
 * Remove some rows of before a time; *has_more says whether to ask again.
 * They are gone for good, and the time never goes back.
 */
enum cw_err cw_audit_expire(struct cw_pool *pool, int64_t before_ms,
    bool *has_more) CW_CHECKED;

/* The longest text that cw_address_cut makes, with its NUL. */
#define CW_ADDRESS_BYTES 48

/*
 * The network of an address, without what tells the machine: 192.0.2.0/24,
 * 2001:db8:1::/48.  Empty if it is NULL or none.
 */
void cw_address_cut(const char *address, char out[CW_ADDRESS_BYTES]);

#endif
