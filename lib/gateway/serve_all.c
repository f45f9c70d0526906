/*
 * Several programs in one process.
 *
 * Each program's main is called once, and what it wants served is kept.  Then
 * each request goes to the program that its method and path belong to, as a
 * web server would have sent it; what belongs to none goes to "unrouted".  The
 * programs share the pool, the readers and the write group.
 */

#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "gateway/answer.h"
#include "gateway/describe.h"
#include "gateway/serve.h"
#include "gateway/unrouted.h"

/* A program that was collected, and its own view of what all share. */
struct part {
	struct cw_program program;
	struct cw_service service;
};

/* All that were collected; the process has them once. */
static struct {
	const struct cw_all *given;
	struct part *parts;
	size_t count;
	size_t mains_end;     /* behind those that were collected */
	size_t unrouted;      /* which of them */
	atomic_int strangers; /* requests of strangers who post something */
} all;

/* --- one request ---------------------------------------------------------- */

/* Is the whole path, with or without a slash at its end, the program's? */
static bool
is_for_outside(const struct cw_program *program,
    const struct cw_request *request)
{
	size_t len = strcspn(request->uri, "?");

	if (len > 1 && request->uri[len - 1] == '/')
		len--;
	return cw_path_matches(program->endpoint->path, request->uri, len);
}

static bool
is_for(const struct cw_program *program, const struct cw_request *request)
{
	if (program->endpoint == NULL)
		return false;
	return program->is_outside
	    ? is_for_outside(program, request)
	    : cw_endpoint_is_for(program->endpoint, request);
}

/* Whose is it? */
static struct part *
find_part(const struct cw_conf *conf, const struct cw_source *source)
{
	struct cw_request request;

	cw_request_peek(&request, conf, source);
	for (size_t i = 0; i < all.count; i++)
		if (is_for(&all.parts[i].program, &request))
			return &all.parts[i];
	return &all.parts[all.unrouted];
}

static void
refuse_as_busy(struct cw_service *service, struct cw_arena *arena,
    const struct cw_source *source, struct cw_peer *peer)
{
	struct cw_answer answer;
	enum cw_err err = cw_answer_begin(&answer, service, arena, source);

	cw_answer_end(&answer, err == CW_OK ? CW_BUSY : err, NULL, 0);
	cw_peer_write(peer, answer.bytes, answer.len);
	peer->must_exit = answer.must_exit;
}

/* Does it let strangers in, or up?  It may wait for a slot to hash in. */
static bool
is_door(const struct cw_endpoint *endpoint)
{
	return endpoint != NULL && endpoint->access == CW_ANYONE &&
	    endpoint->method == CW_POST;
}

/*
 * However many stand at the door, half of the threads are left for those who
 * are in already.
 */
static void
serve_stranger(struct part *part, struct cw_arena *arena,
    const struct cw_source *source, struct cw_peer *peer)
{
	const int most = (int)part->service.conf->write_threads / 2;

	if (atomic_fetch_add(&all.strangers, 1) > most)
		refuse_as_busy(&part->service, arena, source, peer);
	else
		part->program.serve_one(&part->service, arena, source, peer);
	atomic_fetch_sub(&all.strangers, 1);
}

static bool
may_queue_mail(const struct cw_endpoint *endpoint)
{
	return endpoint != NULL && endpoint->work == CW_POOLS &&
	    endpoint->method != CW_GET;
}

static void
serve_one(struct cw_service *service, struct cw_arena *arena,
    const struct cw_source *source, struct cw_peer *peer)
{
	struct part *part = find_part(service->conf, source);

	if (is_door(part->program.endpoint))
		serve_stranger(part, arena, source, peer);
	else
		part->program.serve_one(&part->service, arena, source, peer);
	if (all.given->after != NULL && part->service.failure == CW_OK &&
	    may_queue_mail(part->program.endpoint))
		all.given->after(&part->service);
}

/* --- the process ---------------------------------------------------------- */

static enum cw_err
open_stores(struct cw_service *service, const struct cw_conf *conf)
{
	enum cw_err err = CW_OK;

	*service = (struct cw_service){ .name = CW_ALL_NAME, .conf = conf };
	if (all.given->before != NULL)
		err = all.given->before(conf);
	if (err != CW_OK)
		return err;
	return cw_service_open_all(service, CW_ALL_NAME, conf);
}

