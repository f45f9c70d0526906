/*
 * One message to many readers: how long from sending it until each has it.
 *
 * usage: fanout PORT READERS CONVERSATION TOKENS-FILE
 *        fanout hub READERS
 *
 * The file holds a session token a line; the first one posts, and all take
 * turns as readers of events.  "hub" measures a bare TCP hub instead, the
 * least that the kernel and this driver take.  Commands come as lines on
 * standard input, answers as lines of JSON: "post N" sends N messages, one
 * after the other; the end of the input ends the program.
 */

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#define READERS_MAX 20000
#define TOKENS_MAX 2000
#define MESSAGES_MAX 1000
#define TOKEN_BYTES 64
#define MARK_BYTES 12	/* "{fan%07ld}" */
#define WAIT_US 3000000 /* for the last reader of a message */
#define PAUSE_US 20000	/* between messages */

struct reader {
	int fd;
	bool is_ready;
	int hits;		/* of this message */
	char carry[MARK_BYTES]; /* the end of what came last */
	size_t carry_len;
};

static struct {
	struct reader *readers;
	long count;
	long ready;
	int epoll;
	int poster;
	unsigned short port;
	const char *conversation;
	char tokens[TOKENS_MAX][TOKEN_BYTES];
	size_t tokens_count;
	long message; /* that is under way */
	long reached; /* by it */
	long lost, twice, broken;
	uint32_t *delays_us;
	size_t delays_count;
	int64_t sent_us;
	uint32_t acks_us[MESSAGES_MAX];
	size_t acks_count;
} run;

static int64_t
now_us(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return (int64_t)ts.tv_sec * 1000000 + ts.tv_nsec / 1000;
}

static void
die(const char *what)
{
	perror(what);
	exit(1);
}

/* --- connections ---------------------------------------------------------- */

static int
connect_to(unsigned short port, void *who)
{
	struct sockaddr_in to = { .sin_family = AF_INET,
		.sin_port = htons(port) };
	struct epoll_event event = { .events = EPOLLIN, .data.ptr = who };
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	int one = 1;

	to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	if (fd < 0 || connect(fd, (struct sockaddr *)&to, sizeof(to)) != 0)
		die("connect");
	setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof(one));
	if (epoll_ctl(run.epoll, EPOLL_CTL_ADD, fd, &event) != 0)
		die("epoll_ctl");
	return fd;
}

static void
send_all(int fd, const char *text, size_t len)
{
	if (send(fd, text, len, MSG_NOSIGNAL) != (ssize_t)len)
		die("send");
}

static void
ask_for_events(struct reader *reader, long number)
{
	char text[512];
	int len = snprintf(text, sizeof(text),
	    "GET /api/events HTTP/1.1\r\nHost: 127.0.0.1\r\n"
	    "Accept: text/event-stream\r\nAuthorization: %s\r\n\r\n",
	    run.tokens[(size_t)number % run.tokens_count]);

	send_all(reader->fd, text, (size_t)len);
}

static void
post(void)
{
	char body[64], text[512];
	int body_len = snprintf(body, sizeof(body),
	    "{\"message\":\"{fan%07ld} and some words of it\"}", run.message);
	int len = snprintf(text, sizeof(text),
	    "POST /api/conversations/%s/messages HTTP/1.1\r\n"
	    "Host: 127.0.0.1\r\nAuthorization: %s\r\n"
	    "Content-Type: application/json\r\nContent-Length: %d\r\n\r\n%s",
	    run.conversation, run.tokens[0], body_len, body);

	if (run.conversation == NULL)
		len = snprintf(text, sizeof(text),
		    "id: 1\nevent: message\ndata: {fan%07ld} and about as "
		    "many other words as an event of ours has, its id, its "
		    "conversation, who and when\n\n",
		    run.message);
	run.sent_us = now_us();
	send_all(run.poster, text, (size_t)len);
}

/* --- what comes ----------------------------------------------------------- */

static size_t
count_text(const char *at, size_t len, const char *text)
{
	size_t count = 0, text_len = strlen(text);
	const char *end = at + len;

	for (;;) {
		at = memmem(at, (size_t)(end - at), text, text_len);
		if (at == NULL)
			return count;
		count++;
		at += text_len;
	}
}

