/*
 * A process that serves: what its requests share.
 */

#ifndef CW_GATEWAY_SERVICE_H
#define CW_GATEWAY_SERVICE_H

#include <stdatomic.h>

#include "base/errand.h"
#include "db/group.h"
#include "db/readers.h"
#include "gateway/endpoint.h"

/* What was made ready before the process fenced itself in. */
struct cw_outside {
	struct cw_providers providers;
	struct cw_errands *errands; /* to ask them by; NULL: not to be asked */
};

/* What an endpoint does not use is NULL. */
struct cw_service {
	const struct cw_endpoint *endpoint; /* NULL: unrouted */
	const char *name;		    /* of the program */
	const struct cw_conf *conf;
	struct cw_pool *pool;
	struct cw_readers *readers; /* of the chat store */
	struct cw_group *group;	    /* of the chat store */
	enum cw_err failure; /* why it could not open: what all are answered */
	const struct cw_outside *outside;
	atomic_uint kept; /* answers kept for idempotency keys so far */
};

/* Open what the endpoint uses; connections open at the first need. */
enum cw_err
cw_service_open(struct cw_service *service, const struct cw_endpoint *endpoint,
    const char *name, const struct cw_conf *conf) CW_CHECKED;
/* The same for a program that holds many endpoints. */
enum cw_err cw_service_open_all(struct cw_service *service, const char *name,
    const struct cw_conf *conf) CW_CHECKED;
void cw_service_close(struct cw_service *service);

/* Nothing is asked for now: give back memory that can be had again. */
void cw_service_rest(struct cw_service *service);

#endif
