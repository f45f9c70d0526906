/* Entity tags: which of a client's is ours. */

#include "gateway/door.h"

#include "gateway/etag.h"

#define TAG "\"0123456789abcdefghijkl\""

static void
a_tag_is_found_in_a_list(void **state)
{
	static const struct {
		const char *header;
		bool is_there;
	} table[] = {
		{ NULL, false },
		{ "", false },
		{ " ", false },
		{ TAG, true },
		{ "  " TAG "  ", true },
		{ "W/" TAG, true },
		{ "\"x\", " TAG, true },
		{ "\"x\"," TAG ",\"y\"", true },
		{ "W/\"a, b\",\tW/" TAG, true },
		{ ",, " TAG, true },
		{ "\"\"," TAG, true },
		{ "*", true },
		{ " * ", true },
		{ "*, " TAG, false },
		{ "**", false },
		{ "\"x\", *", false },
		{ "w/" TAG, false },
		{ "W/ " TAG, false },
		{ "x, " TAG, false },
		{ "\"x, " TAG, false },
		{ "0123456789abcdefghijkl", false },
		{ "\"0123456789abcdefghijkl", false },
		{ "\"0123456789abcdefghijk\"", false },
		{ "\"0123456789abcdefghijklm\"", false },
		{ "\"0123456789ABCDEFGHIJKL\"", false },
	};

	(void)state;
	for (size_t i = 0; i < CW_LEN(table); i++)
		if (cw_etag_is_among(table[i].header, TAG) != table[i].is_there)
			fail_msg("%s", table[i].header);
}

static void
what_has_no_tag_is_never_the_same(void **state)
{
	(void)state;
	assert_false(cw_etag_is_among("*", NULL));
	assert_false(cw_etag_is_among(TAG, NULL));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_tag_is_found_in_a_list),
		cmocka_unit_test(what_has_no_tag_is_never_the_same),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
