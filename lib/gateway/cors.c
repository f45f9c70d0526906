/* Comparing origins (RFC 6454) with the configured ones. */

#include "gateway/cors.h"

#include <string.h>
#include <strings.h>

bool
cw_cors_is_allowed(const struct cw_conf *conf, const char *origin)
{
	const char *at = conf->cors_origins;
	size_t len;

	if (origin == NULL || *origin == '\0')
		return false;
	len = strlen(origin);
	while (*at != '\0') {
		size_t word = strcspn(at, " \t");

		if (word == len && memcmp(at, origin, len) == 0)
			return true;
		at += word;
		at += strspn(at, " \t");
	}
	return false;
}

bool
cw_cors_is_own(const struct cw_conf *conf, const char *origin)
{
	const char *host = strstr(conf->base_url, "://");
	size_t len;

	if (host == NULL || origin == NULL)
		return false;
	len = (size_t)(host - conf->base_url) + 3;
	len += strcspn(conf->base_url + len, "/");
	return strlen(origin) == len &&
	    strncasecmp(origin, conf->base_url, len) == 0;
}
