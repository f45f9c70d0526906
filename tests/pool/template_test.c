/* lib/pool/template*.c: what templates may say, and what becomes of them. */

#include "../unit.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "base/utf8.h"
#include "pool/template.h"

static struct cw_arena arena;

static const struct cw_conf conf = {
	.site_name = "Caf\u00E9 <b>\"Ann & Bob's\"</b>",
	.base_url = "https://chat.example.org/talk",
};

static const struct cw_letter confirm = {
	.kind = CW_LETTER_CONFIRM,
	.username = "Zo\u00EB_1",
	.secret = "012345",
};

static int
set_up(void **state)
{
	(void)state;
	cw_arena_init(&arena, 64 << 20);
	return 0;
}

static int
tear_down(void **state)
{
	(void)state;
	cw_arena_clear(&arena);
	return 0;
}

/* Written by a template that is good, in a frame of nothing but content. */
static struct cw_written
write_with(const struct cw_letter *letter, const char *bytes, const char *frame,
    const char *language)
{
	const struct cw_template_filling filling = {
		.conf = &conf,
		.letter = letter,
		.language = language,
		.frame = frame,
	};
	struct cw_template_problem problem = { 0 };
	struct cw_template template;
	struct cw_written out;

	assert_int_equal(cw_template_read(&arena, letter->kind, bytes,
			     &template, &problem),
	    CW_OK);
	assert_int_equal(cw_template_fill(&arena, &template, &filling, &out),
	    CW_OK);
	assert_true(cw_utf8_is_valid(out.html, strlen(out.html)));
	return out;
}

static struct cw_written
written(const struct cw_letter *letter, const char *bytes)
{
	return write_with(letter, bytes, "{content}", "en");
}

static void
words_are_filled_in_and_paragraphs_stay(void **state)
{
	const struct cw_written out = written(&confirm,
	    "# a comment\r\n\r\n#\r\nSubject:  {site}: {username}  \r\n\r\n\r\n"
	    "Hello {username},  \r\nthis is {{ {{code} } for you\r\n"
	    "   \r\n\r\n{code}\r\n\r\n[Go on {username}]({link})\r\n\r\n");

	(void)state;
	assert_string_equal(out.subject,
	    "Caf\u00E9 <b>\"Ann & Bob's\"</b>: Zo\u00EB_1");
	assert_string_equal(out.text,
	    "Hello Zo\u00EB_1,\nthis is { {code} } for you\n"
	    "\n012345\n\nGo on Zo\u00EB_1:\n"
	    "https://chat.example.org/talk/#/confirm/Zo%C3%AB_1/012345\n");
	assert_string_equal(out.language, "en");
}

static void
words_of_other_pools_are_known(void **state)
{
	const struct cw_written out =
	    written(&confirm, "Subject: x\n\n{username}: {####}\n\n{####}\n");

	(void)state;
	assert_string_equal(out.text, "Zo\u00EB_1: 012345\n\n012345\n");
}

/* Those that are one paragraph each, for all others. */
static void
html_says_what_the_text_says(void **state)
{
	static const struct {
		const char *in, *out;
	} rows[] = {
		{ "a < b & \"c\" > 'd'",
		    "a &lt; b &amp; &quot;c&quot; &gt; "
		    "&#39;d&#39;</p>" },
		{ "to {username}!", "to <bdi>Zo\u00EB_1</bdi>!</p>" },
		{ "at {site}",
		    "at <bdi>Caf\u00E9 &lt;b&gt;&quot;Ann &amp; "
		    "Bob&#39;s&quot;&lt;/b&gt;</bdi></p>" },
		{ "{code}", ">012345</p>" },
		{ "<script>alert(1)</script>", ">&lt;script&gt;alert(1)" },
		{ "{link}",
		    "<a href=\"https://chat.example.org/talk/#/confirm/"
		    "Zo%C3%AB_1/012345\"" },
		{ "see {url} now",
		    "see <a href=\"https://chat.example.org/talk"
		    "\" style=\"color: inherit\">https://"
		    "chat.example.org/talk</a> now" },
		{ "[<i>{code}]({link})", ">&lt;i&gt;012345</a></p>" },
		{ "two\nlines", ">two\nlines</p>" },
	};

	(void)state;
	for (size_t i = 0; i < CW_LEN(rows); i++) {
		const char *bytes = cw_arena_printf(&arena,
		    "Subject: x\n\n%s\n\n{code}\n", rows[i].in);
		const struct cw_written out = written(&confirm, bytes);

		if (strstr(out.html, rows[i].out) == NULL)
			print_error("%s\n", out.html);
		assert_non_null(strstr(out.html, rows[i].out));
	}
}

