/*
 * Accounts in requests and replies.
 */

#ifndef CW_GATEWAY_PROFILE_H
#define CW_GATEWAY_PROFILE_H

#include "gateway/endpoint.h"
#include "pool/attribute.h"
#include "pool/policy.h"
#include "pool/profile.h"
#include "pool/token.h"
#include "pool/usergroup.h"

/* Rows of requests. */
#define CW_ROW_INVITATION(s)                                                  \
	CW_TEXT(s, invitation, CW_TOKEN_CHARS, CW_TOKEN_CHARS, CW_FORMAT_KEY, \
	    CW_OPTIONAL,                                                      \
	    "The token of an invitation; needed where only people who are "   \
	    "invited may sign up.")

#define CW_ROW_LOCALE(s)                                                    \
	CW_TEXT(s, locale, 2, 35, CW_FORMAT_LINE, CW_OPTIONAL,              \
	    "The language of letters, the first one too, as in PATCH /me: " \
	    "de, or de-AT.  One that there are no letters in is kept, and " \
	    "letters come in the operator's.")

#define CW_ROW_PASSWORD(s)                                               \
	CW_TEXT(s, password, 1, CW_PASSWORD_MAX_BYTES, CW_FORMAT_SECRET, \
	    CW_REQUIRED, "My password.")

#define CW_ROW_MAIL_CODE(s)                                 \
	CW_TEXT(s, code, 6, 6, CW_FORMAT_CODE, CW_REQUIRED, \
	    "The code from the mail.")

#define CW_ROW_ACCOUNT_NAME(s)                                \
	CW_TEXT(s, name, 1, 128, CW_FORMAT_LINE, CW_REQUIRED, \
	    "Whose, in any case.")

#define CW_ROW_GROUP(s)                                                   \
	CW_TEXT(s, group, 1, CW_USERGROUP_NAME_MAX_CHARS, CW_FORMAT_LINE, \
	    CW_REQUIRED, "Which group, in any case.")

/* struct cw_profile. */
extern const struct cw_model cw_profile_model;

extern const struct cw_model cw_session_seen_model; /* struct cw_session_seen */
extern const struct cw_model cw_audit_entry_model;  /* struct cw_audit_entry */
extern const struct cw_model cw_usergroup_model;    /* struct cw_usergroup */
extern const struct cw_model cw_invitation_model;   /* struct cw_invitation */

/*
 * From a CW_POOLS handler: make somebody known to the chat, unless they are not
 * confirmed or wait for approval.  Fine if they are known.
 */
enum cw_err
cw_ctx_welcome(struct cw_ctx *cx, const struct cw_account *account) CW_CHECKED;

/*
 * From a CW_POOLS handler: take somebody whose account is about to be deleted
 * out of the chat.
 */
enum cw_err
cw_ctx_dismiss(struct cw_ctx *cx, const struct cw_account *account) CW_CHECKED;

/*
 * The attributes of a request (pairs, under "attributes") into a change, each
 * checked.  CW_INVALID, and the client is told which is to blame.
 */
enum cw_err cw_reply_attributes(struct cw_ctx *cx, const struct cw_list *pairs,
    struct cw_attribute_change *out) CW_CHECKED;

#endif
