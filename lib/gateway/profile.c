/* Accounts in requests and replies. */

#include "gateway/profile.h"

#include <stdio.h>

#include "chat/erase.h"
#include "chat/user.h"
#include "chat/watch.h"
#include "gateway/reply.h"
#include "pool/audit.h"
#include "pool/identity.h"
#include "pool/invitation.h"
#include "pool/provider.h"
#include "pool/usergroup.h"

/* One shape for both, so that a list of the one is a list of the other. */
_Static_assert(sizeof(struct cw_pair) == sizeof(struct cw_attribute) &&
	offsetof(struct cw_pair, value) == offsetof(struct cw_attribute, value),
    "pairs are attributes");
_Static_assert(CW_NEVER == CW_ABSENT, "what never happened is absent");
_Static_assert(CW_NO_PRECEDENCE == CW_ABSENT, "no precedence is absent");

static const struct cw_field profile_fields[] = {
	CW_TEXT(struct cw_profile, username, CW_NAME_MIN_CHARS,
	    CW_NAME_MAX_CHARS, CW_FORMAT_LINE, CW_REQUIRED, "The name."),
	CW_TEXT(struct cw_profile, sub, CW_UUID_CHARS, CW_UUID_CHARS,
	    CW_FORMAT_UUID, CW_REQUIRED,
	    "What other programs know the account by; never another's."),
	CW_TEXT(struct cw_profile, email, 1, CW_EMAIL_MAX_BYTES,
	    CW_FORMAT_EMAIL, CW_REQUIRED, "The mail address."),
	CW_TEXT(struct cw_profile, email_next, 1, CW_EMAIL_MAX_BYTES,
	    CW_FORMAT_EMAIL, CW_OPTIONAL,
	    "One that waits for its code, to take the other's place."),
	CW_TEXT(struct cw_profile, status, 1, 32, CW_FORMAT_KEY, CW_REQUIRED,
	    "UNCONFIRMED, CONFIRMED, FORCE_CHANGE_PASSWORD, RESET_REQUIRED or "
	    "EXTERNAL_PROVIDER."),
	CW_FLAG(struct cw_profile, enabled, CW_REQUIRED,
	    "False if an administrator has shut the account."),
	CW_FLAG(struct cw_profile, waiting, CW_REQUIRED,
	    "Whether an administrator has yet to approve of it."),
	CW_FLAG(struct cw_profile, totp, CW_REQUIRED,
	    "Whether signing in asks for a code from an app."),
	CW_FLAG(struct cw_profile, mail, CW_REQUIRED,
	    "Whether it asks for a code by mail."),
	CW_NUMBER(struct cw_profile, created, 0, CW_ID_MAX, CW_ABSENT,
	    CW_REQUIRED, "When it was made."),
	CW_NUMBER(struct cw_profile, changed, 0, CW_ID_MAX, CW_ABSENT,
	    CW_REQUIRED, "When it was last changed."),
	CW_NUMBER(struct cw_profile, deletion, 0, CW_ID_MAX, CW_ABSENT,
	    CW_OPTIONAL, "When its owner asked for it to be deleted."),
	CW_TEXTS(struct cw_profile, groups, 0, CW_USERGROUPS_PER_ACCOUNT,
	    CW_USERGROUP_NAME_MAX_CHARS, CW_REQUIRED,
	    "Its groups, those that count most first."),
	CW_PAIRS(struct cw_profile, attributes, CW_ATTRIBUTES_MAX,
	    CW_ATTRIBUTE_VALUE_MAX_CHARS, CW_REQUIRED,
	    "What its owner tells of themselves: name, locale, zoneinfo and so "
	    "on."),
	CW_TEXTS(struct cw_profile, providers, 0, CW_IDENTITIES_MAX,
	    CW_PROVIDER_NAME_MAX_CHARS, CW_OPTIONAL,
	    "Other services that it is connected with."),
	CW_END,
};

const struct cw_model cw_profile_model = {
	.name = "Account",
	.size = sizeof(struct cw_profile),
	.fields = profile_fields,
};