static void
a_frame_holds_content_and_escapes_all_else(void **state)
{
	const struct cw_written out =
	    write_with(&confirm, "Subject: <{site}>\n\n{code}\n",
		"<style>a{color:red}@media x{b{top:0}}</style>"
		"<html lang='{language}' dir='{direction}'>"
		"<title>{subject}</title>{content}<a href=\"{url}\">{site}</a>",
		"ar");

	(void)state;
	assert_non_null(strstr(out.html,
	    "<style>a{color:red}@media x{b{top:0}}</style>"
	    "<html lang='ar' dir='rtl'><title>&lt;Caf\u00E9 &lt;b&gt;&quot;"));
	assert_non_null(strstr(out.html,
	    "<a href=\"https://chat.example.org/talk\">Caf\u00E9 &lt;b&gt;"));
}

/* What no value may do, wherever it stands. */
static void
values_are_never_looked_at_again(void **state)
{
	static const struct {
		const char *value, *text, *html;
	} rows[] = {
		{ "{site}", "{site}", "{site}" },
		{ "{{x}", "{{x}", "{{x}" },
		{ "[a]({link})", "[a]({link})", "[a]({link})" },
		{ "a\r\nBcc: x", "a  Bcc: x", "a  Bcc: x" },
		{ "a\n\n<p>", "a  <p>", "a  &lt;p&gt;" },
		{ "\"><script>'", "\"><script>'",
		    "&quot;&gt;&lt;script&gt;&#39;" },
		{ "x\u2028y\xC2\x85z\x7F", "x y z ", "x y z " },
		{ "\u05D0\u05D1\u05D2", "\u05D0\u05D1\u05D2",
		    "\u05D0\u05D1\u05D2" },
		{ "\U0001F600\u200D\U0001F525", "\U0001F600\u200D\U0001F525",
		    "\U0001F600\u200D\U0001F525" },
		{ "a&amp;b", "a&amp;b", "a&amp;amp;b" },
		{ "%s%n", "%s%n", "%s%n" },
	};

	(void)state;
	for (size_t i = 0; i < CW_LEN(rows); i++) {
		const struct cw_letter letter = {
			.kind = CW_LETTER_WELCOME,
			.username = rows[i].value,
			.secret = rows[i].value,
		};
		const struct cw_written out = write_with(&letter,
		    "Subject: to {username}\n\n"
		    "of {username}:\n\n{password}\n",
		    "{subject}{content}", "en");

		assert_string_equal(out.subject,
		    cw_arena_printf(&arena, "to %s", rows[i].text));
		assert_string_equal(out.text,
		    cw_arena_printf(&arena, "of %s:\n\n%s\n", rows[i].text,
			rows[i].text));
		assert_non_null(strstr(out.html,
		    cw_arena_printf(&arena,
			"of <bdi>%s</bdi>:", rows[i].html)));
		assert_non_null(strstr(out.html,
		    cw_arena_printf(&arena, "\" dir=\"ltr\">%s</p>",
			rows[i].html)));
	}
}

static void
links_begin_with_the_base_url(void **state)
{
	(void)state;
	for (int kind = 0; kind < CW_LETTER__COUNT; kind++) {
		const struct cw_letter letter = {
			.kind = (enum cw_letter_kind)kind,
			.username = "@evil.example/?#",
			.secret = "/../.evil.example",
		};
		const struct cw_template template = { "x", "{link}" };
		const struct cw_template_filling filling = {
			.conf = &conf,
			.letter = &letter,
			.language = "en",
			.frame = "{content}",
		};
		struct cw_written out;

		assert_int_equal(cw_template_fill(&arena, &template, &filling,
				     &out),
		    CW_OK);
		assert_true(cw_text_starts(out.text, conf.base_url));
		assert_int_equal(strspn(out.text + strlen(conf.base_url),
				     "/#abcdefghijklmnopqrstuvwxyz.-%0123456789"
				     "ABCDEF"),
		    strlen(out.text) - strlen(conf.base_url) - 1);
		assert_null(strstr(out.text, "/../"));
	}
}

