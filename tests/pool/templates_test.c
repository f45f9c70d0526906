/*
 * lib/pool/templates*.c: whose template a letter is written by, and that no bad
 * one loses a letter.
 */

#include "fixture.h"

#include "base/log.h"
#include "base/text.h"

/* A directory of templates, and a log. */
struct room {
	struct fixture *f;
	struct cw_templates templates;
	char log[300];
};

static int
set_up(void **state)
{
	struct room *room = calloc(1, sizeof(*room));
	void *fixture = NULL;

	assert_non_null(room);
	assert_int_equal(fixture_setup(&fixture), 0);
	room->f = fixture;
	room->f->conf.mail_templates_dir =
	    cw_arena_printf(&room->f->arena, "%s/letters", room->f->dir);
	(void)snprintf(room->log, sizeof(room->log), "%s/log", room->f->dir);
	assert_int_equal(cw_log_open("test", room->log), CW_OK);
	cw_templates_init(&room->templates, &room->f->conf);
	assert_int_equal(mkdir(room->f->conf.mail_templates_dir, 0700), 0);
	*state = room;
	return 0;
}

static int
tear_down(void **state)
{
	struct room *room = *state;
	void *fixture = room->f;

	cw_templates_clear(&room->templates);
	assert_int_equal(cw_log_open("test", NULL), CW_OK);
	free(room);
	return fixture_teardown(&fixture);
}

/* DIR/NAME, with its directory. */
static const char *
put(struct room *room, const char *name, const char *bytes, size_t len)
{
	char *path = cw_arena_printf(&room->f->arena, "%s/%s",
	    room->f->conf.mail_templates_dir, name);
	char *slash = strrchr(path, '/');
	FILE *file;

	*slash = '\0';
	(void)mkdir(path, 0700);
	*slash = '/';
	file = fopen(path, "w");
	assert_non_null(file);
	assert_int_equal(fwrite(bytes, 1, len, file), len);
	assert_int_equal(fclose(file), 0);
	return path;
}

static void
put_text(struct room *room, const char *name, const char *bytes)
{
	(void)put(room, name, bytes, strlen(bytes));
}

static struct cw_mail
write_to(struct room *room, const char *locale)
{
	struct cw_mail mail = {
		.letter = { .kind = CW_LETTER_RESET,
		    .locale = locale,
		    .username = "anna",
		    .secret = "012345" },
	};

	assert_int_equal(cw_mail_write(&room->templates, &room->f->arena,
			     &mail),
	    CW_OK);
	assert_non_null(strstr(mail.body, "012345"));
	assert_non_null(strstr(mail.html, "012345"));
	return mail;
}

/* How many lines of the log hold a text. */
static int
logged(const struct room *room, const char *text)
{
	FILE *file = fopen(room->log, "r");
	char line[4096];
	int count = 0;

	assert_non_null(file);
	while (fgets(line, sizeof(line), file) != NULL)
		count += strstr(line, text) != NULL;
	assert_int_equal(fclose(file), 0);
	return count;
}

static void
the_nearest_language_is_taken(void **state)
{
	static const struct {
		const char *locale, *standard, *language;
	} rows[] = {
		{ "de", "en", "de" },
		{ "de-AT", "en", "de" },
		{ "DE_at", "en", "de" },
		{ "de-Latn-AT", "en", "de" },
		{ NULL, "en", "en" },
		{ "", "de", "de" },
		{ "fr", "en", "en" },
		{ "fr-CA", "de-CH", "de" },
		{ "fr", "it", "en" },
		{ "../de", "en", "en" },
		{ "de/../../etc", "de", "de" },
	};
	struct room *room = *state;

	for (size_t i = 0; i < CW_LEN(rows); i++) {
		room->f->conf.mail_language = rows[i].standard;
		assert_string_equal(write_to(room, rows[i].locale).language,
		    rows[i].language);
	}
}

