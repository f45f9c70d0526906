/* A setting is read right, or refused with the place where it stands. */

#include "base/conf.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/text.h"
#include "unit.h"

static struct cw_arena arena;
static char path[PATH_MAX];
static const char *problem;
static struct cw_conf conf;

static int
make_file(void **state)
{
	const char *base = getenv("TMPDIR");
	int fd;

	(void)state;
	(void)snprintf(path, sizeof(path), "%s/chinwag-conf-XXXXXX",
	    base != NULL ? base : "/tmp");
	fd = mkstemp(path);
	if (fd < 0)
		return -1;
	(void)close(fd);
	cw_arena_init(&arena, (size_t)1024 * 1024);
	problem = NULL;
	memset(&conf, 0, sizeof(conf));
	return setenv("CHINWAG_CONF", path, 1);
}

static int
remove_file(void **state)
{
	(void)state;
	cw_arena_clear(&arena);
	(void)unsetenv("CHINWAG_CONF");
	(void)unsetenv("CHINWAG_BASE_URL");
	(void)unsetenv("CHINWAG_READ_THREADS");
	return unlink(path);
}

static enum cw_err
read_bytes(const char *bytes, size_t len)
{
	FILE *stream = fopen(path, "w");

	assert_non_null(stream);
	assert_int_equal(fwrite(bytes, 1, len, stream), len);
	assert_int_equal(fclose(stream), 0);
	return cw_conf_read(&conf, &arena, &problem);
}

static enum cw_err
read_text(const char *text)
{
	return read_bytes(text, strlen(text));
}

static void
an_empty_file_gives_the_standards(void **state)
{
	(void)state;
	assert_int_equal(read_text(""), CW_OK);
	assert_string_equal(conf.data_dir, "/var/lib/chinwag");
	assert_string_equal(conf.base_url, "http://127.0.0.1:8080");
	assert_string_equal(conf.api_prefix, "/api");
	assert_string_equal(conf.cors_origins, "");
	assert_int_equal(conf.body_max_bytes, 65536);
	assert_int_equal(conf.arena_max_bytes, 8388608);
	assert_int_equal(conf.session_ttl_sec, 2592000);
	assert_int_equal(conf.event_heartbeat_sec, 20);
}

static void
the_file_is_read(void **state)
{
	(void)state;
	assert_int_equal(read_text("# a comment\n"
				   "\n"
				   "data_dir=/srv/chat\r\n"
				   "  base_url =  https://example.org/chat \t\n"
				   "mail_from = \"Chat # 1 <chat@b.example>\"\n"
				   "cors_origins = https://a.example "
				   "http://b.example:81\n"
				   "log_file = \"\"\n"
				   "read_threads = 7"),
	    CW_OK);
	assert_string_equal(conf.data_dir, "/srv/chat");
	assert_string_equal(conf.base_url, "https://example.org/chat");
	assert_string_equal(conf.mail_from, "Chat # 1 <chat@b.example>");
	assert_string_equal(conf.cors_origins,
	    "https://a.example http://b.example:81");
	assert_string_equal(conf.log_file, "");
	assert_int_equal(conf.read_threads, 7);
}

static void
the_environment_wins(void **state)
{
	(void)state;
	assert_int_equal(setenv("CHINWAG_READ_THREADS", "9", 1), 0);
	assert_int_equal(setenv("CHINWAG_BASE_URL", "https://b.example", 1), 0);
	assert_int_equal(read_text("read_threads = 7\n"), CW_OK);
	assert_int_equal(conf.read_threads, 9);
	assert_string_equal(conf.base_url, "https://b.example");
}

static void
a_bad_variable_is_named(void **state)
{
	(void)state;
	assert_int_equal(setenv("CHINWAG_READ_THREADS", "many", 1), 0);
	assert_int_equal(read_text(""), CW_INVALID);
	assert_string_equal(problem,
	    "CHINWAG_READ_THREADS: read_threads must "
	    "be a whole number from 1 to 256");
	assert_null(conf.data_dir);
}