static void
take(struct reader *reader, const char *text, size_t len)
{
	char mark[MARK_BYTES + 8];

	if (!reader->is_ready && memmem(text, len, "ready", 5) != NULL) {
		reader->is_ready = true;
		run.ready++;
	}
	snprintf(mark, sizeof(mark), "{fan%07ld}", run.message);
	for (size_t hits = count_text(text, len, mark); hits > 0; hits--) {
		if (reader->hits++ > 0) {
			run.twice++;
			continue;
		}
		run.reached++;
		run.delays_us[run.delays_count++] =
		    (uint32_t)(now_us() - run.sent_us);
	}
}

static void
on_reader(struct reader *reader)
{
	static char room[65536 + MARK_BYTES];
	size_t kept = reader->carry_len;
	ssize_t got;

	memcpy(room, reader->carry, kept);
	got = recv(reader->fd, room + kept, sizeof(room) - kept, MSG_DONTWAIT);
	if (got < 0 && (errno == EAGAIN || errno == EINTR))
		return;
	if (got <= 0) {
		run.broken++;
		close(reader->fd);
		reader->fd = -1;
		return;
	}
	take(reader, room, kept + (size_t)got);
	/* One less than a mark, so that none is counted again. */
	kept += (size_t)got;
	reader->carry_len = kept < MARK_BYTES - 1 ? kept : MARK_BYTES - 1;
	memcpy(reader->carry, room + kept - reader->carry_len,
	    reader->carry_len);
}

static void
on_poster(void)
{
	char room[8192];
	ssize_t got = recv(run.poster, room, sizeof(room) - 1, MSG_DONTWAIT);

	if (got <= 0)
		die("post");
	room[got] = '\0';
	if (strncmp(room, "HTTP/1.1 201", 12) != 0) {
		fprintf(stderr, "post: %s\n", room);
		exit(1);
	}
	run.acks_us[run.acks_count++] = (uint32_t)(now_us() - run.sent_us);
}

static void
step(int timeout_ms)
{
	struct epoll_event events[512];
	int count = epoll_wait(run.epoll, events, 512, timeout_ms);

	for (int i = 0; i < count; i++) {
		if (events[i].data.ptr == &run.poster)
			on_poster();
		else
			on_reader(events[i].data.ptr);
	}
}

static void
wait_us(int64_t us)
{
	int64_t until = now_us() + us;

	while (now_us() < until)
		step((int)(until - now_us()) / 1000 + 1);
}

/* --- figures -------------------------------------------------------------- */

static int
compare(const void *a, const void *b)
{
	uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;

	return x < y ? -1 : x > y;
}

static double
at_ms(const uint32_t *sorted, size_t count, double part)
{
	return count == 0
	    ? -1
	    : sorted[(size_t)((double)(count - 1) * part)] / 1000.0;
}

static void
send_one(void)
{
	size_t acks = run.acks_count;
	int64_t until;

	run.message++;
	run.reached = 0;
	for (long i = 0; i < run.count; i++)
		run.readers[i].hits = 0;
	post();
	until = run.sent_us + WAIT_US;
	while (now_us() < until &&
	    (run.reached < run.count ||
		(run.conversation != NULL && run.acks_count == acks)))
		step(100);
	run.lost += run.count - run.reached;
	wait_us(PAUSE_US);
}

static void
send_messages(long messages)
{
	if (messages < 1 || messages > MESSAGES_MAX)
		exit(2);
	run.lost = run.twice = run.broken = 0;
	run.delays_count = run.acks_count = 0;
	for (long i = 0; i < messages; i++)
		send_one();
	qsort(run.delays_us, run.delays_count, sizeof(uint32_t), compare);
	qsort(run.acks_us, run.acks_count, sizeof(uint32_t), compare);
	printf("{\"readers\":%ld,\"messages\":%ld,\"p50_ms\":%.2f,"
	       "\"p99_ms\":%.2f,\"max_ms\":%.2f,\"ack_p50_ms\":%.2f,"
	       "\"lost\":%ld,\"twice\":%ld,\"broken\":%ld}\n",
	    run.count, messages, at_ms(run.delays_us, run.delays_count, 0.5),
	    at_ms(run.delays_us, run.delays_count, 0.99),
	    at_ms(run.delays_us, run.delays_count, 1),
	    at_ms(run.acks_us, run.acks_count, 0.5), run.lost, run.twice,
	    run.broken);
	fflush(stdout);
}

/* --- the bare hub --------------------------------------------------------- */

