/*
 * Lists that live in an arena and grow as they are filled.
 */

#ifndef CW_BASE_LIST_H
#define CW_BASE_LIST_H

#include <stddef.h>

#include "base/arena.h"
#include "base/err.h"

/* A list that lives in the request's arena; items are `size` bytes each. */
struct cw_list {
	size_t count;
	size_t cap;
	size_t size; /* of one item; set by cw_list_push at the first */
	void *items;
};

/* Room for one more item, zeroed; NULL: no memory. */
void *cw_list_push(struct cw_list *list, struct cw_arena *arena,
    size_t size) CW_CHECKED;

/* Item i, which is there. */
void *cw_list_at(const struct cw_list *list, size_t i);

/* Strings in the arena. */
struct cw_texts {
	size_t count;
	size_t cap;
	const char **items;
};

enum cw_err cw_texts_push(struct cw_texts *texts, struct cw_arena *arena,
    const char *text) CW_CHECKED;

#endif
