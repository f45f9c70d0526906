/* POST /invitations: a link by which people may come. */

#include "chinwag.h"

struct request {
	const char *note;
	const char *group;
	const char *mail_domain;
	int64_t uses;
	int64_t days;
};

static const struct cw_field request_fields[] = {
	CW_TEXT(struct request, note, 0, CW_INVITATION_NOTE_MAX_CHARS,
	    CW_FORMAT_LINE, CW_OPTIONAL, "For whom it is, to remember."),
	CW_TEXT(struct request, group, 1, CW_USERGROUP_NAME_MAX_CHARS,
	    CW_FORMAT_LINE, CW_OPTIONAL,
	    "A group that those who come are put into; not that of the "
	    "administrators."),
	CW_TEXT(struct request, mail_domain, 1, CW_EMAIL_MAX_BYTES,
	    CW_FORMAT_LINE, CW_OPTIONAL,
	    "The domain that their mail addresses must have."),
	CW_NUMBER(struct request, uses, 1, CW_INVITATION_USES_MAX, 1,
	    CW_OPTIONAL, "How many may come by it."),
	CW_NUMBER(struct request, days, 1, CW_INVITATION_DAYS_MAX, 7,
	    CW_OPTIONAL, "How long it is good for."),
	CW_END,
};

static const struct cw_model request_model = {
	.name = "InvitationPost",
	.size = sizeof(struct request),
	.fields = request_fields,
};

#define DAY_MS (INT64_C(24) * 60 * 60 * 1000)

static enum cw_err
invite(struct cw_ctx *cx, const void *req, void *resp)
{
	const struct request *in = req;
	const struct cw_actor actor = cw_ctx_actor(cx);
	const struct cw_invitation invitation = {
		.note = in->note == NULL ? "" : in->note,
		.group = in->group,
		.mail_domain = in->mail_domain,
		.uses_max = in->uses,
		.expires = cx->chat.now_ms + in->days * DAY_MS,
	};
	enum cw_err err;

	err = cw_invitation_add(cx->pool, cx->chat.arena, &actor, &invitation,
	    resp);
	if (err == CW_NOTFOUND || err == CW_FORBIDDEN)
		return cw_reply_problem(cx, "/group",
		    "There is no such group for people who are invited.");
	if (err == CW_INVALID)
		return cw_reply_problem(cx, "/mail_domain",
		    "This is no domain of mail addresses.");
	return err;
}

static const struct cw_endpoint endpoint = {
	.name = "invitations-post",
	.method = CW_POST,
	.path = "/invitations",
	.summary = "Invite people by a link",
	.doc = "Who comes by it need not be approved of, and may come where "
	       "nobody else may.  The token and the link are told this one "
	       "time.",
	.access = CW_ADMIN,
	.work = CW_POOLS,
	.request = &request_model,
	.response = &cw_invitation_model,
	.status = 201,
	.handle = invite,
};

int
main(int argc, char **argv)
{
	return cw_serve(&endpoint, argc, argv);
}
