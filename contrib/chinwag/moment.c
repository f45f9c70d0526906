/* Moments as text, in UTC. */

#include "moment.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

#include "base/text.h"

static struct tm
split(int64_t ms)
{
	time_t seconds = (time_t)(ms / 1000);
	struct tm tm = { 0 };

	(void)gmtime_r(&seconds, &tm);
	return tm;
}

void
moment_to_text(int64_t ms, char out[MOMENT_BYTES])
{
	struct tm tm = split(ms);

	if (strftime(out, MOMENT_BYTES, "%Y-%m-%d %H:%M:%S UTC", &tm) == 0)
		out[0] = '\0';
}

void
moment_to_name(int64_t ms, char out[MOMENT_BYTES])
{
	struct tm tm = split(ms);
	size_t len = strftime(out, MOMENT_BYTES, "%Y-%m-%dT%H%M%S", &tm);

	(void)snprintf(out + len, MOMENT_BYTES - len, ".%03dZ",
	    (int)(ms % 1000));
}

/* What is read must be what would be written: so nothing else passes. */
bool
moment_from_name(const char *name, int64_t *ms)
{
	struct tm tm = { 0 };
	char again[MOMENT_BYTES];
	const char *rest = strptime(name, "%Y-%m-%dT%H%M%S", &tm);
	int64_t found;

	if (rest == NULL || strlen(rest) != 5)
		return false;
	found = (int64_t)timegm(&tm) * 1000;
	for (int i = 1; i <= 3; i++)
		if (rest[i] < '0' || rest[i] > '9')
			return false;
	found += (rest[1] - '0') * 100 + (rest[2] - '0') * 10 + rest[3] - '0';
	if (found < 0)
		return false;
	moment_to_name(found, again);
	if (!cw_text_equal(again, name))
		return false;
	*ms = found;
	return true;
}
