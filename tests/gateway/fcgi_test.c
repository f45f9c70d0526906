/* A program behind a FastCGI server: a process of its own, asked by records. */

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/text.h"
#include "db/migrate.h"
#include "db/room.h"
#include "gateway/endpoint.h"
#include "gateway/wire.h"
#include "pool/pool.h"
#include "unit.h"

#define LARGE 200000

/* STOP_KNOCK_MS of lib/gateway/fcgi.c, and how often it may be too short. */
#define KNOCK_MS 200
#define ROUNDS 8

/* --- the program --------------------------------------------------------- */

struct echo {
	const char *text;
};

static const struct cw_field in_fields[] = {
	CW_TEXT(struct echo, text, 1, 60000, CW_FORMAT_NONE,
	    CW_REQUIRED | CW_ROOT | CW_RAW, "Text."),
	CW_END,
};

static const struct cw_model in_model = {
	.name = "In",
	.size = sizeof(struct echo),
	.fields = in_fields,
};

static const struct cw_field out_fields[] = {
	CW_TEXT(struct echo, text, 1, LARGE, CW_FORMAT_NONE,
	    CW_REQUIRED | CW_ROOT, "Text."),
	CW_END,
};

static const struct cw_model out_model = {
	.name = "Out",
	.size = sizeof(struct echo),
	.fields = out_fields,
};

/* The i-th letter of a large answer; no record's size is a multiple of 23. */
static char
large_at(size_t i)
{
	return (char)('a' + i % 23);
}

/* "large" and "slow" are answered as they say; all else comes back. */
static enum cw_err
echo(struct cw_ctx *cx, const void *req, void *resp)
{
	const struct timespec slow = { .tv_nsec = 150 * 1000 * 1000 };
	const struct echo *in = req;
	struct echo *out = resp;
	char *large;

	out->text = in->text;
	if (strcmp(in->text, "large") == 0) {
		large = cw_arena_alloc(cx->chat.arena, LARGE + 1);
		if (large == NULL)
			return CW_NOMEM;
		for (size_t i = 0; i < LARGE; i++)
			large[i] = large_at(i);
		out->text = large;
	}
	if (strcmp(in->text, "slow") == 0)
		nanosleep(&slow, NULL);
	if (strcmp(in->text, "store") == 0)
		return CW_STORE;
	return CW_OK;
}

static const struct cw_endpoint endpoint = {
	.name = "session-post",
	.method = CW_POST,
	.path = "/session",
	.summary = "Echo",
	.access = CW_ANYONE,
	.request = &in_model,
	.response = &out_model,
	.status = 200,
	.handle = echo,
};

/* How the endpoint works: all tests are run for each way. */
static enum cw_work work;

/* --- the server ---------------------------------------------------------- */

struct server {
	void *room;
	char path[256];
	int listening;
	const char *idle_exit_sec;
	pid_t program;
};

static void
run_program(const struct server *server)
{
	char *argv[] = { (char *)(uintptr_t) "session-post", NULL };
	struct cw_endpoint served = endpoint;

	/* Do not outlive a test that fails. */
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	dup2(server->listening, STDIN_FILENO);
	close(server->listening);
	setenv("CHINWAG_CONF", room_path(&server->room, "conf"), 1);
	setenv("CHINWAG_DATA_DIR", server->room, 1);
	setenv("CHINWAG_LOG_LEVEL", "error", 1);
	setenv("CHINWAG_IDLE_EXIT_SEC", server->idle_exit_sec, 1);
	served.work = work;
	_exit(cw_serve(&served, 1, argv));
}

static void
start(struct server *server)
{
	server->program = fork();
	if (server->program == 0)
		run_program(server);
}

/* One that listens; its program is not started. */
static int
server_open(void **state)
{
	struct server *server = calloc(1, sizeof(*server));
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	int listening = socket(AF_UNIX, SOCK_STREAM, 0);
	FILE *conf;

	if (server == NULL || room_make(&server->room) != 0 ||
	    cw_pool_init_keys(server->room) != CW_OK ||
	    cw_migrate(server->room, CW_STORE_CHAT) != CW_OK ||
	    cw_migrate(server->room, CW_STORE_POOL) != CW_OK)
		return -1;
	conf = fopen(room_path(&server->room, "conf"), "w");
	if (conf == NULL || fclose(conf) != 0)
		return -1;
	(void)snprintf(server->path, sizeof(server->path), "%s",
	    room_path(&server->room, "socket"));
	memcpy(address.sun_path, server->path, strlen(server->path) + 1);
	if (bind(listening, (struct sockaddr *)&address, sizeof(address)) !=
		0 ||
	    listen(listening, 64) != 0)
		return -1;
	server->listening = listening;
	server->idle_exit_sec = "1";
	*state = server;
	return 0;
}

