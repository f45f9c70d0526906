/* Path, query and headers into structs, by their models. */

#include <string.h>

#include "gateway/door.h"

struct page {
	const char *id;
	const char *name;
	int64_t limit;
	int64_t before;
	bool detail;
	const char *last_event_id;
};

static const struct cw_field page_fields[] = {
	CW_TEXT(struct page, id, 36, 36, CW_FORMAT_UUID, CW_REQUIRED, "Id."),
	CW_TEXT(struct page, name, 1, 5, CW_FORMAT_LINE, CW_OPTIONAL, "Name."),
	CW_NUMBER(struct page, limit, 1, 200, 50, CW_OPTIONAL, "Limit."),
	CW_NUMBER(struct page, before, 0, CW_ID_MAX, CW_ABSENT, CW_OPTIONAL,
	    "Before."),
	CW_FLAG(struct page, detail, CW_OPTIONAL, "Detail."),
	CW_HEADER(struct page, last_event_id, "Last-Event-ID", 1, 16,
	    CW_FORMAT_KEY, "Last."),
	CW_END,
};

static const struct cw_model page_model = {
	.name = "Page",
	.size = sizeof(struct page),
	.fields = page_fields,
};

static const struct cw_endpoint get_page = {
	.name = "page-get",
	.method = CW_GET,
	.path = "/pages/{id}",
	.request = &page_model,
	.handle = door_no_handler,
};

static enum cw_err
parse_page(struct door *door, const char *uri, struct page *out)
{
	door_ask(door, "GET", uri);
	assert_int_equal(door_read(door), CW_OK);
	memset(out, 0, sizeof(*out));
	return cw_request_parse(&door->request, &get_page, out);
}

static void
an_address_fills_the_struct(void **state)
{
	struct door *door = *state;
	struct page page;

	assert_int_equal(parse_page(door,
			     "/api/pages/" DOOR_UUID
			     "?limit=7&name=a%2Bb+c&detail=1&before=0",
			     &page),
	    CW_OK);
	assert_string_equal(page.id, DOOR_UUID);
	assert_string_equal(page.name, "a+b c");
	assert_int_equal(page.limit, 7);
	assert_int_equal(page.before, 0);
	assert_true(page.detail);
	assert_null(page.last_event_id);
}

static void
what_does_not_come_is_preset(void **state)
{
	struct door *door = *state;
	struct page page;

	assert_int_equal(parse_page(door, "/api/pages/" DOOR_UUID, &page),
	    CW_OK);
	assert_null(page.name);
	assert_int_equal(page.limit, 50);
	assert_true(page.before == CW_ABSENT);
	assert_false(page.detail);
}

static void
a_header_fills_its_field(void **state)
{
	struct door *door = *state;
	struct page page = { 0 };

	door_ask(door, "GET", "/api/pages/" DOOR_UUID);
	door_set(door, "HTTP_LAST_EVENT_ID=17");
	assert_int_equal(door_read(door), CW_OK);
	assert_int_equal(cw_request_parse(&door->request, &get_page, &page),
	    CW_OK);
	assert_string_equal(page.last_event_id, "17");
	door_ask(door, "GET", "/api/pages/" DOOR_UUID);
	door_set(door, "HTTP_LAST_EVENT_ID=\xff");
	assert_int_equal(door_read(door), CW_OK);
	assert_int_equal(cw_request_parse(&door->request, &get_page, &page),
	    CW_INVALID);
	assert_non_null(door_problem(door, "Last-Event-ID"));
}

static void
an_address_that_breaks_the_model_is_refused(void **state)
{
	static const struct {
		const char *uri, *at;
	} table[] = {
		{ "/api/pages/x", "{id}" },
		{ "/api/pages/0A1B2C3D-4E5F-4A6B-8C7D-000000000001", "{id}" },
		{ "/api/pages/0a1b2c3d-4e5f-4a6b-8c7d-00000000000g", "{id}" },
		{ "/api/pages/0a1b2c3d-4e5f-4a6b-8c7d_000000000001", "{id}" },
		{ "/api/pages/" DOOR_UUID "0", "{id}" },
		{ "/api/pages/%", "{id}" },
		{ "/api/pages/%00", "{id}" },
		{ "/api/pages/" DOOR_UUID "?limit=0", "?limit" },
		{ "/api/pages/" DOOR_UUID "?limit=201", "?limit" },
		{ "/api/pages/" DOOR_UUID "?limit=", "?limit" },
		{ "/api/pages/" DOOR_UUID "?limit=1x", "?limit" },
		{ "/api/pages/" DOOR_UUID "?limit=01", "?limit" },
		{ "/api/pages/" DOOR_UUID "?limit=1.0", "?limit" },
		{ "/api/pages/" DOOR_UUID "?limit=%2B1", "?limit" },
		{ "/api/pages/" DOOR_UUID "?limit=99999999999999999999",
		    "?limit" },
		{ "/api/pages/" DOOR_UUID "?before=-1", "?before" },
		{ "/api/pages/" DOOR_UUID "?before=9007199254740992",
		    "?before" },
		{ "/api/pages/" DOOR_UUID "?name=", "?name" },
		{ "/api/pages/" DOOR_UUID "?name=123456", "?name" },
		{ "/api/pages/" DOOR_UUID "?name=a%0Ab", "?name" },
		{ "/api/pages/" DOOR_UUID "?name=%C2%85", "?name" },
		{ "/api/pages/" DOOR_UUID "?detail=yes", "?detail" },
		{ "/api/pages/" DOOR_UUID "?other=1", "?other" },
		{ "/api/pages/" DOOR_UUID "?id=" DOOR_UUID, "?id" },
		{ "/api/pages/" DOOR_UUID "?last_event_id=1",
		    "?last_event_id" },
		{ "/api/pages/" DOOR_UUID "?Limit=1", "?Limit" },
		{ "/api/pages/" DOOR_UUID "?limit=1&limit=1", "?" },
		{ "/api/pages/" DOOR_UUID "?limit=%", "?" },
	};
	struct door *door = *state;
	struct page page;

	for (size_t i = 0; i < CW_LEN(table); i++) {
		assert_int_equal(parse_page(door, table[i].uri, &page),
		    CW_INVALID);
		if (door_problem(door, table[i].at) == NULL)
			fail_msg("%s", table[i].uri);
		assert_int_equal(door->request.problems.count, 1);
	}
}

static void
all_problems_are_told_at_once(void **state)
{
	struct door *door = *state;
	struct page page;

	assert_int_equal(parse_page(door, "/api/pages/x?limit=0&name=&y=1",
			     &page),
	    CW_INVALID);
	assert_int_equal(door->request.problems.count, 4);
}

static void
a_get_takes_no_body(void **state)
{
	struct door *door = *state;
	struct page page = { 0 };

	door_ask(door, "GET", "/api/pages/" DOOR_UUID);
	door_json(door, "{}");
	assert_int_equal(door_read(door), CW_OK);
	assert_int_equal(cw_request_parse(&door->request, &get_page, &page),
	    CW_INVALID);
	assert_non_null(door_problem(door, ""));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		DOOR_TEST(an_address_fills_the_struct),
		DOOR_TEST(what_does_not_come_is_preset),
		DOOR_TEST(a_header_fills_its_field),
		DOOR_TEST(an_address_that_breaks_the_model_is_refused),
		DOOR_TEST(all_problems_are_told_at_once),
		DOOR_TEST(a_get_takes_no_body),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
