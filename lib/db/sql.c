/* Made by sql/generate.awk out of the files below sql/. */

#include "db/statement.h"

/* clang-format off */
const struct cw_statement cw_statements[CW_SQL__COUNT] = {
	[CW_SQL_MEMBER_FIND] = {
		.name = "member_find",
		.store = CW_STORE_CHAT,
		.params = 2,
		.text = "SELECT c.id, c.last, c.seq, c.title, m.read_time, m.read_seq, "
		    "m.sent_after_read, m.sent, m.last_sent "
		    "FROM conversation AS c "
		    "JOIN member AS m ON m.conversation_id = c.id "
		    "WHERE c.uuid = $1 AND m.user_id = $2 AND m.departed IS NULL",
	},
	[CW_SQL_CONVERSATIONS_LIST] = {
		.name = "conversations_list",
		.store = CW_STORE_CHAT,
		.params = 4,
		.text = "SELECT c.id, c.uuid, c.title, c.last, c.seq - m.read_seq - m.sent_after_read, "
		    "CASE WHEN c.last > c.created THEN c.last ELSE c.created END AS activity "
		    "FROM member AS m "
		    "JOIN conversation AS c ON c.id = m.conversation_id "
		    "WHERE m.user_id = $1 AND m.departed IS NULL "
		    "AND (CASE WHEN c.last > c.created THEN c.last ELSE c.created END < $2 "
		    "OR (CASE WHEN c.last > c.created THEN c.last ELSE c.created END = $2 "
		    "AND c.id < $3)) "
		    "ORDER BY activity DESC, c.id DESC "
		    "LIMIT $4",
	},
	[CW_SQL_CONVERSATION_ACTIVITY] = {
		.name = "conversation_activity",
		.store = CW_STORE_CHAT,
		.params = 2,
		.text = "SELECT CASE WHEN c.last > c.created THEN c.last ELSE c.created END, c.id "
		    "FROM conversation AS c "
		    "JOIN member AS m ON m.conversation_id = c.id "
		    "WHERE c.uuid = $1 AND m.user_id = $2 AND m.departed IS NULL",
	},
	[CW_SQL_CONVERSATION_NAMES] = {
		.name = "conversation_names",
		.store = CW_STORE_CHAT,
		.params = 3,
		.text = "SELECT u.name FROM member AS m "
		    "JOIN users AS u ON u.id = m.user_id "
		    "WHERE m.conversation_id = $1 AND m.departed IS NULL "
		    "AND EXISTS (SELECT 1 FROM member AS me WHERE me.conversation_id = $1 "
		    "AND me.user_id = $2 AND me.departed IS NULL) "
		    "ORDER BY u.name_fold "
		    "LIMIT $3",
	},
	[CW_SQL_CONVERSATION_BY_PAIR] = {
		.name = "conversation_by_pair",
		.store = CW_STORE_CHAT,
		.params = 1,
		.text = "SELECT uuid FROM conversation WHERE pair = $1",
	},
	[CW_SQL_CONVERSATION_ADD] = {
		.name = "conversation_add",
		.store = CW_STORE_CHAT,
		.params = 4,
		.text = "INSERT INTO conversation (uuid, title, pair, created) "
		    "VALUES ($1, $2, $3, $4) "
		    "RETURNING id",
	},
	[CW_SQL_MEMBER_ADD] = {
		.name = "member_add",
		.store = CW_STORE_CHAT,
		.params = 3,
		.text = "INSERT INTO member (conversation_id, user_id, joined) VALUES ($1, $2, $3)",
	},
	[CW_SQL_MEMBER_DEPART] = {
		.name = "member_depart",
		.store = CW_STORE_CHAT,
		.params = 3,
		.text = "UPDATE member SET departed = $3 "
		    "WHERE conversation_id = $1 AND user_id = $2 AND departed IS NULL",
	},
	[CW_SQL_CONVERSATION_UNPAIR] = {
		.name = "conversation_unpair",
		.store = CW_STORE_CHAT,
		.params = 1,
		.text = "UPDATE conversation SET pair = NULL WHERE id = $1 AND pair IS NOT NULL",
	},
	[CW_SQL_CONVERSATION_ADVANCE] = {
		.name = "conversation_advance",
		.store = CW_STORE_CHAT,
		.params = 3,
		.text = "UPDATE conversation "
		    "SET last = CASE WHEN last >= $1 THEN last + 1 ELSE $1 END, seq = seq + 1 "
		    "WHERE id = $2 "
		    "AND EXISTS (SELECT 1 FROM member AS m WHERE m.conversation_id = $2 "
		    "AND m.user_id = $3 AND m.departed IS NULL) "
		    "RETURNING last, seq",
	},
	[CW_SQL_MEMBER_SENT] = {
		.name = "member_sent",
		.store = CW_STORE_CHAT,
		.params = 3,
		.text = "UPDATE member "
		    "SET sent = sent + 1, last_sent = $3, sent_after_read = sent_after_read + 1 "
		    "WHERE conversation_id = $1 AND user_id = $2 AND departed IS NULL "
		    "RETURNING sent",
	},
	[CW_SQL_MEMBER_READ] = {
		.name = "member_read",
		.store = CW_STORE_CHAT,
		.params = 5,
		.text = "UPDATE member "
		    "SET read_time = $3, read_seq = $4, sent_after_read = $5 "
		    "WHERE conversation_id = $1 AND user_id = $2 AND departed IS NULL",
	},
	[CW_SQL_EVENT_ADD] = {
		.name = "event_add",
		.store = CW_STORE_CHAT,
		.params = 5,
		.text = "INSERT INTO event (kind, conversation_id, user_id, time, audience_id) "
		    "VALUES ($1, $2, $3, $4, $5)",
	},
	[CW_SQL_EVENT_LAST] = {
		.name = "event_last",
		.store = CW_STORE_CHAT,
		.params = 0,
		.text = "SELECT id FROM event ORDER BY id DESC LIMIT 1",
	},
	[CW_SQL_EVENTS_AFTER] = {
		.name = "events_after",
		.store = CW_STORE_CHAT,
		.params = 2,
		.text = "SELECT e.id, e.kind, e.conversation_id, e.user_id, e.time, e.audience_id, "
		    "c.uuid, u.name, msg.body "
		    "FROM event AS e "
		    "JOIN conversation AS c ON c.id = e.conversation_id "
		    "JOIN users AS u ON u.id = e.user_id "
		    "LEFT JOIN message AS msg ON msg.conversation_id = e.conversation_id "
		    "AND msg.time = e.time AND e.kind = 1 "
		    "WHERE e.id > $1 "
		    "ORDER BY e.id "
		    "LIMIT $2",
	},
	[CW_SQL_EVENTS_OF_USER] = {
		.name = "events_of_user",
		.store = CW_STORE_CHAT,
		.params = 4,
		.text = "SELECT e.id, e.kind, e.conversation_id, e.user_id, e.time, e.audience_id, "
		    "c.uuid, u.name, msg.body "
		    "FROM event AS e "
		    "JOIN conversation AS c ON c.id = e.conversation_id "
		    "JOIN users AS u ON u.id = e.user_id "
		    "LEFT JOIN message AS msg ON msg.conversation_id = e.conversation_id "
		    "AND msg.time = e.time AND e.kind = 1 "
		    "WHERE e.id > $1 AND e.id <= $2 "
		    "AND (e.audience_id = $3 OR (e.audience_id IS NULL "
		    "AND EXISTS (SELECT 1 FROM member AS m "
		    "WHERE m.conversation_id = e.conversation_id "
		    "AND m.user_id = $3 AND m.departed IS NULL))) "
		    "ORDER BY e.id "
		    "LIMIT $4",
	},
	[CW_SQL_EVENT_AUDIENCE] = {
		.name = "event_audience",
		.store = CW_STORE_CHAT,
		.params = 3,
		.text = "SELECT user_id FROM member "
		    "WHERE conversation_id = $1 AND departed IS NULL AND user_id > $2 "
		    "ORDER BY user_id "
		    "LIMIT $3",
	},
	[CW_SQL_EVENT_UNREAD] = {
		.name = "event_unread",
		.store = CW_STORE_CHAT,
		.params = 2,
		.text = "SELECT c.seq - m.read_seq - m.sent_after_read "
		    "FROM member AS m "
		    "JOIN conversation AS c ON c.id = m.conversation_id "
		    "WHERE m.conversation_id = $1 AND m.user_id = $2 AND m.departed IS NULL",
	},
	[CW_SQL_IDEMPOTENCY_FIND] = {
		.name = "idempotency_find",
		.store = CW_STORE_CHAT,
		.params = 4,
		.text = "SELECT request_hash, status, location, body FROM idempotency "
		    "WHERE user_id = $1 AND operation = $2 AND key = $3 AND created > $4",
	},
	[CW_SQL_IDEMPOTENCY_ADD] = {
		.name = "idempotency_add",
		.store = CW_STORE_CHAT,
		.params = 8,
		.text = "INSERT INTO idempotency "
		    "(user_id, operation, key, request_hash, status, location, body, created) "
		    "VALUES ($1, $2, $3, $4, $5, $6, $7, $8) "
		    "ON CONFLICT (user_id, operation, key) DO UPDATE "
		    "SET request_hash = $4, status = $5, location = $6, body = $7, created = $8",
	},
	[CW_SQL_IDEMPOTENCY_EXPIRE] = {
		.name = "idempotency_expire",
		.store = CW_STORE_CHAT,
		.params = 2,
		.text = "DELETE FROM idempotency WHERE (user_id, operation, key) IN ( "
		    "SELECT user_id, operation, key FROM idempotency "
		    "WHERE created <= $1 ORDER BY created LIMIT $2)",
	},
	[CW_SQL_MESSAGE_ADD] = {
		.name = "message_add",
		.store = CW_STORE_CHAT,
		.params = 6,
		.text = "INSERT INTO message (conversation_id, time, seq, sender_id, sender_seq, body) "
		    "VALUES ($1, $2, $3, $4, $5, $6)",
	},
	[CW_SQL_MESSAGES_BEFORE] = {
		.name = "messages_before",
		.store = CW_STORE_CHAT,
		.params = 4,
		.text = "SELECT time, sender_id, body FROM message "
		    "WHERE conversation_id = $1 AND time < $2 "
		    "AND EXISTS (SELECT 1 FROM member AS m WHERE m.conversation_id = $1 "
		    "AND m.user_id = $3 AND m.departed IS NULL) "
		    "ORDER BY time DESC "
		    "LIMIT $4",
	},
	[CW_SQL_MESSAGES_AFTER] = {
		.name = "messages_after",
		.store = CW_STORE_CHAT,
		.params = 4,
		.text = "SELECT time, sender_id, body FROM message "
		    "WHERE conversation_id = $1 AND time > $2 "
		    "AND EXISTS (SELECT 1 FROM member AS m WHERE m.conversation_id = $1 "
		    "AND m.user_id = $3 AND m.departed IS NULL) "
		    "ORDER BY time "
		    "LIMIT $4",
	},
	[CW_SQL_MESSAGE_AT] = {
		.name = "message_at",
		.store = CW_STORE_CHAT,
		.params = 2,
		.text = "SELECT msg.body, msg.sender_id, u.name FROM message AS msg "
		    "JOIN users AS u ON u.id = msg.sender_id "
		    "WHERE msg.conversation_id = $1 AND msg.time = $2",
	},
	[CW_SQL_MESSAGE_MARK] = {
		.name = "message_mark",
		.store = CW_STORE_CHAT,
		.params = 2,
		.text = "SELECT time, seq FROM message "
		    "WHERE conversation_id = $1 AND time <= $2 "
		    "ORDER BY time DESC "
		    "LIMIT 1",
	},
	[CW_SQL_MESSAGE_OWN_NEXT] = {
		.name = "message_own_next",
		.store = CW_STORE_CHAT,
		.params = 3,
		.text = "SELECT sender_seq FROM message "
		    "WHERE conversation_id = $1 AND time > $2 AND sender_id = $3 "
		    "ORDER BY time "
		    "LIMIT 1",
	},
	[CW_SQL_USER_ADD] = {
		.name = "user_add",
		.store = CW_STORE_CHAT,
		.params = 4,
		.text = "INSERT INTO users (id, name, name_fold, since) "
		    "VALUES ($1, $2, $3, $4) "
		    "ON CONFLICT DO NOTHING",
	},
	[CW_SQL_USER_FIND] = {
		.name = "user_find",
		.store = CW_STORE_CHAT,
		.params = 1,
		.text = "SELECT id, name FROM users WHERE name_fold = $1",
	},
	[CW_SQL_USER_NAME] = {
		.name = "user_name",
		.store = CW_STORE_CHAT,
		.params = 1,
		.text = "SELECT name FROM users WHERE id = $1",
	},
	[CW_SQL_USERS_AFTER] = {
		.name = "users_after",
		.store = CW_STORE_CHAT,
		.params = 5,
		.text = "SELECT name, since FROM users "
		    "WHERE name_fold > $2 AND name_fold >= $3 AND name_fold < $4 AND id <> $1 "
		    "ORDER BY name_fold "
		    "LIMIT $5",
	},
};

