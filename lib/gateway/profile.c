/* Accounts in requests and replies. */

#include "gateway/profile.h"

#include <stdio.h>

#include "gateway/reply.h"
#include "pool/usergroup.h"

/* One shape for both, so that a list of the one is a list of the other. */
_Static_assert(sizeof(struct cw_pair) == sizeof(struct cw_attribute) &&
	offsetof(struct cw_pair, value) == offsetof(struct cw_attribute, value),
    "pairs are attributes");
_Static_assert(CW_NEVER == CW_ABSENT, "what never happened is absent");

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
	    "UNCONFIRMED, CONFIRMED, FORCE_CHANGE_PASSWORD or "
	    "RESET_REQUIRED."),
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
	CW_END,
};

const struct cw_model cw_profile_model = {
	.name = "Account",
	.size = sizeof(struct cw_profile),
	.fields = profile_fields,
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
