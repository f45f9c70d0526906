/* A pool as a whole: its keys and its connections. */

#include "pool/pool.h"

#include <stdlib.h>
#include <string.h>

#include "pool/inside.h"
#include "pool/signing.h"

/* How many sign-ins, sign-ups and the like share a commit. */
#define GROUP_MAX 64

/* What needs closing again by cw_pool_close, in order. */
static enum cw_err
open_parts(struct cw_pool *pool)
{
	const struct cw_conf *conf = pool->conf;
	const struct cw_group_options options = {
		.data_dir = conf->data_dir,
		.kind = CW_STORE_POOL,
		.busy_ms = (int)conf->store_busy_ms,
		.max_pieces = GROUP_MAX,
	};
	enum cw_err err;

	err = cw_crypto_init();
	if (err != CW_OK)
		return err;
	err = cw_keys_read(conf->data_dir, &pool->keys);
	if (err != CW_OK)
		return err;
	err = cw_readers_open(conf->data_dir, CW_STORE_POOL,
	    (int)conf->store_busy_ms, 0, &pool->readers);
	if (err != CW_OK)
		return err;
	return cw_group_open(&options, &pool->group);
}

enum cw_err
cw_pool_open(const struct cw_conf *conf, struct cw_pool **out)
{
	struct cw_pool *pool = calloc(1, sizeof(*pool));
	enum cw_err err;

	if (pool == NULL)
		return CW_NOMEM;
	if (pthread_mutex_init(&pool->watch_lock, NULL) != 0 ||
	    pthread_mutex_init(&pool->signing_lock, NULL) != 0) {
		free(pool);
		return CW_SYSTEM;
	}
	pool->conf = conf;
	err = open_parts(pool);
	if (err != CW_OK) {
		cw_pool_close(pool);
		return err;
	}
	*out = pool;
	return CW_OK;
}

void
cw_pool_rest(struct cw_pool *pool)
{
	cw_group_rest(pool->group);
	cw_readers_rest(pool->readers);
}

void
cw_pool_close(struct cw_pool *pool)
{
	if (pool == NULL)
		return;
	if (pool->group != NULL)
		cw_group_close(pool->group);
	if (pool->readers != NULL)
		cw_readers_close(pool->readers);
	cw_store_close(pool->watch);
	cw_signing_give(pool->signing);
	pthread_mutex_destroy(&pool->watch_lock);
	pthread_mutex_destroy(&pool->signing_lock);
	explicit_bzero(&pool->keys, sizeof(pool->keys));
	free(pool);
}
