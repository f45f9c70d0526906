/* JSON and raw bodies into structs, by their models. */

#include <string.h>

#include "base/text.h"
#include "gateway/door.h"

struct part {
	const char *key;
	int64_t size;
};

static const struct cw_field part_fields[] = {
	CW_TEXT(struct part, key, 1, 8, CW_FORMAT_KEY, CW_REQUIRED, "Key."),
	CW_NUMBER(struct part, size, 0, 9, 3, CW_OPTIONAL, "Size."),
	CW_END,
};

static const struct cw_model part_model = {
	.name = "Part",
	.size = sizeof(struct part),
	.fields = part_fields,
};

struct post {
	const char *id;
	const char *words;
	int64_t time;
	bool unread;
	struct cw_texts names;
	struct part *part;
	struct cw_list parts;
};

static const struct cw_field post_fields[] = {
	CW_TEXT(struct post, id, 36, 36, CW_FORMAT_UUID, CW_REQUIRED, "Id."),
	CW_TEXT(struct post, words, 1, 5, CW_FORMAT_WORDS, CW_REQUIRED,
	    "Words."),
	CW_NUMBER(struct post, time, -5, CW_ID_MAX, CW_ABSENT, CW_OPTIONAL,
	    "Time."),
	CW_FLAG(struct post, unread, CW_OPTIONAL, "Unread."),
	CW_TEXTS(struct post, names, 1, 3, 4, CW_OPTIONAL, "Names."),
	CW_OBJECT(struct post, part, struct part, &part_model, CW_OPTIONAL,
	    "Part."),
	CW_OBJECTS(struct post, parts, 2, &part_model, CW_OPTIONAL, "Parts."),
	CW_END,
};

static const struct cw_model post_model = {
	.name = "Post",
	.size = sizeof(struct post),
	.fields = post_fields,
};

static const struct cw_endpoint post_post = {
	.name = "post-post",
	.method = CW_POST,
	.path = "/posts/{id}",
	.request = &post_model,
	.handle = door_no_handler,
};

static enum cw_err
parse_body(struct door *door, const struct cw_endpoint *endpoint,
    const char *json, void *out)
{
	door_ask(door, "POST", "/api/posts/" DOOR_UUID);
	door_json(door, json);
	assert_int_equal(door_read(door), CW_OK);
	if (endpoint->request != NULL)
		memset(out, 0, endpoint->request->size);
	return cw_request_parse(&door->request, endpoint, out);
}

static void
a_body_fills_the_struct(void **state)
{
	struct door *door = *state;
	struct post post;
	const struct part *parts;

	assert_int_equal(parse_body(door, &post_post,
			     "{\"words\":\"h\\u00e9llo\",\"time\":5,"
			     "\"unread\":true,\"names\":[\"a\",\"bob\"],"
			     "\"part\":{\"key\":\"x\",\"size\":1},"
			     "\"parts\":[{\"key\":\"y\"},"
			     "{\"key\":\"z\",\"size\":2}]}",
			     &post),
	    CW_OK);
	assert_string_equal(post.id, DOOR_UUID);
	assert_string_equal(post.words, "h\xc3\xa9llo");
	assert_int_equal(post.time, 5);
	assert_true(post.unread);
	assert_int_equal(post.names.count, 2);
	assert_string_equal(post.names.items[1], "bob");
	assert_string_equal(post.part->key, "x");
	assert_int_equal(post.part->size, 1);
	assert_int_equal(post.parts.count, 2);
	parts = post.parts.items;
	assert_int_equal(parts[0].size, 3);
	assert_string_equal(parts[1].key, "z");
}

static void
a_whole_number_may_be_written_in_any_way(void **state)
{
	static const struct {
		const char *json;
		int64_t number;
	} table[] = {
		{ "{\"words\":\"a\",\"time\":7.0}", 7 },
		{ "{\"words\":\"a\",\"time\":7e0}", 7 },
		{ "{\"words\":\"a\",\"time\":70e-1}", 7 },
		{ "{\"words\":\"a\",\"time\":-0}", 0 },
		{ "{\"words\":\"a\",\"time\":-5}", -5 },
		{ "{\"words\":\"a\",\"time\":9007199254740991}", CW_ID_MAX },
		{ "{\"words\":\"a\",\"time\":1e15}",
		    INT64_C(1000000000000000) },
	};
	struct door *door = *state;
	struct post post;

	for (size_t i = 0; i < CW_LEN(table); i++) {
		assert_int_equal(parse_body(door, &post_post, table[i].json,
				     &post),
		    CW_OK);
		assert_true(post.time == table[i].number);
	}
}

