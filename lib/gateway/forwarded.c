/* From which address a request comes, if it came through proxies. */

#include <string.h>

#include "base/address.h"
#include "gateway/request.h"

/* The last item of a list with commas, without blanks; its length. */
static size_t
last_item(const char *list, size_t len, const char **item)
{
	size_t start = len;

	while (start > 0 && list[start - 1] != ',')
		start--;
	while (start < len && (list[start] == ' ' || list[start] == '\t'))
		start++;
	while (len > start && (list[len - 1] == ' ' || list[len - 1] == '\t'))
		len--;
	*item = list + start;
	return len - start;
}

/* How much of a list is in front of its last item and the comma. */
static size_t
without_last(const char *list, size_t len)
{
	while (len > 0 && list[len - 1] != ',')
		len--;
	return len == 0 ? 0 : len - 1;
}

const char *
cw_forwarded_for(const struct cw_conf *conf, struct cw_arena *arena,
    const char *remote, const char *forwarded)
{
	const char *trusted = conf->trusted_proxies;
	const char *item = remote;
	const char *client = remote;
	struct cw_address address;
	size_t len, item_len;

	if (remote == NULL || forwarded == NULL || trusted[0] == '\0')
		return remote;
	item_len = strlen(remote);
	len = strlen(forwarded);
	/* Each proxy tells of the one before it, if it may be believed. */
	while (cw_address_parse(item, item_len, &address)) {
		if (item != remote)
			client = cw_arena_copy(arena, item, item_len);
		if (client == NULL)
			return remote;
		if (len == 0 || !cw_networks_have(trusted, &address))
			return client;
		item_len = last_item(forwarded, len, &item);
		len = without_last(forwarded, len);
	}
	return client;
}
