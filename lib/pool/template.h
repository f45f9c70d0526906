/*
 * Templates of letters: what they may say, and what becomes of them.
 *
 * A template is UTF-8 text.  Lines in front that begin with '#' are comments;
 * then comes a line "Subject: ...", and then the letter, whose paragraphs are
 * parted by empty lines.  Words in braces, such as {username}, are filled in;
 * "{{" is a brace.  A paragraph that is nothing but a code, a password or a
 * link is set large in HTML, and "[words]({link})" alone is a button there.
 *
 * The HTML part is made of the same text, inside of a frame: an HTML page with
 * words in braces of its own, {content} among them.  What is filled in is never
 * looked at again, and in HTML it is text, whatever it holds.
 */

#ifndef CW_POOL_TEMPLATE_H
#define CW_POOL_TEMPLATE_H

#include "base/conf.h"
#include "pool/letter.h"

#define CW_TEMPLATE_SUBJECT_MAX_CHARS 140
#define CW_TEMPLATE_TEXT_MAX_CHARS 20000
#define CW_TEMPLATE_FRAME_MAX_CHARS 60000
#define CW_TEMPLATE_MAX_BYTES 262144

/* A template that was read and found good; texts with LF. */
struct cw_template {
	const char *subject;
	const char *text;
};

/* What is wrong with one. */
struct cw_template_problem {
	size_t line;	  /* the first is 1 */
	const char *what; /* the end of a sentence, in the arena */
};

/* CW_INVALID: see the problem.  The bytes may be lost after that. */
enum cw_err cw_template_read(struct cw_arena *arena, enum cw_letter_kind kind,
    const char *bytes, struct cw_template *out,
    struct cw_template_problem *problem) CW_CHECKED;

/* The same for a frame. */
enum cw_err cw_template_read_frame(struct cw_arena *arena, const char *bytes,
    const char **out, struct cw_template_problem *problem) CW_CHECKED;

/* What a template is filled with. */
struct cw_template_filling {
	const struct cw_conf *conf;
	const struct cw_letter *letter;
	const char *language; /* the template's, "de" */
	const char *frame;
};

/* A letter in words: texts with LF. */
struct cw_written {
	const char *subject;
	const char *text;
	const char *html;
	const char *language;
};

/* CW_TOOLARGE: with all its words filled in it takes too many bytes. */
enum cw_err
cw_template_fill(struct cw_arena *arena, const struct cw_template *template,
    const struct cw_template_filling *filling,
    struct cw_written *out) CW_CHECKED;

/* "{username} {site}", as they may stand in a letter, in the arena. */
enum cw_err cw_template_words(struct cw_arena *arena, enum cw_letter_kind kind,
    const char **out) CW_CHECKED;

/* What the letter is for, and what must stand in it: sentences. */
const char *cw_template_about(enum cw_letter_kind kind);

#endif
