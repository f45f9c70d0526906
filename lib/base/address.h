/*
 * Addresses of hosts, and which of them are in a list of networks.
 */

#ifndef CW_BASE_ADDRESS_H
#define CW_BASE_ADDRESS_H

#include <stdbool.h>
#include <stddef.h>

/* Of IPv6; those of IPv4 are mapped into it (RFC 4291 section 2.5.5.2). */
struct cw_address {
	unsigned char bytes[16];
};

/* An address in its usual form; false: it is none. */
bool cw_address_parse(const char *text, size_t len, struct cw_address *out);

/*
 * Is a text a list of addresses, and of networks such as 192.0.2.0/24 or
 * 2001:db8::/32, separated by blanks?  It may be empty.
 */
bool cw_networks_are_good(const char *list);

/* Is an address in such a list? */
bool cw_networks_have(const char *list, const struct cw_address *address);

#endif
