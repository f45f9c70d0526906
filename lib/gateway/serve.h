/*
 * A program's life: how it is started, as what, and how it ends.
 */

#ifndef CW_GATEWAY_SERVE_H
#define CW_GATEWAY_SERVE_H

#include "gateway/request.h"
#include "gateway/service.h"

/* Who waits for an answer. */
struct cw_peer {
	int fd;		/* of the FastCGI connection, or standard output */
	int request_id; /* of FastCGI; 0: plain CGI */
	bool is_taken;	/* set by who keeps fd: it stays open and is theirs */
	bool must_exit; /* set by who saw the store broken */
	/*
	 * Must be called once when the answer is written, in whatever thread;
	 * peer, arena and source are gone after.  NULL: the answer is written
	 * when serve_one returns.
	 */
	void (*answered)(struct cw_peer *peer);
};

/* Answer one request, with cw_peer_write or later (is_taken). */
typedef void cw_serve_one(struct cw_service *service, struct cw_arena *arena,
    const struct cw_source *source, struct cw_peer *peer);

/* What one program that holds several is called. */
#define CW_ALL_NAME "chinwag-api"

/* A program; what most of them share is filled in by cw_serve. */
struct cw_program {
	const char *name;
	const struct cw_endpoint *endpoint; /* NULL: unrouted */
	/* Its path is not below the API's prefix, and methods are its own. */
	bool is_outside;
	cw_serve_one *serve_one;
	bool answers_later;		/* serve_one heeds peer->answered */
	enum cw_provider_use providers; /* what it knows of them */
	/* Around serving; may be NULL.  conf, pool and so on are open. */
	enum cw_err (*begin)(struct cw_service *service);
	void (*end)(struct cw_service *service);
	/* Does somebody wait though no request is served?  NULL: nobody. */
	bool (*has_guests)(void);
	/* Instead of cw_service_open, and of describing the endpoint. */
	enum cw_err (
	    *open)(struct cw_service *service, const struct cw_conf *conf);
	int (*describe)(void);
};

/* cw_serve for any program; its contract stands in endpoint.h. */
int cw_serve_program(const struct cw_program *program, int argc, char **argv);

/*
 * From now on hand programs over instead of serving them; NULL: serve again.
 * What take is given is gone when it returns, but for what it points to.
 */
void cw_serve_divert(void (*take)(const struct cw_program *program));

/* Several programs in one process, and what else it does. */
struct cw_all {
	cw_main *const *mains; /* one of them is that of unrouted */
	size_t mains_count;
	/* More of them, which are served even if the stores cannot be. */
	const struct cw_program *more;
	size_t more_count;
	/* Before the stores are opened; CW_OK: go on.  May be NULL. */
	enum cw_err (*before)(const struct cw_conf *conf);
	/* After a request that may have queued mail.  May be NULL. */
	void (*after)(struct cw_service *service);
};

/* cw_serve_all, whose contract stands in endpoint.h, with all of that. */
int cw_serve_all_of(const struct cw_all *given, int argc, char **argv);

/* A request answered by its endpoint's handler. */
void cw_serve_answer(struct cw_service *service, struct cw_arena *arena,
    const struct cw_source *source, struct cw_peer *peer);

/* The same for one that writes; it may be answered in another's thread. */
void cw_serve_write(struct cw_service *service, struct cw_arena *arena,
    const struct cw_source *source, struct cw_peer *peer);

/*
 * Send a whole CGI answer and end the request.  False: the peer has gone, or
 * did not take it in time; the connection is of no use any more.
 */
bool cw_peer_write(const struct cw_peer *peer, const char *bytes, size_t len);

/*
 * Serve FastCGI requests on standard input's socket until a signal says stop,
 * or the store is broken; then finish those in hand.  The exit code.
 */
int cw_fcgi_serve(const struct cw_program *program, struct cw_service *service);

/* Serve the one request that the environment describes.  The exit code. */
int cw_cgi_serve(const struct cw_program *program, struct cw_service *service,
    char *const *vars);

/* Was the process started by a FastCGI server? */
bool cw_fcgi_is_peer(void);

/* Ask the whole process to finish; any thread. */
void cw_serve_stop(void);

/* Was that asked, and is it not somebody else who ended serving? */
bool cw_serve_has_stopped(void);

#endif
