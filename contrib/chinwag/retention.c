/* Which backups to keep. */

#include "retention.h"

#include <string.h>
#include <time.h>

#include "base/text.h"

#define DAY_MS (INT64_C(24) * 60 * 60 * 1000)

/* 1970 began with a Thursday; weeks begin with Monday. */
#define MONDAY_SHIFT_DAYS 3

#define MOST_MAX 10000

enum cw_err
retention_read(const char *text, struct retention *out)
{
	struct retention found;
	char number[16];
	size_t len;

	for (int i = 0; i < PERIOD__COUNT; i++) {
		len = strcspn(text, ",");
		if (len >= sizeof(number) ||
		    (text[len] == '\0') != (i == PERIOD__COUNT - 1))
			return CW_INVALID;
		memcpy(number, text, len);
		number[len] = '\0';
		if (cw_text_to_int(number, &found.most[i]) != CW_OK ||
		    found.most[i] < 0 || found.most[i] > MOST_MAX)
			return CW_INVALID;
		text += len + 1;
	}
	*out = found;
	return CW_OK;
}

/* A number that is the same for all moments of a day, a week or a month. */
static int64_t
number_of(enum period period, int64_t ms)
{
	time_t seconds = (time_t)(ms / 1000);
	struct tm tm = { 0 };

	if (period == DAYS)
		return ms / DAY_MS;
	if (period == WEEKS)
		return (ms / DAY_MS + MONDAY_SHIFT_DAYS) / 7;
	(void)gmtime_r(&seconds, &tm);
	return (int64_t)tm.tm_year * 12 + tm.tm_mon;
}

void
retention_judge(const struct retention *how, const int64_t *made_ms,
    size_t count, bool *keep)
{
	int64_t left, last, number;

	for (size_t i = 0; i < count; i++)
		keep[i] = i == 0;
	for (int period = 0; period < PERIOD__COUNT; period++) {
		left = how->most[period];
		last = -1;
		for (size_t i = 0; i < count && left > 0; i++) {
			number = number_of((enum period)period, made_ms[i]);
			if (number == last)
				continue;
			last = number;
			keep[i] = true;
			left--;
		}
	}
}
