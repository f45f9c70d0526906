/* Probes: one answer for a ticket, and to strangers nothing is different. */

#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "gateway/house.h"
#include "gateway/probe.h"

static char header[100];

/* A request that brings this ticket. */
static void
bring(struct house *house, const char *method, const char *uri,
    const char *ticket)
{
	(void)snprintf(header, sizeof(header), "HTTP_X_CHINWAG_PROBE=%s",
	    ticket);
	door_ask(house->door, method, uri);
	door_set(house->door, header);
}

static void
make(struct house *house, char ticket[CW_PROBE_TICKET_CHARS + 1])
{
	assert_int_equal(cw_probe_make(house->conf.data_dir, ticket), CW_OK);
	assert_int_equal(strlen(ticket), CW_PROBE_TICKET_CHARS);
}

/* How many tickets lie about, and the path of one of them. */
static int
tickets(struct house *house, char path[600])
{
	char place[400];
	struct dirent *entry;
	int count = 0;
	DIR *stream;

	(void)snprintf(place, sizeof(place), "%s/run", house->conf.data_dir);
	stream = opendir(place);
	assert_non_null(stream);
	while ((entry = readdir(stream)) != NULL) {
		if (strncmp(entry->d_name, "probe-", 6) != 0)
			continue;
		count++;
		if (path != NULL)
			(void)snprintf(path, 600, "%s/%.100s", place,
			    entry->d_name);
	}
	closedir(stream);
	return count;
}

static void
a_ticket_is_answered_with_what_arrived_and_does_nothing(void **state)
{
	struct house *house = *state;
	char ticket[CW_PROBE_TICKET_CHARS + 1];
	char uri[100];

	make(house, ticket);
	(void)snprintf(uri, sizeof(uri), "/api/conversations/%s/messages",
	    house->uuid);
	bring(house, "POST", uri, ticket);
	door_set(house->door, house->anna);
	door_set(house->door, "HTTP_PROXY=http://a \"b\"");
	door_set(house->door, "SECRET=canary");
	door_json(house->door, "{\"message\":\"hello\"}");
	assert_int_equal(house_answer(house), 200);
	assert_non_null(strstr(house_body(house), "{\"program\":\"house\","));
	assert_non_null(strstr(house_body(house), "\"is_ours\":true,"));
	assert_non_null(strstr(house_body(house), "\"body_bytes\":19,"));
	assert_non_null(strstr(house_body(house), "\"result\":\"ok\""));
	assert_non_null(
	    strstr(house_body(house), "\"HTTP_PROXY=http://a \\\"b\\\"\""));
	assert_null(strstr(house_body(house), "canary"));
	assert_null(strstr(house_body(house), ticket));
	assert_int_equal(house_count(house), 0);
}

static void
a_ticket_is_good_once(void **state)
{
	struct house *house = *state;
	char ticket[CW_PROBE_TICKET_CHARS + 1];

	make(house, ticket);
	assert_int_equal(tickets(house, NULL), 1);
	bring(house, "GET", "/api/nothing", ticket);
	assert_int_equal(house_answer(house), 200);
	assert_int_equal(tickets(house, NULL), 0);
	bring(house, "GET", "/api/nothing", ticket);
	assert_int_equal(house_answer(house), 404);
}

static void
an_old_ticket_is_good_for_nothing(void **state)
{
	struct house *house = *state;
	char ticket[CW_PROBE_TICKET_CHARS + 1];
	const struct timespec old[2] = { { .tv_sec = 1000 },
		{ .tv_sec = 1000 } };
	char path[600];

	make(house, ticket);
	assert_int_equal(tickets(house, path), 1);
	assert_int_equal(utimensat(AT_FDCWD, path, old, 0), 0);
	bring(house, "GET", "/api/nothing", ticket);
	assert_int_equal(house_answer(house), 404);
}

static void
what_is_not_used_goes_again(void **state)
{
	struct house *house = *state;
	char first[CW_PROBE_TICKET_CHARS + 1];
	char second[CW_PROBE_TICKET_CHARS + 1];
	const struct timespec old[2] = { { .tv_sec = 1000 },
		{ .tv_sec = 1000 } };
	char path[600];

	make(house, first);
	assert_int_equal(tickets(house, path), 1);
	make(house, second);
	cw_probe_tidy(house->conf.data_dir);
	assert_int_equal(tickets(house, NULL), 2);
	assert_int_equal(utimensat(AT_FDCWD, path, old, 0), 0);
	cw_probe_tidy(house->conf.data_dir);
	assert_int_equal(tickets(house, NULL), 1);
	cw_probe_drop(house->conf.data_dir, second);
	assert_int_equal(tickets(house, NULL), 0);
	bring(house, "GET", "/api/nothing", second);
	assert_int_equal(house_answer(house), 404);
}

/* Also names that would lead elsewhere, and the file's own name. */
static void
strangers_learn_nothing(void **state)
{
	struct house *house = *state;
	char ticket[CW_PROBE_TICKET_CHARS + 1];
	char path[600];
	const char *const others[] = { "", "x",
		"../../../../../../../../../../etc/passwd/..",
		"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", path };

	make(house, ticket);
	assert_int_equal(tickets(house, path), 1);
	for (size_t i = 0; i < CW_LEN(others); i++) {
		bring(house, "GET", "/api/nothing", "");
		assert_int_equal(house_answer(house), 404);
		const size_t len = house->answer.len;

		bring(house, "GET", "/api/nothing", others[i]);
		assert_int_equal(house_answer(house), 404);
		assert_int_equal(house->answer.len, len);
	}
	assert_int_equal(tickets(house, NULL), 1);
}

static void
what_cannot_be_taken_in_is_told_too(void **state)
{
	struct house *house = *state;
	char ticket[CW_PROBE_TICKET_CHARS + 1];

	make(house, ticket);
	bring(house, "GET", "/elsewhere/health", ticket);
	door_set(house->door, "HTTP_AUTHORIZATION=a");
	door_set(house->door, "HTTP_AUTHORIZATION=b");
	door_set(house->door, "HTTP_COOKIE=\xff");
	assert_int_equal(house_answer(house), 200);
	assert_non_null(strstr(house_body(house), "\"result\":\"invalid\""));
	assert_non_null(strstr(house_body(house), "\"is_below_prefix\":false"));
	assert_non_null(strstr(house_body(house),
	    "\"HTTP_AUTHORIZATION=a\",\"HTTP_AUTHORIZATION=b\",\"?\""));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		HOUSE_TEST(
		    a_ticket_is_answered_with_what_arrived_and_does_nothing),
		HOUSE_TEST(a_ticket_is_good_once),
		HOUSE_TEST(an_old_ticket_is_good_for_nothing),
		HOUSE_TEST(what_is_not_used_goes_again),
		HOUSE_TEST(strangers_learn_nothing),
		HOUSE_TEST(what_cannot_be_taken_in_is_told_too),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
