/* Made by sql/generate.awk out of the files below sql/. */

#ifndef CW_DB_SQL_H
#define CW_DB_SQL_H

/* clang-format off */
/* The statements by name, each with what it promises. */
enum cw_sql {
	/*
	 * The conversation with a UUID, as one of its members of today sees it.
	 */
	CW_SQL_MEMBER_FIND,
	/*
	 * A person's conversations, the newest activity first, from below ($2,
	 * $3) on.
	 */
	CW_SQL_CONVERSATIONS_LIST,
	/* Where a conversation stands in the list of one of its members. */
	CW_SQL_CONVERSATION_ACTIVITY,
	/*
	 * The names of a conversation's members of today, for a member of it.
	 */
	CW_SQL_CONVERSATION_NAMES,
	/* The conversation of just these two. */
	CW_SQL_CONVERSATION_BY_PAIR,
	/* Start a conversation. */
	CW_SQL_CONVERSATION_ADD,
	/* Put a person into a conversation. */
	CW_SQL_MEMBER_ADD,
	/* A member leaves. */
	CW_SQL_MEMBER_DEPART,
	/*
	 * A conversation that somebody left is no longer the one of these two.
	 */
	CW_SQL_CONVERSATION_UNPAIR,
	/*
	 * Take the next message time and seq, for a member of the conversation.
	 */
	CW_SQL_CONVERSATION_ADVANCE,
	/* Count a message of a member's own. */
	CW_SQL_MEMBER_SENT,
	/* Set a member's read mark. */
	CW_SQL_MEMBER_READ,
	/*
	 * Tell of a change, in the transaction that makes it; $5 null is for
	 * all members.
	 */
	CW_SQL_EVENT_ADD,
	/* The newest event's id; no row before the first. */
	CW_SQL_EVENT_LAST,
	/* The events after an id, whoever they are for. */
	CW_SQL_EVENTS_AFTER,
	/* The events after $1 and up to $2 that a person may see. */
	CW_SQL_EVENTS_OF_USER,
	/* A conversation's members of today, from a user id on. */
	CW_SQL_EVENT_AUDIENCE,
	/* A member's unread count. */
	CW_SQL_EVENT_UNREAD,
	/* The first answer to a key, if it is young enough. */
	CW_SQL_IDEMPOTENCY_FIND,
	/* Keep the first answer to a key; one that is too old gives way. */
	CW_SQL_IDEMPOTENCY_ADD,
	/* Forget some answers that are too old. */
	CW_SQL_IDEMPOTENCY_EXPIRE,
	/*
	 * Say something, with a time and numbers taken in the same transaction.
	 */
	CW_SQL_MESSAGE_ADD,
	/*
	 * The newest messages of a conversation before a time, newest first,
	 * for a member of it.
	 */
	CW_SQL_MESSAGES_BEFORE,
	/*
	 * The oldest messages of a conversation after a time, oldest first, for
	 * a member of it.
	 */
	CW_SQL_MESSAGES_AFTER,
	/* The message of a conversation at a time, and who said it. */
	CW_SQL_MESSAGE_AT,
	/*
	 * The newest message at or before a time: where a read mark comes to
	 * stand.
	 */
	CW_SQL_MESSAGE_MARK,
	/*
	 * A sender's first message after a time, by its number among their own.
	 */
	CW_SQL_MESSAGE_OWN_NEXT,
	/*
	 * A confirmed account becomes a person in the chat; no row changes if
	 * it is one.
	 */
	CW_SQL_USER_ADD,
	/* The person with a folded name. */
	CW_SQL_USER_FIND,
	/* The name of a person. */
	CW_SQL_USER_NAME,
	/*
	 * People other than one, by folded name: those after $2 and from $3 up
	 * to but without $4.
	 */
	CW_SQL_USERS_AFTER,
	CW_SQL__COUNT
};
/* clang-format on */

#endif