static int
server_make(void **state)
{
	struct server *server;

	if (server_open(state) != 0)
		return -1;
	server = *state;
	server->idle_exit_sec = "0";
	start(server);
	return 0;
}

static int
server_remove(void **state)
{
	struct server *server = *state;

	if (server->program > 0) {
		kill(server->program, SIGKILL);
		room_wait(server->program);
	}
	close(server->listening);
	room_remove(&server->room);
	free(server);
	return 0;
}

#define SERVER_TEST(f) \
	cmocka_unit_test_setup_teardown(f, server_make, server_remove)

static void
stop(struct server *server)
{
	kill(server->program, SIGTERM);
	assert_int_equal(room_wait(server->program), 0);
	server->program = 0;
}

/* --- requests ------------------------------------------------------------ */

static void
call(const struct server *server, struct peer *peer)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX };

	*peer = (struct peer){ .fd = socket(AF_UNIX, SOCK_STREAM, 0),
		.request_id = WIRE_REQUEST_ID,
		.text = calloc(1, 1) };
	memcpy(address.sun_path, server->path, strlen(server->path) + 1);
	assert_int_equal(connect(peer->fd, (struct sockaddr *)&address,
			     sizeof(address)),
	    0);
}

static void
ask(const struct server *server, struct peer *peer, const char *body,
    char flags)
{
	struct wire wire;

	call(server, peer);
	wire_put_begin(&wire, flags);
	wire_put_params(&wire, strlen(body));
	wire_put(&wire, WIRE_INPUT, body, strlen(body));
	wire_put(&wire, WIRE_INPUT, "", 0);
	wire_send(peer, &wire);
}

/* The program is well. */
static void
assert_serves(const struct server *server)
{
	struct peer peer;

	ask(server, &peer, "hello", 0);
	assert_true(wire_await(&peer));
	assert_true(peer_has(&peer, "\r\n\r\n\"hello\""));
	peer_close(&peer);
}

/* --- tests --------------------------------------------------------------- */

static void
a_request_is_answered_and_its_connection_closed(void **state)
{
	struct peer peer;

	ask(*state, &peer, "hello", 0);
	assert_true(wire_await(&peer));
	assert_true(peer_has(&peer, "Status: 200 OK\r\n"));
	assert_true(peer_has(&peer, "\r\n\r\n\"hello\""));
	wire_await_close(&peer);
	peer_close(&peer);
}

static void
assert_large(const struct peer *peer)
{
	const char *body = strstr(peer->text, "\r\n\r\n\"");

	assert_non_null(body);
	body += 5;
	assert_int_equal(strlen(body), LARGE + 1);
	for (size_t i = 0; i < LARGE; i++)
		assert_int_equal(body[i], large_at(i));
}

static void
a_large_answer_comes_whole(void **state)
{
	struct peer peer;

	ask(*state, &peer, "large", 0);
	assert_true(wire_await(&peer));
	assert_true(peer_has(&peer, "\r\nContent-Length: 200002\r\n"));
	assert_large(&peer);
	peer_close(&peer);
}

static void
a_slow_reader_gets_a_large_answer_too(void **state)
{
	const struct timespec pause = { .tv_nsec = 2 * 1000 * 1000 };
	struct peer peer;

	ask(*state, &peer, "large", 0);
	while (!peer.has_ended) {
		peer_read_some(&peer, 3000);
		nanosleep(&pause, NULL);
	}
	assert_large(&peer);
	peer_close(&peer);
}

static void
a_body_may_come_in_pieces(void **state)
{
	const struct timespec pause = { .tv_nsec = 20 * 1000 * 1000 };
	struct wire wire;
	struct peer peer;

	call(*state, &peer);
	wire_put_begin(&wire, 0);
	wire_put_params(&wire, 5);
	wire_put(&wire, WIRE_INPUT, "he", 2);
	wire_send(&peer, &wire);
	nanosleep(&pause, NULL);
	wire_init(&wire);
	wire_put(&wire, WIRE_INPUT, "llo", 3);
	wire_put(&wire, WIRE_INPUT, "", 0);
	wire_send(&peer, &wire);
	assert_true(wire_await(&peer));
	assert_true(peer_has(&peer, "\r\n\r\n\"hello\""));
	peer_close(&peer);
}

