/* GET /me/identities: the other services that I sign in with. */

#include "chinwag.h"

struct response {
	struct cw_list identities;
};

static const struct cw_field response_fields[] = {
	CW_OBJECTS(struct response, identities, CW_IDENTITIES_MAX,
	    &cw_identity_model, CW_ROOT | CW_REQUIRED,
	    "What my account is connected with, by name."),
	CW_END,
};

static const struct cw_model response_model = {
	.name = "IdentityList",
	.size = sizeof(struct response),
	.fields = response_fields,
};

static enum cw_err
list_identities(struct cw_ctx *cx, const void *req, void *resp)
{
	struct response *out = resp;

	(void)req;
	return cw_identity_list(cx->pool, cx->chat.arena,
	    cx->session.account_id, &out->identities);
}

static const struct cw_endpoint endpoint = {
	.name = "identities-get",
	.method = CW_GET,
	.path = "/me/identities",
	.summary = "List what my account is connected with",
	.access = CW_USER,
	.work = CW_POOLS,
	.response = &response_model,
	.status = 200,
	.handle = list_identities,
};

int
main(int argc, char **argv)
{
	return cw_serve(&endpoint, argc, argv);
}