static void
an_operator_has_the_first_word(void **state)
{
	struct room *room = *state;

	put_text(room, "de/reset.txt", "Subject: Eigenes\n\n{code}\n");
	put_text(room, "de-AT/reset.txt", "Subject: Servus\n\n{####}\n");
	put_text(room, "fr/reset.txt", "Subject: Bonjour\n\n{code}\n");
	put_text(room, "ar/reset.txt", "Subject: \u0645\n\n{code}\n");
	assert_string_equal(write_to(room, "de").subject, "Eigenes");
	assert_string_equal(write_to(room, "de-CH").subject, "Eigenes");
	assert_string_equal(write_to(room, "de-AT").subject, "Servus");
	assert_string_equal(write_to(room, "fr-CA").subject, "Bonjour");
	assert_non_null(strstr(write_to(room, "ar").html, "dir=\"rtl\""));
	assert_string_equal(write_to(room, "en").subject,
	    "Your code for another password");
	/* What was edited holds from the next letter on. */
	put_text(room, "de/reset.txt", "Subject: Anders\n\n{code}\n");
	assert_string_equal(write_to(room, "de").subject, "Anders");
	assert_int_equal(logged(room, "template"), 0);
}

static void
a_bad_template_loses_no_letter_and_is_told_of_once(void **state)
{
	static const struct {
		const char *bytes;
		size_t len;
		const char *why;
	} rows[] = {
		{ "Subject: x\n\nnothing", 19, "reset.txt:3: {code} or" },
		{ "Subject: x\n\n{code}\n{cod}", 24, "reset.txt:4: there is" },
		{ "{code}", 6, "reset.txt:1: the first line" },
		{ "Subject: x\n\n{code} \xFF", 20, "reset.txt:3: this is not" },
		{ "Subject: x\n\n{code}\0y", 20, "reset.txt: this is not" },
		{ "", 0, "reset.txt:1: the first line" },
	};
	struct room *room = *state;

	for (size_t i = 0; i < CW_LEN(rows); i++) {
		const int before = logged(room, rows[i].why);

		(void)put(room, "de/reset.txt", rows[i].bytes, rows[i].len);
		for (int n = 0; n < 3; n++)
			assert_string_equal(write_to(room, "de-AT").subject,
			    "Dein Code f\u00FCr ein neues Passwort");
		assert_true(before <= 1);
		assert_int_equal(logged(room, rows[i].why), 1);
	}
}

static void
what_is_no_file_loses_no_letter(void **state)
{
	struct room *room = *state;
	const char *path = put(room, "en/reset.txt", "", 0);

	assert_int_equal(unlink(path), 0);
	assert_int_equal(mkfifo(path, 0600), 0);
	assert_string_equal(write_to(room, NULL).language, "en");
	assert_int_equal(unlink(path), 0);
	assert_int_equal(mkdir(path, 0700), 0);
	assert_string_equal(write_to(room, NULL).language, "en");
	assert_int_equal(logged(room, "this is no file"), 1);
	room->f->conf.mail_templates_dir = "/nowhere";
	assert_string_equal(write_to(room, NULL).language, "en");
}

static void
a_template_that_gets_too_long_loses_no_letter(void **state)
{
	struct room *room = *state;
	struct cw_buf buf;

	cw_buf_init(&buf, &room->f->arena, 1 << 20);
	cw_buf_puts(&buf, "Subject: x\n\n{code}\n");
	for (int i = 0; i < 3990; i++)
		cw_buf_puts(&buf, "{url}");
	(void)put(room, "en/reset.txt", buf.data, buf.len);
	assert_string_equal(write_to(room, NULL).subject, "x");
	memset(buf.data, 'x', 400);
	buf.data[400] = '\0';
	memcpy(buf.data, "https://", 8);
	room->f->conf.base_url = buf.data;
	assert_string_equal(write_to(room, NULL).subject,
	    "Your code for another password");
	assert_int_equal(logged(room, "filled in, it is too long"), 1);
}

static void
a_frame_may_be_an_operators(void **state)
{
	struct room *room = *state;

	put_text(room, "frame.html", "<b>Ours {site}</b>{content}");
	assert_true(
	    cw_text_starts(write_to(room, "de").html, "<b>Ours Chinwag</b>"));
	put_text(room, "frame.html", "<b>Ours</b>");
	assert_true(cw_text_starts(write_to(room, "de").html, "<!DOCTYPE"));
	(void)write_to(room, "de");
	assert_int_equal(logged(room, "frame.html:1: {content} is"), 1);
}

