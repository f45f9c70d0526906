/* Reading connections that threads take and give back. */

#include "db/readers.h"

#include <assert.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct cw_readers {
	char *data_dir;
	enum cw_store_kind kind;
	int busy_ms;
	unsigned max;

	pthread_mutex_t lock; /* over all that follows */
	pthread_cond_t given;
	unsigned opened; /* or being opened */
	unsigned free_count;
	struct cw_store *free_stores[]; /* the last one used is on top */
};

static unsigned
processors(void)
{
	long count = sysconf(_SC_NPROCESSORS_ONLN);

	return count < 1 ? 1 : (unsigned)count;
}

enum cw_err
cw_readers_open(const char *data_dir, enum cw_store_kind kind, int busy_ms,
    unsigned max, struct cw_readers **out)
{
	struct cw_readers *readers;

	if (max == 0)
		max = processors() + 1;
	readers = calloc(1, sizeof(*readers) + max * sizeof(struct cw_store *));
	if (readers == NULL)
		return CW_NOMEM;
	readers->data_dir = strdup(data_dir);
	if (readers->data_dir == NULL) {
		free(readers);
		return CW_NOMEM;
	}
	readers->kind = kind;
	readers->busy_ms = busy_ms;
	readers->max = max;
	pthread_mutex_init(&readers->lock, NULL);
	pthread_cond_init(&readers->given, NULL);
	*out = readers;
	return CW_OK;
}

void
cw_readers_close(struct cw_readers *readers)
{
	if (readers == NULL)
		return;
	assert(readers->free_count == readers->opened);
	for (unsigned i = 0; i < readers->free_count; i++)
		cw_store_close(readers->free_stores[i]);
	pthread_cond_destroy(&readers->given);
	pthread_mutex_destroy(&readers->lock);
	free(readers->data_dir);
	free(readers);
}

/* Opening is slow and needs no lock; the place was counted before. */
static enum cw_err
open_another(struct cw_readers *readers, struct cw_store **out)
{
	enum cw_err err;

	err = cw_store_open(readers->data_dir, readers->kind, CW_STORE_READ,
	    readers->busy_ms, out);
	if (err == CW_OK)
		return CW_OK;
	pthread_mutex_lock(&readers->lock);
	readers->opened--;
	pthread_cond_signal(&readers->given);
	pthread_mutex_unlock(&readers->lock);
	return err;
}

void
cw_readers_rest(struct cw_readers *readers)
{
	struct cw_store *store;

	for (;;) {
		store = NULL;
		pthread_mutex_lock(&readers->lock);
		if (readers->free_count > 0) {
			store = readers->free_stores[--readers->free_count];
			readers->opened--;
		}
		pthread_mutex_unlock(&readers->lock);
		if (store == NULL)
			return;
		cw_store_close(store);
	}
}

enum cw_err
cw_readers_take(struct cw_readers *readers, struct cw_store **out)
{
	struct cw_store *store = NULL;

	pthread_mutex_lock(&readers->lock);
	while (readers->free_count == 0 && readers->opened == readers->max)
		pthread_cond_wait(&readers->given, &readers->lock);
	if (readers->free_count > 0)
		store = readers->free_stores[--readers->free_count];
	else
		readers->opened++;
	pthread_mutex_unlock(&readers->lock);
	if (store == NULL)
		return open_another(readers, out);
	*out = store;
	return CW_OK;
}

void
cw_readers_give(struct cw_readers *readers, struct cw_store *store)
{
	assert(!cw_in_transaction(store));
	pthread_mutex_lock(&readers->lock);
	readers->free_stores[readers->free_count++] = store;
	pthread_cond_signal(&readers->given);
	pthread_mutex_unlock(&readers->lock);
}
