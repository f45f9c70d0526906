/*
 * What a program behind a FastCGI server does with a connection: requests are
 * read off it and answered, each in memory of its own.
 *
 * A body that has not come within body_max_sec is given up: no more is read
 * off the connection, which is closed after the answer.
 *
 * A connection that carries one request is left to whoever answers it, so that
 * the thread may take the next one while a commit is still to come.
 */

#ifndef CW_GATEWAY_FCGI_EXCHANGE_H
#define CW_GATEWAY_FCGI_EXCHANGE_H

#include <pthread.h>
#include <stdatomic.h>

#include "gateway/serve.h"

struct cw_exchange;

/* All of a process; any thread may use them. */
struct cw_exchanges {
	const struct cw_program *program;
	struct cw_service *service;
	const atomic_bool *must_stop; /* no further request of a connection */
	pthread_mutex_t lock;
	struct cw_exchange *unused;
	struct cw_exchange *every;
};

void
cw_exchanges_init(struct cw_exchanges *all, const struct cw_program *program,
    struct cw_service *service, const atomic_bool *must_stop);

/* Serve what comes on a connection; it is closed here, or by who answers. */
void cw_exchanges_serve(struct cw_exchanges *all, int fd);

/* Give up bodies that are late; call it now and then, in any thread. */
void cw_exchanges_hurry(struct cw_exchanges *all);

/* Give back the memory of those that are not in use. */
void cw_exchanges_rest(struct cw_exchanges *all);

#endif
