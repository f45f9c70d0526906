/* The doctor's look at the clock. */

#include "doctor.h"

#include <inttypes.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/timex.h>

#include "base/clock.h"
#include "moment.h"

/* Two programs may look at the clock in another order than they write. */
#define BEHIND_MAX_MS 60000
#define STEP_MAX_MS 500

#define LOOKS 5

static const enum cw_sql newest[CW_STORE__COUNT] = {
	[CW_STORE_CHAT] = CW_SQL_NEWEST_EVENT,
	[CW_STORE_POOL] = CW_SQL_NEWEST_AUDIT,
};

/* Of some looks the one that nothing came between. */
int64_t
clock_offset_ms(void)
{
	int64_t before, now, gap, best_gap = INT64_MAX, offset = 0;

	for (int i = 0; i < LOOKS; i++) {
		before = cw_clock_steady_us();
		now = cw_clock_now_ms();
		gap = cw_clock_steady_us() - before;
		if (gap < best_gap) {
			best_gap = gap;
			offset = now - before / 1000;
		}
	}
	return offset;
}

/* When the newest thing in a store was written; 0: there is none. */
static int64_t
newest_in(const struct operation *op, enum cw_store_kind kind)
{
	struct cw_store *store;
	struct cw_rows rows;
	int64_t found = 0;

	if (cw_store_open(op->conf->data_dir, kind, CW_STORE_READ,
		(int)op->conf->store_busy_ms, &store) != CW_OK)
		return 0;
	if (cw_query_one(store, newest[kind], NULL, 0, &rows) == CW_OK)
		found = cw_col_int(&rows, 0);
	cw_rows_end(&rows);
	cw_store_close(store);
	return found;
}

static void
compare(struct doctor *doctor, const char *what, int64_t then_ms)
{
	char now[MOMENT_BYTES], then[MOMENT_BYTES];

	note_check(doctor);
	if (cw_clock_now_ms() >= then_ms - BEHIND_MAX_MS)
		return;
	moment_to_text(cw_clock_now_ms(), now);
	moment_to_text(then_ms, then);
	note_found(doctor, CLOCK_BEHIND, "it says %s, and %s is of %s", now,
	    what, then);
}

void
look_at_clock(struct doctor *doctor)
{
	struct timex state = { 0 };
	struct stat program;
	int64_t step_ms =
	    cw_clock_now_ms() - cw_clock_steady_ms() - doctor->clock_offset_ms;

	if (stat("/proc/self/exe", &program) == 0)
		compare(doctor, "this program",
		    (int64_t)program.st_mtim.tv_sec * 1000);
	for (int i = 0; are_stores_usable(doctor) && i < CW_STORE__COUNT; i++)
		compare(doctor, store_names[i],
		    newest_in(doctor->op, (enum cw_store_kind)i));
	note_check(doctor);
	if (llabs(step_ms) > STEP_MAX_MS)
		note_found(doctor, CLOCK_STEPS,
		    "by %" PRId64 " ms while I looked", step_ms);
	note_check(doctor);
	if (adjtimex(&state) == TIME_ERROR)
		note_found(doctor, CLOCK_UNKEPT, "%s", "adjtimex(2)");
}
