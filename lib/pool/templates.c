/* Finding the template of a letter, and writing the letter. */

#include "pool/templates.h"

#include <string.h>

#include "base/language.h"
#include "base/log.h"
#include "base/text.h"
#include "pool/template_file.h"

#define TOLD_MAX 100
#define TOLD_MAX_BYTES 65536
#define LAST_LANGUAGE "en"

void
cw_templates_init(struct cw_templates *templates, const struct cw_conf *conf)
{
	*templates = (struct cw_templates){ .conf = conf };
	cw_arena_init(&templates->arena, TOLD_MAX_BYTES);
}

void
cw_templates_clear(struct cw_templates *templates)
{
	cw_arena_clear(&templates->arena);
}

/* A letter that is being written. */
struct work {
	struct cw_templates *templates;
	struct cw_arena *arena;
	struct cw_template_filling filling;
	struct cw_written written;
};

/* Say once what is wrong with a file. */
static void
tell(struct cw_templates *templates, const char *problem)
{
	const char *copy;

	for (size_t i = 0; i < templates->told.count; i++)
		if (cw_text_equal(templates->told.items[i], problem))
			return;
	cw_log(CW_LOG_WARNING, "cannot use a template of mail: %s", problem);
	if (templates->told.count == TOLD_MAX)
		templates->told.count = 0;
	copy = cw_arena_strdup(&templates->arena, problem);
	if (copy != NULL &&
	    cw_texts_push(&templates->told, &templates->arena, copy) == CW_OK)
		return;
	/* Too many were told of: it may be told again. */
	cw_arena_clear(&templates->arena);
	templates->told = (struct cw_texts){ 0 };
}

/* The bytes that are compiled in, or NULL. */
static const char *
find_built_in(const char *language, const char *name)
{
	const struct cw_template_file *file = cw_template_built_in(0);

	for (size_t i = 0; file != NULL; file = cw_template_built_in(++i))
		if (cw_text_equal(file->language, language) &&
		    cw_text_equal(file->name, name))
			return file->bytes;
	return NULL;
}

/* --- the frame ------------------------------------------------------------ */

static enum cw_err
find_frame(struct work *work)
{
	const char *dir = work->templates->conf->mail_templates_dir;
	struct cw_template_at at = { .kind = CW_LETTER__COUNT };
	struct cw_template_got got = { 0 };
	enum cw_err err;

	work->filling.frame = find_built_in("", CW_TEMPLATES_FRAME);
	if (dir[0] == '\0')
		return CW_OK;
	at.path = cw_arena_printf(work->arena, "%s/" CW_TEMPLATES_FRAME, dir);
	if (at.path == NULL)
		return CW_NOMEM;
	err = cw_template_file_read(work->arena, &at, &got);
	if (err == CW_OK)
		work->filling.frame = got.frame;
	else if (err == CW_INVALID)
		tell(work->templates, got.problem);
	return err == CW_NOMEM ? err : CW_OK;
}

/* --- the letter ----------------------------------------------------------- */

/* Fill the operator's template in, if there is a good one.  CW_NOTFOUND. */
static enum cw_err
write_own(struct work *work)
{
	const char *dir = work->templates->conf->mail_templates_dir;
	struct cw_template_at at = { .kind = work->filling.letter->kind };
	struct cw_template_got got = { 0 };
	enum cw_err err;

	if (dir[0] == '\0')
		return CW_NOTFOUND;
	at.path = cw_arena_printf(work->arena, "%s/%s/%s.txt", dir,
	    work->filling.language, cw_letter_name(at.kind));
	if (at.path == NULL)
		return CW_NOMEM;
	err = cw_template_file_read(work->arena, &at, &got);
	if (err == CW_OK)
		err = cw_template_fill(work->arena, &got.letter, &work->filling,
		    &work->written);
	if (err == CW_TOOLARGE)
		err = cw_template_file_blame(work->arena, at.path,
		    "filled in, it is too long", &got.problem);
	if (err != CW_INVALID)
		return err;
	tell(work->templates, got.problem);
	return CW_NOTFOUND;
}

/* Fill the one in that is compiled in.  CW_NOTFOUND: none in this language. */
static enum cw_err
write_built_in(struct work *work)
{
	const enum cw_letter_kind kind = work->filling.letter->kind;
	const char *bytes =
	    find_built_in(work->filling.language, cw_letter_name(kind));
	struct cw_template_problem problem;
	struct cw_template template;
	enum cw_err err;

	if (bytes == NULL)
		return CW_NOTFOUND;
	err = cw_template_read(work->arena, kind, bytes, &template, &problem);
	if (err == CW_OK)
		err = cw_template_fill(work->arena, &template, &work->filling,
		    &work->written);
	return err == CW_TOOLARGE ? CW_NOMEM : err;
}

/* In this language, or in one that it is a kind of.  CW_NOTFOUND. */
static enum cw_err
write_in(struct work *work, const char *language)
{
	char tag[CW_LANGUAGE_BYTES];
	enum cw_err err = CW_NOTFOUND;
	bool is_tag = language != NULL && cw_language_read(language, tag);

	while (is_tag && err == CW_NOTFOUND) {
		work->filling.language = cw_arena_strdup(work->arena, tag);
		if (work->filling.language == NULL)
			return CW_NOMEM;
		err = write_own(work);
		if (err == CW_NOTFOUND)
			err = write_built_in(work);
		is_tag = cw_language_widen(tag);
	}
	return err;
}

enum cw_err
cw_mail_write(struct cw_templates *templates, struct cw_arena *arena,
    struct cw_mail *mail)
{
	const char *const languages[] = { mail->letter.locale,
		templates->conf->mail_language, LAST_LANGUAGE };
	struct work work = {
		.templates = templates,
		.arena = arena,
		.filling = { .conf = templates->conf, .letter = &mail->letter },
	};
	enum cw_err err;

	if (mail->subject != NULL)
		return CW_OK;
	err = find_frame(&work);
	if (err != CW_OK)
		return err;
	err = CW_NOTFOUND;
	for (size_t i = 0; i < CW_LEN(languages) && err == CW_NOTFOUND; i++)
		err = write_in(&work, languages[i]);
	if (err != CW_OK)
		return err;
	mail->subject = work.written.subject;
	mail->body = work.written.text;
	mail->html = work.written.html;
	mail->language = work.written.language;
	return CW_OK;
}