/* Bytes that nobody read must not take the answer with them. */
static void
a_body_that_is_refused_does_not_hide_the_answer(void **state)
{
	static char body[60000];
	struct wire wire;
	struct peer peer;

	call(*state, &peer);
	wire_put_begin(&wire, 0);
	wire_put_params(&wire, 1000000);
	wire_put(&wire, WIRE_INPUT, body, sizeof(body));
	wire_send(&peer, &wire);
	assert_true(wire_await(&peer));
	assert_true(peer_has(&peer, "Status: 413 "));
	wire_init(&wire);
	wire_put(&wire, WIRE_INPUT, body, sizeof(body));
	wire_put(&wire, WIRE_INPUT, "", 0);
	wire_send(&peer, &wire);
	wire_await_close(&peer);
	peer_close(&peer);
}

static void
a_connection_may_be_kept(void **state)
{
	struct wire wire;
	struct peer peer;

	ask(*state, &peer, "one", 1);
	assert_true(wire_await(&peer));
	assert_true(peer_has(&peer, "\r\n\r\n\"one\""));
	assert_false(peer.is_closed);
	peer.has_ended = false;
	peer_forget(&peer);
	wire_put_begin(&wire, 0);
	wire_put_params(&wire, 3);
	wire_put(&wire, WIRE_INPUT, "two", 3);
	wire_put(&wire, WIRE_INPUT, "", 0);
	wire_send(&peer, &wire);
	assert_true(wire_await(&peer));
	assert_true(peer_has(&peer, "\r\n\r\n\"two\""));
	wire_await_close(&peer);
	peer_close(&peer);
}

static void
half_a_request_stops_nobody(void **state)
{
	struct peer stuck[8], peer;
	struct wire wire;

	for (size_t i = 0; i < CW_LEN(stuck); i++) {
		call(*state, &stuck[i]);
		wire_put_begin(&wire, 0);
		if (i % 2 == 0)
			wire_put_params(&wire, 5);
		wire_send(&stuck[i], &wire);
	}
	for (int i = 0; i < 20; i++) {
		ask(*state, &peer, "hello", 0);
		assert_true(wire_await(&peer));
		peer_close(&peer);
	}
	for (size_t i = 0; i < CW_LEN(stuck); i++)
		peer_close(&stuck[i]);
}

static void
nonsense_stops_nobody(void **state)
{
	static const char nonsense[][24] = { "GET / HTTP/1.0\r\n\r\n",
		"\1\1\0\1\0\10\0\0", "\1\4\0\1\377\377\0\0abc", "" };
	struct peer peer;

	for (size_t i = 0; i < CW_LEN(nonsense); i++) {
		call(*state, &peer);
		assert_int_equal(write(peer.fd, nonsense[i],
				     sizeof(nonsense[i])),
		    sizeof(nonsense[i]));
		peer_close(&peer);
	}
	assert_serves(*state);
}

static void
a_peer_that_goes_away_stops_nobody(void **state)
{
	struct peer peer;

	for (int i = 0; i < 20; i++) {
		ask(*state, &peer, "large", 0);
		peer_close(&peer);
	}
	assert_serves(*state);
}

static void
an_idle_program_ends_when_told(void **state)
{
	struct server *server = *state;
	int64_t began;
	struct peer peer;

	ask(server, &peer, "hello", 0);
	assert_true(wire_await(&peer));
	peer_close(&peer);
	began = cw_clock_steady_ms();
	stop(server);
	assert_true(cw_clock_steady_ms() - began < WIRE_PATIENCE_MS);
}

static void
requests_in_hand_are_finished_at_the_end(void **state)
{
	struct server *server = *state;
	struct peer peers[8];

	/* It has begun, and knows what to do when it is told to end. */
	assert_serves(server);
	for (size_t i = 0; i < CW_LEN(peers); i++)
		ask(server, &peers[i], "slow", 0);
	for (size_t i = 0; i < CW_LEN(peers); i++)
		wire_await_taken(&peers[i]);
	stop(server);
	for (size_t i = 0; i < CW_LEN(peers); i++) {
		assert_true(wire_await(&peers[i]));
		assert_true(peer_has(&peers[i], "\r\n\r\n\"slow\""));
		peer_close(&peers[i]);
	}
}

