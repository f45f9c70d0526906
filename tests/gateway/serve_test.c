/* A program from a shell, as CGI, and asked about itself. */

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "db/migrate.h"
#include "db/room.h"
#include "gateway/describe.h"
#include "gateway/endpoint.h"
#include "gateway/scan.h"
#include "pool/pool.h"
#include "unit.h"

struct page {
	const char *id;
	int64_t limit;
	bool detail;
	const char *last_event_id;
};

static const struct cw_field request_fields[] = {
	CW_TEXT(struct page, id, 36, 36, CW_FORMAT_UUID, CW_REQUIRED, "An id."),
	CW_NUMBER(struct page, limit, 1, 200, 50, CW_OPTIONAL, "A limit."),
	CW_FLAG(struct page, detail, CW_OPTIONAL, "More?"),
	CW_HEADER(struct page, last_event_id, "Last-Event-ID", 1, 16,
	    CW_FORMAT_KEY, "The last."),
	CW_END,
};

static const struct cw_model request_model = {
	.name = "PageRequest",
	.size = sizeof(struct page),
	.fields = request_fields,
};

struct health {
	const char *status;
};

static const struct cw_field health_fields[] = {
	CW_TEXT(struct health, status, 2, 2, CW_FORMAT_LINE, CW_REQUIRED,
	    "Always ok."),
	CW_END,
};

static const struct cw_model health_model = {
	.name = "Health",
	.size = sizeof(struct health),
	.fields = health_fields,
};

static enum cw_err
say_ok(struct cw_ctx *cx, const void *req, void *resp)
{
	struct health *out = resp;

	(void)cx;
	(void)req;
	out->status = "ok";
	return CW_OK;
}

static const struct cw_endpoint health = {
	.name = "health-get",
	.method = CW_GET,
	.path = "/health",
	.summary = "Health",
	.access = CW_ANYONE,
	.work = CW_READS,
	.response = &health_model,
	.status = 200,
	.handle = say_ok,
};

static const struct cw_endpoint page = {
	.name = "page-get",
	.method = CW_GET,
	.path = "/conversations/{id}/pages",
	.summary = "Pages",
	.doc = "All \"pages\".",
	.access = CW_MEMBER,
	.work = CW_READS,
	.request = &request_model,
	.response = &health_model,
	.status = 200,
	.errors = CW_ERRORS1(CW_CONFLICT),
	.handle = say_ok,
};

/* --- running ------------------------------------------------------------- */

/* How a program is started, and what came of it. */
struct run {
	void *room;
	const char *method;   /* REQUEST_METHOD, or NULL */
	const char *gateway;  /* GATEWAY_INTERFACE, or NULL */
	const char *argument; /* or NULL */
	bool without_descriptors;
	int status;
	char out[16384];
};

static void
set_or_unset(const char *name, const char *value)
{
	if (value == NULL)
		unsetenv(name);
	else
		setenv(name, value, 1);
}

static void
run_child(const struct run *run, int out)
{
	char *argv[] = { (char *)(uintptr_t) "health-get",
		(char *)(uintptr_t)run->argument, NULL };

	set_or_unset("REQUEST_METHOD", run->method);
	set_or_unset("GATEWAY_INTERFACE", run->gateway);
	setenv("REQUEST_URI", "/api/health", 1);
	setenv("CHINWAG_CONF", room_path(&run->room, "conf"), 1);
	setenv("CHINWAG_DATA_DIR", run->room, 1);
	dup2(open("/dev/null", O_RDWR), STDIN_FILENO);
	dup2(out, STDOUT_FILENO);
	dup2(open("/dev/null", O_RDWR), STDERR_FILENO);
	if (run->without_descriptors) {
		close(STDIN_FILENO);
		close(STDOUT_FILENO);
		close(STDERR_FILENO);
	}
	exit(cw_serve(&health, run->argument == NULL ? 1 : 2, argv));
}

static void
run_program(struct run *run)
{
	int out = open(room_path(&run->room, "out"), O_RDWR | O_CREAT | O_TRUNC,
	    0600);
	pid_t child = fork();
	ssize_t len;

	if (child == 0)
		run_child(run, out);
	run->status = room_wait(child);
	len = pread(out, run->out, sizeof(run->out) - 1, 0);
	assert_true(len >= 0);
	run->out[len] = '\0';
	close(out);
}

static int
run_make(void **state)
{
	struct run *run = calloc(1, sizeof(*run));
	FILE *conf;

	if (run == NULL || room_make(&run->room) != 0 ||
	    cw_pool_init_keys(run->room) != CW_OK ||
	    cw_migrate(run->room, CW_STORE_CHAT) != CW_OK ||
	    cw_migrate(run->room, CW_STORE_POOL) != CW_OK)
		return -1;
	conf = fopen(room_path(&run->room, "conf"), "w");
	if (conf == NULL || fclose(conf) != 0)
		return -1;
	*state = run;
	return 0;
}

static int
run_remove(void **state)
{
	struct run *run = *state;

	room_remove(&run->room);
	free(run);
	return 0;
}

