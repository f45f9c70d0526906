/* Made by sql/generate.awk out of the files below sql/. */

#ifndef CW_DB_SQL_H
#define CW_DB_SQL_H

/* clang-format off */
/* The statements by name, each with what it promises. */
enum cw_sql {
	/* Write one note under a key that nobody uses yet. */
	CW_SQL_NOTE_ADD,
	/* Write one note of a writer under the next free id. */
	CW_SQL_NOTE_APPEND,
	/* The note of an id. */
	CW_SQL_NOTE_FIND,
	/*
	 * The notes after an id in ascending order, for pages; the limit comes
	 * first in the arguments although it stands last in the text.
	 */
	CW_SQL_NOTES_AFTER,
	/* How many notes there are. */
	CW_SQL_NOTE_COUNT,
	/* Give a note its picture. */
	CW_SQL_NOTE_PICTURE,
	/*
	 * Answer a note, which need not be there before the transaction ends.
	 */
	CW_SQL_REPLY_ADD,
	/* The answers to a note. */
	CW_SQL_REPLIES,
	/* Keep a secret. */
	CW_SQL_SECRET_ADD,
	/* The secret of an id. */
	CW_SQL_SECRET_FIND,
	/* Write a page, which may say what others say. */
	CW_SQL_PAGE_ADD,
	CW_SQL__COUNT
};
/* clang-format on */

#endif
