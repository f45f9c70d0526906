/* A binary heap of timers. */

#include "gateway/stream_timer.h"

#include <stdlib.h>

#define FIRST_CAP 64

static void
put(struct cw_timers *timers, struct cw_timer *timer, size_t place)
{
	timers->heap[place] = timer;
	timer->place = place;
}

/* Let a timer rise or sink from a place that is free to where it belongs. */
static void
settle(struct cw_timers *timers, struct cw_timer *timer, size_t place)
{
	while (place > 1 && timers->heap[place / 2]->due_ms > timer->due_ms) {
		put(timers, timers->heap[place / 2], place);
		place /= 2;
	}
	while (2 * place <= timers->count) {
		size_t child = 2 * place;

		if (child < timers->count &&
		    timers->heap[child + 1]->due_ms <
			timers->heap[child]->due_ms)
			child++;
		if (timers->heap[child]->due_ms >= timer->due_ms)
			break;
		put(timers, timers->heap[child], place);
		place = child;
	}
	put(timers, timer, place);
}

static enum cw_err
make_room(struct cw_timers *timers)
{
	size_t cap = timers->cap == 0 ? FIRST_CAP : 2 * timers->cap;
	struct cw_timer **heap;

	if (timers->count + 1 < timers->cap)
		return CW_OK;
	heap = realloc(timers->heap, cap * sizeof(*heap));
	if (heap == NULL)
		return CW_NOMEM;
	timers->heap = heap;
	timers->cap = cap;
	return CW_OK;
}

enum cw_err
cw_timers_set(struct cw_timers *timers, struct cw_timer *timer, int64_t due_ms)
{
	enum cw_err err;

	if (timer->place == 0) {
		err = make_room(timers);
		if (err != CW_OK)
			return err;
		timer->place = ++timers->count;
	}
	timer->due_ms = due_ms;
	settle(timers, timer, timer->place);
	return CW_OK;
}

void
cw_timers_remove(struct cw_timers *timers, struct cw_timer *timer)
{
	struct cw_timer *last;
	size_t place = timer->place;

	if (place == 0)
		return;
	timer->place = 0;
	last = timers->heap[timers->count--];
	if (last != timer)
		settle(timers, last, place);
}

struct cw_timer *
cw_timers_first(const struct cw_timers *timers)
{
	return timers->count == 0 ? NULL : timers->heap[1];
}

void
cw_timers_clear(struct cw_timers *timers)
{
	free(timers->heap);
	*timers = (struct cw_timers){ 0 };
}
