/* DELETE /invitations/{id}: withdraw an invitation. */

#include "chinwag.h"

struct request {
	int64_t id;
};

static const struct cw_field request_fields[] = {
	CW_NUMBER(struct request, id, 1, CW_ID_MAX, CW_ABSENT, CW_REQUIRED,
	    "Which invitation."),
	CW_END,
};

static const struct cw_model request_model = {
	.name = "InvitationDelete",
	.size = sizeof(struct request),
	.fields = request_fields,
};

static enum cw_err
revoke(struct cw_ctx *cx, const void *req, void *resp)
{
	const struct request *in = req;
	const struct cw_actor actor = cw_ctx_actor(cx);

	(void)resp;
	return cw_invitation_revoke(cx->pool, cx->chat.arena, &actor, in->id);
}

static const struct cw_endpoint endpoint = {
	.name = "invitation-delete",
	.method = CW_DELETE,
	.path = "/invitations/{id}",
	.summary = "Withdraw an invitation",
	.doc = "Those who came by it stay.",
	.access = CW_ADMIN,
	.work = CW_POOLS,
	.request = &request_model,
	.status = 204,
	.errors = CW_ERRORS1(CW_NOTFOUND),
	.handle = revoke,
};

int
main(int argc, char **argv)
{
	return cw_serve(&endpoint, argc, argv);
}
