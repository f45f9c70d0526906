/* The time, which tests can set. */

#include "base/clock.h"

#include <stdatomic.h>
#include <time.h>

/* What tests have set; negative is the real clock. */
static _Atomic int64_t fixed_ms = -1;

static int64_t
read_us(clockid_t clock)
{
	struct timespec now;

	/* Fails only for a clock that the system does not have. */
	(void)clock_gettime(clock, &now);
	return (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

int64_t
cw_clock_now_ms(void)
{
	const int64_t fixed = atomic_load(&fixed_ms);

	return fixed >= 0 ? fixed : read_us(CLOCK_REALTIME) / 1000;
}

int64_t
cw_clock_steady_ms(void)
{
	return read_us(CLOCK_MONOTONIC) / 1000;
}

int64_t
cw_clock_steady_us(void)
{
	return read_us(CLOCK_MONOTONIC);
}

void
cw_clock_set_now_ms(int64_t now_ms)
{
	atomic_store(&fixed_ms, now_ms);
}