static void
a_body_that_breaks_the_model_is_refused(void **state)
{
	static const struct {
		const char *json, *at;
	} table[] = {
		{ "{}", "/words" },
		{ "[]", "" },
		{ "\"a\"", "" },
		{ "null", "" },
		{ "7", "" },
		{ "{\"words\":\"a\"", "" },
		{ "{\"words\":\"a\",\"words\":\"b\"}", "" },
		{ "{\"words\":\"a\",\"id\":\"" DOOR_UUID "\"}", "/id" },
		{ "{\"words\":\"a\",\"extra\":1}", "/extra" },
		{ "{\"words\":\"a\",\"a/b~c\":1}", "/a~1b~0c" },
		{ "{\"words\":\"a\",\"\":1}", "/" },
		{ "{\"words\":\"\"}", "/words" },
		{ "{\"words\":\" \\n\"}", "/words" },
		{ "{\"words\":\"\\u200b\"}", "/words" },
		{ "{\"words\":\"a\\u0007\"}", "/words" },
		{ "{\"words\":\"123456\"}", "/words" },
		{ "{\"words\":7}", "/words" },
		{ "{\"words\":null}", "/words" },
		{ "{\"words\":[\"a\"]}", "/words" },
		{ "{\"words\":\"a\",\"time\":\"5\"}", "/time" },
		{ "{\"words\":\"a\",\"time\":1.5}", "/time" },
		{ "{\"words\":\"a\",\"time\":-6}", "/time" },
		{ "{\"words\":\"a\",\"time\":1e16}", "/time" },
		{ "{\"words\":\"a\",\"time\":null}", "/time" },
		{ "{\"words\":\"a\",\"time\":true}", "/time" },
		{ "{\"words\":\"a\",\"unread\":1}", "/unread" },
		{ "{\"words\":\"a\",\"unread\":\"true\"}", "/unread" },
		{ "{\"words\":\"a\",\"names\":[]}", "/names" },
		{ "{\"words\":\"a\",\"names\":\"a\"}", "/names" },
		{ "{\"words\":\"a\",\"names\":[\"a\",\"a\",\"a\",\"a\"]}",
		    "/names" },
		{ "{\"words\":\"a\",\"names\":[\"a\",7]}", "/names/1" },
		{ "{\"words\":\"a\",\"names\":[\"\"]}", "/names/0" },
		{ "{\"words\":\"a\",\"names\":[\"abcde\"]}", "/names/0" },
		{ "{\"words\":\"a\",\"names\":[\"a\\nb\"]}", "/names/0" },
		{ "{\"words\":\"a\",\"part\":[]}", "/part" },
		{ "{\"words\":\"a\",\"part\":{}}", "/part/key" },
		{ "{\"words\":\"a\",\"part\":{\"key\":\"a b\"}}", "/part/key" },
		{ "{\"words\":\"a\",\"part\":{\"key\":\"a\",\"x\":1}}",
		    "/part/x" },
		{ "{\"words\":\"a\",\"parts\":{}}", "/parts" },
		{ "{\"words\":\"a\",\"parts\":[1]}", "/parts/0" },
		{ "{\"words\":\"a\",\"parts\":[{\"key\":\"a\"},{}]}",
		    "/parts/1/key" },
		{ "{\"words\":\"a\",\"parts\":[{\"key\":\"a\",\"size\":10}]}",
		    "/parts/0/size" },
	};
	struct door *door = *state;
	struct post post;

	for (size_t i = 0; i < CW_LEN(table); i++) {
		if (parse_body(door, &post_post, table[i].json, &post) !=
			CW_INVALID ||
		    door_problem(door, table[i].at) == NULL)
			fail_msg("%s", table[i].json);
		assert_int_equal(door->request.problems.count, 1);
	}
}

