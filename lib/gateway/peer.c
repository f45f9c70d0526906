/*
 * Writing an answer: to standard output, or as FastCGI records.
 *
 * The records are written by hand and in one go, which libfcgi's streams do
 * not: they cut an answer into pieces of their own buffer's size.
 */

#include <errno.h>
#include <string.h>
#include <sys/uio.h>
#include <unistd.h>

#include "gateway/serve.h"

/* The FastCGI specification 1.0, sections 3.3 and 5. */
#define FCGI_VERSION 1
#define FCGI_END_REQUEST 3
#define FCGI_STDOUT 6
#define HEADER_BYTES 8
#define RECORD_MAX_BYTES 65528 /* a multiple of 8 below 64 KiB */

#define RECORDS_AT_ONCE 8

static void
put_header(unsigned char out[HEADER_BYTES], int type, int request_id,
    size_t len)
{
	out[0] = FCGI_VERSION;
	out[1] = (unsigned char)type;
	out[2] = (unsigned char)(request_id >> 8);
	out[3] = (unsigned char)request_id;
	out[4] = (unsigned char)(len >> 8);
	out[5] = (unsigned char)len;
	out[6] = 0; /* no padding */
	out[7] = 0;
}

/* All of it, however often that takes; iov is used up. */
static bool
write_all(int fd, struct iovec *iov, int count)
{
	while (count > 0) {
		ssize_t written = writev(fd, iov, count);

		if (written < 0 && errno == EINTR)
			continue;
		if (written < 0)
			return false;
		while (count > 0 && (size_t)written >= iov->iov_len) {
			written -= (ssize_t)iov->iov_len;
			iov++;
			count--;
		}
		if (count > 0) {
			iov->iov_base = (char *)iov->iov_base + written;
			iov->iov_len -= (size_t)written;
		}
	}
	return true;
}

/* Up to RECORDS_AT_ONCE records; the end of the request after the last. */
static bool
write_records(const struct cw_peer *peer, const char **bytes, size_t *left)
{
	unsigned char headers[RECORDS_AT_ONCE][HEADER_BYTES];
	unsigned char end[3 * HEADER_BYTES] = { 0 };
	struct iovec iov[2 * RECORDS_AT_ONCE + 1];
	int count = 0;

	for (size_t i = 0; i<RECORDS_AT_ONCE && * left> 0; i++) {
		size_t len =
		    *left < RECORD_MAX_BYTES ? *left : RECORD_MAX_BYTES;

		put_header(headers[i], FCGI_STDOUT, peer->request_id, len);
		iov[count].iov_base = headers[i];
		iov[count++].iov_len = HEADER_BYTES;
		iov[count].iov_base = (void *)(uintptr_t)*bytes;
		iov[count++].iov_len = len;
		*bytes += len;
		*left -= len;
	}
	if (*left == 0) {
		/* The stream's end, and the request's: all went well. */
		put_header(end, FCGI_STDOUT, peer->request_id, 0);
		put_header(end + HEADER_BYTES, FCGI_END_REQUEST,
		    peer->request_id, HEADER_BYTES);
		iov[count].iov_base = end;
		iov[count++].iov_len = sizeof(end);
	}
	return write_all(peer->fd, iov, count);
}

bool
cw_peer_write(const struct cw_peer *peer, const char *bytes, size_t len)
{
	struct iovec iov = { .iov_base = (void *)(uintptr_t)bytes,
		.iov_len = len };
	size_t left = len;

	if (peer->request_id == 0)
		return write_all(peer->fd, &iov, 1);
	do {
		if (!write_records(peer, &bytes, &left))
			return false;
	} while (left > 0);
	return true;
}
