/* DELETE /me/datasets/{name}: share it no more. */

#include "chinwag.h"

struct request {
	const char *name;
	int64_t version;
};

static const struct cw_field request_fields[] = {
	CW_ROW_DATASET_NAME(struct request),
	CW_NUMBER(struct request, version, 1, CW_ID_MAX, CW_ABSENT, CW_OPTIONAL,
	    "The version that this device has seen."),
	CW_END,
};

static const struct cw_model request_model = {
	.name = "DatasetDelete",
	.size = sizeof(struct request),
	.fields = request_fields,
};

static enum cw_err
remove_dataset(struct cw_ctx *cx, const void *req, void *resp)
{
	const struct request *in = req;
	struct cw_dataset *out = resp;

	out->name = in->name;
	return cw_ctx_share(cx,
	    in->version == CW_ABSENT ? CW_ANY_VERSION : in->version, out);
}

static const struct cw_endpoint endpoint = {
	.name = "dataset-delete",
	.method = CW_DELETE,
	.path = "/me/datasets/{name}",
	.summary = "Remove a dataset",
	.doc = "Other devices hear of it by an event.  409 if another has "
	       "written since.",
	.access = CW_USER,
	.work = CW_POOLS,
	.request = &request_model,
	.response = &cw_dataset_model,
	.status = 200,
	.errors = CW_ERRORS2(CW_CONFLICT, CW_NOTFOUND),
	.handle = remove_dataset,
};

int
main(int argc, char **argv)
{
	return cw_serve(&endpoint, argc, argv);
}
