/*
 * A load: clients that keep their connections and each send one request after
 * another, for a number of seconds; prints rate and delays as JSON.
 *
 * usage: load PORT CLIENTS SECONDS REQUEST-FILE [TAG]
 *
 * The file holds one HTTP/1.1 request, byte for byte.  Each "{{n}}" in it is
 * replaced by eight digits that no other request of the run has, behind the
 * four characters of TAG ("aaaa"), so that its length never changes.
 * Everything goes to 127.0.0.1.
 */

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#define MARK "{{n}}"
#define TAG_CHARS 4
#define NUMBER_CHARS 8
#define ANSWER_MAX (256 * 1024)
#define CLIENTS_MAX 4096
#define DELAYS_MAX (8 * 1024 * 1024)

struct client {
	int fd;
	char *answer;
	size_t len;
	size_t want;	 /* bytes of the whole answer; 0: head not complete */
	bool is_closing; /* the server keeps the connection no longer */
	int status;
	int64_t sent_us;
	long count;
};

static struct {
	char *text;
	size_t len;
	size_t marks[8];
	size_t mark_count;
} request;

static struct {
	uint32_t *delays_us;
	size_t count;
	long total; /* those before counting as well */
	long failures;
	long by_class[6];
	long cut;
} result;

static unsigned short port;
static char tag[TAG_CHARS + 1] = "aaaa";
static unsigned long next_number;

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

/* Read the request and make room for the number at each mark. */
static void
request_read(const char *path)
{
	static char raw[65536];
	FILE *file = fopen(path, "rb");
	size_t len;
	const char *from = raw, *mark;

	if (file == NULL)
		die(path);
	len = fread(raw, 1, sizeof(raw) - 1, file);
	fclose(file);
	raw[len] = '\0';
	request.text = calloc(2, sizeof(raw));
	if (request.text == NULL)
		die("calloc");
	while ((mark = strstr(from, MARK)) != NULL && request.mark_count < 8) {
		memcpy(request.text + request.len, from, (size_t)(mark - from));
		request.len += (size_t)(mark - from);
		request.marks[request.mark_count++] = request.len;
		request.len += TAG_CHARS + NUMBER_CHARS;
		from = mark + sizeof(MARK) - 1;
	}
	memcpy(request.text + request.len, from, strlen(from));
	request.len += strlen(from);
}

static void
client_send(struct client *client)
{
	char number[TAG_CHARS + NUMBER_CHARS + 1];
	ssize_t sent;

	snprintf(number, sizeof(number), "%s%08lu", tag,
	    next_number++ % 100000000UL);
	for (size_t i = 0; i < request.mark_count; i++)
		memcpy(request.text + request.marks[i], number,
		    TAG_CHARS + NUMBER_CHARS);
	client->len = client->want = 0;
	client->sent_us = now_us();
	sent = send(client->fd, request.text, request.len, MSG_NOSIGNAL);
	if (sent != (ssize_t)request.len)
		die("send");
}

static void
client_connect(struct client *client, int epoll)
{
	struct sockaddr_in to = { .sin_family = AF_INET };
	struct epoll_event event = { .events = EPOLLIN };
	int one = 1;

	to.sin_port = htons(port);
	to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	client->fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (client->fd < 0 ||
	    connect(client->fd, (struct sockaddr *)&to, sizeof(to)) != 0)
		die("connect");
	setsockopt(client->fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof(one));
	event.data.ptr = client;
	if (epoll_ctl(epoll, EPOLL_CTL_ADD, client->fd, &event) != 0)
		die("epoll_ctl");
}

/* Find the end of the head and how long the whole answer is. */
static void
answer_head(struct client *client)
{
	const char *end, *length;

	client->answer[client->len] = '\0';
	end = strstr(client->answer, "\r\n\r\n");
	if (end == NULL)
		return;
	client->status = (int)strtol(client->answer + 9, NULL, 10);
	client->want = (size_t)(end + 4 - client->answer);
	length = strcasestr(client->answer, "\r\nConnection: close");
	client->is_closing = length != NULL && length < end;
	length = strcasestr(client->answer, "\r\nContent-Length:");
	if (length != NULL && length < end)
		client->want += strtoul(length + 17, NULL, 10);
}

