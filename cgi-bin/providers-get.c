/* GET /providers: other services that people may sign in with. */

#include "chinwag.h"

static const struct cw_field provider_fields[] = {
	CW_TEXT(struct cw_provider, name, 1, CW_PROVIDER_NAME_MAX_CHARS,
	    CW_FORMAT_KEY, CW_REQUIRED, "What other operations call it."),
	CW_TEXT(struct cw_provider, label, 1, CW_PROVIDER_LABEL_MAX_CHARS,
	    CW_FORMAT_LINE, CW_REQUIRED, "What people know it by."),
	CW_END,
};

static const struct cw_model provider_model = {
	.name = "Provider",
	.size = sizeof(struct cw_provider),
	.fields = provider_fields,
};

struct response {
	struct cw_list providers;
};

static const struct cw_field response_fields[] = {
	CW_OBJECTS(struct response, providers, CW_PROVIDERS_MAX,
	    &provider_model, CW_ROOT | CW_REQUIRED,
	    "Those that there are, as the operator has put them."),
	CW_END,
};

static const struct cw_model response_model = {
	.name = "ProviderList",
	.size = sizeof(struct response),
	.fields = response_fields,
};

static enum cw_err
list_providers(struct cw_ctx *cx, const void *req, void *resp)
{
	struct response *out = resp;

	(void)req;
	out->providers = cx->service->outside->providers.list;
	return CW_OK;
}

static const struct cw_endpoint endpoint = {
	.name = "providers-get",
	.method = CW_GET,
	.path = "/providers",
	.summary = "List other services to sign in with",
	.access = CW_ANYONE,
	.work = CW_POOLS,
	.providers = CW_PROVIDERS_NAMED,
	.response = &response_model,
	.status = 200,
	.handle = list_providers,
};

int
main(int argc, char **argv)
{
	return cw_serve(&endpoint, argc, argv);
}
