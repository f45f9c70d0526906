/* Whether anything changed, said in a few numbers. */

#include "chat/changes.h"

#include "base/random.h"
#include "chat/event.h"

/* The newest event is looked for among so many, up to twice of it. */
#define STRETCH 32

/* In the table of versions. */
#define USERS "users"

static void
put_number(struct cw_buf *out, int64_t number)
{
	cw_buf_putint(out, number);
	cw_buf_putc(out, ' ');
}

/* Moves on by whole stretches, so that it stays the same for a while. */
static int64_t
first_to_look_at(int64_t last)
{
	int64_t first = last - last % STRETCH - STRETCH;

	return first < 1 ? 1 : first;
}

enum cw_err
cw_changes_of_list(const struct cw_chat *chat, struct cw_buf *out)
{
	struct cw_rows rows;
	int64_t last;
	enum cw_err err = cw_event_last(chat->store, &last);

	if (err != CW_OK)
		return err;
	if (last == 0) {
		put_number(out, 0);
		return CW_OK;
	}
	const struct cw_val args[] = { cw_int(first_to_look_at(last)),
		cw_int(chat->user_id) };

	err = cw_query_one(chat->store, CW_SQL_EVENT_CONCERNING, args,
	    CW_LEN(args), &rows);
	if (err == CW_OK) {
		put_number(out, cw_col_int(&rows, 0));
		put_number(out, cw_col_int(&rows, 1));
	}
	cw_rows_end(&rows);
	return err;
}

static enum cw_err
put_roster(const struct cw_chat *chat, int64_t conversation_id,
    struct cw_buf *out)
{
	const struct cw_val args[] = { cw_int(conversation_id) };
	struct cw_rows rows;
	enum cw_err err;

	err = cw_query_one(chat->store, CW_SQL_ROSTER_VERSION, args,
	    CW_LEN(args), &rows);
	if (err == CW_OK)
		put_number(out, cw_col_int(&rows, 0));
	cw_rows_end(&rows);
	return err;
}

void
cw_changes_of_messages(const struct cw_member *member, struct cw_buf *out)
{
	put_number(out, member->conversation_id);
	put_number(out, member->last);
	put_number(out, member->seq);
}

enum cw_err
cw_changes_of_conversation(const struct cw_chat *chat,
    const struct cw_member *member, struct cw_buf *out)
{
	cw_changes_of_messages(member, out);
	put_number(out, member->read_time);
	put_number(out, member->read_seq);
	put_number(out, member->sent_after_read);
	cw_buf_puts(out, member->title == NULL ? "" : member->title);
	cw_buf_putc(out, '\n');
	return put_roster(chat, member->conversation_id, out);
}

enum cw_err
cw_changes_of_users(const struct cw_chat *chat, struct cw_buf *out)
{
	const struct cw_val args[] = { cw_text(USERS) };
	struct cw_rows rows;
	enum cw_err err;

	err = cw_query_one(chat->store, CW_SQL_VERSION_FIND, args, CW_LEN(args),
	    &rows);
	if (err == CW_OK)
		put_number(out, cw_col_int(&rows, 0));
	cw_rows_end(&rows);
	return err;
}

enum cw_err
cw_users_changed(struct cw_store *store)
{
	int64_t number;
	enum cw_err err = cw_changes_number(&number);

	if (err != CW_OK)
		return err;
	const struct cw_val args[] = { cw_text(USERS), cw_int(number) };

	return cw_exec(store, CW_SQL_VERSION_SET, args, CW_LEN(args), NULL);
}

enum cw_err
cw_changes_number(int64_t *out)
{
	uint64_t bits;
	enum cw_err err = cw_random_bytes(&bits, sizeof(bits));

	if (err == CW_OK)
		*out = (int64_t)(bits >> 11) | 1;
	return err;
}
