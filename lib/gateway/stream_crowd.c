/* A hash table from users to their readers. */

#include "gateway/stream_crowd.h"

#include <stdlib.h>

static struct cw_reader_list *
bucket_of(const struct cw_crowd *crowd, int64_t user_id)
{
	return &crowd->buckets[(size_t)user_id & (crowd->buckets_count - 1)];
}

/* From this reader on, the first that is the user's. */
static struct cw_reader *
same_user(struct cw_reader *reader, int64_t user_id)
{
	while (reader != NULL && reader->user_id != user_id)
		reader = LIST_NEXT(reader, of_user);
	return reader;
}

enum cw_err
cw_crowd_init(struct cw_crowd *crowd, int64_t readers_max)
{
	size_t count = 1;

	while (count < (size_t)readers_max)
		count *= 2;
	*crowd = (struct cw_crowd){ .buckets_count = count };
	/* Empty lists are all zero bits: untouched ones cost no memory. */
	crowd->buckets = calloc(count, sizeof(*crowd->buckets));
	return crowd->buckets == NULL ? CW_NOMEM : CW_OK;
}

void
cw_crowd_clear(struct cw_crowd *crowd)
{
	free(crowd->buckets);
	*crowd = (struct cw_crowd){ 0 };
}

void
cw_crowd_add(struct cw_crowd *crowd, struct cw_reader *reader)
{
	struct cw_reader_list *bucket = bucket_of(crowd, reader->user_id);

	LIST_INSERT_HEAD(bucket, reader, of_user);
	crowd->count++;
}

void
cw_crowd_remove(struct cw_crowd *crowd, struct cw_reader *reader)
{
	LIST_REMOVE(reader, of_user);
	crowd->count--;
}

struct cw_reader *
cw_crowd_first(const struct cw_crowd *crowd, int64_t user_id)
{
	return same_user(LIST_FIRST(bucket_of(crowd, user_id)), user_id);
}

struct cw_reader *
cw_crowd_next(const struct cw_reader *reader)
{
	return same_user(LIST_NEXT(reader, of_user), reader->user_id);
}

int64_t
cw_crowd_count(const struct cw_crowd *crowd, int64_t user_id)
{
	struct cw_reader *reader = cw_crowd_first(crowd, user_id);
	int64_t count = 0;

	for (; reader != NULL; reader = cw_crowd_next(reader))
		count++;
	return count;
}
