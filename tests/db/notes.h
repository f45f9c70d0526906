/*
 * A store of the trial schema in a room of a test's own, and its notes.
 */

#ifndef TESTS_DB_NOTES_H
#define TESTS_DB_NOTES_H

#include <stdint.h>

#include "db/db.h"

/* Of the store that notes_make() makes; NULL before and after. */
extern struct cw_store *notes_writer;
extern struct cw_store *notes_reader;

/*
 * Setup and teardown of a test, whose directory is *state.  What waits for
 * another's transaction gives up after 50 ms.
 */
int notes_make(void **state);
int notes_remove(void **state);

/*
 * Write a note of writer 7, who has none of that text yet; in the store's
 * transaction if there is one.
 */
enum cw_err note_add(struct cw_store *store, int64_t id, const char *text);

/* The same in a transaction of its own. */
enum cw_err note_commit(struct cw_store *store, int64_t id, const char *text);

int64_t notes_count(struct cw_store *store);

/* Change the chat's store behind the library's back. */
void notes_meddle(void *const *state, const char *sql);

#endif