/* All that is built in is good, and each letter is there in each language. */
static void
what_is_built_in_is_good_and_whole(void **state)
{
	static const char *const languages[] = { "de", "en" };
	const struct cw_template_file *file;
	struct cw_template_problem problem;
	struct room *room = *state;
	struct cw_template template;
	const char *frame;
	size_t i = 1;

	file = cw_template_built_in(0);
	assert_string_equal(file->name, CW_TEMPLATES_FRAME);
	assert_int_equal(cw_template_read_frame(&room->f->arena, file->bytes,
			     &frame, &problem),
	    CW_OK);
	for (; (file = cw_template_built_in(i)) != NULL; i++)
		assert_int_equal(cw_template_read(&room->f->arena,
				     cw_letter_find(file->name), file->bytes,
				     &template, &problem),
		    CW_OK);
	assert_int_equal(i - 1, CW_LEN(languages) * CW_LETTER__COUNT);
	for (size_t n = 0; n < CW_LEN(languages) * CW_LETTER__COUNT; n++) {
		struct cw_mail mail = {
			.letter = { .kind = (enum cw_letter_kind)(n / 2),
			    .locale = languages[n % 2],
			    .username = "anna",
			    .secret = "012345" },
		};

		assert_int_equal(cw_mail_write(&room->templates,
				     &room->f->arena, &mail),
		    CW_OK);
		assert_string_equal(mail.language, languages[n % 2]);
		assert_null(strchr(mail.body, '{'));
	}
}

/* --- looking -------------------------------------------------------------- */

static void
a_look_finds_all_that_is_wrong(void **state)
{
	struct room *room = *state;
	const char *dir = room->f->conf.mail_templates_dir;
	struct cw_templates_look look;
	static const char *const wanted[] = {
		"/frame.html:1: {content} is missing",
		"/README: nobody looks at this file",
		"/de/rest.txt: there is no letter of this name",
		"/de/reset.html: there is no letter of this name",
		"/en/reset.txt:1: the subject tells a secret",
		"/fr_CA: call it fr-CA",
		"/x: this is no language",
	};

	put_text(room, "frame.html", "x");
	put_text(room, "README", "x");
	put_text(room, "de/rest.txt", "x");
	put_text(room, "de/reset.html", "x");
	put_text(room, "de/reset.txt~", "x");
	put_text(room, "de/.reset.txt.swp", "x");
	put_text(room, "de/confirm.txt", "Subject: x\n\n{link}");
	put_text(room, "en/reset.txt", "Subject: {code}\n\n{code}");
	put_text(room, "fr_CA/reset.txt", "x");
	put_text(room, "x/reset.txt", "x");
	assert_int_equal(cw_templates_look(&room->f->conf, &room->f->arena, dir,
			     &look),
	    CW_OK);
	assert_int_equal(look.count, 3);
	assert_int_equal(look.problems.count, CW_LEN(wanted));
	for (size_t i = 0; i < CW_LEN(wanted); i++) {
		bool is_told = false;

		for (size_t n = 0; n < look.problems.count; n++)
			is_told |=
			    strstr(look.problems.items[n], wanted[i]) != NULL;
		if (!is_told)
			print_error("%s\n", wanted[i]);
		assert_true(is_told);
	}
	assert_int_equal(cw_templates_look(&room->f->conf, &room->f->arena,
			     "/nowhere", &look),
	    CW_NOTFOUND);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(the_nearest_language_is_taken),
		TEST(an_operator_has_the_first_word),
		TEST(a_bad_template_loses_no_letter_and_is_told_of_once),
		TEST(what_is_no_file_loses_no_letter),
		TEST(a_template_that_gets_too_long_loses_no_letter),
		TEST(a_frame_may_be_an_operators),
		TEST(what_is_built_in_is_good_and_whole),
		TEST(a_look_finds_all_that_is_wrong),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
