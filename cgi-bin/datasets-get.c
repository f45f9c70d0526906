/* GET /me/datasets: what changed since I last looked. */

#include "chinwag.h"

#define LIMIT_MAX 20

struct request {
	int64_t since;
	int64_t limit;
};

static const struct cw_field request_fields[] = {
	CW_NUMBER(struct request, since, 0, CW_ID_MAX, 0, CW_OPTIONAL,
	    "The greatest version that this device knows."),
	CW_NUMBER(struct request, limit, 1, LIMIT_MAX, LIMIT_MAX, CW_OPTIONAL,
	    "How many at most."),
	CW_END,
};

static const struct cw_model request_model = {
	.name = "DatasetsGet",
	.size = sizeof(struct request),
	.fields = request_fields,
};

struct response {
	struct cw_list datasets;
	int64_t last;
	bool more;
};

static const struct cw_field response_fields[] = {
	CW_OBJECTS(struct response, datasets, LIMIT_MAX, &cw_dataset_model,
	    CW_REQUIRED,
	    "Those that changed, in that order; one without a value was "
	    "removed."),
	CW_NUMBER(struct response, last, 0, CW_ID_MAX, CW_ABSENT, CW_REQUIRED,
	    "The version to ask from next."),
	CW_FLAG(struct response, more, CW_REQUIRED,
	    "Whether there may be more."),
	CW_END,
};

static const struct cw_model response_model = {
	.name = "DatasetPage",
	.size = sizeof(struct response),
	.fields = response_fields,
};

static enum cw_err
list_datasets(struct cw_ctx *cx, const void *req, void *resp)
{
	const struct request *in = req;
	const struct cw_dataset_page page = {
		.account_id = cx->session.account_id,
		.since = in->since,
		.limit = in->limit,
	};
	struct response *out = resp;
	enum cw_err err;

	err = cw_dataset_list(cx->pool, cx->chat.arena, &page, &out->datasets);
	if (err != CW_OK)
		return err;
	out->last = in->since;
	if (out->datasets.count > 0) {
		const struct cw_dataset *newest =
		    cw_list_at(&out->datasets, out->datasets.count - 1);

		out->last = newest->version;
	}
	out->more = out->datasets.count == (size_t)in->limit;
	return CW_OK;
}

static const struct cw_endpoint endpoint = {
	.name = "datasets-get",
	.method = CW_GET,
	.path = "/me/datasets",
	.summary = "Read what my devices share",
	.doc = "Versions go up over all datasets, so what has a greater one "
	       "than a device knows is what changed since.  Of those that "
	       "were removed the last hundred are remembered.",
	.access = CW_USER,
	.work = CW_POOLS,
	.request = &request_model,
	.response = &response_model,
	.status = 200,
	.handle = list_datasets,
};

int
main(int argc, char **argv)
{
	return cw_serve(&endpoint, argc, argv);
}