/* --- what is wrong -------------------------------------------------------- */

struct bad {
	enum cw_letter_kind kind;
	const char *bytes;
	size_t line;
	const char *what; /* the beginning */
};

static void
assert_bad(const struct bad *bad)
{
	struct cw_template_problem problem = { 0 };
	struct cw_template out;
	enum cw_err err =
	    cw_template_read(&arena, bad->kind, bad->bytes, &out, &problem);

	if (err != CW_INVALID)
		print_error("not refused: %s\n", bad->bytes);
	assert_int_equal(err, CW_INVALID);
	if (strncmp(problem.what, bad->what, strlen(bad->what)) != 0)
		print_error("%zu: %s\n", problem.line, problem.what);
	assert_int_equal(strncmp(problem.what, bad->what, strlen(bad->what)),
	    0);
	assert_int_equal(problem.line, bad->line);
}

static void
a_bad_template_is_refused_with_its_line(void **state)
{
	static const struct bad rows[] = {
		{ CW_LETTER_RESET, "", 1, "the first line is not" },
		{ CW_LETTER_RESET, "# x\n\nHello {code}\n", 3,
		    "the first line is not" },
		{ CW_LETTER_RESET, "Subject:\n\n{code}\n", 1,
		    "the subject is empty" },
		{ CW_LETTER_RESET, "Subject: x", 1, "the letter is empty" },
		{ CW_LETTER_RESET, "Subject: x\n\n \n", 1,
		    "the letter is empty" },
		{ CW_LETTER_RESET, "Subject: x\n\nHello\n\nYou\n\n", 5,
		    "{code} or {####} is missing" },
		{ CW_LETTER_RESET, "Subject: x\n\n{link}\n", 3,
		    "{code} or {####} is missing" },
		{ CW_LETTER_CONFIRM, "Subject: x\n\n{url}\n", 3,
		    "{code} or {####} or {link} is missing" },
		{ CW_LETTER_WELCOME, "Subject: x\n\n{username}\n", 3,
		    "{password} or {####} is missing" },
		{ CW_LETTER_WELCOME, "Subject: x\n\n{password}\n", 3,
		    "{username} is missing" },
		{ CW_LETTER_DELETION, "Subject: x\n\nSoon.\n", 3,
		    "{days} is missing" },
		{ CW_LETTER_RESET, "Subject: x\r\n\r\n{code}\r\n{cod}\r\n", 4,
		    "there is no {cod} here; there are {username} {code} "
		    "{####} {link} {site} {url}" },
		{ CW_LETTER_RESET, "Subject: x\n\n{code}{password}\n", 3,
		    "there is no {password} here" },
		{ CW_LETTER_RESET, "Subject: x\n\n{code}{content}\n", 3,
		    "there is no {content} here" },
		{ CW_LETTER_RESET, "Subject: {what}\n\n{code}\n", 1,
		    "there is no {what} here" },
		{ CW_LETTER_RESET, "Subject: {code}\n\n{code}\n", 1,
		    "the subject tells a secret" },
		{ CW_LETTER_CONFIRM, "Subject: {link}\n\n{code}\n", 1,
		    "the subject tells a secret" },
		{ CW_LETTER_RESET, "Subject: x\n\n{code}\n\n{ code }\n", 5,
		    "a brace begins no word" },
		{ CW_LETTER_RESET, "Subject: x\n\n{code}\n{Code}\n", 4,
		    "a brace begins no word" },
		{ CW_LETTER_RESET, "Subject: x\n\n{code}\n{", 4,
		    "a brace begins no word" },
		{ CW_LETTER_RESET, "Subject: x\n\n{code}\n\n[a](http://x)\n", 5,
		    "a button is" },
		{ CW_LETTER_RESET, "Subject: x\n\n{code}\n\na [b]({link})\n", 5,
		    "a button is" },
		{ CW_LETTER_RESET, "Subject: x\n\n{code}\n\n[]({link})\n", 5,
		    "a button is" },
		{ CW_LETTER_RESET, "Subject: x\n\n{code}\n\n[a]({code})\n", 5,
		    "a button is" },
		{ CW_LETTER_RESET, "Subject: x\n\n{code}\nab\xC3(\n", 4,
		    "this is not UTF-8" },
		{ CW_LETTER_RESET, "Subject: x\n\n{code}\nab\x1B[1m\n", 4,
		    "there is a control character" },
		{ CW_LETTER_RESET, "Subject: x\n\n\xC2\x85{code}\n", 3,
		    "there is a control character" },
	};

	(void)state;
	for (size_t i = 0; i < CW_LEN(rows); i++)
		assert_bad(&rows[i]);
}