/* What comes from the last connection goes to all others. */
static void
be_hub(int listener, long readers)
{
	int *fds = calloc((size_t)readers + 1, sizeof(*fds));
	char room[1024];
	ssize_t got;

	if (fds == NULL)
		_exit(1);
	for (long i = 0; i <= readers; i++) {
		int one = 1;

		fds[i] = accept(listener, NULL, NULL);
		setsockopt(fds[i], IPPROTO_TCP, TCP_NODELAY, &one, sizeof(one));
		if (i < readers && send(fds[i], "ready", 5, 0) != 5)
			_exit(1);
	}
	for (;;) {
		got = recv(fds[readers], room, sizeof(room), 0);
		if (got <= 0)
			_exit(0);
		for (long i = 0; i < readers; i++)
			send(fds[i], room, (size_t)got,
			    MSG_DONTWAIT | MSG_NOSIGNAL);
	}
}

static void
start_hub(long readers)
{
	struct sockaddr_in at = { .sin_family = AF_INET };
	socklen_t len = sizeof(at);
	int listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

	at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	if (listener < 0 ||
	    bind(listener, (struct sockaddr *)&at, sizeof(at)) != 0 ||
	    listen(listener, 4096) != 0 ||
	    getsockname(listener, (struct sockaddr *)&at, &len) != 0)
		die("hub");
	run.port = ntohs(at.sin_port);
	if (fork() == 0)
		be_hub(listener, readers);
	close(listener);
}

/* --- beginning ------------------------------------------------------------ */

static void
read_tokens(const char *path)
{
	FILE *file = fopen(path, "r");

	if (file == NULL)
		die(path);
	while (run.tokens_count < TOKENS_MAX &&
	    fgets(run.tokens[run.tokens_count], TOKEN_BYTES, file) != NULL) {
		char *token = run.tokens[run.tokens_count];

		token[strcspn(token, "\n")] = '\0';
		run.tokens_count += token[0] != '\0';
	}
	fclose(file);
	if (run.tokens_count == 0)
		exit(2);
}

static void
connect_readers(void)
{
	int64_t began = now_us();

	for (long i = 0; i < run.count; i++) {
		run.readers[i].fd = connect_to(run.port, &run.readers[i]);
		if (run.conversation != NULL)
			ask_for_events(&run.readers[i], i);
		if (i % 64 == 63)
			step(0);
	}
	run.poster = connect_to(run.port, &run.poster);
	while (run.ready < run.count && run.broken == 0 &&
	    now_us() < began + 60 * INT64_C(1000000))
		step(1000);
	printf("{\"ready\":%ld,\"ms\":%lld}\n", run.ready,
	    (long long)(now_us() - began) / 1000);
	fflush(stdout);
}

/* Reads what comes while it waits for the next command. */
static bool
next_command(char *line, int size)
{
	fd_set set;

	for (;;) {
		struct timeval timeout = { .tv_usec = 1000 };

		FD_ZERO(&set);
		FD_SET(0, &set);
		if (select(1, &set, NULL, NULL, &timeout) == 1)
			return fgets(line, size, stdin) != NULL;
		step(50);
	}
}

int
main(int argc, char **argv)
{
	struct rlimit limit;
	char line[64];

	if (argc != 3 && argc != 5)
		return 2;
	getrlimit(RLIMIT_NOFILE, &limit);
	limit.rlim_cur = limit.rlim_max;
	setrlimit(RLIMIT_NOFILE, &limit);
	signal(SIGCHLD, SIG_IGN);
	run.count = strtol(argv[2], NULL, 10);
	if (run.count < 1 || run.count > READERS_MAX)
		return 2;
	run.epoll = epoll_create1(EPOLL_CLOEXEC);
	run.readers = calloc((size_t)run.count, sizeof(*run.readers));
	run.delays_us =
	    calloc((size_t)run.count * MESSAGES_MAX, sizeof(*run.delays_us));
	if (run.readers == NULL || run.delays_us == NULL)
		die("calloc");
	if (argc == 3) {
		start_hub(run.count);
	} else {
		run.port = (unsigned short)strtoul(argv[1], NULL, 10);
		run.conversation = argv[3];
		read_tokens(argv[4]);
	}
	connect_readers();
	while (next_command(line, sizeof(line)))
		if (strncmp(line, "post ", 5) == 0)
			send_messages(strtol(line + 5, NULL, 10));
	return 0;
}