static void
a_name_that_nobody_knows_is_cut(void **state)
{
	static char json[1024];
	struct door *door = *state;
	struct post post;
	struct cw_buf buf;

	cw_buf_init_fixed(&buf, json, sizeof(json));
	cw_buf_puts(&buf, "{\"words\":\"a\",\"");
	for (int i = 0; i < 200; i++)
		cw_buf_puts(&buf, "\xc3\xa9");
	cw_buf_puts(&buf, "\":1}");
	assert_int_equal(parse_body(door, &post_post, json, &post), CW_INVALID);
	assert_int_equal(strlen(
			     ((struct cw_problem *)door->request.problems.items)
				 ->at),
	    1 + 40 * 2);
}

static void
a_body_of_another_type_is_not_read(void **state)
{
	static const char *const table[] = { "text/plain", "",
		"application/x-www-form-urlencoded", "multipart/form-data",
		"application/json; charset=latin1" };
	struct door *door = *state;
	struct post post = { 0 };

	for (size_t i = 0; i < CW_LEN(table); i++) {
		door_ask(door, "POST", "/api/posts/" DOOR_UUID);
		door_body(door, table[i], "{\"words\":\"a\"}", 13);
		assert_int_equal(door_read(door), CW_OK);
		assert_int_equal(cw_request_parse(&door->request, &post_post,
				     &post),
		    CW_UNSUPPORTED);
	}
}

static void
a_body_that_is_not_there_is_asked_for(void **state)
{
	struct door *door = *state;
	struct post post;

	assert_int_equal(parse_body(door, &post_post, "", &post), CW_INVALID);
	assert_string_equal(door_problem(door, ""), "A body is needed.");
}

static void
where_no_body_belongs_an_empty_object_may_stand(void **state)
{
	static const struct cw_endpoint post_nothing = {
		.name = "nothing-post",
		.method = CW_POST,
		.path = "/posts/{id}",
		.handle = door_no_handler,
	};
	struct door *door = *state;

	assert_int_equal(parse_body(door, &post_nothing, "", NULL), CW_OK);
	assert_int_equal(parse_body(door, &post_nothing, "{}", NULL), CW_OK);
	assert_int_equal(parse_body(door, &post_nothing, "{\"a\":1}", NULL),
	    CW_INVALID);
	assert_int_equal(parse_body(door, &post_nothing, "[]", NULL),
	    CW_INVALID);
}

/* --- bodies that are one value ------------------------------------------- */

struct others {
	struct cw_texts names;
};

static const struct cw_field others_fields[] = {
	CW_TEXTS(struct others, names, 1, 3, 4, CW_REQUIRED | CW_ROOT,
	    "Names."),
	CW_END,
};

static const struct cw_model others_model = {
	.name = "Others",
	.size = sizeof(struct others),
	.fields = others_fields,
};

static const struct cw_endpoint post_others = {
	.name = "others-post",
	.method = CW_POST,
	.path = "/posts/{id}",
	.request = &others_model,
	.handle = door_no_handler,
};

static void
a_body_may_be_a_list(void **state)
{
	static const struct {
		const char *json, *at;
	} refused[] = {
		{ "[]", "" },
		{ "{}", "" },
		{ "\"a\"", "" },
		{ "[\"a\",null]", "/1" },
		{ "[\"a\",\"b\",\"c\",\"d\"]", "" },
		{ "[[\"a\"]]", "/0" },
	};
	struct door *door = *state;
	struct others others;

	assert_int_equal(parse_body(door, &post_others, "[\"bob\",\"eve\"]",
			     &others),
	    CW_OK);
	assert_int_equal(others.names.count, 2);
	assert_string_equal(others.names.items[0], "bob");
	for (size_t i = 0; i < CW_LEN(refused); i++) {
		assert_int_equal(parse_body(door, &post_others, refused[i].json,
				     &others),
		    CW_INVALID);
		assert_non_null(door_problem(door, refused[i].at));
	}
}

struct raw {
	const char *id;
	const char *text;
};

static const struct cw_field raw_fields[] = {
	CW_TEXT(struct raw, id, 36, 36, CW_FORMAT_UUID, CW_REQUIRED, "Id."),
	CW_TEXT(struct raw, text, 1, 20, CW_FORMAT_WORDS,
	    CW_REQUIRED | CW_ROOT | CW_RAW, "Text."),
	CW_END,
};

static const struct cw_model raw_model = {
	.name = "Raw",
	.size = sizeof(struct raw),
	.fields = raw_fields,
};

static const struct cw_endpoint post_raw = {
	.name = "raw-post",
	.method = CW_POST,
	.path = "/posts/{id}",
	.request = &raw_model,
	.handle = door_no_handler,
};

