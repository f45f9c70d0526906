/* Lists in an arena. */

#include "unit.h"

#include "base/list.h"

static void
a_list_keeps_what_is_pushed_in_order(void **state)
{
	struct cw_list list = { 0 };
	struct cw_arena arena;

	(void)state;
	cw_arena_init(&arena, 1024 * 1024);
	for (int64_t i = 0; i < 1000; i++) {
		int64_t *item = cw_list_push(&list, &arena, sizeof(*item));

		assert_non_null(item);
		assert_int_equal(*item, 0);
		*item = i;
	}
	assert_int_equal(list.count, 1000);
	for (int64_t i = 0; i < 1000; i++)
		assert_int_equal(*(int64_t *)cw_list_at(&list, (size_t)i), i);
	cw_arena_clear(&arena);
}

static void
a_list_that_finds_no_memory_says_so_and_keeps_what_it_has(void **state)
{
	struct cw_texts texts = { 0 };
	struct cw_arena arena;
	size_t count = 0;

	(void)state;
	cw_arena_init(&arena, 64 * 1024);
	while (cw_texts_push(&texts, &arena, "word") == CW_OK)
		count++;
	assert_true(count >= 1024);
	assert_int_equal(texts.count, count);
	for (size_t i = 0; i < count; i++)
		assert_string_equal(texts.items[i], "word");
	cw_arena_clear(&arena);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_list_keeps_what_is_pushed_in_order),
		cmocka_unit_test(
		    a_list_that_finds_no_memory_says_so_and_keeps_what_it_has),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
