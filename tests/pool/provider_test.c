/* Providers are read rightly, and asked nowhere but where they are. */

#include "pool/provider.h"

#include <fcntl.h>

#include "pool/fixture.h"

struct told {
	size_t count;
	const char *problem;
};

static void
note(void *arg, const char *name, const char *problem)
{
	struct told *told = arg;

	assert_string_equal(name, "corp");
	told->count++;
	told->problem = problem;
}

static void
write_file(const struct fixture *f, const char *name, const char *text)
{
	char path[400];
	FILE *stream;

	(void)snprintf(path, sizeof(path), "%s/oidc", f->dir);
	(void)mkdir(path, 0700);
	(void)snprintf(path, sizeof(path), "%s/oidc/%s", f->dir, name);
	stream = fopen(path, "w");
	assert_non_null(stream);
	assert_true(fputs(text, stream) >= 0);
	assert_int_equal(fclose(stream), 0);
}

static void
read_one(struct fixture *f, const char *text, struct told *told,
    struct cw_providers *out)
{
	*told = (struct told){ 0 };
	write_file(f, "corp.conf", text);
	f->conf.oidc_providers = " corp ";
	assert_int_equal(cw_providers_read(&f->conf, CW_PROVIDERS_ASKED, note,
			     told, out),
	    CW_OK);
	assert_int_equal(told->count, 1);
}

#define LEAST "issuer = https://id.example.org\nclient_id = chat\n"

static void
the_least_that_must_be_said(void **state)
{
	const struct cw_provider *corp;
	struct fixture *f = *state;
	struct cw_providers all;
	struct told told;

	read_one(f, LEAST, &told, &all);
	assert_null(told.problem);
	assert_int_equal(cw_provider_find(&all, "corp", &corp), CW_OK);
	assert_string_equal(corp->issuer, "https://id.example.org");
	assert_string_equal(corp->label, "corp");
	assert_string_equal(corp->scopes, "openid email profile");
	assert_string_equal(corp->algorithm, "RS256");
	assert_string_equal(corp->sign_up, "no");
	assert_int_equal(cw_provider_find(&all, "Corp", &corp), CW_NOTFOUND);
	cw_providers_clear(&all);
}

static void
what_is_wrong_leaves_it_out_and_is_told(void **state)
{
	static const struct {
		const char *text;
		const char *problem;
	} rows[] = {
		{ "client_id = x\n", "issuer is missing" },
		{ "issuer = https://id.example.org\n", "client_id is missing" },
		{ LEAST "issuer = https://b.example\n", "conf:3: issuer" },
		{ LEAST "secret = x\n", "conf:3: there is no key" },
		{ LEAST "algorithm = none\n", "conf:3: algorithm must be" },
		{ LEAST "algorithm = HS256\n", "conf:3: algorithm must be" },
		{ LEAST "sign_up = maybe\n", "conf:3: sign_up must be" },
		{ LEAST "scopes = email\n", "conf:3: scopes must" },
		{ LEAST "hosts = https://a.example\n", "conf:3: hosts must" },
		{ LEAST "client_secret_file = /nowhere\n", "No such file" },
		{ "issuer = http://id.example.org\n", "conf:1: issuer must" },
		{ "issuer = http://127.0.0.1.example.org\n",
		    "conf:1: issuer must" },
		{ "issuer = https://id.example.org/?a=b\n",
		    "conf:1: issuer must" },
		{ "issuer = https://a@id.example.org\n",
		    "conf:1: issuer must" },
		{ "issuer = file:///etc/passwd\n", "conf:1: issuer must" },
	};
	struct fixture *f = *state;
	struct cw_providers all;
	struct told told;

	for (size_t i = 0; i < CW_LEN(rows); i++) {
		read_one(f, rows[i].text, &told, &all);
		assert_int_equal(all.list.count, 0);
		assert_non_null(told.problem);
		assert_non_null(strstr(told.problem, rows[i].problem));
		cw_providers_clear(&all);
	}
}

