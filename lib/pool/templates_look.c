/* Looking at all templates of a directory. */

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/language.h"
#include "base/text.h"
#include "pool/template_file.h"

#define ENDING ".txt"

/* A look under way. */
struct look {
	const struct cw_conf *conf;
	struct cw_arena *arena;
	struct cw_templates_look *out;
	const char *frame;
};

static enum cw_err
blame(struct look *look, const char *path, const char *what)
{
	const char *problem;
	enum cw_err err =
	    cw_template_file_blame(look->arena, path, what, &problem);

	if (err != CW_INVALID)
		return err;
	return cw_texts_push(&look->out->problems, look->arena, problem);
}

/* --- one file ------------------------------------------------------------- */

/* Filled in with what is as long as it gets, is it a letter? */
static enum cw_err
try_filling(struct look *look, const char *path, enum cw_letter_kind kind,
    const struct cw_template *template)
{
	const struct cw_letter letter = {
		.kind = kind,
		.username = "A_name_of_thirty-two_characters.",
		.secret = "123456",
		.days = 365,
	};
	const struct cw_template_filling filling = {
		.conf = look->conf,
		.letter = &letter,
		.language = "en",
		.frame = look->frame,
	};
	struct cw_written written;
	enum cw_err err =
	    cw_template_fill(look->arena, template, &filling, &written);

	if (err != CW_TOOLARGE)
		return err;
	return blame(look, path, "filled in, it is too long");
}

/* kind CW_LETTER__COUNT: a frame. */
static enum cw_err
look_at_file(struct look *look, const char *path, enum cw_letter_kind kind)
{
	const struct cw_template_at at = { path, kind };
	struct cw_template_got got = { 0 };
	enum cw_err err = cw_template_file_read(look->arena, &at, &got);

	if (err == CW_NOTFOUND)
		return CW_OK;
	look->out->count++;
	if (err == CW_INVALID)
		return cw_texts_push(&look->out->problems, look->arena,
		    got.problem);
	if (err != CW_OK)
		return err;
	if (kind != CW_LETTER__COUNT)
		return try_filling(look, path, kind, &got.letter);
	look->frame = got.frame;
	return CW_OK;
}

/* --- directories ---------------------------------------------------------- */

typedef enum cw_err
look_at(struct look *look, const char *path, const char *name);

/* Each entry by its name, but for those that hide, and backups of editors. */
static enum cw_err
look_at_all(struct look *look, const char *dir, look_at *visit)
{
	struct dirent **entries;
	int count = scandir(dir, &entries, NULL, alphasort);
	enum cw_err err = CW_OK;

	if (count < 0)
		return errno == ENOENT ? CW_NOTFOUND : CW_SYSTEM;
	for (int i = 0; i < count; i++) {
		const char *name = entries[i]->d_name;
		const char *path =
		    cw_arena_printf(look->arena, "%s/%s", dir, name);

		if (path == NULL)
			err = CW_NOMEM;
		if (err == CW_OK && name[0] != '.' &&
		    name[strlen(name) - 1] != '~')
			err = visit(look, path, name);
		free(entries[i]);
	}
	free(entries);
	return err;
}

static enum cw_err
look_at_letter(struct look *look, const char *path, const char *name)
{
	const size_t len = strlen(name), ending = sizeof(ENDING) - 1;
	enum cw_letter_kind kind = CW_LETTER__COUNT;
	const char *stem;

	if (len > ending && cw_text_equal(name + len - ending, ENDING)) {
		stem = cw_arena_copy(look->arena, name, len - ending);
		if (stem == NULL)
			return CW_NOMEM;
		kind = cw_letter_find(stem);
	}
	if (kind == CW_LETTER__COUNT)
		return blame(look, path, "there is no letter of this name");
	return look_at_file(look, path, kind);
}

static enum cw_err
look_at_language(struct look *look, const char *path, const char *name)
{
	char tag[CW_LANGUAGE_BYTES];
	struct stat about;
	enum cw_err err;

	if (cw_text_equal(name, CW_TEMPLATES_FRAME))
		return CW_OK;
	if (stat(path, &about) != 0 || !S_ISDIR(about.st_mode))
		return blame(look, path, "nobody looks at this file");
	if (!cw_language_read(name, tag))
		return blame(look, path, "this is no language");
	if (!cw_text_equal(name, tag))
		return blame(look, path,
		    cw_arena_printf(look->arena, "call it %s", tag));
	err = look_at_all(look, path, look_at_letter);
	return err == CW_SYSTEM ? blame(look, path, strerror(errno)) : err;
}

enum cw_err
cw_templates_look(const struct cw_conf *conf, struct cw_arena *arena,
    const char *dir, struct cw_templates_look *out)
{
	struct look look = {
		.conf = conf,
		.arena = arena,
		.out = out,
		.frame = cw_template_built_in(0)->bytes,
	};
	const char *frame =
	    cw_arena_printf(arena, "%s/" CW_TEMPLATES_FRAME, dir);
	enum cw_err err;

	*out = (struct cw_templates_look){ 0 };
	if (frame == NULL)
		return CW_NOMEM;
	err = look_at_file(&look, frame, CW_LETTER__COUNT);
	if (err != CW_OK)
		return err;
	return look_at_all(&look, dir, look_at_language);
}
