/*
 * The time, which tests can set.
 */

#ifndef CW_BASE_CLOCK_H
#define CW_BASE_CLOCK_H

#include <stdint.h>

/* Milliseconds since 1970 (CLOCK_REALTIME). */
int64_t cw_clock_now_ms(void);

/* Milliseconds of a clock that never steps; for timeouts inside a process. */
int64_t cw_clock_steady_ms(void);
/* The same clock in microseconds; for durations in logs. */
int64_t cw_clock_steady_us(void);

/* For tests: answer this from now on; negative gives the real clock back. */
void cw_clock_set_now_ms(int64_t now_ms);

#endif
