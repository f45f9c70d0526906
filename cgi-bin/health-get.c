/* GET /health: is it well? */

#include "chinwag.h"

struct response {
	const char *status;
};

static const struct cw_field response_fields[] = {
	CW_TEXT(struct response, status, 2, 2, CW_FORMAT_LINE, CW_REQUIRED,
	    "Always ok."),
	CW_END,
};

static const struct cw_model response_model = {
	.name = "Health",
	.size = sizeof(struct response),
	.fields = response_fields,
};

static enum cw_err
get_health(struct cw_ctx *cx, const void *req, void *resp)
{
	struct response *out = resp;

	(void)req;
	out->status = "ok";
	return cw_health_check(cx);
}

static const struct cw_endpoint endpoint = {
	.name = "health-get",
	.method = CW_GET,
	.path = "/health",
	.summary = "Ask whether it is well",
	.doc = "Both stores answer, and there is room to write; else 503.",
	.access = CW_ANYONE,
	.work = CW_READS,
	.response = &response_model,
	.status = 200,
	.errors = CW_ERRORS1(CW_FULL),
	.handle = get_health,
};

int
main(int argc, char **argv)
{
	return cw_serve(&endpoint, argc, argv);
}
