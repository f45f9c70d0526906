/* Binding, rows and columns. */

#include "unit.h"

#include <string.h>

#include "db/notes.h"

static struct cw_arena arena;

static int
make_store(void **state)
{
	cw_arena_init(&arena, 1 << 20);
	return notes_make(state);
}

static int
drop_store(void **state)
{
	cw_arena_clear(&arena);
	return notes_remove(state);
}

static void
values_are_bound_by_name_and_not_by_appearance(void **state)
{
	const struct cw_val args[] = { cw_int(2), cw_int(1) };
	struct cw_rows rows;
	enum cw_err err;

	(void)state;
	for (int64_t i = 1; i <= 5; i++)
		assert_int_equal(note_add(notes_writer, i,
				     i % 2 ? "odd" : "even"),
		    i > 2 ? CW_CONFLICT : CW_OK);
	for (int64_t i = 3; i <= 5; i++)
		assert_int_equal(note_add(notes_writer, i,
				     (const char *[]){ "three", "four",
					 "five" }[i - 3]),
		    CW_OK);

	/* $1 is the limit, $2 the id: two rows after the first. */
	err = cw_query(notes_writer, CW_SQL_NOTES_AFTER, args, CW_LEN(args),
	    &rows);
	assert_int_equal(err, CW_OK);
	assert_true(cw_rows_next(&rows, &err));
	assert_int_equal(cw_col_int(&rows, 0), 2);
	assert_true(cw_rows_next(&rows, &err));
	assert_string_equal(cw_col_peek(&rows, 2, NULL), "three");
	assert_false(cw_rows_next(&rows, &err));
	assert_int_equal(err, CW_OK);
	cw_rows_end(&rows);
}

static void
one_row_or_not_found(void **state)
{
	const struct cw_val known[] = { cw_int(1) };
	const struct cw_val unknown[] = { cw_int(2) };
	struct cw_rows rows;

	(void)state;
	assert_int_equal(note_add(notes_writer, 1, "here"), CW_OK);
	assert_int_equal(cw_query_one(notes_writer, CW_SQL_NOTE_FIND, known, 1,
			     &rows),
	    CW_OK);
	assert_string_equal(cw_col_peek(&rows, 2, NULL), "here");
	cw_rows_end(&rows);
	cw_rows_end(&rows);
	assert_int_equal(cw_query_one(notes_writer, CW_SQL_NOTE_FIND, unknown,
			     1, &rows),
	    CW_NOTFOUND);
	cw_rows_end(&rows);
}

static void
columns_come_back_as_they_went_in(void **state)
{
	static const unsigned char bytes[] = { 0, 1, 255, 0, 4 };
	const struct cw_val picture[] = { cw_int(1),
		cw_bytes(bytes, sizeof(bytes)) };
	const struct cw_val id[] = { cw_int(1) };
	unsigned char exact[sizeof(bytes)], *blob;
	const char *text;
	struct cw_rows rows;
	int64_t changes = -1;
	size_t len;

	(void)state;
	assert_int_equal(note_add(notes_writer, 1, "z\xc3\xbcrich ' -- $1"),
	    CW_OK);
	assert_int_equal(cw_query_one(notes_writer, CW_SQL_NOTE_FIND, id, 1,
			     &rows),
	    CW_OK);
	assert_true(cw_col_is_null(&rows, 3));
	assert_int_equal(cw_col_int(&rows, 3), 0);
	assert_null(cw_col_peek(&rows, 3, &len));
	assert_int_equal(cw_col_text(&rows, 3, &arena, &text), CW_OK);
	assert_null(text);
	cw_rows_end(&rows);

	assert_int_equal(cw_exec(notes_writer, CW_SQL_NOTE_PICTURE, picture, 2,
			     &changes),
	    CW_OK);
	assert_int_equal(changes, 1);
	assert_int_equal(cw_query_one(notes_writer, CW_SQL_NOTE_FIND, id, 1,
			     &rows),
	    CW_OK);
	assert_int_equal(cw_col_text(&rows, 2, &arena, &text), CW_OK);
	assert_string_equal(text, "z\xc3\xbcrich ' -- $1");
	assert_int_equal(cw_col_bytes(&rows, 3, exact, sizeof(exact)), CW_OK);
	assert_memory_equal(exact, bytes, sizeof(bytes));
	assert_int_equal(cw_col_bytes(&rows, 3, exact, 4), CW_STORE);
	assert_int_equal(cw_col_blob(&rows, 3, &arena, &blob, &len), CW_OK);
	assert_int_equal(len, sizeof(bytes));
	assert_memory_equal(blob, bytes, sizeof(bytes));
	cw_rows_end(&rows);
}

static void
no_bytes_are_not_null(void **state)
{
	const struct cw_val empty[] = { cw_int(1), cw_bytes(NULL, 0) };
	const struct cw_val id[] = { cw_int(1) };
	struct cw_rows rows;

	(void)state;
	assert_int_equal(note_add(notes_writer, 1, ""), CW_OK);
	assert_int_equal(cw_exec(notes_writer, CW_SQL_NOTE_PICTURE, empty, 2,
			     NULL),
	    CW_OK);
	assert_int_equal(cw_query_one(notes_writer, CW_SQL_NOTE_FIND, id, 1,
			     &rows),
	    CW_OK);
	assert_false(cw_col_is_null(&rows, 3));
	cw_rows_end(&rows);
}

static void
an_arena_without_room_fails_the_copy(void **state)
{
	const struct cw_val id[] = { cw_int(1) };
	struct cw_arena small;
	struct cw_rows rows;
	const char *text = "untouched";

	(void)state;
	cw_arena_init(&small, 1);
	assert_int_equal(note_add(notes_writer, 1, "more than fits"), CW_OK);
	assert_int_equal(cw_query_one(notes_writer, CW_SQL_NOTE_FIND, id, 1,
			     &rows),
	    CW_OK);
	assert_int_equal(cw_col_text(&rows, 2, &small, &text), CW_NOMEM);
	assert_string_equal(text, "untouched");
	cw_rows_end(&rows);
	cw_arena_clear(&small);
}

static void
a_literal_keeps_what_looks_like_a_comment(void **state)
{
	const struct cw_val id[] = { cw_int(1) };
	struct cw_rows rows;

	(void)state;
	assert_int_equal(note_add(notes_writer, 1, "note"), CW_OK);
	assert_int_equal(cw_exec(notes_writer, CW_SQL_REPLY_ADD, id, 1, NULL),
	    CW_OK);
	assert_int_equal(cw_query_one(notes_writer, CW_SQL_REPLIES, id, 1,
			     &rows),
	    CW_OK);
	assert_string_equal(cw_col_peek(&rows, 0, NULL),
	    "it's -- a \"quoted\" text?");
	cw_rows_end(&rows);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
		    values_are_bound_by_name_and_not_by_appearance, make_store,
		    drop_store),
		cmocka_unit_test_setup_teardown(one_row_or_not_found,
		    make_store, drop_store),
		cmocka_unit_test_setup_teardown(
		    columns_come_back_as_they_went_in, make_store, drop_store),
		cmocka_unit_test_setup_teardown(no_bytes_are_not_null,
		    make_store, drop_store),
		cmocka_unit_test_setup_teardown(
		    an_arena_without_room_fails_the_copy, make_store,
		    drop_store),
		cmocka_unit_test_setup_teardown(
		    a_literal_keeps_what_looks_like_a_comment, make_store,
		    drop_store),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
