/* Reading clients' times. */

#include "gateway/idp_time.h"

#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "base/clock.h"

#define WINDOW_SEC 300

static const char months[] = "JanFebMarAprMayJunJulAugSepOctNovDec";
static const char days[] = "SunMonTueWedThuFriSat";

/* The index of three letters in a list of such; -1: not there. */
static int
find_word(const char *words, const char *word)
{
	for (int i = 0; words[3 * i] != '\0'; i++)
		if (strncmp(words + (ptrdiff_t)3 * i, word, 3) == 0)
			return i;
	return -1;
}

enum cw_err
cw_idp_time(const char *text, int64_t *out)
{
	char day[4], month[4];
	struct tm tm = { 0 };
	int end = 0, year;

	if (sscanf(text, "%3[A-Za-z] %3[A-Za-z] %2d %2d:%2d:%2d UTC %4d%n", day,
		month, &tm.tm_mday, &tm.tm_hour, &tm.tm_min, &tm.tm_sec, &year,
		&end) != 7 ||
	    end == 0 || text[end] != '\0')
		return CW_INVALID;
	tm.tm_mon = find_word(months, month);
	tm.tm_year = year - 1900;
	if (tm.tm_mon < 0 || find_word(days, day) < 0 || tm.tm_mday < 1 ||
	    tm.tm_mday > 31 || tm.tm_hour < 0 || tm.tm_hour > 23 ||
	    tm.tm_min < 0 || tm.tm_min > 59 || tm.tm_sec < 0 || tm.tm_sec > 60)
		return CW_INVALID;
	*out = (int64_t)timegm(&tm);
	return CW_OK;
}

bool
cw_idp_is_timely(const char *text)
{
	int64_t time_sec, now_sec = cw_clock_now_ms() / 1000;

	return cw_idp_time(text, &time_sec) == CW_OK &&
	    time_sec >= now_sec - WINDOW_SEC &&
	    time_sec <= now_sec + WINDOW_SEC;
}
