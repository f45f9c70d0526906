/* Writing FastCGI records to one reader without ever waiting for it. */

#include "gateway/stream_output.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <unistd.h>

/* From FastCGI 1.0, sections 3.3 and 8. */
#define RECORD_VERSION 1
#define RECORD_END_REQUEST 3
#define RECORD_STDOUT 6
#define RECORD_HEADER_BYTES 8
#define RECORD_CONTENT_MAX 65528 /* a multiple of 8: no padding needed */

struct cw_output_item {
	struct cw_output_item *next;
	struct cw_chunk *chunk;
	bool is_raw; /* holds its record headers already */
};

struct cw_chunk *
cw_chunk_new(const char *bytes, size_t len)
{
	struct cw_chunk *chunk = malloc(sizeof(*chunk) + len);

	if (chunk == NULL)
		return NULL;
	chunk->len = len;
	chunk->holders = 1;
	memcpy(chunk->bytes, bytes, len);
	return chunk;
}

void
cw_chunk_release(struct cw_chunk *chunk)
{
	if (chunk == NULL || --chunk->holders > 0)
		return;
	free(chunk);
}

static void
put_header(unsigned char header[RECORD_HEADER_BYTES], unsigned char type,
    uint16_t request_id, size_t len)
{
	header[0] = RECORD_VERSION;
	header[1] = type;
	header[2] = (unsigned char)(request_id >> 8);
	header[3] = (unsigned char)(request_id & 0xff);
	header[4] = (unsigned char)(len >> 8);
	header[5] = (unsigned char)(len & 0xff);
	header[6] = 0;
	header[7] = 0;
}

/* How long a chunk is with the headers of its records. */
static size_t
framed_len(const struct cw_output *output, const struct cw_output_item *item)
{
	size_t len = item->chunk->len;

	if (item->is_raw || output->request_id == 0)
		return len;
	return len +
	    RECORD_HEADER_BYTES *
	    ((len + RECORD_CONTENT_MAX - 1) / RECORD_CONTENT_MAX);
}

/*
 * Point at what comes next of an item of which `done` bytes are written: what
 * is left of one record's header, and of its content.
 */
static int
next_pieces(const struct cw_output *output, const struct cw_output_item *item,
    size_t done, unsigned char header[RECORD_HEADER_BYTES],
    struct iovec pieces[2])
{
	size_t record = RECORD_HEADER_BYTES + RECORD_CONTENT_MAX;
	size_t start = done / record * RECORD_CONTENT_MAX;
	size_t within = done % record;
	size_t len = item->chunk->len - start;
	char *content = item->chunk->bytes + start;
	int count = 0;

	if (item->is_raw || output->request_id == 0) {
		pieces[0].iov_base = item->chunk->bytes + done;
		pieces[0].iov_len = item->chunk->len - done;
		return 1;
	}
	if (len > RECORD_CONTENT_MAX)
		len = RECORD_CONTENT_MAX;
	if (within < RECORD_HEADER_BYTES) {
		put_header(header, RECORD_STDOUT, output->request_id, len);
		pieces[count].iov_base = header + within;
		pieces[count++].iov_len = RECORD_HEADER_BYTES - within;
		within = RECORD_HEADER_BYTES;
	}
	pieces[count].iov_base = content + (within - RECORD_HEADER_BYTES);
	pieces[count++].iov_len = len - (within - RECORD_HEADER_BYTES);
	return count;
}

static ssize_t
write_pieces(const struct cw_output *output, struct iovec *pieces, int count)
{
	struct msghdr message = { .msg_iov = pieces,
		.msg_iovlen = (size_t)count };

	if (output->request_id == 0)
		return writev(output->fd, pieces, count);
	return sendmsg(output->fd, &message, MSG_DONTWAIT | MSG_NOSIGNAL);
}

