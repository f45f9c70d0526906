/*
 * Files of `key = value` lines, read into a struct along a table of keys.
 *
 * An unknown key, a value out of bounds or a key given twice is an error that
 * names file and line.  '#' starts a comment line.  Values may be in double
 * quotes.
 */

#ifndef CW_BASE_KEYFILE_H
#define CW_BASE_KEYFILE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"

/* A key as documentation and checks see it. */
struct cw_conf_key {
	const char *name;
	const char *kind;     /* "text", "number" */
	const char *standard; /* the default, as written in the file */
	int64_t min, max;     /* of a number, or characters of a text */
	const char *doc;
};

/* What a text must look like, beside its length. */
typedef bool cw_text_check(const char *text);

struct cw_key {
	struct cw_conf_key about;
	size_t offset;		/* of the member: const char *, or int64_t */
	cw_text_check *is_good; /* NULL: a number */
	const char *wanted;	/* what is_good wants, in words */
};

/* Rows of such tables, for members of a struct that are called as the key. */
#define CW_KEY_TEXT(s, member, standard_, min_, max_, is_good_, wanted_, doc_) \
	{                                                                      \
		.about = { #member, "text", standard_, min_, max_, doc_ },     \
		.offset = offsetof(s, member), .is_good = is_good_,            \
		.wanted = wanted_,                                             \
	}

#define CW_KEY_NUMBER(s, member, standard_, min_, max_, doc_)                \
	{                                                                    \
		.about = { #member, "number", standard_, min_, max_, doc_ }, \
		.offset = offsetof(s, member),                               \
	}

#define CW_KEYS_MAX 96

/* A reading under way; the caller sets the first members. */
struct cw_keyfile {
	const struct cw_key *keys;
	size_t count;		/* at most CW_KEYS_MAX */
	void *out;		/* the struct */
	struct cw_arena *arena; /* of values and problems */
	const char *place;	/* "FILE:LINE", or where else a value is from */
	const char *problem;	/* a sentence that begins with the place */
	bool is_given[CW_KEYS_MAX]; /* in the file */
};

/* Set the problem; returns err. */
enum cw_err cw_keyfile_fail(struct cw_keyfile *file, enum cw_err err,
    const char *fmt, ...) CW_PRINTF(3, 4) CW_CHECKED;

/* Give each key its default. */
enum cw_err cw_keyfile_preset(struct cw_keyfile *file) CW_CHECKED;

/*
 * Read the file at a path.  CW_INVALID, CW_SYSTEM, CW_NOMEM with the problem;
 * CW_NOTFOUND, with it too: there is none.
 */
enum cw_err
cw_keyfile_read(struct cw_keyfile *file, const char *path) CW_CHECKED;

/* Set one value from elsewhere, whose place the caller has set. */
enum cw_err cw_keyfile_set(struct cw_keyfile *file, const struct cw_key *key,
    const char *value) CW_CHECKED;

#endif
