/*
 * Group commit: whoever comes first runs the work of all who came meanwhile.
 *
 * No thread wakes for a piece whose caller does not wait: while such a piece is
 * the next, the thread that leads goes on leading.
 */

#include "db/group.h"

#include <errno.h>
#include <pthread.h>
#include <semaphore.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/log.h"

/* A group that has run this long commits, whoever waits. */
#define GROUP_MAX_US 5000

/* What a piece that arrives is to do; nothing, if the group is broken. */
enum role { ROLE_NONE, ROLE_LEADER, ROLE_FOLLOWER };

/* Pieces in order of arrival. */
struct line {
	struct cw_group_piece *first;
	struct cw_group_piece *last;
};

struct cw_group {
	char *data_dir; /* which options point to */
	struct cw_group_options options;

	struct cw_store *store; /* the leader's alone */

	pthread_mutex_t lock; /* over all that follows */
	struct line waiting;
	bool is_led;
	bool is_broken;
	struct cw_group_stats stats;
};

/* What a leader has run and not committed yet. */
struct batch {
	struct line ran;
	unsigned count;
	unsigned kept; /* pieces whose changes are in the transaction */
};

static void
append(struct line *line, struct cw_group_piece *piece)
{
	piece->next = NULL;
	if (line->last == NULL)
		line->first = piece;
	else
		line->last->next = piece;
	line->last = piece;
}

static struct cw_group_piece *
take_first(struct line *line)
{
	struct cw_group_piece *piece = line->first;

	if (piece == NULL)
		return NULL;
	line->first = piece->next;
	if (line->first == NULL)
		line->last = NULL;
	return piece;
}

static struct cw_group_piece *
take_waiting(struct cw_group *group)
{
	struct cw_group_piece *piece;

	pthread_mutex_lock(&group->lock);
	piece = take_first(&group->waiting);
	pthread_mutex_unlock(&group->lock);
	return piece;
}

static void
take_all_waiting(struct cw_group *group, struct batch *batch)
{
	struct cw_group_piece *piece;

	for (;;) {
		piece = take_waiting(group);
		if (piece == NULL)
			return;
		append(&batch->ran, piece);
		batch->count++;
	}
}

/* Opens connection and transaction where they are not open. */
static enum cw_err
ensure_begun(struct cw_group *group)
{
	enum cw_err err;

	if (group->store == NULL) {
		err =
		    cw_store_open(group->options.data_dir, group->options.kind,
			CW_STORE_WRITE, group->options.busy_ms, &group->store);
		if (err != CW_OK)
			return err;
	}
	if (cw_in_transaction(group->store))
		return CW_OK;
	return cw_begin(group->store);
}

/* What it logs is said of its own request, whoever's thread this is. */
static enum cw_err
do_work(struct cw_store *store, const struct cw_group_piece *piece)
{
	const char *mine = cw_log_request();
	enum cw_err err;

	cw_log_set_request(piece->request);
	err = piece->work(store, piece->arg);
	cw_log_set_request(mine);
	return err;
}

/* Alone in its transaction, a piece needs no savepoint. */
static enum cw_err
run_alone(struct cw_store *store, struct cw_group_piece *piece)
{
	piece->err = do_work(store, piece);
	if (piece->err == CW_OK)
		return CW_OK;
	return cw_end(store, piece->err) == CW_STORE ? CW_STORE : CW_OK;
}

static enum cw_err
run_behind_others(struct cw_store *store, struct cw_group_piece *piece)
{
	enum cw_err err;

	err = cw_savepoint(store);
	if (err != CW_OK)
		return err;
	piece->err = do_work(store, piece);
	err = cw_savepoint_end(store, piece->err);
	if (err == CW_STORE)
		return CW_STORE;
	/* Has a grave failure taken the others' changes along? */
	return cw_in_transaction(store) ? CW_OK : err;
}

/*
 * Run one piece.  What is returned is not about the piece but the whole
 * transaction: if it is not CW_OK, then that is lost.
 */
static enum cw_err
run_piece(struct cw_group *group, struct batch *batch,
    struct cw_group_piece *piece)
{
	enum cw_err err;

	append(&batch->ran, piece);
	batch->count++;
	err = ensure_begun(group);
	if (err != CW_OK)
		return err;
	if (batch->kept == 0)
		err = run_alone(group->store, piece);
	else
		err = run_behind_others(group->store, piece);
	if (err == CW_OK && piece->err == CW_OK)
		batch->kept++;
	return err;
}

/* Run what waits, until nothing does or the group is full; then commit. */
static enum cw_err
run_batch(struct cw_group *group, struct batch *batch)
{
	int64_t until_us = cw_clock_steady_us() + GROUP_MAX_US;
	struct cw_group_piece *piece = take_waiting(group);
	enum cw_err err = CW_OK;

	while (piece != NULL) {
		err = run_piece(group, batch, piece);
		if (err != CW_OK)
			break;
		if (batch->count >= group->options.max_pieces ||
		    cw_clock_steady_us() >= until_us)
			break;
		piece = take_waiting(group);
	}
	if (group->store != NULL && cw_in_transaction(group->store))
		err = cw_end(group->store, err);
	return err;
}

/*
 * A piece that failed saw what the others had written, so when that is lost
 * its failure means nothing any more: everybody gets the same error.
 */
static void
fail_all(struct batch *batch, enum cw_err err)
{
	for (struct cw_group_piece *p = batch->ran.first; p != NULL;
	     p = p->next)
		p->err = err;
}

/*
 * The caller who waits for the next piece leads from now on, if there is one.
 * True: there is a next, but nobody waits for it.
 */
