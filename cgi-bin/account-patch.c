/*
 * PATCH /accounts/{name}: change what somebody tells of themselves, or their
 * mail address.
 */

#include "chinwag.h"

struct request {
	const char *name;
	struct cw_list attributes;
	const char *email;
	bool email_verified;
};

static const struct cw_field request_fields[] = {
	CW_ROW_ACCOUNT_NAME(struct request),
	CW_PAIRS(struct request, attributes, CW_ATTRIBUTES_MAX,
	    CW_ATTRIBUTE_VALUE_MAX_CHARS, CW_OPTIONAL,
	    "What is to change, as in PATCH /me."),
	CW_TEXT(struct request, email, 1, CW_EMAIL_MAX_BYTES, CW_FORMAT_EMAIL,
	    CW_OPTIONAL,
	    "Another mail address.  The one that they have ends a change that "
	    "waits for its code."),
	CW_FLAG(struct request, email_verified, CW_OPTIONAL,
	    "Whether the address is known to be theirs, and takes the other's "
	    "place at once; else a code goes there first."),
	CW_END,
};

static const struct cw_model request_model = {
	.name = "AccountPatch",
	.size = sizeof(struct request),
	.fields = request_fields,
};

static enum cw_err
change_email(struct cw_ctx *cx, const struct request *in)
{
	const struct cw_actor actor = cw_ctx_actor(cx);
	const struct cw_operate_address to = { in->email, in->email_verified };
	struct cw_operation what = { .login = in->name, .actor = &actor };
	enum cw_err err;

	err = cw_operate_email(cx->pool, cx->chat.arena, &what, &to);
	if (err == CW_INVALID)
		return cw_reply_problem(cx, "/email",
		    "This is not a mail address that we can write to.");
	if (err != CW_OK)
		return err == CW_TAKEN ? CW_CONFLICT : err;
	return cw_ctx_welcome(cx, &what.account);
}

static enum cw_err
change_account(struct cw_ctx *cx, const void *req, void *resp)
{
	const struct request *in = req;
	const struct cw_actor actor = cw_ctx_actor(cx);
	struct cw_attribute_change change = { .actor = &actor };
	struct cw_profile *out = resp;
	enum cw_err err;

	err = cw_reply_attributes(cx, &in->attributes, &change);
	if (err == CW_OK)
		err = cw_profile_find_name(cx->pool, cx->chat.arena, in->name,
		    out);
	if (err == CW_OK && in->email != NULL)
		err = change_email(cx, in);
	if (err != CW_OK)
		return err;
	change.account_id = out->id;
	change.username = out->username;
	if (change.count > 0)
		err = cw_attribute_set(cx->pool, &change);
	if (err != CW_OK)
		return err;
	return cw_profile_find(cx->pool, cx->chat.arena, change.account_id,
	    out);
}

static const struct cw_endpoint endpoint = {
	.name = "account-patch",
	.method = CW_PATCH,
	.path = "/accounts/{name}",
	.summary = "Change an account",
	.doc = "A verified address is theirs at once: the former one is told, "
	       "and codes that went there are void; an account that was not "
	       "confirmed is then.  Another gets a code, with which its owner "
	       "confirms it (POST /me/email/confirmation), or the account if "
	       "that was not confirmed.  409 if the address is another's.",
	.access = CW_ADMIN,
	.work = CW_POOLS,
	.request = &request_model,
	.response = &cw_profile_model,
	.status = 200,
	.errors = CW_ERRORS3(CW_NOTFOUND, CW_CONFLICT, CW_TOOMANY),
	.handle = change_account,
};

int
main(int argc, char **argv)
{
	return cw_serve(&endpoint, argc, argv);
}