#define RUN_TEST(f) cmocka_unit_test_setup_teardown(f, run_make, run_remove)

/* --- tests --------------------------------------------------------------- */

static void
a_shell_gets_a_cgi_answer(void **state)
{
	struct run *run = *state;

	run->method = "GET";
	run_program(run);
	assert_int_equal(run->status, 0);
	assert_int_equal(strncmp(run->out, "Status: 200 OK\r\n", 16), 0);
	assert_non_null(strstr(run->out, "\r\n\r\n{\"status\":\"ok\"}"));
}

static void
a_query_is_no_command(void **state)
{
	static const char *const arguments[] = { "--describe", "--version",
		"--help", "-s" };
	struct run *run = *state;

	for (size_t i = 0; i < CW_LEN(arguments); i++) {
		run->argument = arguments[i];
		run->method = "GET";
		run->gateway = NULL;
		run_program(run);
		assert_int_equal(strncmp(run->out, "Status: 200 ", 12), 0);
		run->method = NULL;
		run->gateway = "CGI/1.1";
		run_program(run);
		assert_int_equal(strncmp(run->out, "Status: 405 ", 12), 0);
	}
}

static void
a_program_tells_of_itself(void **state)
{
	struct run *run = *state;

	run->argument = "--describe";
	run_program(run);
	assert_int_equal(run->status, 0);
	assert_non_null(strstr(run->out, "\"name\":\"health-get\""));
	run->argument = "--version";
	run_program(run);
	assert_int_equal(run->status, 0);
	assert_non_null(strstr(run->out, "\nSQLite 3."));
	run->argument = "--help";
	run_program(run);
	assert_int_equal(run->status, 0);
}

static void
what_it_does_not_know_it_refuses(void **state)
{
	struct run *run = *state;

	run->argument = "--nonsense";
	run_program(run);
	assert_int_equal(run->status, 2);
	assert_string_equal(run->out, "");
	run->argument = NULL;
	run_program(run);
	assert_int_equal(run->status, 2);
}

static void
without_descriptors_no_store_gets_a_message(void **state)
{
	struct run *run = *state;

	run->method = "GET";
	run->without_descriptors = true;
	run_program(run);
	assert_int_equal(run->status, 0);
	run->without_descriptors = false;
	run_program(run);
	assert_int_equal(strncmp(run->out, "Status: 200 ", 12), 0);
}

static void
without_a_store_it_says_so(void **state)
{
	struct run *run = *state;

	assert_int_equal(unlink(room_path(&run->room, "keys")), 0);
	run->method = "GET";
	run_program(run);
	assert_int_equal(run->status, 0);
	assert_int_equal(strncmp(run->out, "Status: 503 ", 12), 0);
	assert_non_null(strstr(run->out, "\"code\":\"unavailable\""));
}

static void
a_description_is_json_with_all_there_is(void **state)
{
	static const char *const pieces[] = {
		"\"name\":\"page-get\"",
		"\"method\":\"GET\"",
		"\"path\":\"/conversations/{id}/pages\"",
		"\"doc\":\"All \\\"pages\\\".\"",
		"\"access\":\"member\"",
		"\"idempotent\":false",
		"{\"name\":\"id\",\"in\":\"path\",\"required\":true,",
		"{\"name\":\"limit\",\"in\":\"query\",\"required\":false,",
		"\"minimum\":1,\"maximum\":200,\"default\":50}",
		"{\"name\":\"Last-Event-ID\",\"in\":\"header\",",
		"\"body\":null",
		"\"schema\":{\"$ref\":\"#/components/schemas/Health\"}",
		"{\"status\":400,\"code\":\"invalid\",",
		"{\"status\":401,\"code\":\"unauthorized\",",
		"{\"status\":404,\"code\":\"not_found\",",
		"{\"status\":409,\"code\":\"conflict\",",
		"{\"status\":503,\"code\":\"busy\",",
		("\"Health\":{\"type\":\"object\","
		 "\"additionalProperties\":false,"),
		"\"required\":[\"status\"]}",
		"\"Problem\":{",
	};
	struct cw_scan_problem problem;
	struct cw_arena arena;
	struct cw_buf buf;

	(void)state;
	cw_arena_init(&arena, 1024 * 1024);
	cw_buf_init(&buf, &arena, 256 * 1024);
	cw_describe(&buf, &page);
	assert_int_equal(cw_json_scan(&arena, buf.data, buf.len, 16, &problem),
	    CW_OK);
	for (size_t i = 0; i < CW_LEN(pieces); i++)
		if (strstr(buf.data, pieces[i]) == NULL)
			fail_msg("no %s in %s", pieces[i], buf.data);
	cw_arena_clear(&arena);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		RUN_TEST(a_shell_gets_a_cgi_answer),
		RUN_TEST(a_query_is_no_command),
		RUN_TEST(a_program_tells_of_itself),
		RUN_TEST(what_it_does_not_know_it_refuses),
		RUN_TEST(without_descriptors_no_store_gets_a_message),
		RUN_TEST(without_a_store_it_says_so),
		cmocka_unit_test(a_description_is_json_with_all_there_is),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
