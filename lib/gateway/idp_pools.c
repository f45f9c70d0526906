/*
 * ListUserPools, ListUserPoolClients: how clients' tools find out the ids that
 * all else is asked with.
 */

#include <string.h>

#include "gateway/idp_admin.h"

#define PAGE_MAX 60

struct ask {
	const char *pool_id;
	const char *next; /* the last id of the page before */
	int64_t limit;
};

#define NEXT                                                         \
	CW_IDP_TEXT(struct ask, next, "NextToken", 1, CW_IDP_ID_MAX, \
	    CW_OPTIONAL)

static const struct cw_field pools_fields[] = {
	CW_IDP_NUMBER(struct ask, limit, "MaxResults", 1, PAGE_MAX,
	    CW_REQUIRED),
	NEXT,
	CW_END,
};
static const struct cw_field clients_fields[] = {
	CW_IDP_ROW_POOL(struct ask),
	CW_IDP_NUMBER(struct ask, limit, "MaxResults", 1, PAGE_MAX,
	    CW_OPTIONAL),
	NEXT,
	CW_END,
};
static const struct cw_model ask_pools = CW_IDP_MODEL(struct ask, pools_fields);
static const struct cw_model ask_clients =
    CW_IDP_MODEL(struct ask, clients_fields);

/* --- pools ---------------------------------------------------------------- */

struct pool {
	const char *id;
	const char *name;
};

static const struct cw_field pool_fields[] = {
	CW_IDP_TEXT(struct pool, id, "Id", 1, CW_IDP_POOL_ID_MAX, CW_REQUIRED),
	CW_IDP_TEXT(struct pool, name, "Name", 0, CW_IDP_VALUE_MAX,
	    CW_REQUIRED),
	CW_END,
};
static const struct cw_model pool_model =
    CW_IDP_MODEL(struct pool, pool_fields);

struct pools {
	struct cw_list pools; /* of struct pool */
};

static const struct cw_field pools_answer_fields[] = {
	CW_IDP_OBJECTS(struct pools, pools, "UserPools", 1, &pool_model,
	    CW_REQUIRED),
	CW_END,
};
static const struct cw_model pools_model =
    CW_IDP_MODEL(struct pools, pools_answer_fields);

/* There is one. */
static enum cw_idp_fault
list_pools(struct cw_idp_call *call, const void *req, void *resp)
{
	const struct ask *in = req;
	struct pools *out = resp;
	char id[CW_POOL_ID_CHARS + 1];
	struct pool *pool;

	if (in->next != NULL)
		return CW_IDP_OK;
	pool = cw_list_push(&out->pools, call->arena, sizeof(*pool));
	if (pool == NULL)
		return cw_idp_fault_of(call, CW_NOMEM);
	cw_pool_id(call->pool, id);
	pool->id = cw_arena_strdup(call->arena, id);
	pool->name = call->conf->site_name;
	return cw_idp_fault_of(call, pool->id == NULL ? CW_NOMEM : CW_OK);
}

/* --- clients -------------------------------------------------------------- */

struct client {
	const char *id;
	const char *pool_id;
	const char *name;
};

static const struct cw_field client_fields[] = {
	CW_IDP_TEXT(struct client, id, "ClientId", 1, CW_IDP_ID_MAX,
	    CW_REQUIRED),
	CW_IDP_ROW_POOL(struct client),
	CW_IDP_TEXT(struct client, name, "ClientName", 0, CW_IDP_ID_MAX,
	    CW_REQUIRED),
	CW_END,
};
static const struct cw_model client_model =
    CW_IDP_MODEL(struct client, client_fields);

struct clients {
	struct cw_list clients; /* of struct client */
	const char *next;
};

static const struct cw_field clients_answer_fields[] = {
	CW_IDP_OBJECTS(struct clients, clients, "UserPoolClients", PAGE_MAX,
	    &client_model, CW_REQUIRED),
	CW_IDP_TEXT(struct clients, next, "NextToken", 0, CW_IDP_ID_MAX,
	    CW_OPTIONAL),
	CW_END,
};
static const struct cw_model clients_model =
    CW_IDP_MODEL(struct clients, clients_answer_fields);

static enum cw_err
put_clients(struct cw_idp_call *call, const struct ask *in,
    const struct cw_list *all, struct clients *out)
{
	const size_t limit = in->limit == 0 ? PAGE_MAX : (size_t)in->limit;
	struct client *last = NULL;

	for (size_t i = 0; i < all->count; i++) {
		const struct cw_client *one = cw_list_at(all, i);

		if (in->next != NULL && strcmp(one->id, in->next) <= 0)
			continue;
		if (out->clients.count == limit) {
			out->next = last->id;
			break;
		}
		last = cw_list_push(&out->clients, call->arena, sizeof(*last));
		if (last == NULL)
			return CW_NOMEM;
		*last = (struct client){ one->id, in->pool_id, one->name };
	}
	return CW_OK;
}

static enum cw_idp_fault
list_clients(struct cw_idp_call *call, const void *req, void *resp)
{
	const struct ask *in = req;
	struct cw_list all = { 0 };
	enum cw_idp_fault fault = cw_idp_pool(call, in->pool_id);
	enum cw_err err;

	if (fault != CW_IDP_OK)
		return fault;
	err = cw_client_list(call->pool, call->arena, &all);
	if (err == CW_OK)
		err = put_clients(call, in, &all, resp);
	return cw_idp_fault_of(call, err);
}

static const struct cw_idp_operation operations[] = {
	{ "ListUserPools", &ask_pools, &pools_model, list_pools,
	    CW_RATE_RESOURCE, true },
	{ "ListUserPoolClients", &ask_clients, &clients_model, list_clients,
	    CW_RATE_RESOURCE, true },
};

const struct cw_idp_operations cw_idp_pools_operations = {
	operations,
	CW_LEN(operations),
};