/* Take what has come; true when the answer is whole. */
static bool
client_receive(struct client *client)
{
	ssize_t got = recv(client->fd, client->answer + client->len,
	    ANSWER_MAX - 1 - client->len, 0);

	if (got < 0 && (errno == EINTR || errno == EAGAIN))
		return false;
	if (got <= 0) {
		result.cut++;
		client->status = 0;
		return true;
	}
	client->len += (size_t)got;
	if (client->want == 0)
		answer_head(client);
	return client->want != 0 && client->len >= client->want;
}

static void
client_count(struct client *client, bool is_counting)
{
	int class = client->status / 100;

	result.total++;
	if (!is_counting)
		return;
	if (class != 2 && class != 3)
		result.failures++;
	result.by_class[class < 6 ? class : 0]++;
	client->count++;
	if (result.count < DELAYS_MAX)
		result.delays_us[result.count++] =
		    (uint32_t)(now_us() - client->sent_us);
}

static int
compare(const void *a, const void *b)
{
	uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;

	return (x > y) - (x < y);
}

static double
percentile_ms(double share)
{
	size_t at = (size_t)((double)result.count * share);

	if (result.count == 0)
		return 0;
	return result.delays_us[at < result.count ? at : result.count - 1] /
	    1000.0;
}

static void
report(const struct client *clients, size_t count, double seconds)
{
	long least = clients[0].count, most = clients[0].count;

	for (size_t i = 1; i < count; i++) {
		least = clients[i].count < least ? clients[i].count : least;
		most = clients[i].count > most ? clients[i].count : most;
	}
	qsort(result.delays_us, result.count, sizeof(uint32_t), compare);
	printf("{\"clients\":%zu,\"requests\":%zu,\"total\":%ld,"
	       "\"seconds\":%.3f,"
	       "\"rate\":%.1f,\"p50_ms\":%.3f,\"p90_ms\":%.3f,"
	       "\"p99_ms\":%.3f,\"max_ms\":%.3f,\"failures\":%ld,"
	       "\"cut\":%ld,\"s2xx\":%ld,\"s4xx\":%ld,\"s5xx\":%ld,"
	       "\"least_of_a_client\":%ld,\"most_of_a_client\":%ld}\n",
	    count, result.count, result.total, seconds,
	    (double)result.count / seconds, percentile_ms(.5),
	    percentile_ms(.9), percentile_ms(.99), percentile_ms(1),
	    result.failures, result.cut, result.by_class[2], result.by_class[4],
	    result.by_class[5], least, most);
}

static void
run(struct client *clients, size_t count, double seconds)
{
	struct epoll_event events[256];
	int epoll = epoll_create1(EPOLL_CLOEXEC);
	int64_t start, count_from, end;

	for (size_t i = 0; i < count; i++)
		client_connect(&clients[i], epoll);
	start = now_us();
	count_from = start + 300000; /* warm first */
	end = count_from + (int64_t)(seconds * 1e6);
	for (size_t i = 0; i < count; i++)
		client_send(&clients[i]);
	while (now_us() < end) {
		int ready = epoll_wait(epoll, events, 256, 100);

		for (int i = 0; i < ready; i++) {
			struct client *client = events[i].data.ptr;

			if (!client_receive(client))
				continue;
			client_count(client, client->sent_us >= count_from);
			if (client->status == 0 || client->is_closing) {
				close(client->fd);
				client_connect(client, epoll);
			}
			client_send(client);
		}
	}
	report(clients, count, seconds);
}

int
main(int argc, char **argv)
{
	size_t count;
	struct client *clients;

	if (argc < 5 || argc > 6) {
		fprintf(stderr,
		    "usage: load PORT CLIENTS SECONDS REQUEST-FILE [TAG]\n");
		return 2;
	}
	port = (unsigned short)strtoul(argv[1], NULL, 10);
	count = strtoul(argv[2], NULL, 10);
	if (port == 0 || count < 1 || count > CLIENTS_MAX)
		return 2;
	if (argc == 6 && strlen(argv[5]) == TAG_CHARS)
		memcpy(tag, argv[5], TAG_CHARS);
	request_read(argv[4]);
	clients = calloc(count, sizeof(*clients));
	result.delays_us = calloc(DELAYS_MAX, sizeof(uint32_t));
	if (clients == NULL || result.delays_us == NULL)
		die("calloc");
	for (size_t i = 0; i < count; i++) {
		clients[i].answer = malloc(ANSWER_MAX);
		if (clients[i].answer == NULL)
			die("malloc");
	}
	run(clients, count, strtod(argv[3], NULL));
	return 0;
}
