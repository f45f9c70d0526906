/*
 * The output of one reader: bytes on their way to the web server as FastCGI
 * records (FastCGI 1.0 section 3.3), written when the socket takes them and
 * kept when it does not.  Nothing here ever blocks on a reader.
 *
 * Bytes that go to many readers exist once: a chunk counts who holds it.
 */

#ifndef CW_GATEWAY_STREAM_OUTPUT_H
#define CW_GATEWAY_STREAM_OUTPUT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Bytes that never change, held by whoever still has to write them. */
struct cw_chunk {
	size_t len;
	unsigned holders;
	char bytes[];
};

/* A copy of the bytes with the caller as its one holder; NULL: no memory. */
struct cw_chunk *cw_chunk_new(const char *bytes, size_t len);
void cw_chunk_release(struct cw_chunk *chunk); /* NULL is fine */

struct cw_output_item;

struct cw_output {
	int fd;
	uint16_t request_id; /* of FastCGI; 0: a plain descriptor, no records */
	bool has_end;	     /* nothing may follow */
	size_t waiting_bytes; /* of chunks that are not written whole */
	size_t done; /* of the first of them, its record headers included */
	struct cw_output_item *first;
	struct cw_output_item *last;
};

enum cw_output_state {
	CW_OUTPUT_DONE,	  /* all is written */
	CW_OUTPUT_WAITS,  /* the socket is full: flush when it is writable */
	CW_OUTPUT_BROKEN, /* the peer is gone, or there is no memory */
};

/* Own fd from now on; it need not be non-blocking if it is a socket. */
void cw_output_init(struct cw_output *output, int fd, uint16_t request_id);

/* Close the descriptor and let all chunks go. */
void cw_output_clear(struct cw_output *output);

/* Send a chunk behind those that wait; the caller keeps its own hold. */
enum cw_output_state
cw_output_put(struct cw_output *output, struct cw_chunk *chunk);

/* Say that the request is over: FCGI_END_REQUEST behind all that waits. */
enum cw_output_state cw_output_end(struct cw_output *output);

/* Write what waits. */
enum cw_output_state cw_output_flush(struct cw_output *output);

/*
 * Throw away what the peer sent after its request, of which nothing matters.
 * False: it has closed its end.
 */
bool cw_output_drain(const struct cw_output *output);

#endif
