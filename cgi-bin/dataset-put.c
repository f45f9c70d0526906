/* PUT /me/datasets/{name}: share something among my devices. */

#include "chinwag.h"

struct request {
	const char *name;
	const char *value;
	int64_t version;
};

static const struct cw_field request_fields[] = {
	CW_ROW_DATASET_NAME(struct request),
	CW_TEXT(struct request, value, 0, CW_DATASET_VALUE_MAX_CHARS,
	    CW_FORMAT_NONE, CW_REQUIRED,
	    "What it is to hold, as text; clients write JSON into it."),
	CW_NUMBER(struct request, version, 0, CW_ID_MAX, CW_ABSENT, CW_OPTIONAL,
	    "The version that this device has seen; 0: there was none.  "
	    "Without it, whatever is there is written over."),
	CW_END,
};

static const struct cw_model request_model = {
	.name = "DatasetPut",
	.size = sizeof(struct request),
	.fields = request_fields,
};

static enum cw_err
put_dataset(struct cw_ctx *cx, const void *req, void *resp)
{
	const struct request *in = req;
	struct cw_dataset *out = resp;
	enum cw_err err;

	out->name = in->name;
	out->value = in->value;
	err = cw_ctx_share(cx,
	    in->version == CW_ABSENT ? CW_ANY_VERSION : in->version, out);
	out->value = NULL; /* the client has it */
	return err;
}

static const struct cw_endpoint endpoint = {
	.name = "dataset-put",
	.method = CW_PUT,
	.path = "/me/datasets/{name}",
	.summary = "Write a dataset",
	.doc = "409 if another device has written since: read it, and then "
	       "write again.  Other devices hear of it by an event.",
	.access = CW_USER,
	.work = CW_POOLS,
	.request = &request_model,
	.response = &cw_dataset_model,
	.status = 200,
	.errors = CW_ERRORS2(CW_CONFLICT, CW_TOOMANY),
	.handle = put_dataset,
};

int
main(int argc, char **argv)
{
	return cw_serve(&endpoint, argc, argv);
}