/* Write as much of an item as the socket takes; moves *done. */
static enum cw_output_state
write_item(const struct cw_output *output, const struct cw_output_item *item,
    size_t *done)
{
	unsigned char header[RECORD_HEADER_BYTES];
	struct iovec pieces[2];
	size_t len = framed_len(output, item);

	while (*done < len) {
		int count = next_pieces(output, item, *done, header, pieces);
		ssize_t wrote = write_pieces(output, pieces, count);

		if (wrote >= 0)
			*done += (size_t)wrote;
		else if (errno == EAGAIN || errno == EWOULDBLOCK)
			return CW_OUTPUT_WAITS;
		else if (errno != EINTR)
			return CW_OUTPUT_BROKEN;
	}
	return CW_OUTPUT_DONE;
}

static enum cw_output_state
append(struct cw_output *output, const struct cw_output_item *item)
{
	struct cw_output_item *copy = malloc(sizeof(*copy));

	if (copy == NULL)
		return CW_OUTPUT_BROKEN;
	*copy = *item;
	copy->chunk->holders++;
	if (output->last == NULL)
		output->first = copy;
	else
		output->last->next = copy;
	output->last = copy;
	output->waiting_bytes += copy->chunk->len;
	return CW_OUTPUT_WAITS;
}

static void
remove_first(struct cw_output *output)
{
	struct cw_output_item *item = output->first;

	output->first = item->next;
	if (output->first == NULL)
		output->last = NULL;
	output->waiting_bytes -= item->chunk->len;
	output->done = 0;
	cw_chunk_release(item->chunk);
	free(item);
}

/* Write at once what can be; remember the rest.  Most often there is none. */
static enum cw_output_state
put_item(struct cw_output *output, const struct cw_output_item *item)
{
	enum cw_output_state state;
	size_t done = 0;

	if (output->first != NULL)
		return append(output, item);
	state = write_item(output, item, &done);
	if (state != CW_OUTPUT_WAITS)
		return state;
	output->done = done;
	return append(output, item);
}

void
cw_output_init(struct cw_output *output, int fd, uint16_t request_id)
{
	*output = (struct cw_output){ .fd = fd, .request_id = request_id };
}

void
cw_output_clear(struct cw_output *output)
{
	while (output->first != NULL)
		remove_first(output);
	if (output->fd >= 0)
		close(output->fd);
	output->fd = -1;
}

enum cw_output_state
cw_output_put(struct cw_output *output, struct cw_chunk *chunk)
{
	struct cw_output_item item = { .chunk = chunk };

	if (output->has_end)
		return CW_OUTPUT_BROKEN;
	return put_item(output, &item);
}

enum cw_output_state
cw_output_end(struct cw_output *output)
{
	/* An empty FCGI_STDOUT, and FCGI_END_REQUEST with status 0. */
	unsigned char records[3 * RECORD_HEADER_BYTES] = { 0 };
	struct cw_output_item item = { .is_raw = true };
	enum cw_output_state state;

	output->has_end = true;
	if (output->request_id == 0)
		return cw_output_flush(output);
	put_header(records, RECORD_STDOUT, output->request_id, 0);
	put_header(records + RECORD_HEADER_BYTES, RECORD_END_REQUEST,
	    output->request_id, RECORD_HEADER_BYTES);
	item.chunk = cw_chunk_new((const char *)records, sizeof(records));
	if (item.chunk == NULL)
		return CW_OUTPUT_BROKEN;
	state = put_item(output, &item);
	cw_chunk_release(item.chunk);
	return state;
}

enum cw_output_state
cw_output_flush(struct cw_output *output)
{
	while (output->first != NULL) {
		enum cw_output_state state =
		    write_item(output, output->first, &output->done);

		if (state != CW_OUTPUT_DONE)
			return state;
		remove_first(output);
	}
	return CW_OUTPUT_DONE;
}

bool
cw_output_drain(const struct cw_output *output)
{
	char waste[4096];
	ssize_t got;

	if (output->request_id == 0)
		return true;
	do {
		got = recv(output->fd, waste, sizeof(waste), MSG_DONTWAIT);
	} while (got > 0 || (got < 0 && errno == EINTR));
	return got < 0 && (errno == EAGAIN || errno == EWOULDBLOCK);
}