static void
a_bad_line_is_named(void **state)
{
	static const struct {
		const char *text;
		const char *problem; /* after "PATH:" */
	} cases[] = {
		{ "\n\ncolour = red\n", "3: there is no key \"colour\"" },
		{ "data_dir\n", "1: expected key = value" },
		{ "= x\n", "1: there is no key \"\"" },
		{ "Data_dir = /x\n", "1: there is no key \"Data_dir\"" },
		{ "data_dir = x\n", "1: data_dir must be an absolute path" },
		{ "data_dir =\n",
		    "1: data_dir must have 1 to 1000 characters" },
		{ "\nlog_level = info\nlog_level = info\n",
		    "3: log_level is given twice" },
		{ "log_level = loud\n",
		    "1: log_level must be debug, info, warning or error" },
		{ "mail_transport = pigeon\n",
		    "1: mail_transport must be file, sendmail or smtp" },
		{ "read_threads = 0\n",
		    "1: read_threads must be a whole number from 1 to 256" },
		{ "read_threads = 257\n",
		    "1: read_threads must be a whole number from 1 to 256" },
		{ "read_threads = 4 # four\n",
		    "1: read_threads must be a whole number from 1 to 256" },
		{ "mail_from = \"a\n",
		    "1: a double quote may stand only around the whole value" },
		{ "mail_from = \"a\"b\"\n",
		    "1: a double quote may stand only around the whole value" },
		{ "mail_from = a\x1b[2Jb\n",
		    "1: a line must be UTF-8 without control characters" },
		{ "mail_from = a\xff\n",
		    "1: a line must be UTF-8 without control characters" },
		{ "api_prefix = /api/\n",
		    "1: api_prefix must be a path without a slash at the end" },
		{ "cors_origins = https://a.example/x\n",
		    "1: cors_origins must be origins such as "
		    "https://example.org, separated by blanks" },
		{ "base_url = https://a.example/\n",
		    "1: base_url must be http:// or https://, a host, maybe a "
		    "port and a path, no slash at the end" },
		{ "mail_smtp_url = http://a\n",
		    "1: mail_smtp_url must be smtp://host:port or "
		    "smtps://host:port" },
	};

	(void)state;
	for (size_t i = 0; i < CW_LEN(cases); i++) {
		cw_arena_reset(&arena);
		assert_int_equal(read_text(cases[i].text), CW_INVALID);
		assert_true(cw_text_starts(problem, path));
		assert_string_equal(problem + strlen(path) + 1,
		    cases[i].problem);
		assert_null(conf.data_dir);
	}
}

static void
a_file_that_is_no_text_is_refused(void **state)
{
	static char big[70000];

	(void)state;
	assert_int_equal(read_bytes("data_dir = /a\0b\n", 16), CW_INVALID);
	assert_non_null(strstr(problem, "NUL"));
	memset(big, '\n', sizeof(big));
	assert_int_equal(read_bytes(big, sizeof(big)), CW_INVALID);
	assert_non_null(strstr(problem, "at most 65536 bytes"));
}

static void
a_named_file_must_be_there(void **state)
{
	char missing[PATH_MAX + 8];

	(void)state;
	(void)snprintf(missing, sizeof(missing), "%s.none", path);
	assert_int_equal(setenv("CHINWAG_CONF", missing, 1), 0);
	assert_int_equal(cw_conf_read(&conf, &arena, &problem), CW_SYSTEM);
	assert_true(cw_text_starts(problem, missing));
	assert_non_null(strstr(problem, "No such file"));
}

static void
without_memory_there_is_still_a_problem_to_print(void **state)
{
	(void)state;
	assert_int_equal(read_text("read_threads = 7\n"), CW_OK);
	for (unsigned long n = 1;; n++) {
		enum cw_err err;

		problem = NULL;
		cw_arena_fail_at(n, 1);
		err = cw_conf_read(&conf, &arena, &problem);
		cw_arena_fail_at(0, 0);
		if (err == CW_OK)
			break;
		assert_int_equal(err, CW_NOMEM);
		assert_non_null(problem);
	}
}

static void
the_table_can_be_listed(void **state)
{
	size_t count = 0;
	const struct cw_conf_key *key;

	(void)state;
	while ((key = cw_conf_key_at(count)) != NULL) {
		assert_true(strlen(key->doc) > 10);
		assert_true(cw_text_equal(key->kind, "text") ||
		    cw_text_equal(key->kind, "number"));
		count++;
	}
	/* Every member of the struct takes as much as one number. */
	assert_int_equal(count * sizeof(int64_t), sizeof(struct cw_conf));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, make_file, remove_file)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(an_empty_file_gives_the_standards),
		TEST(the_file_is_read),
		TEST(the_environment_wins),
		TEST(a_bad_variable_is_named),
		TEST(a_bad_line_is_named),
		TEST(a_file_that_is_no_text_is_refused),
		TEST(a_named_file_must_be_there),
		TEST(without_memory_there_is_still_a_problem_to_print),
		TEST(the_table_can_be_listed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