static const struct cw_field session_fields[] = {
	CW_NUMBER(struct cw_session_seen, id, 1, CW_ID_MAX, CW_ABSENT,
	    CW_REQUIRED, "For ending it."),
	CW_NUMBER(struct cw_session_seen, created, 0, CW_ID_MAX, CW_ABSENT,
	    CW_REQUIRED, "When it began."),
	CW_NUMBER(struct cw_session_seen, seen, 0, CW_ID_MAX, CW_ABSENT,
	    CW_REQUIRED, "When it was last used, to the hour."),
	CW_NUMBER(struct cw_session_seen, expires, 0, CW_ID_MAX, CW_ABSENT,
	    CW_REQUIRED, "When it ends by itself."),
	CW_TEXT(struct cw_session_seen, agent, 0, CW_AGENT_MAX_CHARS,
	    CW_FORMAT_LINE, CW_REQUIRED,
	    "What the client calls itself; may be empty."),
	CW_TEXT(struct cw_session_seen, address, 0, CW_ADDRESS_BYTES,
	    CW_FORMAT_LINE, CW_REQUIRED,
	    "The network it came from; may be empty."),
	CW_FLAG(struct cw_session_seen, current, CW_REQUIRED,
	    "Whether it is this one."),
	CW_END,
};

const struct cw_model cw_session_seen_model = {
	.name = "SessionSeen",
	.size = sizeof(struct cw_session_seen),
	.fields = session_fields,
};

static const struct cw_field entry_fields[] = {
	CW_NUMBER(struct cw_audit_entry, id, 1, CW_ID_MAX, CW_ABSENT,
	    CW_REQUIRED, "Its place in the log."),
	CW_NUMBER(struct cw_audit_entry, time, 0, CW_ID_MAX, CW_ABSENT,
	    CW_REQUIRED, "When it happened."),
	CW_TEXT(struct cw_audit_entry, event, 1, 32, CW_FORMAT_KEY, CW_REQUIRED,
	    "What happened, as a word: sign_in, password_change and so on."),
	CW_TEXT(struct cw_audit_entry, username, 1, CW_NAME_MAX_CHARS,
	    CW_FORMAT_LINE, CW_OPTIONAL,
	    "Whom it happened to, by the name of then."),
	CW_TEXT(struct cw_audit_entry, by, 1, CW_NAME_MAX_CHARS, CW_FORMAT_LINE,
	    CW_OPTIONAL, "Who did it, if somebody else."),
	CW_TEXT(struct cw_audit_entry, address, 1, CW_ADDRESS_BYTES,
	    CW_FORMAT_LINE, CW_OPTIONAL, "The network it came from."),
	CW_TEXT(struct cw_audit_entry, detail, 1, 256, CW_FORMAT_LINE,
	    CW_OPTIONAL, "A few words more."),
	CW_END,
};

const struct cw_model cw_audit_entry_model = {
	.name = "AuditEntry",
	.size = sizeof(struct cw_audit_entry),
	.fields = entry_fields,
};

static const struct cw_field usergroup_fields[] = {
	CW_TEXT(struct cw_usergroup, name, 1, CW_USERGROUP_NAME_MAX_CHARS,
	    CW_FORMAT_LINE, CW_REQUIRED, "The group's name."),
	CW_TEXT(struct cw_usergroup, description, 0,
	    CW_USERGROUP_DESCRIPTION_MAX_CHARS, CW_FORMAT_LINE, CW_REQUIRED,
	    "What it is for; may be empty."),
	CW_NUMBER(struct cw_usergroup, precedence, 0, INT32_MAX, CW_ABSENT,
	    CW_OPTIONAL, "The lower, the more it counts; absent: least."),
	CW_NUMBER(struct cw_usergroup, created, 0, CW_ID_MAX, CW_ABSENT,
	    CW_REQUIRED, "When it was made."),
	CW_NUMBER(struct cw_usergroup, changed, 0, CW_ID_MAX, CW_ABSENT,
	    CW_REQUIRED, "When it was last changed."),
	CW_END,
};

const struct cw_model cw_usergroup_model = {
	.name = "Group",
	.size = sizeof(struct cw_usergroup),
	.fields = usergroup_fields,
};

