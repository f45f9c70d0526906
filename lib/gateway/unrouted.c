/* OPTIONS, 404 and 405. */

#include "gateway/unrouted.h"

#include <string.h>

#include "base/text.h"
#include "gateway/routes.h"

static const char *const method_names[CW_METHOD__COUNT] = {
	[CW_GET] = "GET",
	[CW_POST] = "POST",
	[CW_PUT] = "PUT",
	[CW_PATCH] = "PATCH",
	[CW_DELETE] = "DELETE",
};

const char *
cw_method_name(enum cw_method method)
{
	return method_names[method];
}

static bool
is_at(const struct cw_request *request, const char *template)
{
	return request->path != NULL &&
	    cw_path_matches(template, request->path, request->path_len);
}

bool
cw_endpoint_is_for(const struct cw_endpoint *endpoint,
    const struct cw_request *request)
{
	return is_at(request, endpoint->path) &&
	    strcmp(request->method, method_names[endpoint->method]) == 0;
}

/* The methods of all routes that match the path; 0: there is no such path. */
static unsigned
methods_at(const struct cw_request *request, const struct cw_endpoint *endpoint)
{
	unsigned methods = 0;

	for (size_t i = 0; i < cw_routes_count; i++)
		if (is_at(request, cw_routes[i].path))
			methods |= cw_routes[i].methods;
	if (endpoint != NULL && is_at(request, endpoint->path))
		methods |= 1u << endpoint->method;
	return methods;
}

void
cw_unrouted_allow(const struct cw_request *request,
    const struct cw_endpoint *endpoint, char allow[CW_ALLOW_BYTES])
{
	unsigned methods = methods_at(request, endpoint);
	struct cw_buf buf;

	cw_buf_init_fixed(&buf, allow, CW_ALLOW_BYTES);
	for (size_t i = 0; i < CW_METHOD__COUNT; i++)
		if ((methods & 1u << i) != 0) {
			cw_buf_puts(&buf, method_names[i]);
			cw_buf_puts(&buf, ", ");
		}
	cw_buf_puts(&buf, "OPTIONS");
}

/* Is the request's method one of these? */
static bool
is_among(unsigned methods, const char *method)
{
	for (size_t i = 0; i < CW_METHOD__COUNT; i++)
		if ((methods & 1u << i) != 0 &&
		    strcmp(method, method_names[i]) == 0)
			return true;
	return false;
}

enum cw_err
cw_unrouted_judge(const struct cw_request *request,
    const struct cw_endpoint *endpoint)
{
	unsigned methods = methods_at(request, endpoint);

	if (methods == 0)
		return CW_NOTFOUND;
	if (strcmp(request->method, "OPTIONS") == 0)
		return CW_OK;
	/* The server read the path as another: nothing is spelled like that. */
	if (endpoint == NULL && is_among(methods, request->method))
		return CW_NOTFOUND;
	return CW_METHOD;
}
