/*
 * What templates are made of.  For template.c and template_fill.c alone.
 */

#ifndef CW_POOL_TEMPLATE_PIECE_H
#define CW_POOL_TEMPLATE_PIECE_H

#include <stdbool.h>
#include <stddef.h>

/* What is filled in. */
enum cw_word {
	CW_WORD_USERNAME,
	CW_WORD_CODE,
	CW_WORD_PASSWORD,
	CW_WORD_HASHES, /* "####", the code or the password */
	CW_WORD_LINK,
	CW_WORD_DAYS,
	CW_WORD_PROVIDER,
	CW_WORD_SITE,
	CW_WORD_URL,
	CW_WORD_SUBJECT, /* this and what follows: in frames alone */
	CW_WORD_CONTENT,
	CW_WORD_LANGUAGE,
	CW_WORD_DIRECTION,
	CW_WORD__COUNT
};

#define CW_WORD_BIT(word) (1u << (word))

/* "username". */
const char *cw_word_name(enum cw_word word);

enum cw_piece_kind {
	CW_PIECE_END,
	CW_PIECE_TEXT,	  /* as it is */
	CW_PIECE_WORD,	  /* to be filled in */
	CW_PIECE_UNKNOWN, /* in braces, and no word */
	CW_PIECE_STRAY	  /* a brace that opens nothing */
};

struct cw_piece {
	enum cw_piece_kind kind;
	const char *at; /* the text; of words with their braces */
	size_t len;
	enum cw_word word;
};

/* A text that is taken apart. */
struct cw_span {
	const char *at;
	size_t len;
};

/* Take the next piece off the span. */
struct cw_piece cw_piece_next(struct cw_span *span);

enum cw_paragraph_kind {
	CW_PARAGRAPH_PLAIN,
	CW_PARAGRAPH_ALONE,   /* nothing but a word that is set large */
	CW_PARAGRAPH_BUTTON,  /* "[label]({word})" */
	CW_PARAGRAPH_CROOKED, /* something that would be a button */
};

struct cw_paragraph {
	enum cw_paragraph_kind kind;
	struct cw_span text;
	struct cw_span label;
	enum cw_word word;
};

/* Take the next paragraph off the span.  False: there is none. */
bool cw_paragraph_next(struct cw_span *span, struct cw_paragraph *out);

#endif
