/*
 * People as other services know them (providers, pool/provider.h), and whose
 * accounts that opens.
 *
 * An identity is an issuer and a subject, and nothing else: mail addresses
 * change hands.  So one that is new here is connected with an account only when
 * its owner proves both, and never since the addresses are the same.
 */

#ifndef CW_POOL_IDENTITY_H
#define CW_POOL_IDENTITY_H

#include "base/list.h"
#include "pool/signin.h"

#define CW_SUBJECT_MAX_CHARS 255 /* OpenID Connect Core 1.0 section 2 */
#define CW_IDENTITIES_MAX 50	 /* that a list shows */

/* Somebody whom a provider has proven. */
struct cw_identity {
	const char *provider; /* by name */
	const char *issuer;
	const char *subject;
	const char *email; /* "" none */
	bool is_verified;  /* the provider says that the address is theirs */
	const char *name;  /* what they may want to be called; "" */
	int64_t since;	   /* from cw_identity_list */
	int64_t seen;
};

/* Who comes, and how. */
struct cw_identity_entry {
	const struct cw_identity *identity;
	const char *device; /* the token of a known device, or NULL */
	const struct cw_actor *actor;
};

/*
 * Sign in to the account that an identity opens; it stands in for the password,
 * and what is asked for after that is asked for.
 * CW_NOTFOUND: it opens none.  CW_FORBIDDEN: the account is shut.
 * CW_UNCONFIRMED, CW_WAITING, CW_RESET, CW_TOOMANY: as cw_sign_in.
 */
enum cw_err cw_identity_sign_in(struct cw_pool *pool, struct cw_arena *arena,
    const struct cw_identity_entry *entry, struct cw_signed_in *out) CW_CHECKED;

/*
 * Connect the actor's account, whose owner has proven to be that just now.
 * Its owner is told by mail.  CW_CONFLICT: the identity opens an account
 * already, or the account is connected with that provider.
 */
enum cw_err cw_identity_link(struct cw_pool *pool, struct cw_arena *arena,
    const struct cw_actor *actor,
    const struct cw_identity *identity) CW_CHECKED;

/* The same inside a transaction, and nobody is told. */
enum cw_err cw_identity_add(struct cw_store *store,
    const struct cw_account *account, const struct cw_actor *actor,
    const struct cw_identity *identity) CW_CHECKED;

/* Write down that what came from a provider proved nobody. */
enum cw_err cw_identity_note_failure(struct cw_pool *pool,
    const struct cw_actor *actor, const char *provider) CW_CHECKED;

/* What an account is connected with, by name; *out holds cw_identity. */
enum cw_err cw_identity_list(struct cw_pool *pool, struct cw_arena *arena,
    int64_t account_id, struct cw_list *out) CW_CHECKED;

/* What is taken away, and what proves that its owner asks for it. */
struct cw_identity_removal {
	const char *provider;
	const char *password; /* NULL: not given */
	const struct cw_actor *actor;
	int64_t retry_ms; /* set with CW_LOCKED and CW_BUSY */
};

/*
 * Take away what connects the actor's account with a provider; its owner is
 * told by mail.  An account that has a password asks for it.
 * CW_NOTFOUND.  CW_CREDENTIALS, CW_LOCKED, CW_BUSY: as cw_reauthenticate.
 * CW_CONFLICT: the account has no password, and nothing else would open it.
 */
enum cw_err cw_identity_remove(struct cw_pool *pool, struct cw_arena *arena,
    struct cw_identity_removal *removal) CW_CHECKED;

#endif
