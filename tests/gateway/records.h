/*
 * The other end of a reader's connection: takes FastCGI records apart as a
 * web server does, and fails the test if they are not as they should be.
 */

#ifndef TESTS_GATEWAY_RECORDS_H
#define TESTS_GATEWAY_RECORDS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct peer {
	int fd;
	uint16_t request_id; /* that every record must carry */
	char *text;	     /* of FCGI_STDOUT so far, NUL-terminated */
	size_t len;
	bool has_ended;	    /* FCGI_END_REQUEST came */
	bool is_closed;	    /* and the end of file */
	unsigned char *raw; /* part of a record */
	size_t raw_len;
};

/* A pair of sockets: *fd is for the reader. */
void peer_open(struct peer *peer, uint16_t request_id, int *fd);
void peer_close(struct peer *peer);

/* Read all there is now, or at most so many bytes. */
void peer_read(struct peer *peer);
void peer_read_some(struct peer *peer, size_t max_bytes);

/* Forget the text so far. */
void peer_forget(struct peer *peer);

/* How often a text occurs in what came. */
size_t peer_count(const struct peer *peer, const char *text);
bool peer_has(const struct peer *peer, const char *text);

#endif
