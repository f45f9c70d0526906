/*
 * What every function that can fail returns.
 *
 * The names say what is wrong, not which status a client sees: the table from
 * one to the other stands in gateway/reply.c.
 */

#ifndef CW_BASE_ERR_H
#define CW_BASE_ERR_H

enum cw_err {
	CW_OK = 0,
	CW_INVALID,	 /* input that breaks a stated rule */
	CW_UNAUTHORIZED, /* nobody is signed in */
	CW_CREDENTIALS,	 /* the name or the password is wrong */
	CW_UNCONFIRMED,	 /* right password, mail address not confirmed yet */
	CW_WAITING,	 /* right password, no administrator approved yet */
	CW_RESET,	 /* the password must be reset by mail first */
	CW_FORBIDDEN,	 /* known, and not allowed */
	CW_CROSSSITE,	 /* an unsafe request from another site */
	CW_NOTFOUND,	 /* not there, or not yours: the same */
	CW_METHOD,	 /* the resource has no such method */
	CW_CONFLICT,	 /* it exists already, or another change came first */
	CW_TAKEN,	 /* the name is somebody's */
	CW_MISMATCH,	 /* a code that is wrong, used or too old */
	CW_TOOLARGE,	 /* input over a stated size */
	CW_LATE,	 /* input that took longer than a stated time */
	CW_UNSUPPORTED,	 /* a media type that nobody here reads */
	CW_REUSED,	 /* an idempotency key with another body */
	CW_LOCKED,	 /* too many failures: wait */
	CW_TOOMANY,	 /* over a limit: wait */
	CW_BUSY,	 /* every slot is taken: try again soon */
	CW_UNREACHABLE,	 /* another server does not answer as it should */
	CW_UNPROVEN,	 /* what it said proves nothing about who asks */
	CW_NOMEM,	 /* the arena's cap or the system's memory */
	CW_FULL,	 /* the disk is full or may not be written */
	CW_STORE,	 /* the store is broken: the process must go */
	CW_SYSTEM,	 /* the system refused something else */
	CW_ERR__COUNT
};

/* The caller must look at the result. */
#define CW_CHECKED __attribute__((warn_unused_result))

#define CW_PRINTF(fmt, args) __attribute__((format(printf, fmt, args)))

#define CW_LEN(array) (sizeof(array) / sizeof((array)[0]))

/* A word for logs, "notfound"; never NULL. */
const char *cw_err_word(enum cw_err err);

#endif