/* The program hears of all of them and of its end at the same time. */
static bool
all_are_served_at_the_end(struct server *server)
{
	struct peer peers[8];
	size_t served = 0;
	int64_t began;

	assert_serves(server);
	kill(server->program, SIGSTOP);
	for (size_t i = 0; i < CW_LEN(peers); i++)
		ask(server, &peers[i], "hello", 0);
	kill(server->program, SIGTERM);
	began = cw_clock_steady_ms();
	kill(server->program, SIGCONT);
	assert_int_equal(room_wait(server->program), 0);
	server->program = 0;
	for (size_t i = 0; i < CW_LEN(peers); i++) {
		peer_read(&peers[i]);
		served += peers[i].has_ended;
		peer_close(&peers[i]);
	}
	if (served < CW_LEN(peers))
		assert_true(cw_clock_steady_ms() - began >= KNOCK_MS);
	return served == CW_LEN(peers);
}

/*
 * They are let in for so long and no longer: where a busy machine takes more
 * for it, a round proves nothing.
 */
static void
who_knocks_at_the_end_is_served(void **state)
{
	struct server *server = *state;
	int rounds = 1;

	while (!all_are_served_at_the_end(server)) {
		assert_true(rounds++ < ROUNDS);
		start(server);
	}
}

static void
many_at_once_are_all_answered(void **state)
{
	struct peer peers[40];

	for (int round = 0; round < 5; round++) {
		for (size_t i = 0; i < CW_LEN(peers); i++)
			ask(*state, &peers[i], "hello", 0);
		for (size_t i = 0; i < CW_LEN(peers); i++) {
			assert_true(wire_await(&peers[i]));
			assert_true(peer_has(&peers[i], "\r\n\r\n\"hello\""));
			wire_await_close(&peers[i]);
			peer_close(&peers[i]);
		}
	}
}

static void
a_broken_store_is_answered_and_ends_the_program(void **state)
{
	struct server *server = *state;
	struct peer peer;

	ask(server, &peer, "store", 0);
	assert_true(wire_await(&peer));
	assert_true(peer_has(&peer, "Status: 503 "));
	peer_close(&peer);
	assert_int_equal(room_wait(server->program), 0);
	server->program = 0;
}

/* Whoever calls while none runs is answered by the next. */
static void
a_program_that_nobody_asks_ends_and_none_is_lost(void **state)
{
	struct server *server = *state;
	struct peer peer;

	for (int i = 0; i < 2; i++) {
		ask(server, &peer, "hello", 0);
		start(server);
		assert_true(wire_await(&peer));
		assert_true(peer_has(&peer, "\r\n\r\n\"hello\""));
		peer_close(&peer);
		assert_int_equal(room_wait(server->program), 0);
	}
	server->program = 0;
}

#define OPEN_TEST(f) \
	cmocka_unit_test_setup_teardown(f, server_open, server_remove)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		SERVER_TEST(a_request_is_answered_and_its_connection_closed),
		SERVER_TEST(a_large_answer_comes_whole),
		SERVER_TEST(a_slow_reader_gets_a_large_answer_too),
		SERVER_TEST(a_body_may_come_in_pieces),
		SERVER_TEST(a_body_that_is_refused_does_not_hide_the_answer),
		SERVER_TEST(a_connection_may_be_kept),
		SERVER_TEST(half_a_request_stops_nobody),
		SERVER_TEST(nonsense_stops_nobody),
		SERVER_TEST(a_peer_that_goes_away_stops_nobody),
		SERVER_TEST(an_idle_program_ends_when_told),
		SERVER_TEST(requests_in_hand_are_finished_at_the_end),
		SERVER_TEST(who_knocks_at_the_end_is_served),
		SERVER_TEST(many_at_once_are_all_answered),
		SERVER_TEST(a_broken_store_is_answered_and_ends_the_program),
		OPEN_TEST(a_program_that_nobody_asks_ends_and_none_is_lost),
	};

	int failed;

	/* Peers go away while we write to them. */
	signal(SIGPIPE, SIG_IGN);
	work = CW_POOLS;
	failed = cmocka_run_group_tests(tests, NULL, NULL);
	work = CW_WRITES;
	return failed + cmocka_run_group_tests(tests, NULL, NULL);
}
