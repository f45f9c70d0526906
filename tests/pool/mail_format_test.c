/* lib/pool/mail_format.c: mail that every server takes. */

#include "fixture.h"

#include "base/text.h"
#include "base/utf8.h"

static const char *
format(struct fixture *f, const char *subject, const char *body)
{
	const struct cw_mail mail = {
		.id = 7,
		.recipient = "anna@example.org",
		.subject = subject,
		.body = body,
		.created = NOW,
	};
	const char *out;
	size_t len;

	assert_int_equal(cw_mail_format(f->pool, &f->arena, &mail, &out, &len),
	    CW_OK);
	assert_int_equal(strlen(out), len);
	return out;
}

/* CRLF alone ends lines, and none is longer than allowed. */
static void
assert_lines(const char *text, size_t max_bytes)
{
	size_t column = 0;

	for (; *text != '\0'; text++) {
		if (*text == '\r') {
			assert_int_equal(text[1], '\n');
			column = 0;
			text++;
			continue;
		}
		assert_int_not_equal(*text, '\n');
		assert_true(++column <= max_bytes);
	}
}

static void
a_plain_mail_is_written_to_the_letter(void **state)
{
	struct fixture *f = *state;
	const char *text = format(f, "Hello", "One.\n.\nTwo.\n");
	const char *id = strstr(text, "Message-ID: <");
	const char *head = "From: Chinwag <chinwag@example.org>\r\n"
			   "To: <anna@example.org>\r\n"
			   "Subject: Hello\r\n"
			   "Date: Tue, 14 Nov 2023 22:13:20 +0000\r\n"
			   "Message-ID: <";
	const char *rest = "@example.org>\r\n"
			   "Auto-Submitted: auto-generated\r\n"
			   "MIME-Version: 1.0\r\n"
			   "Content-Type: text/plain; charset=utf-8\r\n"
			   "Content-Transfer-Encoding: 7bit\r\n"
			   "\r\n"
			   "One.\r\n.\r\nTwo.\r\n";

	assert_int_equal(strncmp(text, head, strlen(head)), 0);
	assert_int_equal(strspn(id + 13, "0123456789ABCDEF"), 16);
	assert_string_equal(id + 13 + 16, rest);
	assert_string_equal(format(f, "Hello", "One.\n.\nTwo.\n"), text);
}

static void
no_field_can_add_a_header(void **state)
{
	struct fixture *f = *state;
	const struct cw_mail mail = {
		.id = 7,
		.recipient = "a@example.org>\r\nBcc: x@example.org, y@z.org",
		.subject = "Hi\r\nBcc: x@example.org\r\n\r\nbody",
		.body = "x\r\nBcc: y\n",
		.created = NOW,
	};
	const char *text, *end;
	size_t len;

	f->conf.mail_from = "c@example.org>\r\nBcc: x@example.org";
	assert_int_equal(cw_mail_format(f->pool, &f->arena, &mail, &text, &len),
	    CW_OK);
	assert_lines(text, 250);
	end = strstr(text, "\r\n\r\n");
	assert_non_null(end);
	assert_true(
	    strstr(text, "\r\nBcc") == NULL || strstr(text, "\r\nBcc") >= end);
	assert_non_null(strstr(text,
	    "\r\nTo: <a@example.orgBcc:x@example.orgy@z.org>\r\n"));
	assert_non_null(strstr(text, "Subject: =?UTF-8?Q?=48=69=0D=0A"));
	assert_non_null(strstr(end, "x=0D\r\nBcc: y\r\n"));
}

static void
a_subject_in_any_language_is_encoded_in_whole_characters(void **state)
{
	struct fixture *f = *state;
	const char *text = format(f,
	    "\u041F\u0440\u0438\u0432\u0435\u0442, \u5C0F\u660E \U0001F600 "
	    "and many more words so that it takes another line \u00E9",
	    "x\n");
	const char *word = strstr(text, "Subject: ") + 9;
	const char *end = strstr(word, "\r\nDate");
	char decoded[512];
	size_t n = 0;

	assert_lines(text, 76);
	while (word < end) {
		assert_int_equal(strncmp(word, "=?UTF-8?Q?", 10), 0);
		for (word += 10; strncmp(word, "?=", 2) != 0; word += 3) {
			unsigned value;

			assert_int_equal(sscanf(word, "=%2X", &value), 1);
			decoded[n++] = (char)value;
		}
		assert_true(cw_utf8_is_valid(decoded, n));
		word += 2;
		if (word < end) {
			assert_int_equal(strncmp(word, "\r\n ", 3), 0);
			word += 3;
		}
	}
	decoded[n] = '\0';
	assert_string_equal(decoded,
	    "\u041F\u0440\u0438\u0432\u0435\u0442, \u5C0F\u660E \U0001F600 "
	    "and many more words so that it takes another line \u00E9");
}

