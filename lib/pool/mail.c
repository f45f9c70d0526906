/* The mail queue: adding, taking, and what became of it. */

#include "pool/mail.h"

#include <inttypes.h>
#include <string.h>

#include "base/clock.h"
#include "base/log.h"
#include "base/text.h"
#include "pool/inside.h"
#include "pool/name.h"

#define LEASE_MS (5 * CW_MINUTE_MS)
#define LONGEST_WAIT_DOUBLINGS 6 /* 64 minutes, cut to an hour */

/* As the schema has them. */
enum state { WAITING, SENT, GIVEN_UP };

/* A row to add. */
struct entry {
	const char *recipient;
	const char *recipient_fold;
	const struct cw_letter *letter;
	enum state state;
};

static enum cw_err
forget_old(struct cw_store *store, int64_t now_ms)
{
	const struct cw_val args[] = {
		cw_int(now_ms - CW_DAY_MS),
		cw_int(CW_TIDY_ROWS),
	};

	return cw_exec(store, CW_SQL_MAIL_EXPIRE, args, CW_LEN(args), NULL);
}

static enum cw_err
seal(const struct cw_pool *pool, struct cw_arena *arena,
    const struct entry *entry, unsigned char **out, size_t *len)
{
	const char *packed;
	size_t packed_len;
	enum cw_err err;

	err = cw_letter_pack(arena, entry->letter, &packed, &packed_len);
	if (err != CW_OK)
		return err;
	return cw_crypto_seal(pool->keys.bytes[CW_KEY_MAIL], packed, packed_len,
	    arena, out, len);
}

static enum cw_err
add(struct cw_pool *pool, struct cw_store *store, struct cw_arena *arena,
    const struct entry *entry)
{
	int64_t now_ms = cw_clock_now_ms();
	unsigned char *sealed;
	size_t len;
	enum cw_err err;

	err = seal(pool, arena, entry, &sealed, &len);
	if (err != CW_OK)
		return err;
	const struct cw_val args[] = {
		cw_text(entry->recipient),
		cw_text(entry->recipient_fold),
		cw_bytes(sealed, len),
		cw_int(now_ms),
		cw_int(entry->state),
	};
	err = cw_exec(store, CW_SQL_MAIL_ADD, args, CW_LEN(args), NULL);
	if (err != CW_OK)
		return err;
	return forget_old(store, now_ms);
}

enum cw_err
cw_mail_add(struct cw_pool *pool, struct cw_store *store,
    struct cw_arena *arena, const char *recipient,
    const struct cw_letter *letter)
{
	struct entry entry = {
		.recipient = recipient,
		.letter = letter,
		.state = WAITING,
	};
	enum cw_err err;

	err = cw_email_check(arena, recipient, &entry.recipient_fold);
	if (err != CW_OK)
		return err;
	return add(pool, store, arena, &entry);
}

enum cw_err
cw_mail_pretend(struct cw_pool *pool, struct cw_store *store,
    struct cw_arena *arena, const struct cw_letter *letter)
{
	const struct entry entry = {
		.recipient = "nobody@example.invalid",
		.recipient_fold = "",
		.letter = letter,
		.state = SENT,
	};

	return add(pool, store, arena, &entry);
}

/* CW_TOOMANY: a count that goes no further than most has got there. */
static enum cw_err
count(struct cw_store *store, enum cw_sql sql, const struct cw_val *args,
    size_t args_count, int64_t most)
{
	struct cw_rows rows;
	int64_t found = 0;
	enum cw_err err;

	err = cw_query_one(store, sql, args, args_count, &rows);
	if (err == CW_OK)
		found = cw_col_int(&rows, 0);
	cw_rows_end(&rows);
	if (err != CW_OK)
		return err;
	return found >= most ? CW_TOOMANY : CW_OK;
}

enum cw_err
cw_mail_may_send(struct cw_pool *pool, struct cw_store *store)
{
	int64_t most = pool->conf->mail_per_hour_total;
	const struct cw_val args[] = {
		cw_int(cw_clock_now_ms() - CW_HOUR_MS),
		cw_int(most),
	};
	enum cw_err err;

	err = count(store, CW_SQL_MAIL_COUNT_ALL, args, CW_LEN(args), most);
	if (err == CW_TOOMANY)
		cw_log(CW_LOG_WARNING,
		    "cannot queue mail: %" PRId64
		    " were queued within the hour",
		    most);
	return err;
}

enum cw_err
cw_mail_may_send_to(struct cw_pool *pool, struct cw_store *store,
    const char *recipient_fold)
{
	int64_t most = pool->conf->mail_per_hour;
	const struct cw_val args[] = {
		cw_text(recipient_fold),
		cw_int(cw_clock_now_ms() - CW_HOUR_MS),
		cw_int(most),
	};

	return count(store, CW_SQL_MAIL_COUNT_RECIPIENT, args, CW_LEN(args),
	    most);
}

/* --- sending -------------------------------------------------------------- */

struct taking {
	struct cw_pool *pool;
	struct cw_arena *arena;
	struct cw_mail *out;
};

static enum cw_err
end(struct cw_store *store, int64_t id, enum state state)
{
	const struct cw_val args[] = { cw_int(id), cw_int(state) };

	return cw_exec(store, CW_SQL_MAIL_END, args, CW_LEN(args), NULL);
}

