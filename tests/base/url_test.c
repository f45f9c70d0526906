/* What is a URL of this site, and what only looks like one. */

#include "base/url.h"

#include <string.h>

#include "base/err.h"
#include "unit.h"

/* O an origin, B a base, P a path, H a host with or without a port. */
static const struct {
	const char *text;
	const char *is;
} cases[] = {
	{ "http://a", "OB" },
	{ "https://chat.example.org", "OB" },
	{ "https://chat.example.org:8443", "OB" },
	{ "http://127.0.0.1:8080", "OB" },
	{ "http://[::1]:8080", "OB" },
	{ "https://example.org/chat", "B" },
	{ "https://example.org/~anna/chat", "B" },
	{ "https://example.org/", "" },
	{ "https://example.org/chat/", "" },
	{ "https://example.org//chat", "" },
	{ "https://example.org/../chat", "" },
	{ "https://example.org/a?b", "" },
	{ "https://example.org/a#b", "" },
	{ "https://example.org/a b", "" },
	{ "https://example.org/a%0d", "" },
	{ "https://anna@example.org", "" },
	{ "https://", "" },
	{ "https:///a", "" },
	{ "ftp://example.org", "" },
	{ "javascript://a", "" },
	{ "https://example.org:0", "" },
	{ "https://example.org:", "" },
	{ "https://example.org:65535", "OB" },
	{ "https://example.org:65536", "" },
	{ "https://example.org:080", "" },
	{ "https://-example.org", "" },
	{ "https://example.org.", "" },
	{ "https://[::1", "" },
	{ "https://[]", "" },
	{ "https://[::1]x", "" },
	{ "https://ex\xc3\xa4mple.org", "" },
	{ "https://example.org\n", "" },
	{ "HTTPS://example.org", "" },
	{ "", "" },
	{ "/api", "P" },
	{ "/a/b-c_d.e~f", "P" },
	{ "/", "" },
	{ "/api/", "" },
	{ "/./a", "" },
	{ "/...", "P" },
	{ "/a\"b", "" },
	{ "api", "H" },
	{ "mail.example.org:587", "H" },
	{ "mail.example.org:587/x", "" },
};

static bool
may_be(size_t i, char what)
{
	return strchr(cases[i].is, what) != NULL;
}

static void
each_case_is_what_it_is(void **state)
{
	(void)state;
	for (size_t i = 0; i < CW_LEN(cases); i++) {
		const char *text = cases[i].text;
		const size_t len = strlen(text);

		if (cw_url_is_origin(text, len) != may_be(i, 'O'))
			fail_msg("origin: %s", text);
		if (cw_url_is_base(text, len) != may_be(i, 'B'))
			fail_msg("base: %s", text);
		if (cw_url_is_path(text, len) != may_be(i, 'P'))
			fail_msg("path: %s", text);
		if (cw_url_is_host_port(text, len) != may_be(i, 'H'))
			fail_msg("host: %s", text);
	}
}

static void
a_nul_inside_is_refused(void **state)
{
	(void)state;
	assert_false(cw_url_is_origin("http://a\0b", 10));
	assert_false(cw_url_is_path("/a\0b", 4));
}

static void
a_host_of_254_bytes_is_refused(void **state)
{
	char host[254];

	(void)state;
	memset(host, 'a', sizeof(host));
	assert_true(cw_url_is_host_port(host, 253));
	assert_false(cw_url_is_host_port(host, 254));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_case_is_what_it_is),
		cmocka_unit_test(a_nul_inside_is_refused),
		cmocka_unit_test(a_host_of_254_bytes_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
