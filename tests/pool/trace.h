/*
 * The steps that the pool takes: the statements that it asks of the store, with
 * the rows that they write, and what it hashes.  The linker puts the functions
 * below between the pool and what it calls (--wrap), so that one file of a
 * program includes this.
 */

#ifndef TESTS_POOL_TRACE_H
#define TESTS_POOL_TRACE_H

#include "fixture.h"

#include <stdatomic.h>

#include "base/srp.h"
#include "pool/password.h"

#define STEPS_MAX 64
#define VERIFY 1000 /* beside the numbers of statements */
#define HASH 1001
#define SRP_CHALLENGE 1002
#define SRP_KEY 1003
#define LISTING 2000 /* and the number of a statement with many rows */

struct step {
	int what;
	int64_t changes; /* rows that a statement wrote */
};

static struct step steps[STEPS_MAX];
static size_t count;

/* While many threads are at it: only how many have looked for a lock. */
static bool is_crowd;
static atomic_int looks;

static void
note_writing(int what, int64_t changes)
{
	if (what == CW_SQL_LOCKOUT_FIND)
		atomic_fetch_add(&looks, 1);
	if (is_crowd)
		return;
	if (count < STEPS_MAX)
		steps[count] = (struct step){ what, changes };
	count++;
}

static void
note(int what)
{
	note_writing(what, 0);
}

/* The linker's names. */
enum cw_err __real_cw_exec(struct cw_store *, enum cw_sql,
    const struct cw_val *, size_t, int64_t *);
enum cw_err __wrap_cw_exec(struct cw_store *, enum cw_sql,
    const struct cw_val *, size_t, int64_t *);
enum cw_err __real_cw_query_one(struct cw_store *, enum cw_sql,
    const struct cw_val *, size_t, struct cw_rows *);
enum cw_err __wrap_cw_query_one(struct cw_store *, enum cw_sql,
    const struct cw_val *, size_t, struct cw_rows *);
enum cw_err __real_cw_password_verify(struct cw_arena *, const char *,
    const char *, bool *);
enum cw_err __wrap_cw_password_verify(struct cw_arena *, const char *,
    const char *, bool *);
enum cw_err __real_cw_password_hash(const struct cw_conf *, struct cw_arena *,
    const char *, const char **);
enum cw_err __wrap_cw_password_hash(const struct cw_conf *, struct cw_arena *,
    const char *, const char **);

enum cw_err __real_cw_query(struct cw_store *, enum cw_sql,
    const struct cw_val *, size_t, struct cw_rows *);
enum cw_err __wrap_cw_query(struct cw_store *, enum cw_sql,
    const struct cw_val *, size_t, struct cw_rows *);
enum cw_err __real_cw_srp_challenge(const unsigned char[CW_SRP_BYTES],
    const unsigned char[CW_SRP_SECRET_BYTES], unsigned char[CW_SRP_BYTES]);
enum cw_err __wrap_cw_srp_challenge(const unsigned char[CW_SRP_BYTES],
    const unsigned char[CW_SRP_SECRET_BYTES], unsigned char[CW_SRP_BYTES]);
enum cw_err __real_cw_srp_key(const struct cw_srp_exchange *,
    unsigned char[CW_SRP_KEY_BYTES]);
enum cw_err __wrap_cw_srp_key(const struct cw_srp_exchange *,
    unsigned char[CW_SRP_KEY_BYTES]);

enum cw_err
__wrap_cw_query(struct cw_store *store, enum cw_sql sql,
    const struct cw_val *args, size_t args_count, struct cw_rows *rows)
{
	note(LISTING + (int)sql);
	return __real_cw_query(store, sql, args, args_count, rows);
}

enum cw_err
__wrap_cw_srp_challenge(const unsigned char v[CW_SRP_BYTES],
    const unsigned char b[CW_SRP_SECRET_BYTES], unsigned char out[CW_SRP_BYTES])
{
	note(SRP_CHALLENGE);
	return __real_cw_srp_challenge(v, b, out);
}

enum cw_err
__wrap_cw_srp_key(const struct cw_srp_exchange *exchange,
    unsigned char key[CW_SRP_KEY_BYTES])
{
	note(SRP_KEY);
	return __real_cw_srp_key(exchange, key);
}

enum cw_err
__wrap_cw_exec(struct cw_store *store, enum cw_sql sql,
    const struct cw_val *args, size_t args_count, int64_t *changes)
{
	int64_t written = 0;
	enum cw_err err =
	    __real_cw_exec(store, sql, args, args_count, &written);

	note_writing((int)sql, written);
	if (changes != NULL && err == CW_OK)
		*changes = written;
	return err;
}

enum cw_err
__wrap_cw_query_one(struct cw_store *store, enum cw_sql sql,
    const struct cw_val *args, size_t args_count, struct cw_rows *rows)
{
	note((int)sql);
	return __real_cw_query_one(store, sql, args, args_count, rows);
}

enum cw_err
__wrap_cw_password_verify(struct cw_arena *arena, const char *phc,
    const char *password, bool *is_right)
{
	note(VERIFY);
	return __real_cw_password_verify(arena, phc, password, is_right);
}

enum cw_err
__wrap_cw_password_hash(const struct cw_conf *conf, struct cw_arena *arena,
    const char *password, const char **phc)
{
	note(HASH);
	return __real_cw_password_hash(conf, arena, password, phc);
}

/* What an action does, to hold against another. */
struct trace {
	struct step steps[STEPS_MAX];
	size_t count;
	enum cw_err err;
};

typedef enum cw_err action(struct fixture *f, const char *name);

static struct trace
watch(struct fixture *f, action *act, const char *name)
{
	struct trace trace = { 0 };

	count = 0;
	trace.err = act(f, name);
	assert_true(count <= STEPS_MAX);
	memcpy(trace.steps, steps, sizeof(steps[0]) * count);
	trace.count = count;
	return trace;
}

static void
assert_same(const struct trace *one, const struct trace *two)
{
	assert_int_equal(one->err, two->err);
	assert_true(one->count > 1);
	assert_int_equal(one->count, two->count);
	for (size_t i = 0; i < one->count; i++)
		assert_int_equal(one->steps[i].what, two->steps[i].what);
}

static void
assert_same_writes(const struct trace *one, const struct trace *two)
{
	assert_same(one, two);
	for (size_t i = 0; i < one->count; i++)
		assert_int_equal(one->steps[i].changes, two->steps[i].changes);
}

#endif