static const char *const step_1[] = {
	"CREATE TABLE users ( "
		    "id BIGINT NOT NULL PRIMARY KEY, "
		    "name TEXT NOT NULL, "
		    "name_fold TEXT NOT NULL UNIQUE, "
		    "since BIGINT NOT NULL "
		    ")",
	"CREATE TABLE conversation ( "
		    "id INTEGER NOT NULL PRIMARY KEY, "
		    "uuid TEXT NOT NULL UNIQUE, "
		    "title TEXT, "
		    "pair TEXT UNIQUE, "
		    "created BIGINT NOT NULL, "
		    "last BIGINT NOT NULL DEFAULT 0, "
		    "seq BIGINT NOT NULL DEFAULT 0 "
		    ")",
	"CREATE TABLE member ( "
		    "conversation_id BIGINT NOT NULL REFERENCES conversation (id), "
		    "user_id BIGINT NOT NULL REFERENCES users (id), "
		    "joined BIGINT NOT NULL, "
		    "departed BIGINT, "
		    "read_time BIGINT NOT NULL DEFAULT 0, "
		    "read_seq BIGINT NOT NULL DEFAULT 0, "
		    "sent BIGINT NOT NULL DEFAULT 0, "
		    "last_sent BIGINT NOT NULL DEFAULT 0, "
		    "sent_after_read BIGINT NOT NULL DEFAULT 0, "
		    "PRIMARY KEY (conversation_id, user_id) "
		    ") WITHOUT ROWID",
	"CREATE INDEX member_by_user ON member (user_id, conversation_id)",
	"CREATE TABLE message ( "
		    "conversation_id BIGINT NOT NULL REFERENCES conversation (id), "
		    "time BIGINT NOT NULL, "
		    "seq BIGINT NOT NULL, "
		    "sender_id BIGINT NOT NULL REFERENCES users (id), "
		    "sender_seq BIGINT NOT NULL, "
		    "body TEXT NOT NULL, "
		    "PRIMARY KEY (conversation_id, time) "
		    ") WITHOUT ROWID",
	"CREATE TABLE event ( "
		    "id INTEGER NOT NULL PRIMARY KEY, "
		    "kind BIGINT NOT NULL, "
		    "conversation_id BIGINT NOT NULL REFERENCES conversation (id), "
		    "user_id BIGINT NOT NULL REFERENCES users (id), "
		    "time BIGINT NOT NULL, "
		    "audience_id BIGINT "
		    ")",
	"CREATE TABLE idempotency ( "
		    "user_id BIGINT NOT NULL, "
		    "operation TEXT NOT NULL, "
		    "key TEXT NOT NULL, "
		    "request_hash BLOB NOT NULL, "
		    "status BIGINT NOT NULL, "
		    "location TEXT, "
		    "body TEXT NOT NULL, "
		    "created BIGINT NOT NULL, "
		    "PRIMARY KEY (user_id, operation, key) "
		    ") WITHOUT ROWID",
	"CREATE INDEX idempotency_by_age ON idempotency (created)",
	NULL,
};

