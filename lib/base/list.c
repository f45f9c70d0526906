/* Lists in an arena. */

#include "base/list.h"

#include <stdint.h>

enum { FIRST_ITEMS = 16 };

/* Room for one more item of size bytes; NULL: no memory. */
static void *
grow(struct cw_arena *arena, void *items, size_t *cap, size_t size)
{
	size_t more = *cap == 0 ? FIRST_ITEMS : *cap * 2;
	void *grown;

	if (more > SIZE_MAX / 2 / size)
		return NULL;
	grown = cw_arena_grow(arena, items, *cap * size, more * size);
	if (grown != NULL)
		*cap = more;
	return grown;
}

void *
cw_list_push(struct cw_list *list, struct cw_arena *arena, size_t size)
{
	void *items;

	list->size = size;
	if (list->count == list->cap) {
		items = grow(arena, list->items, &list->cap, size);
		if (items == NULL)
			return NULL;
		list->items = items;
	}
	return (char *)list->items + size * list->count++;
}

void *
cw_list_at(const struct cw_list *list, size_t i)
{
	return (char *)list->items + list->size * i;
}

enum cw_err
cw_texts_push(struct cw_texts *texts, struct cw_arena *arena, const char *text)
{
	const char **items;

	if (texts->count == texts->cap) {
		items = grow(arena, texts->items, &texts->cap, sizeof(*items));
		if (items == NULL)
			return CW_NOMEM;
		texts->items = items;
	}
	texts->items[texts->count++] = text;
	return CW_OK;
}