static void
a_raw_text_is_its_json_string_or_itself(void **state)
{
	static const struct {
		const char *body, *text;
	} table[] = {
		{ "\"hello\"", "hello" },
		{ " \"hello\"\n", "hello" },
		{ "\"say \\\"hi\\\"\"", "say \"hi\"" },
		{ "\"  padded  \"", "  padded  " },
		{ "hello world", "hello world" },
		{ "  padded  ", "  padded  " },
		{ "say \"hi\" now", "say \"hi\" now" },
		{ "123", "123" },
		{ "true", "true" },
		{ "null", "null" },
		{ "{\"a\":1}", "{\"a\":1}" },
		{ "[1]", "[1]" },
		{ "\"open", "\"open" },
		{ "\"\\ud800\"", "\"\\ud800\"" },
		{ "h\xc3\xa9", "h\xc3\xa9" },
		{ "a\nb", "a\nb" },
	};
	struct door *door = *state;
	struct raw raw;

	for (size_t i = 0; i < CW_LEN(table); i++) {
		assert_int_equal(parse_body(door, &post_raw, table[i].body,
				     &raw),
		    CW_OK);
		assert_string_equal(raw.text, table[i].text);
		assert_string_equal(raw.id, DOOR_UUID);
	}
	door_ask(door, "POST", "/api/posts/" DOOR_UUID);
	door_body(door, "text/plain; charset=UTF-8", "hello", 5);
	assert_int_equal(door_read(door), CW_OK);
	assert_int_equal(cw_request_parse(&door->request, &post_raw, &raw),
	    CW_OK);
	assert_string_equal(raw.text, "hello");
}

static void
a_raw_text_obeys_its_field(void **state)
{
	static const struct {
		const char *body;
		size_t len;
	} table[] = {
		{ "", 0 },
		{ " ", 1 },
		{ "\"\"", 2 },
		{ "\"\\n\"", 4 },
		{ "\xff", 1 },
		{ "a\0b", 3 },
		{ "a\x07", 2 },
		{ "123456789012345678901", 21 },
		{ "\"123456789012345678901\"", 23 },
	};
	struct door *door = *state;
	struct raw raw;

	for (size_t i = 0; i < CW_LEN(table); i++) {
		door_ask(door, "POST", "/api/posts/" DOOR_UUID);
		door_body(door, "application/json", table[i].body,
		    table[i].len);
		assert_int_equal(door_read(door), CW_OK);
		assert_int_equal(cw_request_parse(&door->request, &post_raw,
				     &raw),
		    CW_INVALID);
		assert_non_null(door_problem(door, ""));
	}
}

/* A request fails cleanly wherever memory ends. */
static void
without_memory_a_request_fails_cleanly(void **state)
{
	static const char json[] = "{\"words\":\"a\",\"names\":[\"a\",\"b\"],"
				   "\"parts\":[{\"key\":\"y\",\"z\":1}]}";
	struct door *door = *state;
	struct post post;
	enum cw_err err = CW_NOMEM;

	for (unsigned long n = 1; err == CW_NOMEM; n++) {
		door_ask(door, "POST", "/api/posts/" DOOR_UUID);
		door_json(door, json);
		memset(&post, 0, sizeof(post));
		cw_arena_fail_at(n, 0);
		err = door_read(door);
		if (err == CW_OK)
			err =
			    cw_request_parse(&door->request, &post_post, &post);
		cw_arena_fail_at(0, 0);
	}
	assert_int_equal(err, CW_INVALID);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		DOOR_TEST(a_body_fills_the_struct),
		DOOR_TEST(a_whole_number_may_be_written_in_any_way),
		DOOR_TEST(a_body_that_breaks_the_model_is_refused),
		DOOR_TEST(a_name_that_nobody_knows_is_cut),
		DOOR_TEST(a_body_of_another_type_is_not_read),
		DOOR_TEST(a_body_that_is_not_there_is_asked_for),
		DOOR_TEST(where_no_body_belongs_an_empty_object_may_stand),
		DOOR_TEST(a_body_may_be_a_list),
		DOOR_TEST(a_raw_text_is_its_json_string_or_itself),
		DOOR_TEST(a_raw_text_obeys_its_field),
		DOOR_TEST(without_memory_a_request_fails_cleanly),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