static const struct cw_field invitation_fields[] = {
	CW_NUMBER(struct cw_invitation, id, 1, CW_ID_MAX, CW_ABSENT,
	    CW_REQUIRED, "For withdrawing it."),
	CW_TEXT(struct cw_invitation, note, 0, CW_INVITATION_NOTE_MAX_CHARS,
	    CW_FORMAT_LINE, CW_REQUIRED, "What was written beside it."),
	CW_TEXT(struct cw_invitation, group, 1, CW_USERGROUP_NAME_MAX_CHARS,
	    CW_FORMAT_LINE, CW_OPTIONAL, "Whom it makes a member of what."),
	CW_TEXT(struct cw_invitation, mail_domain, 1, CW_EMAIL_MAX_BYTES,
	    CW_FORMAT_LINE, CW_OPTIONAL,
	    "The domain that mail addresses must have."),
	CW_NUMBER(struct cw_invitation, uses_max, 1, CW_INVITATION_USES_MAX,
	    CW_ABSENT, CW_REQUIRED, "How many may come by it."),
	CW_NUMBER(struct cw_invitation, uses, 0, CW_INVITATION_USES_MAX,
	    CW_ABSENT, CW_REQUIRED, "How many have."),
	CW_NUMBER(struct cw_invitation, expires, 0, CW_ID_MAX, CW_ABSENT,
	    CW_REQUIRED, "Until when it is good."),
	CW_NUMBER(struct cw_invitation, created, 0, CW_ID_MAX, CW_ABSENT,
	    CW_REQUIRED, "When it was made."),
	CW_TEXT(struct cw_invitation, created_by, 1, CW_NAME_MAX_CHARS,
	    CW_FORMAT_LINE, CW_REQUIRED, "Who made it."),
	CW_FLAG(struct cw_invitation, revoked, CW_REQUIRED,
	    "Whether it was withdrawn."),
	CW_TEXT(struct cw_invitation, token, CW_TOKEN_CHARS, CW_TOKEN_CHARS,
	    CW_FORMAT_SECRET, CW_OPTIONAL,
	    "What a sign-up by it must bring; told once, when it is made."),
	CW_TEXT(struct cw_invitation, link, 1, 1024, CW_FORMAT_SECRET,
	    CW_OPTIONAL, "The address to give to people; told once."),
	CW_END,
};

const struct cw_model cw_invitation_model = {
	.name = "Invitation",
	.size = sizeof(struct cw_invitation),
	.fields = invitation_fields,
};

enum cw_err
cw_reply_attributes(struct cw_ctx *cx, const struct cw_list *pairs,
    struct cw_attribute_change *out)
{
	const char *problem;
	char at[64];
	enum cw_err err, result = CW_OK;

	out->attributes = pairs->items;
	out->count = pairs->count;
	for (size_t i = 0; i < pairs->count; i++) {
		const struct cw_attribute *one = cw_list_at(pairs, i);

		err = cw_attribute_check(cx->conf, one, &problem);
		if (err == CW_OK)
			continue;
		(void)snprintf(at, sizeof(at), "/attributes/%.27s", one->name);
		result = cw_reply_problem(cx, at, "%s", problem);
	}
	return result;
}

enum cw_err
cw_ctx_welcome(struct cw_ctx *cx, const struct cw_account *account)
{
	struct cw_newcomer newcomer = {
		.arena = cx->chat.arena,
		.id = account->id,
		.name = account->name,
		.confirmed = account->confirmed,
	};

	if (!account->is_confirmed || account->is_waiting)
		return CW_OK;
	return cw_ctx_write(cx, cw_user_welcome, &newcomer);
}

/* Out of the chat, some conversations in each transaction. */
struct leaving {
	struct cw_chat chat;
	bool has_more;
};

static enum cw_err
leave_some(struct cw_store *store, void *arg)
{
	struct leaving *leaving = arg;

	leaving->chat.store = store;
	return cw_user_erase(&leaving->chat, &leaving->has_more);
}

enum cw_err
cw_ctx_dismiss(struct cw_ctx *cx, const struct cw_account *account)
{
	struct leaving leaving = { .chat = cx->chat, .has_more = true };
	enum cw_err err = CW_OK;

	leaving.chat.user_id = account->id;
	leaving.chat.user_name = account->name;
	while (err == CW_OK && leaving.has_more) {
		struct cw_told told = { 0 };

		leaving.chat.told = &told;
		err = cw_ctx_write(cx, leave_some, &leaving);
		if (err == CW_OK)
			cw_watch_tell(cx->pool, &told);
	}
	return err;
}
