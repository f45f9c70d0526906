/* Opening and closing what a process's requests share. */

#include "gateway/service.h"

#include <malloc.h>

#include "db/bell.h"
#include "pool/pool.h"

/* No more pieces than this share a commit: the first one is waiting. */
#define GROUP_MAX_PIECES 64

static void
ring_event_bell(void *arg)
{
	const struct cw_conf *conf = arg;

	cw_bell_ring(conf->data_dir, CW_BELL_EVENT);
}

void
cw_service_close(struct cw_service *service)
{
	if (service->group != NULL)
		cw_group_close(service->group);
	if (service->readers != NULL)
		cw_readers_close(service->readers);
	if (service->pool != NULL)
		cw_pool_close(service->pool);
	service->group = NULL;
	service->readers = NULL;
	service->pool = NULL;
}

/* In place of an endpoint for those that hold many: they write, too. */
static const struct cw_endpoint any_endpoint = { .work = CW_WRITES };

static enum cw_err
open_parts(struct cw_service *service, bool reads, bool writes,
    const struct cw_conf *conf)
{
	const struct cw_group_options options = {
		.data_dir = conf->data_dir,
		.kind = CW_STORE_CHAT,
		.busy_ms = (int)conf->store_busy_ms,
		.max_pieces = GROUP_MAX_PIECES,
		.after_commit = ring_event_bell,
		.arg = (void *)(uintptr_t)conf,
	};
	enum cw_err err = cw_pool_open(conf, &service->pool);

	if (err == CW_OK && reads)
		err = cw_readers_open(conf->data_dir, CW_STORE_CHAT,
		    (int)conf->store_busy_ms, 0, &service->readers);
	if (err == CW_OK && writes)
		err = cw_group_open(&options, &service->group);
	if (err != CW_OK)
		cw_service_close(service);
	return err;
}

enum cw_err
cw_service_open(struct cw_service *service, const struct cw_endpoint *endpoint,
    const char *name, const struct cw_conf *conf)
{
	bool reads = endpoint != NULL && endpoint->work == CW_READS;

	*service = (struct cw_service){ .endpoint = endpoint,
		.name = name,
		.conf = conf };
	if (endpoint == NULL)
		return CW_OK;
	return open_parts(service, reads, !reads, conf);
}

enum cw_err
cw_service_open_all(struct cw_service *service, const char *name,
    const struct cw_conf *conf)
{
	*service = (struct cw_service){ .endpoint = &any_endpoint,
		.name = name,
		.conf = conf };
	return open_parts(service, true, true, conf);
}

void
cw_service_rest(struct cw_service *service)
{
	if (service->group != NULL)
		cw_group_rest(service->group);
	if (service->readers != NULL)
		cw_readers_rest(service->readers);
	if (service->pool != NULL)
		cw_pool_rest(service->pool);
	malloc_trim(0);
}