static const char *const step_2[] = {
	"CREATE TABLE account ( "
		    "id INTEGER NOT NULL PRIMARY KEY, "
		    "name TEXT NOT NULL, "
		    "name_fold TEXT NOT NULL UNIQUE, "
		    "email TEXT NOT NULL, "
		    "email_fold TEXT NOT NULL, "
		    "password TEXT NOT NULL, "
		    "created BIGINT NOT NULL, "
		    "confirmed BIGINT, "
		    "disabled BIGINT "
		    ")",
	"CREATE UNIQUE INDEX account_by_email ON account (email_fold) "
		    "WHERE confirmed IS NOT NULL",
	"CREATE TABLE code ( "
		    "account_id BIGINT NOT NULL REFERENCES account (id) ON DELETE CASCADE, "
		    "purpose TEXT NOT NULL, "
		    "hash BLOB NOT NULL, "
		    "tries BIGINT NOT NULL, "
		    "expires BIGINT NOT NULL, "
		    "used BIGINT, "
		    "PRIMARY KEY (account_id, purpose) "
		    ") WITHOUT ROWID",
	"CREATE TABLE session ( "
		    "id INTEGER NOT NULL PRIMARY KEY, "
		    "token_hash BLOB NOT NULL UNIQUE, "
		    "account_id BIGINT NOT NULL REFERENCES account (id) ON DELETE CASCADE, "
		    "created BIGINT NOT NULL, "
		    "expires BIGINT NOT NULL "
		    ")",
	"CREATE INDEX session_by_account ON session (account_id)",
	"CREATE INDEX session_by_expiry ON session (expires)",
	"CREATE TABLE lockout ( "
		    "subject BLOB NOT NULL PRIMARY KEY, "
		    "failures BIGINT NOT NULL, "
		    "failed BIGINT NOT NULL, "
		    "locked_until BIGINT NOT NULL "
		    ") WITHOUT ROWID",
	"CREATE TABLE mail ( "
		    "id INTEGER NOT NULL PRIMARY KEY, "
		    "recipient TEXT NOT NULL, "
		    "recipient_fold TEXT NOT NULL, "
		    "sealed BLOB, "
		    "state BIGINT NOT NULL DEFAULT 0, "
		    "tries BIGINT NOT NULL DEFAULT 0, "
		    "due BIGINT NOT NULL, "
		    "created BIGINT NOT NULL "
		    ")",
	"CREATE INDEX mail_by_due ON mail (state, due)",
	"CREATE INDEX mail_by_recipient ON mail (recipient_fold, created)",
	NULL,
};

const struct cw_schema_step cw_schema_steps[] = {
	{
		.file = "chat-0001-first.sql",
		.store = CW_STORE_CHAT,
		.number = 1,
		.statements = step_1,
	},
	{
		.file = "pool-0001-first.sql",
		.store = CW_STORE_POOL,
		.number = 1,
		.statements = step_2,
	},
};

const size_t cw_schema_steps_count = 2;
/* clang-format on */