static void
a_subject_that_looks_encoded_is_encoded(void **state)
{
	struct fixture *f = *state;

	assert_non_null(strstr(format(f, "=?UTF-8?Q?x?=", "x\n"),
	    "Subject: =?UTF-8?Q?=3D=3F"));
}

static void
text_in_any_language_is_quoted(void **state)
{
	struct fixture *f = *state;
	const char *text = format(f, "Hello",
	    "caf\u00E9 = 100% \nends with a blank \nand a tab\t\n"
	    "\u5C0F\u660E\u5C0F\u660E\u5C0F\u660E\u5C0F\u660E\u5C0F\u660E"
	    "\u5C0F\u660E\n");

	assert_lines(text, 76);
	assert_non_null(
	    strstr(text, "Content-Transfer-Encoding: quoted-printable\r\n"));
	assert_non_null(strstr(text, "\r\ncaf=C3=A9 =3D 100%=20\r\n"));
	assert_non_null(strstr(text, "\r\nends with a blank=20\r\n"));
	assert_non_null(strstr(text, "\r\nand a tab=09\r\n"));
	assert_non_null(strstr(text, "=\r\n"));
}

static void
long_lines_are_folded(void **state)
{
	struct fixture *f = *state;
	char line[200];

	memset(line, 'x', sizeof(line));
	line[77] = '\n';
	line[78] = '\0';
	assert_lines(format(f, "Hello", line), 76);
	memmove(line, line + 1, 78);
	assert_non_null(strstr(format(f, "Hello", line), ": 7bit\r\n"));
}

static void
html_stands_behind_the_text(void **state)
{
	struct fixture *f = *state;
	const struct cw_mail mail = {
		.id = 7,
		.recipient = "anna@example.org",
		.subject = "Hello",
		.body = "One.\n--=_\n",
		.html = "<p style=\"x\">caf\u00E9</p>\n",
		.language = "de-AT",
		.created = NOW,
	};
	const char *text, *at, *boundary;
	size_t len;

	assert_int_equal(cw_mail_format(f->pool, &f->arena, &mail, &text, &len),
	    CW_OK);
	assert_lines(text, 76);
	assert_non_null(strstr(text, "\r\nContent-Language: de-AT\r\n"));
	at = strstr(text, "multipart/alternative; boundary=\"=_");
	assert_non_null(at);
	at += sizeof("multipart/alternative; boundary=\"") - 1;
	boundary = cw_arena_copy(&f->arena, at, 18);
	assert_string_equal(at + 18,
	    cw_arena_printf(&f->arena,
		"\"\r\n\r\n--%s\r\n"
		"Content-Type: text/plain; charset=utf-8\r\n"
		"Content-Transfer-Encoding: 7bit\r\n\r\n"
		"One.\r\n--=_\r\n\r\n--%s\r\n"
		"Content-Type: text/html; charset=utf-8\r\n"
		"Content-Transfer-Encoding: quoted-printable\r\n\r\n"
		"<p style=3D\"x\">caf=C3=A9</p>\r\n\r\n--%s--\r\n",
		boundary, boundary, boundary));
}

static void
the_site_has_its_name_in_front_of_its_address(void **state)
{
	static const struct {
		const char *name, *wanted;
	} rows[] = {
		{ "Ann and Bob", "From: Ann and Bob <" },
		{ "Ann \\ \"Bob\"", "From: \"Ann \\\\ \\\"Bob\\\"\" <" },
		{ "a, b@c <d>", "From: \"a, b@c <d>\" <" },
		{ "Caf\u00E9", "From: =?UTF-8?Q?=43=61=66=C3=A9?=\r\n <" },
		{ "a\r\nBcc: x", "From: =?UTF-8?Q?=61=0D=0A=42=63=63" },
		{ "=?x?=", "From: =?UTF-8?Q?=3D=3F=78=3F=3D?=\r\n <" },
	};
	struct fixture *f = *state;

	for (size_t i = 0; i < CW_LEN(rows); i++) {
		f->conf.site_name = rows[i].name;
		assert_true(
		    cw_text_starts(format(f, "x", "x\n"), rows[i].wanted));
	}
}

#define TEST(name) \
	cmocka_unit_test_setup_teardown(name, fixture_setup, fixture_teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_plain_mail_is_written_to_the_letter),
		TEST(no_field_can_add_a_header),
		TEST(a_subject_in_any_language_is_encoded_in_whole_characters),
		TEST(a_subject_that_looks_encoded_is_encoded),
		TEST(text_in_any_language_is_quoted),
		TEST(long_lines_are_folded),
		TEST(html_stands_behind_the_text),
		TEST(the_site_has_its_name_in_front_of_its_address),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
