/* GET /me/datasets/{name}: one of what my devices share. */

#include "chinwag.h"

struct request {
	const char *name;
};

static const struct cw_field request_fields[] = {
	CW_ROW_DATASET_NAME(struct request),
	CW_END,
};

static const struct cw_model request_model = {
	.name = "DatasetGet",
	.size = sizeof(struct request),
	.fields = request_fields,
};

static enum cw_err
get_dataset(struct cw_ctx *cx, const void *req, void *resp)
{
	const struct request *in = req;

	return cw_dataset_find(cx->pool, cx->chat.arena, cx->session.account_id,
	    in->name, resp);
}

static const struct cw_endpoint endpoint = {
	.name = "dataset-get",
	.method = CW_GET,
	.path = "/me/datasets/{name}",
	.summary = "Read a dataset",
	.access = CW_USER,
	.work = CW_POOLS,
	.request = &request_model,
	.response = &cw_dataset_model,
	.status = 200,
	.errors = CW_ERRORS1(CW_NOTFOUND),
	.handle = get_dataset,
};

int
main(int argc, char **argv)
{
	return cw_serve(&endpoint, argc, argv);
}
