/* Made by sql/generate.awk out of the files below sql/. */

#ifndef CW_DB_SQL_H
#define CW_DB_SQL_H

/* clang-format off */
/* The statements by name, each with what it promises. */
enum cw_sql {
	/*
	 * Forget the unconfirmed account with a folded name, if it has no
	 * living code.
	 */
	CW_SQL_ACCOUNT_MAKE_ROOM,
	/*
	 * Make an account with an id that none ever had; a name that is taken,
	 * or belonged to the tombstone's subject $9, gives no row.
	 */
	CW_SQL_ACCOUNT_ADD,
	/* The account with a folded name. */
	CW_SQL_ACCOUNT_BY_NAME,
	/*
	 * The confirmed account with a folded address, else the newest that
	 * claims it.
	 */
	CW_SQL_ACCOUNT_BY_EMAIL,
	/* The account with an id. */
	CW_SQL_ACCOUNT_BY_ID,
	/* The account that other programs know by an id. */
	CW_SQL_ACCOUNT_BY_SUB,
	/* A row if a folded name is taken, as account_add would find it. */
	CW_SQL_ACCOUNT_TAKEN,
	/*
	 * The name of the confirmed account with a folded address, and its
	 * language.
	 */
	CW_SQL_ACCOUNT_OWNER,
	/*
	 * Confirm an account; no row if it is, is shut, or its address is
	 * another's by now.
	 */
	CW_SQL_ACCOUNT_CONFIRM,
	/*
	 * Change the stored hash of a password, if it is still the one that was
	 * read.
	 */
	CW_SQL_ACCOUNT_PASSWORD,
	/*
	 * Forget some accounts that were never confirmed and have no living
	 * code.
	 */
	CW_SQL_ACCOUNT_EXPIRE,
	/*
	 * Set the password of an account that still has an epoch; everything
	 * issued to it is void.
	 */
	CW_SQL_ACCOUNT_SET_PASSWORD,
	/* Everything issued to an account is void. */
	CW_SQL_ACCOUNT_RAISE_EPOCH,
	/* An account is not to be deleted after all. */
	CW_SQL_ACCOUNT_KEEP,
	/* The address that is to take the place of an account's own. */
	CW_SQL_ACCOUNT_EMAIL_NEXT,
	/* That address, folded, and as typed. */
	CW_SQL_ACCOUNT_NEXT,
	/* It takes its place; no row changes if it is another's by now. */
	CW_SQL_ACCOUNT_EMAIL,
	/*
	 * An address becomes an account's own, and none waits any more; $5
	 * confirms who is not; no row changes if it is another's.
	 */
	CW_SQL_ACCOUNT_EMAIL_PUT,
	/* What somebody tells of themselves, by name. */
	CW_SQL_ATTRIBUTE_LIST,
	/* Tell something. */
	CW_SQL_ATTRIBUTE_SET,
	/* Tell it no more. */
	CW_SQL_ATTRIBUTE_REMOVE,
	/* Something of an account was changed. */
	CW_SQL_ACCOUNT_TOUCH,
	/* Write down that something happened. */
	CW_SQL_AUDIT_ADD,
	/*
	 * What happened before a row of the log, the newest first, from a time
	 * $3 on, before a time $4.
	 */
	CW_SQL_AUDIT_BEFORE,
	/* The same, of one event. */
	CW_SQL_AUDIT_BEFORE_OF_EVENT,
	/*
	 * The same, of what happened to one account; of one event ($5, empty
	 * any).
	 */
	CW_SQL_AUDIT_BEFORE_OF_ACCOUNT,
	/* The same, of whoever had a name then. */
	CW_SQL_AUDIT_BEFORE_OF_NAME,
	/* Whether anything happened to somebody of this name. */
	CW_SQL_AUDIT_KNOWS_NAME,
	/* From now on rows of before a time may be removed. */
	CW_SQL_AUDIT_RELEASE,
	/* Remove some rows that may be, the oldest first. */
	CW_SQL_AUDIT_EXPIRE,
	/*
	 * Begin another step of a sign-in; no row changes if the account has
	 * another epoch by now, or is shut.
	 */
	CW_SQL_CHALLENGE_ADD,
	/* A step that a client may answer at $3. */
	CW_SQL_CHALLENGE_FIND,
	/*
	 * The client of a step that nobody has answered, and until when it may
	 * be.
	 */
	CW_SQL_CHALLENGE_CLIENT,
	/*
	 * The same, and take one of the tries at it before looking at the
	 * answer.
	 */
	CW_SQL_CHALLENGE_TRY,
	/* A step was answered; no row changes if it was already. */
	CW_SQL_CHALLENGE_USE,
	/* Forget some steps that nobody may answer any more. */
	CW_SQL_CHALLENGE_EXPIRE,
	/* Make a client. */
	CW_SQL_CLIENT_ADD,
	/* The client with an id. */
	CW_SQL_CLIENT_FIND,
	/* Clients by id, from after one on. */
	CW_SQL_CLIENT_LIST,
	/* Change what a client may do. */
	CW_SQL_CLIENT_CHANGE,
	/* A row if any client has all of these ways of signing in. */
	CW_SQL_CLIENT_WITH_FLOW,
	/* End all sessions of a client. */
	CW_SQL_CLIENT_SIGN_OUT,
	/* Remove a client that has no session any more. */
	CW_SQL_CLIENT_REMOVE,
	/*
	 * Make a key pair for an account; no row if there is no such account.
	 */
	CW_SQL_ACCESS_KEY_ADD,
	/* A key pair of an administrator who may sign in, and whose it is. */
	CW_SQL_ACCESS_KEY_FIND,
	/* Key pairs by id, from after one on. */
	CW_SQL_ACCESS_KEY_LIST,
	/* Remove a key pair. */
	CW_SQL_ACCESS_KEY_REMOVE,
	/* Note that something was used; no row if it was before. */
	CW_SQL_SPENT_ADD,
	/* Forget some that are too old to be used again anyway. */
	CW_SQL_SPENT_EXPIRE,
	/*
	 * Give an account, if there is one, a new code for a purpose; the old
	 * one is void.
	 */
	CW_SQL_CODE_SET,
	/*
	 * Take one of the tries at a living code before looking whether it is
	 * right.
	 */
	CW_SQL_CODE_TRY,
	/*
	 * A row if an account has a code for a purpose that was not used and is
	 * not too old at $3.
	 */
	CW_SQL_CODE_LIVES,
	/* Forget some codes that are good no more. */
	CW_SQL_CODE_EXPIRE,
	/* Use a code up; no row changes if it was. */
	CW_SQL_CODE_USE,
	/* The codes of a confirmed account are good for nothing any more. */
	CW_SQL_CODE_VOID_ALL,
	/*
	 * The codes of an account, confirmed or not, are good for nothing any
	 * more.
	 */
	CW_SQL_CODE_FORGET,
	/*
	 * The conversation with a UUID, as one of its members of today sees it.
	 */
	CW_SQL_MEMBER_FIND,
	/*
	 * A person's conversations with their newest message, cut to $5
	 * characters: the newest activity first, from below ($2, $3) on.
	 */
	CW_SQL_CONVERSATIONS_LIST,
	/* Where a conversation stands in the list of one of its members. */
	CW_SQL_CONVERSATION_ACTIVITY,
	/* The roster of a conversation, for a member of it. */
	CW_SQL_CONVERSATION_NAMES,
	/*
	 * The names of a conversation's members of today, as its roster has
	 * them.
	 */
	CW_SQL_ROSTER_MEMBERS,
	/* Keep a conversation's roster. */
	CW_SQL_ROSTER_SET,
	/* The number that stands for a conversation's roster as it is now. */
	CW_SQL_ROSTER_VERSION,
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
	/* A dataset of an account; null: it was removed. */
	CW_SQL_DATASET_FIND,
	/*
	 * Datasets of an account that changed after a version, in that order.
	 */
	CW_SQL_DATASET_SINCE,
	/*
	 * The greatest version of an account's datasets, and how many there
	 * are.
	 */
	CW_SQL_DATASET_LAST,
	/* Forget all but the newest so many of what an account removed. */
	CW_SQL_DATASET_FORGET,
	/* Write a dataset, or remove it (null). */
	CW_SQL_DATASET_SET,
	/* A row if an account has signed in on a device since $3. */
	CW_SQL_DEVICE_FIND,
	/* Somebody signed in on a device; it is theirs now. */
	CW_SQL_DEVICE_ADD,
	/* Forget the devices of an account but for those used last. */
	CW_SQL_DEVICE_TRIM,
	/* Forget some devices that nobody has used for long. */
	CW_SQL_DEVICE_EXPIRE,
	/*
	 * Tell of a change, in the transaction that makes it; $2 null happens
	 * in no conversation, $5 null is for all members.
	 */
	CW_SQL_EVENT_ADD,
	/* Remove events of an account's datasets of before a version. */
	CW_SQL_EVENT_OUTDATED,
	/* The newest event's id; no row before the first. */
	CW_SQL_EVENT_LAST,
	/* The events after an id, whoever they are for. */
	CW_SQL_EVENTS_AFTER,
	/* The events after $1 and up to $2 that a person may see. */
	CW_SQL_EVENTS_OF_USER,
	/* The newest event from $1 on that a person may see, else $1 itself. */
	CW_SQL_EVENT_CONCERNING,
	/* A conversation's members of today, from a user id on. */
	CW_SQL_EVENT_AUDIENCE,
	/* A member's unread count, and the newest message that it knows of. */
	CW_SQL_EVENT_UNREAD,
	/*
	 * The names of a conversation's members of today, whoever asks: an
	 * event is shown only to those who may see it.
	 */
	CW_SQL_EVENT_NAMES,
	/*
	 * Keep a new seed of an account, which no code has proven yet; one that
	 * was proven stays.
	 */
	CW_SQL_TOTP_SET,
	/* The seed of an account. */
	CW_SQL_TOTP_FIND,
	/*
	 * The code of a step was accepted; no row changes if one of it or of a
	 * later step was before.
	 */
	CW_SQL_TOTP_STEP,
	/*
	 * A code proved the seed; it is asked for from now on, and its device
	 * has another name unless $3 is null.
	 */
	CW_SQL_TOTP_CONFIRM,
	/* Forget the seed of an account. */
	CW_SQL_TOTP_REMOVE,
	/* Forget the recovery codes of an account. */
	CW_SQL_RECOVERY_CLEAR,
	/* Keep a recovery code of an account. */
	CW_SQL_RECOVERY_ADD,
	/* Use a recovery code up; no row changes if there is none or it was. */
	CW_SQL_RECOVERY_USE,
	/* How many recovery codes an account has left. */
	CW_SQL_RECOVERY_LEFT,
	/* Ask for a code by mail at sign-in since $2, or not (null). */
	CW_SQL_FACTOR_MAIL,
	/* Which factor is asked for first. */
	CW_SQL_FACTOR_FIRST,
	/*
	 * The password of an account that still has an epoch is about to be a
	 * former one.
	 */
	CW_SQL_FORMER_ADD,
	/* Forget all former passwords of an account but the last ones. */
	CW_SQL_FORMER_TRIM,
	/* The last former passwords of an account. */
	CW_SQL_FORMER_LIST,
	/* The first answer to a key, if it is young enough. */
	CW_SQL_IDEMPOTENCY_FIND,
	/* Keep the first answer to a key; one that is too old gives way. */
	CW_SQL_IDEMPOTENCY_ADD,
	/* Forget those of the $2 oldest answers that are too old. */
	CW_SQL_IDEMPOTENCY_EXPIRE,
	/* Whose account somebody opens whom a provider knows. */
	CW_SQL_IDENTITY_FIND,
	/* Connect an account; no row changes if either is connected already. */
	CW_SQL_IDENTITY_ADD,
	/* Somebody signed in by it. */
	CW_SQL_IDENTITY_TOUCH,
	/* What an account is connected with, by name. */
	CW_SQL_IDENTITY_LIST,
	/*
	 * Take a connection away, unless an account without a password has no
	 * other.
	 */
	CW_SQL_IDENTITY_REMOVE,
	/* What a provider publishes, if it was fetched after a time. */
	CW_SQL_PROVIDER_DOCUMENT_FIND,
	/* Keep what a provider publishes. */
	CW_SQL_PROVIDER_DOCUMENT_SET,
	/*
	 * Something is missing in it: no row changes if it was asked for after
	 * a time for that.
	 */
	CW_SQL_PROVIDER_DOCUMENT_MISS,
	/* Make an invitation. */
	CW_SQL_INVITATION_ADD,
	/* Invitations made before one, the newest first. */
	CW_SQL_INVITATIONS_BEFORE,
	/* Withdraw an invitation; no row changes if it was. */
	CW_SQL_INVITATION_REVOKE,
	/*
	 * Come by an invitation that is good at $2 for an address of domain $3.
	 */
	CW_SQL_INVITATION_USE,
	/* Forget some invitations that were over before a time. */
	CW_SQL_INVITATION_EXPIRE,
	/* The failures of a subject. */
	CW_SQL_LOCKOUT_FIND,
	/* Keep the failures of a subject. */
	CW_SQL_LOCKOUT_SET,
	/* Forget the failures of a subject. */
	CW_SQL_LOCKOUT_RESET,
	/* Forget some failures that count no more. */
	CW_SQL_LOCKOUT_EXPIRE,
	/*
	 * Queue a mail ($5 is 0), or leave a row as long that says it was sent
	 * ($5 is 1).
	 */
	CW_SQL_MAIL_ADD,
	/*
	 * How many mails an address was sent after a time; counts no further
	 * than $3.
	 */
	CW_SQL_MAIL_COUNT_RECIPIENT,
	/*
	 * How many mails were queued after a time; counts no further than $2.
	 */
	CW_SQL_MAIL_COUNT_ALL,
	/*
	 * Take the mail that has been due the longest at $1 and keep others off
	 * it until $2.
	 */
	CW_SQL_MAIL_TAKE,
	/* A mail that was taken for the $2nd time is due again at $3. */
	CW_SQL_MAIL_LATER,
	/*
	 * A mail is done with: $2 is 1 for sent and 2 for given up, which may
	 * be sent again.
	 */
	CW_SQL_MAIL_END,
	/* When the next mail is due. */
	CW_SQL_MAIL_NEXT_DUE,
	/*
	 * Forget some mails that were sent and queued before a time, or given
	 * up and a week older.
	 */
	CW_SQL_MAIL_EXPIRE,
	/* Mail that waits or was given up, by id, from after one on. */
	CW_SQL_MAIL_LIST,
	/* A mail that was given up waits again, as if it were queued at $2. */
	CW_SQL_MAIL_AGAIN,
	/* Forget a mail that was not sent. */
	CW_SQL_MAIL_DROP,
	/*
	 * How much waits, since when the oldest does, and how much was given
	 * up.
	 */
	CW_SQL_MAIL_TALLY,
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
	/*
	 * The newest message at or before a time: where a read mark comes to
	 * stand.
	 */
	CW_SQL_MESSAGE_MARK,
	/*
	 * A sender's first message after a time, by its number among their own.
	 */
	CW_SQL_MESSAGE_OWN_NEXT,
	/* When the newest event was. */
	CW_SQL_NEWEST_EVENT,
	/* When the newest row of the log was written. */
	CW_SQL_NEWEST_AUDIT,
	/*
	 * Accounts after a folded name $1 whose folded name or address is from
	 * $2 up to but without $3, of one state ($6, 0 any), in a group ($7, 0
	 * any).
	 */
	CW_SQL_OPERATE_LIST,
	/* Shut an account; everything issued to it is void. */
	CW_SQL_OPERATE_DISABLE,
	/* Open an account again. */
	CW_SQL_OPERATE_ENABLE,
	/* An account waits for approval no longer. */
	CW_SQL_OPERATE_APPROVE,
	/*
	 * The password is void until it is reset by mail, and all that was
	 * issued too.
	 */
	CW_SQL_OPERATE_VOID_PASSWORD,
	/* Nothing but the password is asked for any more. */
	CW_SQL_OPERATE_DROP_FACTORS,
	/* Begin a session for a client of the pool, as session_add does. */
	CW_SQL_ORIGIN_SESSION,
	/* What makes a session a client's. */
	CW_SQL_ORIGIN_ADD,
	/*
	 * The living session of a client with a refresh token, and when another
	 * took the token's place.
	 */
	CW_SQL_ORIGIN_BY_TOKEN,
	/* End the session of a client with a refresh token. */
	CW_SQL_ORIGIN_END,
	/*
	 * Another takes the place of a refresh token of a session; the first
	 * time counts.
	 */
	CW_SQL_REFRESH_REPLACE,
	/* A refresh token that takes another's place. */
	CW_SQL_REFRESH_ADD,
	/*
	 * Forget the refresh tokens of a session whose place was taken, but for
	 * the last ones.
	 */
	CW_SQL_REFRESH_TRIM,
	/* What tokens say of an account. */
	CW_SQL_HOLDER_FIND,
	/*
	 * What a person said, conversation by conversation, after a time in one
	 * of them ($2 its id, 0 from the start).
	 */
	CW_SQL_OWN_MESSAGES,
	/* The id of a conversation that a person is or was in. */
	CW_SQL_OWN_CONVERSATION,
	/*
	 * Count one more use by a subject at $2, in a window that began after
	 * $3, else in a new one.
	 */
	CW_SQL_QUOTA_USE,
	/* When a subject's window began, and the uses in it. */
	CW_SQL_QUOTA_FIND,
	/* Take back one use by a subject. */
	CW_SQL_QUOTA_BACK,
	/* Forget some windows that are over. */
	CW_SQL_QUOTA_EXPIRE,
	/* An account is to be deleted; everything issued to it is void. */
	CW_SQL_REMOVAL_ASK,
	/* Some accounts whose deletion was asked for before a time. */
	CW_SQL_REMOVAL_DUE,
	/*
	 * Nobody signs in any more to an account whose deletion was asked for
	 * before a time, and everything issued to it is void.
	 */
	CW_SQL_REMOVAL_SHUT_DUE,
	/*
	 * What is left of an account: its ids, and that its name was
	 * somebody's.
	 */
	CW_SQL_REMOVAL_TOMBSTONE,
	/* Delete an account, and with it all that refers to it. */
	CW_SQL_REMOVAL_FINISH,
	/* End every session. */
	CW_SQL_RESTORED_SESSIONS,
	/* End every sign-in that needs another step. */
	CW_SQL_RESTORED_CHALLENGES,
	/* Make void what was ever issued to any account. */
	CW_SQL_RESTORED_EPOCHS,
	/* Forget every code that came by mail. */
	CW_SQL_RESTORED_CODES,
	/* No one-time password of before a step is good any more. */
	CW_SQL_RESTORED_TOTP,
	/* Withdraw every invitation: it may have been used since. */
	CW_SQL_RESTORED_INVITATIONS,
	/*
	 * Give up mail that waits: it was sent since, and what it says is void.
	 */
	CW_SQL_RESTORED_MAIL,
	/* Forget failures. */
	CW_SQL_RESTORED_LOCKOUTS,
	/* Forget what was asked for. */
	CW_SQL_RESTORED_QUOTAS,
	/*
	 * Begin a session of an account that may sign in and still has the
	 * epoch that it had when it was looked at.
	 */
	CW_SQL_SESSION_ADD,
	/* The living session with a token, and whose it is. */
	CW_SQL_SESSION_FIND,
	/*
	 * The living session that a token of a client names, and whose it is.
	 */
	CW_SQL_SESSION_BY_ORIGIN,
	/* A row if the session with an id is living. */
	CW_SQL_SESSION_ALIVE,
	/*
	 * Sessions of an account that are void, since it has another epoch by
	 * now.
	 */
	CW_SQL_SESSIONS_VOID,
	/* The living sessions of an account, those used last first. */
	CW_SQL_SESSIONS_LIVING,
	/* A session was used. */
	CW_SQL_SESSION_TOUCH,
	/* End a session of an account. */
	CW_SQL_SESSION_END_OWN,
	/* Forget the sessions of an account that are void. */
	CW_SQL_SESSION_END_VOID,
	/* End a session. */
	CW_SQL_SESSION_END,
	/* Forget some sessions that are over. */
	CW_SQL_SESSION_EXPIRE,
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
	/*
	 * A person is here no more: what they said stays under a name that
	 * tells nothing.
	 */
	CW_SQL_USER_ERASE,
	/* Some of the conversations that a person is in. */
	CW_SQL_USER_CONVERSATIONS,
	/* Forget the answers that are kept for a person's requests. */
	CW_SQL_USER_FORGET_ANSWERS,
	/* Forget the cursor files of a person. */
	CW_SQL_USER_FORGET_WATCHES,
	/* Make a group. */
	CW_SQL_USERGROUP_ADD,
	/*
	 * Change what a group is for and how much it counts, and its role
	 * unless that is null.
	 */
	CW_SQL_USERGROUP_CHANGE,
	/* Remove a group, but not that of the administrators. */
	CW_SQL_USERGROUP_REMOVE,
	/* The group with a folded name. */
	CW_SQL_USERGROUP_FIND,
	/* Groups by folded name: those after one. */
	CW_SQL_USERGROUPS_AFTER,
	/* The groups of an account, those that count most first. */
	CW_SQL_USERGROUPS_OF,
	/* Accounts of a group by their folded names: those after one. */
	CW_SQL_USERGROUP_MEMBERS_AFTER,
	/* Put an account into a group; no row changes if it is there. */
	CW_SQL_USERGROUP_JOIN,
	/* Take an account out of a group. */
	CW_SQL_USERGROUP_LEAVE,
	/* A row if an account is in a group. */
	CW_SQL_USERGROUP_HAS,
	/*
	 * How many groups there are, how many accounts a group has, and how
	 * many groups an account; each counted no further than $3.
	 */
	CW_SQL_USERGROUP_COUNTS,
	/*
	 * How many administrators other than one account could sign in; counts
	 * no further than two.
	 */
	CW_SQL_ADMINISTRATORS_OPEN,
	/* What proves the password of an account by SRP. */
	CW_SQL_VERIFIER_FIND,
	/* Keep what proves the password of an account by SRP. */
	CW_SQL_VERIFIER_SET,
	/*
	 * The number that stands for how something is now; no row before its
	 * first change.
	 */
	CW_SQL_VERSION_FIND,
	/* Something is another now. */
	CW_SQL_VERSION_SET,
	/* A session follows events by its cursor file, from now on or still. */
	CW_SQL_WATCH_SET,
	/* A row if there is any cursor file at all. */
	CW_SQL_WATCH_ANY,
	/* Who watches of a conversation's members of today. */
	CW_SQL_WATCH_OF_MEMBERS,
	/* Which sessions of a person watch. */
	CW_SQL_WATCH_OF_USER,
	/* Some that were not asked for since a time. */
	CW_SQL_WATCH_OLD,
	/* A session watches no more. */
	CW_SQL_WATCH_DROP,
	CW_SQL__COUNT
};
/* clang-format on */

#endif
