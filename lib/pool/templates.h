/*
 * Where templates are: in the directory that the configuration names, which an
 * operator may fill, and compiled in.
 *
 *	DIR/frame.html		the page around each letter
 *	DIR/de/reset.txt	a letter in a language, with its name
 *
 * A letter is written in the language of its reader, else in the one of the
 * configuration, else in English: of "de-AT" there may be templates, else of
 * "de".  A template that is bad is passed over, so that no letter is lost; the
 * log says once what is wrong with it.
 */

#ifndef CW_POOL_TEMPLATES_H
#define CW_POOL_TEMPLATES_H

#include "base/list.h"
#include "pool/mail.h"
#include "pool/template.h"

#define CW_TEMPLATES_FRAME "frame.html"

struct cw_templates {
	const struct cw_conf *conf;
	struct cw_arena arena; /* of what the log was told */
	struct cw_texts told;
};

void
cw_templates_init(struct cw_templates *templates, const struct cw_conf *conf);
void cw_templates_clear(struct cw_templates *templates);

/* Write a mail that was taken: its subject, text, html and language. */
enum cw_err cw_mail_write(struct cw_templates *templates,
    struct cw_arena *arena, struct cw_mail *mail) CW_CHECKED;

/* A template that is compiled in. */
struct cw_template_file {
	const char *language; /* "" of the frame */
	const char *name;     /* of the letter */
	const char *bytes;
};

/* Row i, or NULL after the last; the first is the frame. */
const struct cw_template_file *cw_template_built_in(size_t i);

/* What a look at a directory found. */
struct cw_templates_look {
	size_t count;		  /* files that were read */
	struct cw_texts problems; /* "DIR/de/reset.txt:3: ..." */
};

/*
 * Look at all templates below a directory, as they would be used.
 * CW_NOTFOUND: there is none; CW_SYSTEM: it cannot be read.
 */
enum cw_err
cw_templates_look(const struct cw_conf *conf, struct cw_arena *arena,
    const char *dir, struct cw_templates_look *out) CW_CHECKED;

#endif
