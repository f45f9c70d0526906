/*
 * What the pool writes to people: which letter it is, and what must be known
 * to write it.  So it lies in the queue; its words come from templates when it
 * is sent (templates.h).
 */

#ifndef CW_POOL_LETTER_H
#define CW_POOL_LETTER_H

#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"

enum cw_letter_kind {
	CW_LETTER_CONFIRM,	    /* the code that confirms an account */
	CW_LETTER_CONFIRM_AGAIN,    /* another one, because it was asked for */
	CW_LETTER_ADDRESS_TAKEN,    /* to the owner of a confirmed address */
	CW_LETTER_RESET,	    /* the code for another password */
	CW_LETTER_NEW_ADDRESS,	    /* the code for another mail address */
	CW_LETTER_ADDRESS_CHANGED,  /* to the one that it was */
	CW_LETTER_ADDRESS_REPLACED, /* the same, by an administrator */
	CW_LETTER_SIGN_IN,	    /* the code that is asked for then */
	CW_LETTER_WELCOME,	    /* a password to be changed at sign-in */
	CW_LETTER_PASSWORD_CHANGED, /* to whom the account belongs */
	CW_LETTER_DELETION,	    /* of the account, in some days */
	CW_LETTER_APPROVED,	    /* by an administrator */
	CW_LETTER_CONNECTED,	    /* a provider opens the account now */
	CW_LETTER_DISCONNECTED,	    /* it does no more */
	CW_LETTER_TEST,		    /* whether mail arrives */
	CW_LETTER__COUNT
};

struct cw_letter {
	enum cw_letter_kind kind;
	const char *locale;   /* the reader's language; NULL: not told */
	const char *username; /* the reader's */
	const char *secret;   /* the code or the password; NULL: none */
	int64_t days;	      /* until the deletion, or the password's end */
	const char *provider; /* by name; NULL: none */
};

/* "confirm" and so on, as their templates are called. */
const char *cw_letter_name(enum cw_letter_kind kind);

/* CW_LETTER__COUNT: there is none of this name. */
enum cw_letter_kind cw_letter_find(const char *name);

/* The letter as bytes that begin with CW_LETTER_MARK, in the arena. */
#define CW_LETTER_MARK '\1'
enum cw_err cw_letter_pack(struct cw_arena *arena,
    const struct cw_letter *letter, const char **out, size_t *len) CW_CHECKED;

/*
 * The letter of such bytes, which stay in use and end with NUL.
 * CW_INVALID: they are none that we know.
 */
enum cw_err cw_letter_unpack(const char *bytes, size_t len,
    struct cw_letter *out) CW_CHECKED;

#endif