/* Subject, NUL and text, as releases without templates sealed them. */
static enum cw_err
read_written(const struct taking *taking, const char *text, size_t len)
{
	struct cw_mail *mail = taking->out;
	const char *gap = memchr(text, '\0', len);

	if (gap == NULL)
		return CW_INVALID;
	mail->subject = text;
	mail->body = cw_arena_copy(taking->arena, gap + 1,
	    len - (size_t)(gap + 1 - text));
	return mail->body == NULL ? CW_NOMEM : CW_OK;
}

/* CW_INVALID: sealed with another key, or no letter that we know. */
static enum cw_err
unseal(const struct taking *taking, const struct cw_rows *rows)
{
	const unsigned char *key = taking->pool->keys.bytes[CW_KEY_MAIL];
	unsigned char *sealed, *text;
	size_t len;
	enum cw_err err;

	err = cw_col_blob(rows, 2, taking->arena, &sealed, &len);
	if (err != CW_OK)
		return err;
	err = cw_crypto_open(key, sealed, len, taking->arena, &text, &len);
	if (err != CW_OK)
		return err;
	if (len == 0 || text[0] != CW_LETTER_MARK)
		return read_written(taking, (const char *)text, len);
	return cw_letter_unpack((const char *)text, len, &taking->out->letter);
}

static enum cw_err
read_row(const struct taking *taking, const struct cw_rows *rows)
{
	struct cw_mail *mail = taking->out;
	enum cw_err err;

	mail->id = cw_col_int(rows, 0);
	mail->tries = cw_col_int(rows, 3);
	mail->created = cw_col_int(rows, 4);
	err = cw_col_text(rows, 1, taking->arena, &mail->recipient);
	if (err != CW_OK)
		return err;
	return unseal(taking, rows);
}

static enum cw_err
take_one(struct cw_store *store, const struct taking *taking)
{
	int64_t now_ms = cw_clock_now_ms();
	const struct cw_val args[] = {
		cw_int(now_ms),
		cw_int(now_ms + LEASE_MS),
	};
	struct cw_rows rows;
	enum cw_err err;

	err = cw_query_one(store, CW_SQL_MAIL_TAKE, args, CW_LEN(args), &rows);
	if (err == CW_OK)
		err = read_row(taking, &rows);
	cw_rows_end(&rows);
	return err;
}

/* Mail that can't be read will never be: go on to the next. */
static enum cw_err
take_work(struct cw_store *store, void *arg)
{
	const struct taking *taking = arg;
	enum cw_err err;

	err = take_one(store, taking);
	while (err == CW_INVALID) {
		cw_log(CW_LOG_ERROR,
		    "cannot read mail %" PRId64
		    ": sealed with another key, or by a newer release",
		    taking->out->id);
		err = end(store, taking->out->id, GIVEN_UP);
		if (err == CW_OK)
			err = take_one(store, taking);
	}
	return err;
}

enum cw_err
cw_mail_take(struct cw_pool *pool, struct cw_arena *arena, struct cw_mail *out)
{
	struct cw_mail mail = { 0 };
	struct taking taking = { .pool = pool, .arena = arena, .out = &mail };
	enum cw_err err;

	err = cw_group_run(pool->group, take_work, &taking);
	if (err == CW_OK)
		*out = mail;
	return err;
}

struct finishing {
	const struct cw_mail *mail;
	enum cw_mail_outcome outcome;
};

static int64_t
wait_ms(int64_t tries)
{
	int64_t doublings = tries - 1;

	if (doublings >= LONGEST_WAIT_DOUBLINGS)
		return CW_HOUR_MS;
	return CW_MINUTE_MS << (doublings < 0 ? 0 : doublings);
}

static enum cw_err
done_work(struct cw_store *store, void *arg)
{
	const struct finishing *finishing = arg;
	const struct cw_mail *mail = finishing->mail;
	int64_t due_ms = cw_clock_now_ms() + wait_ms(mail->tries);
	const struct cw_val args[] = {
		cw_int(mail->id),
		cw_int(mail->tries),
		cw_int(due_ms),
	};

	if (finishing->outcome == CW_MAIL_SENT)
		return end(store, mail->id, SENT);
	if (finishing->outcome == CW_MAIL_FAILED ||
	    due_ms > mail->created + CW_DAY_MS)
		return end(store, mail->id, GIVEN_UP);
	return cw_exec(store, CW_SQL_MAIL_LATER, args, CW_LEN(args), NULL);
}

enum cw_err
cw_mail_done(struct cw_pool *pool, const struct cw_mail *mail,
    enum cw_mail_outcome outcome)
{
	struct finishing finishing = { .mail = mail, .outcome = outcome };

	return cw_group_run(pool->group, done_work, &finishing);
}

enum cw_err
cw_mail_next_due(struct cw_pool *pool, int64_t *out)
{
	struct cw_store *store;
	struct cw_rows rows;
	int64_t due_ms = INT64_MAX;
	enum cw_err err;

	err = cw_readers_take(pool->readers, &store);
	if (err != CW_OK)
		return err;
	err = cw_query_one(store, CW_SQL_MAIL_NEXT_DUE, NULL, 0, &rows);
	if (err == CW_OK)
		due_ms = cw_col_int(&rows, 0);
	cw_rows_end(&rows);
	cw_readers_give(pool->readers, store);
	if (err != CW_OK && err != CW_NOTFOUND)
		return err;
	*out = due_ms;
	return CW_OK;
}
