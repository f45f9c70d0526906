/* Addresses, and networks that have them. */

#include "../unit.h"

#include <string.h>

#include "base/address.h"

static void
what_is_an_address(void **state)
{
	static const struct {
		const char *text;
		bool is_one;
	} table[] = {
		{ "192.0.2.1", true },
		{ "0.0.0.0", true },
		{ "2001:db8::1", true },
		{ "::", true },
		{ "::ffff:192.0.2.1", true },
		{ "", false },
		{ " 192.0.2.1", false },
		{ "192.0.2", false },
		{ "192.0.2.256", false },
		{ "192.0.2.01", false },
		{ "192.0.2.1:80", false },
		{ "[2001:db8::1]", false },
		{ "2001:db8::1%eth0", false },
		{ "localhost", false },
		{ "unknown", false },
		{ "1111:2222:3333:4444:5555:6666:7777:8888:9999:aaaa:bbbb",
		    false },
	};
	struct cw_address address;

	(void)state;
	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++)
		if (cw_address_parse(table[i].text, strlen(table[i].text),
			&address) != table[i].is_one)
			fail_msg("%s", table[i].text);
}

static void
what_is_a_list(void **state)
{
	static const struct {
		const char *list;
		bool is_good;
	} table[] = {
		{ "", true },
		{ "192.0.2.1", true },
		{ " 192.0.2.0/24  2001:db8::/32 ", true },
		{ "0.0.0.0/0 ::/0", true },
		{ "192.0.2.0/33", false },
		{ "2001:db8::/129", false },
		{ "192.0.2.0/", false },
		{ "192.0.2.0/-1", false },
		{ "192.0.2.0/024", false },
		{ "192.0.2.0/24/8", false },
		{ "192.0.2.1,192.0.2.2", false },
		{ "proxy.example", false },
		{ "*", false },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++)
		if (cw_networks_are_good(table[i].list) != table[i].is_good)
			fail_msg("%s", table[i].list);
}

static void
what_is_in_a_network(void **state)
{
	static const struct {
		const char *list, *address;
		bool is_in;
	} table[] = {
		{ "192.0.2.1", "192.0.2.1", true },
		{ "192.0.2.1", "::ffff:192.0.2.1", true },
		{ "192.0.2.1", "192.0.2.2", false },
		{ "192.0.2.0/24", "192.0.2.255", true },
		{ "192.0.2.0/24", "192.0.3.0", false },
		{ "192.0.2.128/25", "192.0.2.127", false },
		{ "192.0.2.128/25", "192.0.2.128", true },
		{ "192.0.2.8/29", "192.0.2.15", true },
		{ "192.0.2.8/29", "192.0.2.16", false },
		{ "0.0.0.0/0", "255.255.255.255", true },
		{ "0.0.0.0/0", "2001:db8::1", false },
		{ "::/0", "2001:db8::1", true },
		{ "2001:db8::/32", "2001:db8:ffff::", true },
		{ "2001:db8::/32", "2001:db9::", false },
		{ "2001:db8::/33", "2001:db8:8000::", false },
		{ "10.0.0.0/8 2001:db8::1", "2001:db8::1", true },
		{ "", "192.0.2.1", false },
	};
	struct cw_address address;

	(void)state;
	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
		assert_true(cw_address_parse(table[i].address,
		    strlen(table[i].address), &address));
		if (cw_networks_have(table[i].list, &address) != table[i].is_in)
			fail_msg("%s %s", table[i].list, table[i].address);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_an_address),
		cmocka_unit_test(what_is_a_list),
		cmocka_unit_test(what_is_in_a_network),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