/* count times c, a character of any number of bytes. */
static const char *
many(const char *c, size_t count)
{
	struct cw_buf buf;

	cw_buf_init(&buf, &arena, 1 << 20);
	for (size_t i = 0; i < count; i++)
		cw_buf_puts(&buf, c);
	return buf.data;
}

static void
a_template_may_be_so_long_and_no_longer(void **state)
{
	const struct bad long_subject = {
		CW_LETTER_RESET,
		cw_arena_printf(&arena, "Subject: %s\n\n{code}\n",
		    many("\u00E9", CW_TEMPLATE_SUBJECT_MAX_CHARS + 1)),
		1,
		"the subject has more than 140 characters",
	};
	const struct bad long_text = {
		CW_LETTER_RESET,
		cw_arena_printf(&arena, "Subject: x\n\n{code}\n%s\n",
		    many("\u00E9", CW_TEMPLATE_TEXT_MAX_CHARS - 6)),
		4,
		"the letter has more than 20000 characters",
	};
	const struct cw_written out = written(&confirm,
	    cw_arena_printf(&arena, "Subject: %s\n\n{code}\n%s\n",
		many("\u00E9", CW_TEMPLATE_SUBJECT_MAX_CHARS),
		many("\U0001F600", CW_TEMPLATE_TEXT_MAX_CHARS - 7)));

	(void)state;
	assert_int_equal(strlen(out.subject),
	    2 * CW_TEMPLATE_SUBJECT_MAX_CHARS);
	assert_bad(&long_subject);
	assert_bad(&long_text);
}

static void
what_gets_too_long_when_it_is_filled_in_is_refused(void **state)
{
	const struct cw_template template = { "x", many("{url}", 4000) };
	const struct cw_conf far = {
		.site_name = "x",
		.base_url = many("x", 500),
	};
	const struct cw_template_filling filling = {
		.conf = &far,
		.letter = &confirm,
		.language = "en",
		.frame = "{content}",
	};
	struct cw_written out;

	(void)state;
	assert_int_equal(cw_template_fill(&arena, &template, &filling, &out),
	    CW_TOOLARGE);
}

static void
a_bad_frame_is_refused_with_its_line(void **state)
{
	static const struct {
		const char *bytes;
		size_t line;
		const char *what;
	} rows[] = {
		{ "<p>\n</p>", 2, "{content} is missing" },
		{ "{content}\n{code}", 2, "there is no {code} here" },
		{ "{content}\n{username}", 2, "there is no {username} here" },
		{ "{content}\n\n\xFF", 3, "this is not UTF-8" },
	};
	struct cw_template_problem problem;
	const char *out;

	(void)state;
	for (size_t i = 0; i < CW_LEN(rows); i++) {
		assert_int_equal(cw_template_read_frame(&arena, rows[i].bytes,
				     &out, &problem),
		    CW_INVALID);
		assert_int_equal(problem.line, rows[i].line);
		assert_int_equal(strncmp(problem.what, rows[i].what,
				     strlen(rows[i].what)),
		    0);
	}
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(words_are_filled_in_and_paragraphs_stay),
		TEST(words_of_other_pools_are_known),
		TEST(html_says_what_the_text_says),
		TEST(a_frame_holds_content_and_escapes_all_else),
		TEST(values_are_never_looked_at_again),
		TEST(links_begin_with_the_base_url),
		TEST(a_bad_template_is_refused_with_its_line),
		TEST(a_template_may_be_so_long_and_no_longer),
		TEST(what_gets_too_long_when_it_is_filled_in_is_refused),
		TEST(a_bad_frame_is_refused_with_its_line),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
