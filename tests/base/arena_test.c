/* An arena keeps its cap, and says so when it has no memory. */

#include "base/arena.h"

#include <stdbool.h>
#include <string.h>

#include "unit.h"

#define MAX_BYTES ((size_t)1024 * 1024)

static bool
is_zero(const unsigned char *bytes, size_t len)
{
	for (size_t i = 0; i < len; i++) {
		if (bytes[i] != 0)
			return false;
	}
	return true;
}

static void
pieces_are_zeroed_aligned_and_apart(void **state)
{
	static const size_t sizes[] = { 1, 7, 0, 16, 100, 3, 20000, 5, 40000,
		1 };
	struct cw_arena arena;
	unsigned char *pieces[CW_LEN(sizes)];

	(void)state;
	cw_arena_init(&arena, MAX_BYTES);
	for (int round = 0; round < 3; round++) {
		for (size_t i = 0; i < CW_LEN(sizes); i++) {
			pieces[i] = cw_arena_alloc(&arena, sizes[i]);
			assert_non_null(pieces[i]);
			assert_int_equal((uintptr_t)pieces[i] % 16, 0);
			assert_true(is_zero(pieces[i], sizes[i]));
			memset(pieces[i], (int)i + 1, sizes[i]);
		}
		for (size_t i = 0; i < CW_LEN(sizes); i++) {
			for (size_t at = 0; at < sizes[i]; at++)
				assert_int_equal(pieces[i][at], i + 1);
		}
		cw_arena_reset(&arena);
	}
	cw_arena_clear(&arena);
}

static void
the_cap_holds_and_may_be_reached(void **state)
{
	struct cw_arena arena;

	(void)state;
	cw_arena_init(&arena, 100);
	assert_null(cw_arena_alloc(&arena, 101));
	assert_non_null(cw_arena_alloc(&arena, 96));
	assert_null(cw_arena_alloc(&arena, 20));
	cw_arena_reset(&arena);
	assert_non_null(cw_arena_alloc(&arena, 100));
	cw_arena_clear(&arena);

	cw_arena_init(&arena, 0);
	assert_null(cw_arena_alloc(&arena, 0));
	cw_arena_clear(&arena);
}

static void
many_pieces_stay_below_the_cap(void **state)
{
	struct cw_arena arena;
	size_t taken = 0;

	(void)state;
	cw_arena_init(&arena, MAX_BYTES);
	while (cw_arena_alloc(&arena, 1000) != NULL)
		taken += 1000;
	assert_true(taken <= MAX_BYTES);
	assert_true(taken >= MAX_BYTES * 9 / 10);
	assert_true(arena.used_bytes <= MAX_BYTES);
	cw_arena_clear(&arena);
	assert_int_equal(arena.used_bytes, 0);
}

static void
sizes_that_overflow_are_refused(void **state)
{
	struct cw_arena arena;

	(void)state;
	cw_arena_init(&arena, SIZE_MAX);
	assert_null(cw_arena_calloc(&arena, SIZE_MAX / 2 + 1, 2));
	assert_null(cw_arena_alloc(&arena, SIZE_MAX));
	assert_null(cw_arena_copy(&arena, "", SIZE_MAX));
	assert_non_null(cw_arena_calloc(&arena, 0, SIZE_MAX));
	assert_non_null(cw_arena_calloc(&arena, 3, 0));
	cw_arena_clear(&arena);
}

static void
reset_keeps_one_small_block_at_most(void **state)
{
	struct cw_arena arena;

	(void)state;
	cw_arena_init(&arena, MAX_BYTES);
	for (int i = 0; i < 100; i++)
		assert_non_null(cw_arena_alloc(&arena, 5000));
	cw_arena_reset(&arena);
	assert_true(arena.used_bytes <= (size_t)16 * 1024);
	cw_arena_clear(&arena);

	assert_non_null(cw_arena_alloc(&arena, MAX_BYTES / 2));
	cw_arena_reset(&arena);
	assert_int_equal(arena.used_bytes, 0);
	cw_arena_clear(&arena);
}

static void
growing_keeps_the_bytes_and_zeroes_the_rest(void **state)
{
	struct cw_arena arena;
	unsigned char *piece = NULL;
	size_t size = 0;

	(void)state;
	cw_arena_init(&arena, MAX_BYTES);
	for (size_t next = 10; next < 100000; next *= 3) {
		piece = cw_arena_grow(&arena, piece, size, next);
		assert_non_null(piece);
		for (size_t i = 0; i < size; i++)
			assert_int_equal(piece[i], 7);
		assert_true(is_zero(piece + size, next - size));
		memset(piece, 7, next);
		size = next;
	}
	cw_arena_clear(&arena);
}

static void
growing_does_not_run_into_the_next_piece(void **state)
{
	struct cw_arena arena;
	char *first, *second;

	(void)state;
	cw_arena_init(&arena, MAX_BYTES);
	first = cw_arena_strdup(&arena, "first");
	second = cw_arena_strdup(&arena, "second");
	assert_non_null(first);
	assert_non_null(second);
	first = cw_arena_grow(&arena, first, 6, 1000);
	assert_non_null(first);
	memset(first, 'x', 1000);
	assert_string_equal(second, "second");
	cw_arena_clear(&arena);
}

static void
text_is_copied_and_printed(void **state)
{
	struct cw_arena arena;

	(void)state;
	cw_arena_init(&arena, MAX_BYTES);
	assert_string_equal(cw_arena_copy(&arena, "anna and bob", 4), "anna");
	assert_string_equal(cw_arena_copy(&arena, NULL, 0), "");
	assert_string_equal(cw_arena_strdup(&arena, ""), "");
	assert_string_equal(cw_arena_printf(&arena, "%s has %d", "anna", 12),
	    "anna has 12");
	cw_arena_clear(&arena);
}

static void
the_nth_allocation_fails_once(void **state)
{
	struct cw_arena arena;

	(void)state;
	cw_arena_init(&arena, MAX_BYTES);
	cw_arena_fail_at(3, 0);
	assert_non_null(cw_arena_alloc(&arena, 1));
	assert_non_null(cw_arena_strdup(&arena, "a"));
	assert_null(cw_arena_printf(&arena, "%d", 1));
	assert_non_null(cw_arena_alloc(&arena, 1));
	cw_arena_clear(&arena);
}

static void
from_the_nth_allocation_on_all_fail(void **state)
{
	struct cw_arena arena;

	(void)state;
	cw_arena_init(&arena, MAX_BYTES);
	cw_arena_fail_at(2, 1);
	assert_non_null(cw_arena_alloc(&arena, 1));
	assert_null(cw_arena_alloc(&arena, 1));
	assert_null(cw_arena_alloc(&arena, 1));
	cw_arena_fail_at(0, 0);
	assert_non_null(cw_arena_alloc(&arena, 1));
	cw_arena_clear(&arena);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(pieces_are_zeroed_aligned_and_apart),
		cmocka_unit_test(the_cap_holds_and_may_be_reached),
		cmocka_unit_test(many_pieces_stay_below_the_cap),
		cmocka_unit_test(sizes_that_overflow_are_refused),
		cmocka_unit_test(reset_keeps_one_small_block_at_most),
		cmocka_unit_test(growing_keeps_the_bytes_and_zeroes_the_rest),
		cmocka_unit_test(growing_does_not_run_into_the_next_piece),
		cmocka_unit_test(text_is_copied_and_printed),
		cmocka_unit_test(the_nth_allocation_fails_once),
		cmocka_unit_test(from_the_nth_allocation_on_all_fail),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