static enum cw_err
open_service(struct cw_service *service, const struct cw_conf *conf)
{
	enum cw_err err = open_stores(service, conf);

	for (size_t i = 0; i < all.count; i++) {
		struct part *part = &all.parts[i];

		part->service = (struct cw_service){
			.endpoint = part->program.endpoint,
			.name = part->program.name,
			.conf = conf,
			.pool = service->pool,
			.readers = service->readers,
			.group = service->group,
			.failure = i < all.mains_end ? err : CW_OK,
		};
	}
	return err;
}

static void
end_before(size_t count)
{
	while (count-- > 0)
		if (all.parts[count].program.end != NULL)
			all.parts[count].program.end(&all.parts[count].service);
}

static enum cw_err
begin(struct cw_service *service)
{
	for (size_t i = 0; i < all.count; i++) {
		struct part *part = &all.parts[i];
		enum cw_err err = CW_OK;

		part->service.outside = service->outside;
		if (part->program.begin != NULL)
			err = part->program.begin(&part->service);
		if (err != CW_OK) {
			end_before(i);
			return err;
		}
	}
	return CW_OK;
}

static void
end(struct cw_service *service)
{
	(void)service;
	end_before(all.count);
}

static bool
has_guests(void)
{
	for (size_t i = 0; i < all.count; i++)
		if (all.parts[i].program.has_guests != NULL &&
		    all.parts[i].program.has_guests())
			return true;
	return false;
}

/* A list of what each program of the API says of itself. */
static int
describe(void)
{
	const char *before = "[";

	for (size_t i = 0; i < all.mains_end; i++) {
		const struct cw_endpoint *endpoint =
		    all.parts[i].program.endpoint;

		if (endpoint == NULL || all.parts[i].program.is_outside)
			continue;
		if (fputs(before, stdout) < 0 ||
		    cw_print_description(endpoint) != 0)
			return 1;
		before = ",";
	}
	return puts("]") < 0 || fflush(stdout) != 0 ? 1 : 0;
}

/* --- collecting ----------------------------------------------------------- */

static void
collect(const struct cw_program *program)
{
	if (program->endpoint == NULL)
		all.unrouted = all.count;
	all.parts[all.count++].program = *program;
}

static enum cw_err
collect_all(int argc, char **argv)
{
	const struct cw_all *given = all.given;

	all.count = 0;
	all.parts =
	    calloc(given->mains_count + given->more_count, sizeof(*all.parts));
	if (all.parts == NULL)
		return CW_NOMEM;
	cw_serve_divert(collect);
	for (size_t i = 0; i < given->mains_count; i++)
		given->mains[i](argc, argv);
	cw_serve_divert(NULL);
	all.mains_end = all.count;
	for (size_t i = 0; i < given->more_count; i++)
		all.parts[all.count++].program = given->more[i];
	return CW_OK;
}

/* What the one knows who knows most. */
static enum cw_provider_use
most_known(void)
{
	enum cw_provider_use most = CW_PROVIDERS_NONE;

	for (size_t i = 0; i < all.count; i++)
		if (all.parts[i].program.providers > most)
			most = all.parts[i].program.providers;
	return most;
}

static int
serve_collected(int argc, char **argv)
{
	const struct cw_program program = {
		.name = CW_ALL_NAME,
		.serve_one = serve_one,
		.begin = begin,
		.end = end,
		.has_guests = has_guests,
		.open = open_service,
		.describe = describe,
		.providers = most_known(),
	};

	return cw_serve_program(&program, argc, argv);
}

int
cw_serve_all_of(const struct cw_all *given, int argc, char **argv)
{
	int code;

	all.given = given;
	if (collect_all(argc, argv) != CW_OK)
		return 1;
	code = serve_collected(argc, argv);
	free(all.parts);
	all.parts = NULL;
	return code;
}

int
cw_serve_all(cw_main *const *mains, size_t count, int argc, char **argv)
{
	const struct cw_all given = { .mains = mains, .mains_count = count };

	return cw_serve_all_of(&given, argc, argv);
}
