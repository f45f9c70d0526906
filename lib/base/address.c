/* Reading addresses and networks of IPv4 and IPv6. */

#include "base/address.h"

#include <arpa/inet.h>
#include <string.h>

#include "base/text.h"

/* Where the address of IPv4 begins in one of IPv6 that it is mapped into. */
#define MAPPED_BYTES 12
static const unsigned char mapped[MAPPED_BYTES] = { [10] = 0xff, [11] = 0xff };

/* A network: its first bits. */
struct network {
	struct cw_address address;
	unsigned bits;
};

static bool
is_mapped(const struct cw_address *address)
{
	return memcmp(address->bytes, mapped, MAPPED_BYTES) == 0;
}

bool
cw_address_parse(const char *text, size_t len, struct cw_address *out)
{
	char copy[INET6_ADDRSTRLEN];

	if (len == 0 || len >= sizeof(copy) || memchr(text, '\0', len) != NULL)
		return false;
	memcpy(copy, text, len);
	copy[len] = '\0';
	memcpy(out->bytes, mapped, MAPPED_BYTES);
	return inet_pton(AF_INET, copy, out->bytes + MAPPED_BYTES) == 1 ||
	    inet_pton(AF_INET6, copy, out->bytes) == 1;
}

/* "/24", behind an address. */
static bool
parse_bits(const char *text, size_t len, struct network *out)
{
	int64_t most = is_mapped(&out->address) ? 32 : 128;
	int64_t bits;
	char copy[8];

	if (len == 0 || len >= sizeof(copy))
		return false;
	memcpy(copy, text, len);
	copy[len] = '\0';
	if (cw_text_to_int(copy, &bits) != CW_OK || bits < 0 || bits > most)
		return false;
	out->bits = (unsigned)(bits + 128 - most);
	return true;
}

static bool
parse_network(const char *text, size_t len, struct network *out)
{
	const char *slash = memchr(text, '/', len);
	size_t address_len = slash == NULL ? len : (size_t)(slash - text);

	if (!cw_address_parse(text, address_len, &out->address))
		return false;
	out->bits = 128;
	return slash == NULL ||
	    parse_bits(slash + 1, len - address_len - 1, out);
}

static bool
is_in(const struct cw_address *address, const struct network *network)
{
	size_t whole = network->bits / 8;
	unsigned rest = network->bits % 8;
	unsigned mask = 0xff00u >> rest & 0xff;

	if (memcmp(address->bytes, network->address.bytes, whole) != 0)
		return false;
	return rest == 0 ||
	    ((address->bytes[whole] ^ network->address.bytes[whole]) & mask) ==
	    0;
}

/* The next of a list, at *at, which moves behind it; its length, 0 none. */
static size_t
next_item(const char **at, const char **item)
{
	*item = *at + strspn(*at, " ");
	*at = *item + strcspn(*item, " ");
	return (size_t)(*at - *item);
}

bool
cw_networks_are_good(const char *list)
{
	struct network network;
	const char *item;
	size_t len;

	while ((len = next_item(&list, &item)) > 0)
		if (!parse_network(item, len, &network))
			return false;
	return true;
}

bool
cw_networks_have(const char *list, const struct cw_address *address)
{
	struct network network;
	const char *item;
	size_t len;

	while ((len = next_item(&list, &item)) > 0)
		if (parse_network(item, len, &network) &&
		    is_in(address, &network))
			return true;
	return false;
}