static bool
hand_over(struct cw_group *group, const struct batch *batch, bool is_committed)
{
	struct cw_group_piece *next;

	pthread_mutex_lock(&group->lock);
	if (is_committed) {
		group->stats.commits++;
		group->stats.pieces += batch->kept;
		if (batch->kept > group->stats.largest)
			group->stats.largest = batch->kept;
	}
	next = group->waiting.first;
	group->is_led = next != NULL;
	pthread_mutex_unlock(&group->lock);
	if (next == NULL)
		return false;
	if (next->lead == NULL)
		return true;
	next->lead(next);
	return false;
}

static void
tell_all(struct batch *batch)
{
	struct cw_group_piece *piece;

	for (;;) {
		piece = take_first(&batch->ran);
		if (piece == NULL)
			return;
		/* It may be gone as soon as it is told. */
		piece->done(piece);
	}
}

static void
break_down(struct cw_group *group, struct batch *batch)
{
	pthread_mutex_lock(&group->lock);
	group->is_broken = true;
	pthread_mutex_unlock(&group->lock);
	take_all_waiting(group, batch);
}

/* True: the next pieces are left for the same thread. */
static bool
lead_batch(struct cw_group *group)
{
	struct batch batch = { .count = 0 };
	bool is_committed, must_go_on;
	enum cw_err err;

	err = run_batch(group, &batch);
	/* Out of memory in mid-commit: nothing can be said of the store. */
	if (err == CW_NOMEM)
		err = CW_STORE;
	if (err == CW_STORE)
		break_down(group, &batch);
	else if (err == CW_BUSY)
		take_all_waiting(group, &batch);
	if (err != CW_OK)
		fail_all(&batch, err);
	is_committed = err == CW_OK && batch.kept > 0;
	must_go_on = hand_over(group, &batch, is_committed);
	if (is_committed && group->options.after_commit != NULL)
		group->options.after_commit(group->options.arg);
	tell_all(&batch);
	return must_go_on;
}

static void
lead(struct cw_group *group)
{
	while (lead_batch(group))
		continue;
}

static enum role
enter(struct cw_group *group, struct cw_group_piece *piece)
{
	enum role role;

	pthread_mutex_lock(&group->lock);
	if (group->is_broken) {
		role = ROLE_NONE;
	} else {
		role = group->is_led ? ROLE_FOLLOWER : ROLE_LEADER;
		group->is_led = true;
		append(&group->waiting, piece);
	}
	pthread_mutex_unlock(&group->lock);
	return role;
}

void
cw_group_submit(struct cw_group *group, struct cw_group_piece *piece)
{
	enum role role = enter(group, piece);

	if (role == ROLE_LEADER)
		lead(group);
	if (role == ROLE_NONE) {
		piece->err = CW_STORE;
		piece->done(piece);
	}
}

/* --- callers that wait --------------------------------------------------- */

struct caller {
	struct cw_group_piece piece; /* first: one is the other's address */
	bool must_lead; /* why it was woken: to lead, or since it is done */
	sem_t wake;
};

static void
wake_as_done(struct cw_group_piece *piece)
{
	sem_post(&((struct caller *)piece)->wake);
}

static void
wake_as_leader(struct cw_group_piece *piece)
{
	struct caller *caller = (struct caller *)piece;

	caller->must_lead = true;
	sem_post(&caller->wake);
}

static void
wait_for_wake(struct caller *caller)
{
	while (sem_wait(&caller->wake) == -1 && errno == EINTR)
		continue;
}

enum cw_err
cw_group_run(struct cw_group *group, cw_group_work *work, void *arg)
{
	struct caller mine = {
		.piece = {
			.work = work,
			.arg = arg,
			.request = cw_log_request(),
			.done = wake_as_done,
			.lead = wake_as_leader,
		},
	};

	if (sem_init(&mine.wake, 0, 0) == -1)
		return CW_SYSTEM;
	cw_group_submit(group, &mine.piece);
	wait_for_wake(&mine);
	/* Its own piece is among those that it runs then. */
	if (mine.must_lead) {
		lead(group);
		wait_for_wake(&mine);
	}
	sem_destroy(&mine.wake);
	return mine.piece.err;
}

/* --- the group ----------------------------------------------------------- */

enum cw_err
cw_group_open(const struct cw_group_options *options, struct cw_group **out)
{
	struct cw_group *group = calloc(1, sizeof(*group));
	char *data_dir = strdup(options->data_dir);

	if (group == NULL || data_dir == NULL) {
		free(data_dir);
		free(group);
		return CW_NOMEM;
	}
	pthread_mutex_init(&group->lock, NULL);
	group->data_dir = data_dir;
	group->options = *options;
	group->options.data_dir = data_dir;
	*out = group;
	return CW_OK;
}

void
cw_group_close(struct cw_group *group)
{
	if (group == NULL)
		return;
	cw_store_close(group->store);
	pthread_mutex_destroy(&group->lock);
	free(group->data_dir);
	free(group);
}

void
cw_group_rest(struct cw_group *group)
{
	const struct batch nothing = { .count = 0 };
	bool is_mine;

	pthread_mutex_lock(&group->lock);
	is_mine = !group->is_led;
	group->is_led = true;
	pthread_mutex_unlock(&group->lock);
	if (!is_mine)
		return;
	cw_store_close(group->store);
	group->store = NULL;
	if (hand_over(group, &nothing, false))
		lead(group);
}

void
cw_group_stats(struct cw_group *group, struct cw_group_stats *out)
{
	pthread_mutex_lock(&group->lock);
	*out = group->stats;
	pthread_mutex_unlock(&group->lock);
}
