/* One entry is one line of JSON, whatever it says. */

#include "base/log.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "unit.h"

#define START "{\"ts\":\"2009-02-13T23:31:30.123Z\","

static char directory[PATH_MAX];
static char path[PATH_MAX + 16];
static char written[65536];

static int
open_log(void **state)
{
	const char *base = getenv("TMPDIR");

	(void)state;
	(void)snprintf(directory, sizeof(directory), "%s/chinwag-XXXXXX",
	    base != NULL ? base : "/tmp");
	if (mkdtemp(directory) == NULL)
		return -1;
	(void)snprintf(path, sizeof(path), "%s/log", directory);
	cw_clock_set_now_ms(1234567890123);
	cw_log_set_level(CW_LOG_DEBUG);
	cw_log_set_request(NULL);
	return cw_log_open("tester", path) == CW_OK ? 0 : -1;
}

static int
remove_log(void **state)
{
	char moved[PATH_MAX + 32];

	(void)state;
	cw_clock_set_now_ms(-1);
	(void)snprintf(moved, sizeof(moved), "%s.1", path);
	(void)unlink(moved);
	(void)unlink(path);
	return cw_log_open("tester", NULL) == CW_OK ? rmdir(directory) : -1;
}

static const char *
read_log(const char *file)
{
	FILE *stream = fopen(file, "r");
	size_t len;

	assert_non_null(stream);
	len = fread(written, 1, sizeof(written) - 1, stream);
	written[len] = '\0';
	(void)fclose(stream);
	return written;
}

static void
an_entry_carries_what_its_reader_needs(void **state)
{
	const struct cw_log_field fields[] = {
		CW_LOG_TEXT("path", "/conversations"),
		CW_LOG_NUMBER("status", 200),
		CW_LOG_NUMBER("least", INT64_MIN),
	};

	(void)state;
	cw_log_set_request("r-1");
	cw_log_fields(CW_LOG_INFO, "answered", fields, CW_LEN(fields));
	assert_string_equal(read_log(path),
	    START "\"level\":\"info\",\"program\":\"tester\","
		  "\"message\":\"answered\",\"request\":\"r-1\","
		  "\"path\":\"/conversations\",\"status\":200,"
		  "\"least\":-9223372036854775808}\n");
}

static void
hostile_text_stays_in_its_line(void **state)
{
	(void)state;
	cw_log(CW_LOG_ERROR, "cannot open %s: %d",
	    "a\nb\r\"}\x1b[2J\xff\xc3\xa9\xe2\x80\xa8\xed\xa0\x80", 7);
	assert_string_equal(read_log(path),
	    START "\"level\":\"error\",\"program\":\"tester\","
		  "\"message\":\"cannot open a\\nb\\r\\\"}\\u001b[2J?"
		  "\xc3\xa9\\u2028???: 7\"}\n");
}

static void
long_text_is_cut(void **state)
{
	char text[10000];
	const struct cw_log_field field = CW_LOG_TEXT("text", text);

	(void)state;
	memset(text, 'x', sizeof(text) - 1);
	text[sizeof(text) - 1] = '\0';
	cw_log_fields(CW_LOG_INFO, "m", &field, 1);
	read_log(path);
	assert_int_equal(strlen(strstr(written, "xxx")), 200 + strlen("\"}\n"));
	cw_log(CW_LOG_INFO, "%s", text);
	assert_non_null(strstr(read_log(path), "\"}\n{"));
}

static void
a_line_never_exceeds_what_is_written_at_once(void **state)
{
	char text[1000];
	struct cw_log_field fields[10];
	const char *end;

	(void)state;
	memset(text, '\x01', sizeof(text) - 1);
	text[sizeof(text) - 1] = '\0';
	for (size_t i = 0; i < CW_LEN(fields); i++)
		fields[i] = (struct cw_log_field)CW_LOG_TEXT("text", text);
	fields[9] = (struct cw_log_field)CW_LOG_NUMBER("last", 1);
	cw_log_set_request(text);
	cw_log_fields(CW_LOG_INFO, text, fields, CW_LEN(fields));
	read_log(path);
	assert_true(strlen(written) <= 4096);
	assert_null(strstr(written, "\":,"));
	end = strstr(written, ",\"last\":1}\n");
	assert_non_null(end);
	assert_string_equal(end, ",\"last\":1}\n");
}

static void
what_is_below_the_level_is_not_written(void **state)
{
	(void)state;
	cw_log_set_level(CW_LOG_WARNING);
	cw_log(CW_LOG_INFO, "quiet");
	cw_log_fields(CW_LOG_DEBUG, "quiet", NULL, 0);
	cw_log(CW_LOG_WARNING, "loud");
	assert_null(strstr(read_log(path), "quiet"));
	assert_non_null(strstr(written, "loud"));
}

static void
a_moved_log_goes_on_in_a_new_file(void **state)
{
	char moved[PATH_MAX + 32];

	(void)state;
	(void)snprintf(moved, sizeof(moved), "%s.1", path);
	cw_log(CW_LOG_INFO, "before");
	assert_int_equal(rename(path, moved), 0);
	assert_int_equal(cw_log_reopen(), CW_OK);
	cw_log(CW_LOG_INFO, "after");
	assert_non_null(strstr(read_log(moved), "before"));
	assert_null(strstr(read_log(path), "before"));
	assert_non_null(strstr(written, "after"));
}

static void
a_log_that_cannot_be_opened_leaves_the_old_one(void **state)
{
	(void)state;
	assert_int_equal(cw_log_open("tester", "/nonexistent/directory/log"),
	    CW_SYSTEM);
	cw_log(CW_LOG_INFO, "still here");
	assert_non_null(strstr(read_log(path), "still here"));
}

static void
logging_keeps_errno(void **state)
{
	(void)state;
	errno = EXDEV;
	cw_log(CW_LOG_INFO, "x");
	assert_int_equal(errno, EXDEV);
}

static void
levels_have_words(void **state)
{
	enum cw_log_level level = CW_LOG_DEBUG;

	(void)state;
	assert_int_equal(cw_log_level_find("error", &level), CW_OK);
	assert_int_equal(level, CW_LOG_ERROR);
	assert_int_equal(cw_log_level_find("loud", &level), CW_INVALID);
	assert_int_equal(level, CW_LOG_ERROR);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, open_log, remove_log)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(an_entry_carries_what_its_reader_needs),
		TEST(hostile_text_stays_in_its_line),
		TEST(long_text_is_cut),
		TEST(a_line_never_exceeds_what_is_written_at_once),
		TEST(what_is_below_the_level_is_not_written),
		TEST(a_moved_log_goes_on_in_a_new_file),
		TEST(a_log_that_cannot_be_opened_leaves_the_old_one),
		TEST(logging_keeps_errno),
		TEST(levels_have_words),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