static void
secrets_are_only_for_who_asks(void **state)
{
	const struct cw_provider *corp;
	struct fixture *f = *state;
	struct cw_providers all;
	struct told told;
	char text[600];

	write_file(f, "secret", "whisper\nand more\n");
	(void)snprintf(text, sizeof(text),
	    LEAST "client_secret_file = %s/oidc/secret\n", f->dir);
	read_one(f, text, &told, &all);
	assert_int_equal(cw_provider_find(&all, "corp", &corp), CW_OK);
	assert_string_equal(corp->client_secret, "whisper");
	cw_providers_clear(&all);
	assert_int_equal(cw_providers_read(&f->conf, CW_PROVIDERS_NAMED, NULL,
			     NULL, &all),
	    CW_OK);
	assert_int_equal(cw_provider_find(&all, "corp", &corp), CW_OK);
	assert_string_equal(corp->client_secret, "");
	cw_providers_clear(&all);
	assert_int_equal(cw_providers_read(&f->conf, CW_PROVIDERS_NONE, NULL,
			     NULL, &all),
	    CW_OK);
	assert_int_equal(all.list.count, 0);
}

static void
it_is_asked_at_its_own_hosts_alone(void **state)
{
	static const struct {
		const char *url;
		bool may;
	} rows[] = {
		{ "https://id.example.org", true },
		{ "https://id.example.org/token", true },
		{ "https://id.example.org?x=y", true },
		{ "https://keys.example.org/a/b", true },
		{ "https://tokens.example.org:8443/t", true },
		{ "https://tokens.example.org/t", false },
		{ "http://id.example.org/token", false },
		{ "https://id.example.org:8443/token", false },
		{ "https://id.example.org.evil.example/", false },
		{ "https://id.example.org@evil.example/", false },
		{ "https://id.example.orgevil.example/", false },
		{ "https://ID.example.org/", false },
		{ "https://id.example.org\\@evil.example/", false },
		{ "https://id.example.org/a b", false },
		{ "https://id.example.org/a\nb", false },
		{ "https://id.example.org/#x", false },
		{ "https://id.example.org/\xc3\xa4", false },
		{ "file:///etc/passwd", false },
		{ "https://127.0.0.1/", false },
		{ "//id.example.org/", false },
		{ "", false },
	};
	const struct cw_provider *corp;
	struct fixture *f = *state;
	struct cw_providers all;
	struct told told;

	read_one(f, LEAST "hosts = keys.example.org  tokens.example.org:8443\n",
	    &told, &all);
	assert_int_equal(cw_provider_find(&all, "corp", &corp), CW_OK);
	for (size_t i = 0; i < CW_LEN(rows); i++)
		assert_int_equal(cw_provider_may_ask(corp, rows[i].url),
		    rows[i].may);
	cw_providers_clear(&all);
}

static void
the_program_is_told_of_them_all(void **state)
{
	struct fixture *f = *state;
	struct cw_providers all;
	struct told told;
	char **words;

	f->conf.oidc_fetch = "/opt/fetch";
	read_one(f, LEAST "hosts = keys.example.org\n", &told, &all);
	assert_int_equal(cw_providers_words(&all, &f->conf, &f->arena, &words),
	    CW_OK);
	assert_string_equal(words[0], "/opt/fetch");
	assert_string_equal(words[1], "--only");
	assert_string_equal(words[2], "https://id.example.org");
	assert_string_equal(words[3], "https://keys.example.org");
	assert_null(words[4]);
	cw_providers_clear(&all);
}

static void
only_some_domains_may_come(void **state)
{
	struct cw_provider corp = { .email_domains = "" };

	(void)state;
	assert_true(cw_provider_takes(&corp, "a@anywhere.example"));
	corp.email_domains = "works.example Other.example";
	assert_true(cw_provider_takes(&corp, "a@works.example"));
	assert_true(cw_provider_takes(&corp, "a@other.example"));
	assert_false(cw_provider_takes(&corp, "a@sub.works.example"));
	assert_false(cw_provider_takes(&corp, "a@works.example.org"));
	assert_false(cw_provider_takes(&corp, "a@works.exampl"));
	assert_false(cw_provider_takes(&corp, "works.example"));
	assert_false(cw_provider_takes(&corp, ""));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(the_least_that_must_be_said,
		    fixture_setup, fixture_teardown),
		cmocka_unit_test_setup_teardown(
		    what_is_wrong_leaves_it_out_and_is_told, fixture_setup,
		    fixture_teardown),
		cmocka_unit_test_setup_teardown(secrets_are_only_for_who_asks,
		    fixture_setup, fixture_teardown),
		cmocka_unit_test_setup_teardown(
		    it_is_asked_at_its_own_hosts_alone, fixture_setup,
		    fixture_teardown),
		cmocka_unit_test_setup_teardown(the_program_is_told_of_them_all,
		    fixture_setup, fixture_teardown),
		cmocka_unit_test(only_some_domains_may_come),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
