/* Rates: numbers in a file that all processes map, changed without locks. */

#include "pool/rate.h"

#include <errno.h>
#include <fcntl.h>
#include <stdatomic.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/log.h"
#include "db/rundir.h"

#define SECOND_US 1000000

/* Users whose numbers are the same share a limit; few are here at once. */
#define USERS 4096

/* What conf->idp_per_second says is meant of these. */
#define WHOLE 120

static const int64_t per_second[CW_RATE__COUNT] = {
	[CW_RATE_SIGN_IN] = WHOLE,
	[CW_RATE_CREATE] = 50,
	[CW_RATE_RECOVER] = 30,
	[CW_RATE_READ] = 120,
	[CW_RATE_UPDATE] = 25,
	[CW_RATE_TOKEN] = 120,
	[CW_RATE_LIST] = 30,
	[CW_RATE_RESOURCE] = 20,
};

/* In microseconds of the steady clock, which all processes share. */
typedef _Atomic int64_t cw_until;
_Static_assert(ATOMIC_LLONG_LOCK_FREE == 2, "processes cannot share a lock");

/* Those of the kinds come first, then those of users. */
#define READERS ((size_t)CW_RATE__COUNT)
#define WRITERS (READERS + USERS)

struct rates {
	cw_until until[WRITERS + USERS];
};

/*
 * Is there room for one more?  The time is asked for after what others made of
 * it: what is still further off than can be is of before the machine started.
 */
static enum cw_err
take(cw_until *until, int64_t count)
{
	const int64_t step = SECOND_US / count;
	int64_t old = atomic_load(until), from, now;

	do {
		now = cw_clock_steady_us();
		from = old;
		if (from < now || from > now + 2 * SECOND_US)
			from = now;
		if (from + step > now + SECOND_US)
			return CW_BUSY;
	} while (!atomic_compare_exchange_weak(until, &old, from + step));
	return CW_OK;
}

/* Its place is on the disk before anybody writes there. */
static enum cw_err
make_room(int fd)
{
	struct stat facts;

	if (fstat(fd, &facts) == -1)
		return CW_SYSTEM;
	if (facts.st_size >= (off_t)sizeof(struct rates))
		return CW_OK;
	errno = posix_fallocate(fd, 0, sizeof(struct rates));
	return errno == 0 ? CW_OK : CW_FULL;
}

static enum cw_err
map(const struct cw_conf *conf, struct rates **out)
{
	static atomic_flag has_failed = ATOMIC_FLAG_INIT;
	void *mapped = MAP_FAILED;
	enum cw_err err;
	int fd;

	err = cw_rundir_open(conf->data_dir, "rates", &fd);
	if (err != CW_OK)
		return err;
	err = make_room(fd);
	if (err == CW_OK)
		mapped = mmap(NULL, sizeof(**out), PROT_READ | PROT_WRITE,
		    MAP_SHARED, fd, 0);
	if (mapped == MAP_FAILED && !atomic_flag_test_and_set(&has_failed))
		cw_log(CW_LOG_ERROR, "cannot map %s/run/rates: %s",
		    conf->data_dir, strerror(errno));
	close(fd);
	if (mapped == MAP_FAILED)
		return err == CW_OK ? CW_SYSTEM : err;
	*out = mapped;
	return CW_OK;
}

/* Nobody is refused where there are no limits, or no numbers. */
static enum cw_err
take_at(const struct cw_conf *conf, size_t i, int64_t count)
{
	struct rates *rates;
	enum cw_err err;

	if (conf->idp_per_second == 0 || map(conf, &rates) != CW_OK)
		return CW_OK;
	err = take(&rates->until[i], count);
	(void)munmap(rates, sizeof(*rates));
	return err;
}

enum cw_err
cw_rate_take(const struct cw_conf *conf, enum cw_rate rate)
{
	const int64_t count = per_second[rate] * conf->idp_per_second / WHOLE;

	return take_at(conf, (size_t)rate, count == 0 ? 1 : count);
}

enum cw_err
cw_rate_take_own(const struct cw_conf *conf, enum cw_rate rate,
    int64_t account_id)
{
	const size_t first = rate == CW_RATE_READ ? READERS : WRITERS;

	return take_at(conf, first + (size_t)(account_id % USERS),
	    CW_RATE_PER_USER);
}
