/* Finding one cookie among others. */

#include "gateway/door.h"

static void
a_cookie_is_found(void **state)
{
	static const struct {
		const char *header, *value;
	} table[] = {
		{ NULL, NULL },
		{ "", NULL },
		{ "sid=1", "1" },
		{ "a=b; sid=1", "1" },
		{ "sid=1; a=b", "1" },
		{ "a=b, sid=1", "1" },
		{ "a=b,sid=1;c=d", "1" },
		{ "  sid=1  ", "1" },
		{ ";;sid=1;;", "1" },
		{ "sid=\"1\"", "1" },
		{ "sid=\"", "\"" },
		{ "sid=", "" },
		{ "sid=a=b", "a=b" },
		{ "sid", NULL },
		{ "xsid=1", NULL },
		{ "sidx=1", NULL },
		{ "SID=1", NULL },
		{ "sid =1", NULL },
		{ "a=sid=1", NULL },
		{ "sid=1; sid=1", "1" },
	};
	struct door *door = *state;
	const char *value;

	for (size_t i = 0; i < CW_LEN(table); i++) {
		assert_int_equal(cw_cookie_find(&door->arena, table[i].header,
				     "sid", &value),
		    CW_OK);
		if (table[i].value == NULL)
			assert_null(value);
		else
			assert_string_equal(value, table[i].value);
	}
}

static void
a_cookie_with_two_values_is_refused(void **state)
{
	static const char *const table[] = { "sid=1; sid=2", "sid=1,sid=2",
		"sid=1; a=b; sid=", "sid=1; sid=11", "sid=1; sid=\"2\"" };
	struct door *door = *state;
	const char *value;

	for (size_t i = 0; i < CW_LEN(table); i++)
		assert_int_equal(cw_cookie_find(&door->arena, table[i], "sid",
				     &value),
		    CW_INVALID);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		DOOR_TEST(a_cookie_is_found),
		DOOR_TEST(a_cookie_with_two_values_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
