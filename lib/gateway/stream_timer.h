/*
 * Timers: which of many things is due first.  A binary heap of members of
 * other structs.
 */

#ifndef CW_GATEWAY_STREAM_TIMER_H
#define CW_GATEWAY_STREAM_TIMER_H

#include <stddef.h>
#include <stdint.h>

#include "base/err.h"

struct cw_timer {
	int64_t due_ms; /* of cw_clock_steady_ms */
	size_t place;	/* in the heap, from 1; 0: not in it */
};

struct cw_timers {
	struct cw_timer **heap; /* from 1: none is due before its half */
	size_t count;
	size_t cap;
};

/* Start a zeroed timer, or move it.  CW_NOMEM: only when starting. */
enum cw_err cw_timers_set(struct cw_timers *timers, struct cw_timer *timer,
    int64_t due_ms) CW_CHECKED;

/* Stop a timer; harmless if it does not run. */
void cw_timers_remove(struct cw_timers *timers, struct cw_timer *timer);

/* The timer that is due first; NULL none. */
struct cw_timer *cw_timers_first(const struct cw_timers *timers);

void cw_timers_clear(struct cw_timers *timers);

#endif
