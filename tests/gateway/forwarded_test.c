/* Whose address counts: proxies are believed if they are ours. */

#include "gateway/door.h"

#define PROXY "198.51.100.7"
#define OTHER "198.51.100.8"

static void
a_proxy_is_believed_if_it_is_ours(void **state)
{
	static const struct {
		const char *remote, *forwarded, *client;
	} table[] = {
		{ PROXY, NULL, PROXY },
		{ PROXY, "203.0.113.9", "203.0.113.9" },
		{ PROXY, " 203.0.113.9\t", "203.0.113.9" },
		{ PROXY, "2001:db8::9", "2001:db8::9" },
		/* Whoever is not ours may say what they like. */
		{ "192.0.2.1", "203.0.113.9", "192.0.2.1" },
		{ "192.0.2.1", PROXY, "192.0.2.1" },
		/* The client's own words stand in front. */
		{ PROXY, "10.0.0.1, 203.0.113.9", "203.0.113.9" },
		{ PROXY, "10.0.0.1, 203.0.113.9, " OTHER, "203.0.113.9" },
		{ PROXY, "10.0.0.1," OTHER "," OTHER, "10.0.0.1" },
		{ PROXY, OTHER ", " PROXY, OTHER },
		/* What is no address ends it. */
		{ PROXY, "unknown", PROXY },
		{ PROXY, "203.0.113.9, unknown", PROXY },
		{ PROXY, "unknown, 203.0.113.9", "203.0.113.9" },
		{ PROXY, "unknown, " OTHER, OTHER },
		{ PROXY, "203.0.113.9,", PROXY },
		{ PROXY, ",", PROXY },
		{ PROXY, "", PROXY },
		{ PROXY, "203.0.113.9:80", PROXY },
		{ "::ffff:" PROXY, "203.0.113.9", "203.0.113.9" },
		{ "", "203.0.113.9", "" },
		{ NULL, "203.0.113.9", NULL },
	};
	struct door *door = *state;
	const char *client;

	door->conf.trusted_proxies = "198.51.100.0/24 2001:db8:1::/48";
	for (size_t i = 0; i < CW_LEN(table); i++) {
		client = cw_forwarded_for(&door->conf, &door->arena,
		    table[i].remote, table[i].forwarded);
		if (!cw_text_equal(client, table[i].client))
			fail_msg("%s %s: %s", table[i].remote,
			    table[i].forwarded, client);
	}
}

static void
without_proxies_nobody_is_believed(void **state)
{
	struct door *door = *state;

	assert_string_equal(cw_forwarded_for(&door->conf, &door->arena, PROXY,
				"203.0.113.9"),
	    PROXY);
}

static void
header_lines_are_one_list(void **state)
{
	struct door *door = *state;

	door->conf.trusted_proxies = "198.51.100.0/24";
	door_ask(door, "GET", "/api/a");
	door_set(door, "REMOTE_ADDR=" PROXY);
	door_set(door, "HTTP_X_FORWARDED_FOR=203.0.113.9");
	door_set(door, "HTTP_X_FORWARDED_FOR=" OTHER);
	assert_int_equal(door_read(door), CW_OK);
	assert_string_equal(door->request.remote_addr, "203.0.113.9");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		DOOR_TEST(a_proxy_is_believed_if_it_is_ours),
		DOOR_TEST(without_proxies_nobody_is_believed),
		DOOR_TEST(header_lines_are_one_list),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
