/* Made by sql/generate.awk out of the files below sql/. */

#include "db/statement.h"

/* clang-format off */
const struct cw_statement cw_statements[CW_SQL__COUNT] = {
	[CW_SQL_ACCOUNT_MAKE_ROOM] = {
		.name = "account_make_room",
		.store = CW_STORE_POOL,
		.params = 2,
		.text = "DELETE FROM account "
		    "WHERE name_fold = $1 AND confirmed IS NULL AND disabled IS NULL "
		    "AND NOT EXISTS (SELECT 1 FROM code "
		    "WHERE code.account_id = account.id AND code.used IS NULL "
		    "AND code.expires > $2)",
	},
	[CW_SQL_ACCOUNT_ADD] = {
		.name = "account_add",
		.store = CW_STORE_POOL,
		.params = 12,
		.text = "INSERT INTO account "
		    "(id, name, name_fold, email, email_fold, password, created, changed, "
		    "password_changed, confirmed, sub, waiting, password_state, "
		    "password_expires) "
		    "SELECT (SELECT COALESCE(MAX(used.id), 0) + 1 FROM ( "
		    "SELECT MAX(a.id) AS id FROM account AS a "
		    "UNION ALL "
		    "SELECT MAX(t.account_id) FROM tombstone AS t "
		    "UNION ALL "
		    "SELECT MAX(l.account_id) FROM audit AS l) AS used), "
		    "$1, $2, $3, $4, $5, $6, $6, $6, $7, $8, $10, $11, $12 "
		    "WHERE NOT EXISTS (SELECT 1 FROM tombstone WHERE tombstone.subject = $9) "
		    "ON CONFLICT (name_fold) DO NOTHING "
		    "RETURNING id",
	},
	[CW_SQL_ACCOUNT_BY_NAME] = {
		.name = "account_by_name",
		.store = CW_STORE_POOL,
		.params = 1,
		.text = "SELECT a.id, a.name, a.email, a.password, a.confirmed, a.disabled, a.sub, "
		    "a.created, a.changed, a.epoch, a.password_state, a.password_expires, "
		    "a.waiting, a.mail_factor, a.factor, a.deletion_asked, "
		    "(SELECT t.confirmed FROM totp AS t WHERE t.account_id = a.id), "
		    "(SELECT l.value FROM attribute AS l "
		    "WHERE l.account_id = a.id AND l.name = 'locale') "
		    "FROM account AS a "
		    "WHERE a.name_fold = $1",
	},
	[CW_SQL_ACCOUNT_BY_EMAIL] = {
		.name = "account_by_email",
		.store = CW_STORE_POOL,
		.params = 1,
		.text = "SELECT a.id, a.name, a.email, a.password, a.confirmed, a.disabled, a.sub, "
		    "a.created, a.changed, a.epoch, a.password_state, a.password_expires, "
		    "a.waiting, a.mail_factor, a.factor, a.deletion_asked, "
		    "(SELECT t.confirmed FROM totp AS t WHERE t.account_id = a.id), "
		    "(SELECT l.value FROM attribute AS l "
		    "WHERE l.account_id = a.id AND l.name = 'locale') "
		    "FROM account AS a "
		    "WHERE a.email_fold = $1 "
		    "ORDER BY a.confirmed DESC NULLS LAST, a.id DESC "
		    "LIMIT 1",
	},
	[CW_SQL_ACCOUNT_BY_ID] = {
		.name = "account_by_id",
		.store = CW_STORE_POOL,
		.params = 1,
		.text = "SELECT a.id, a.name, a.email, a.password, a.confirmed, a.disabled, a.sub, "
		    "a.created, a.changed, a.epoch, a.password_state, a.password_expires, "
		    "a.waiting, a.mail_factor, a.factor, a.deletion_asked, "
		    "(SELECT t.confirmed FROM totp AS t WHERE t.account_id = a.id), "
		    "(SELECT l.value FROM attribute AS l "
		    "WHERE l.account_id = a.id AND l.name = 'locale') "
		    "FROM account AS a "
		    "WHERE a.id = $1",
	},
	[CW_SQL_ACCOUNT_BY_SUB] = {
		.name = "account_by_sub",
		.store = CW_STORE_POOL,
		.params = 1,
		.text = "SELECT a.id, a.name, a.email, a.password, a.confirmed, a.disabled, a.sub, "
		    "a.created, a.changed, a.epoch, a.password_state, a.password_expires, "
		    "a.waiting, a.mail_factor, a.factor, a.deletion_asked, "
		    "(SELECT t.confirmed FROM totp AS t WHERE t.account_id = a.id), "
		    "(SELECT l.value FROM attribute AS l "
		    "WHERE l.account_id = a.id AND l.name = 'locale') "
		    "FROM account AS a "
		    "WHERE a.sub = $1",
	},
	[CW_SQL_ACCOUNT_TAKEN] = {
		.name = "account_taken",
		.store = CW_STORE_POOL,
		.params = 3,
		.text = "SELECT 1 FROM account "
		    "WHERE name_fold = $1 "
		    "AND (confirmed IS NOT NULL OR disabled IS NOT NULL "
		    "OR EXISTS (SELECT 1 FROM code "
		    "WHERE code.account_id = account.id AND code.used IS NULL "
		    "AND code.expires > $2)) "
		    "UNION ALL "
		    "SELECT 1 FROM tombstone WHERE subject = $3",
	},
	[CW_SQL_ACCOUNT_OWNER] = {
		.name = "account_owner",
		.store = CW_STORE_POOL,
		.params = 1,
		.text = "SELECT a.name, "
		    "(SELECT l.value FROM attribute AS l "
		    "WHERE l.account_id = a.id AND l.name = 'locale') "
		    "FROM account AS a "
		    "WHERE a.email_fold = $1 AND a.confirmed IS NOT NULL",
	},
	[CW_SQL_ACCOUNT_CONFIRM] = {
		.name = "account_confirm",
		.store = CW_STORE_POOL,
		.params = 2,
		.text = "UPDATE account SET confirmed = $2, changed = $2 "
		    "WHERE id = $1 AND confirmed IS NULL AND disabled IS NULL "
		    "AND NOT EXISTS (SELECT 1 FROM account AS other "
		    "WHERE other.email_fold = account.email_fold "
		    "AND other.confirmed IS NOT NULL) "
		    "RETURNING id",
	},
	[CW_SQL_ACCOUNT_PASSWORD] = {
		.name = "account_password",
		.store = CW_STORE_POOL,
		.params = 3,
		.text = "UPDATE account SET password = $3 WHERE id = $1 AND password = $2",
	},
	[CW_SQL_ACCOUNT_EXPIRE] = {
		.name = "account_expire",
		.store = CW_STORE_POOL,
		.params = 3,
		.text = "DELETE FROM account WHERE id IN ( "
		    "SELECT a.id FROM account AS a "
		    "WHERE a.confirmed IS NULL AND a.disabled IS NULL AND a.created <= $1 "
		    "AND NOT EXISTS (SELECT 1 FROM code "
		    "WHERE code.account_id = a.id AND code.used IS NULL "
		    "AND code.expires > $2) "
		    "ORDER BY a.created LIMIT $3)",
	},
	[CW_SQL_ACCOUNT_SET_PASSWORD] = {
		.name = "account_set_password",
		.store = CW_STORE_POOL,
		.params = 6,
		.text = "UPDATE account SET password = $3, password_state = $4, password_expires = $5, "
		    "password_changed = $6, changed = $6, epoch = epoch + 1 "
		    "WHERE id = $1 AND epoch = $2",
	},
	[CW_SQL_ACCOUNT_RAISE_EPOCH] = {
		.name = "account_raise_epoch",
		.store = CW_STORE_POOL,
		.params = 1,
		.text = "UPDATE account SET epoch = epoch + 1 WHERE id = $1",
	},
	[CW_SQL_ACCOUNT_KEEP] = {
		.name = "account_keep",
		.store = CW_STORE_POOL,
		.params = 1,
		.text = "UPDATE account SET deletion_asked = NULL "
		    "WHERE id = $1 AND deletion_asked IS NOT NULL",
	},
	[CW_SQL_ACCOUNT_EMAIL_NEXT] = {
		.name = "account_email_next",
		.store = CW_STORE_POOL,
		.params = 3,
		.text = "UPDATE account SET email_next = $2, email_next_fold = $3 WHERE id = $1",
	},
	[CW_SQL_ACCOUNT_NEXT] = {
		.name = "account_next",
		.store = CW_STORE_POOL,
		.params = 1,
		.text = "SELECT email_next_fold, email_next FROM account WHERE id = $1",
	},
	[CW_SQL_ACCOUNT_EMAIL] = {
		.name = "account_email",
		.store = CW_STORE_POOL,
		.params = 2,
		.text = "UPDATE account SET email = email_next, email_fold = email_next_fold, "
		    "email_next = NULL, email_next_fold = NULL, changed = $2 "
		    "WHERE id = $1 AND email_next IS NOT NULL AND confirmed IS NOT NULL "
		    "AND NOT EXISTS (SELECT 1 FROM account AS other "
		    "WHERE other.email_fold = account.email_next_fold "
		    "AND other.confirmed IS NOT NULL AND other.id <> account.id)",
	},
	[CW_SQL_ACCOUNT_EMAIL_PUT] = {
		.name = "account_email_put",
		.store = CW_STORE_POOL,
		.params = 5,
		.text = "UPDATE account SET email = $2, email_fold = $3, email_next = NULL, "
		    "email_next_fold = NULL, changed = $4, confirmed = COALESCE(confirmed, $5) "
		    "WHERE id = $1 "
		    "AND NOT EXISTS (SELECT 1 FROM account AS other "
		    "WHERE other.email_fold = $3 "
		    "AND other.confirmed IS NOT NULL AND other.id <> account.id)",
	},
	[CW_SQL_ATTRIBUTE_LIST] = {
		.name = "attribute_list",
		.store = CW_STORE_POOL,
		.params = 2,
		.text = "SELECT name, value FROM attribute WHERE account_id = $1 "
		    "ORDER BY name "
		    "LIMIT $2",
	},
	[CW_SQL_ATTRIBUTE_SET] = {
		.name = "attribute_set",
		.store = CW_STORE_POOL,
		.params = 3,
		.text = "INSERT INTO attribute (account_id, name, value) VALUES ($1, $2, $3) "
		    "ON CONFLICT (account_id, name) DO UPDATE SET value = $3",
	},
	[CW_SQL_ATTRIBUTE_REMOVE] = {
		.name = "attribute_remove",
		.store = CW_STORE_POOL,
		.params = 2,
		.text = "DELETE FROM attribute WHERE account_id = $1 AND name = $2",
	},
	[CW_SQL_ACCOUNT_TOUCH] = {
		.name = "account_touch",
		.store = CW_STORE_POOL,
		.params = 2,
		.text = "UPDATE account SET changed = $2 WHERE id = $1",
	},
	[CW_SQL_AUDIT_ADD] = {
		.name = "audit_add",
		.store = CW_STORE_POOL,
		.params = 8,
		.text = "INSERT INTO audit "
		    "(time, event, account_id, name, actor_id, actor, address, detail) "
		    "VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
	},
	[CW_SQL_AUDIT_BEFORE] = {
		.name = "audit_before",
		.store = CW_STORE_POOL,
		.params = 4,
		.text = "SELECT id, time, event, name, actor, address, detail FROM audit "
		    "WHERE id < $1 AND time >= $3 AND time < $4 "
		    "ORDER BY id DESC "
		    "LIMIT $2",
	},
	[CW_SQL_AUDIT_BEFORE_OF_EVENT] = {
		.name = "audit_before_of_event",
		.store = CW_STORE_POOL,
		.params = 5,
		.text = "SELECT id, time, event, name, actor, address, detail FROM audit "
		    "WHERE event = $5 AND id < $1 AND time >= $3 AND time < $4 "
		    "ORDER BY id DESC "
		    "LIMIT $2",
	},
	[CW_SQL_AUDIT_BEFORE_OF_ACCOUNT] = {
		.name = "audit_before_of_account",
		.store = CW_STORE_POOL,
		.params = 6,
		.text = "SELECT id, time, event, name, actor, address, detail FROM audit "
		    "WHERE account_id = $6 AND id < $1 AND ($5 = '' OR event = $5) "
		    "AND time >= $3 AND time < $4 "
		    "ORDER BY id DESC "
		    "LIMIT $2",
	},
	[CW_SQL_AUDIT_BEFORE_OF_NAME] = {
		.name = "audit_before_of_name",
		.store = CW_STORE_POOL,
		.params = 6,
		.text = "SELECT id, time, event, name, actor, address, detail FROM audit "
		    "WHERE name = $6 AND id < $1 AND ($5 = '' OR event = $5) "
		    "AND time >= $3 AND time < $4 "
		    "ORDER BY id DESC "
		    "LIMIT $2",
	},
	[CW_SQL_AUDIT_KNOWS_NAME] = {
		.name = "audit_knows_name",
		.store = CW_STORE_POOL,
		.params = 1,
		.text = "SELECT 1 FROM audit WHERE name = $1 LIMIT 1",
	},
	[CW_SQL_AUDIT_RELEASE] = {
		.name = "audit_release",
		.store = CW_STORE_POOL,
		.params = 1,
		.text = "UPDATE audit_retention SET until = $1 WHERE id = 1 AND until < $1",
	},
	[CW_SQL_AUDIT_EXPIRE] = {
		.name = "audit_expire",
		.store = CW_STORE_POOL,
		.params = 1,
		.text = "DELETE FROM audit WHERE id IN ( "
		    "SELECT a.id FROM audit AS a "
		    "WHERE a.time < (SELECT until FROM audit_retention) "
		    "ORDER BY a.time, a.id LIMIT $1)",
	},
	[CW_SQL_CHALLENGE_ADD] = {
		.name = "challenge_add",
		.store = CW_STORE_POOL,
		.params = 8,
		.text = "INSERT INTO challenge "
		    "(token_hash, account_id, client, step, epoch, sealed, created, expires) "
		    "SELECT $1, a.id, $3, $4, a.epoch, $6, $7, $8 FROM account AS a "
		    "WHERE a.id = $2 AND a.epoch = $5 AND a.disabled IS NULL",
	},
	[CW_SQL_CHALLENGE_FIND] = {
		.name = "challenge_find",
		.store = CW_STORE_POOL,
		.params = 4,
		.text = "SELECT account_id, step, epoch, sealed, created, expires FROM challenge "
		    "WHERE token_hash = $1 AND client = $2 AND used IS NULL AND expires > $3 "
		    "AND tries < $4",
	},
	[CW_SQL_CHALLENGE_CLIENT] = {
		.name = "challenge_client",
		.store = CW_STORE_POOL,
		.params = 1,
		.text = "SELECT client, expires FROM challenge WHERE token_hash = $1 AND used IS NULL",
	},
	[CW_SQL_CHALLENGE_TRY] = {
		.name = "challenge_try",
		.store = CW_STORE_POOL,
		.params = 4,
		.text = "UPDATE challenge SET tries = tries + 1 "
		    "WHERE token_hash = $1 AND client = $2 AND used IS NULL AND expires > $3 "
		    "AND tries < $4 "
		    "RETURNING account_id, step, epoch, sealed, created, expires",
	},
	[CW_SQL_CHALLENGE_USE] = {
		.name = "challenge_use",
		.store = CW_STORE_POOL,
		.params = 2,
		.text = "UPDATE challenge SET used = $2 WHERE token_hash = $1 AND used IS NULL",
	},
	[CW_SQL_CHALLENGE_EXPIRE] = {
		.name = "challenge_expire",
		.store = CW_STORE_POOL,
		.params = 2,
		.text = "DELETE FROM challenge WHERE token_hash IN ( "
		    "SELECT token_hash FROM challenge WHERE expires <= $1 "
		    "ORDER BY expires LIMIT $2)",
	},
	[CW_SQL_CLIENT_ADD] = {
		.name = "client_add",
		.store = CW_STORE_POOL,
		.params = 10,
		.text = "INSERT INTO client "
		    "(id, name, secret, flows, tells_unknown, access_ttl, id_ttl, "
		    "refresh_ttl, created, rotates) "
		    "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
	},
	[CW_SQL_CLIENT_FIND] = {
		.name = "client_find",
		.store = CW_STORE_POOL,
		.params = 1,
		.text = "SELECT id, name, secret, flows, tells_unknown, access_ttl, id_ttl, refresh_ttl, "
		    "created, rotates "
		    "FROM client WHERE id = $1",
	},
	[CW_SQL_CLIENT_LIST] = {
		.name = "client_list",
		.store = CW_STORE_POOL,
		.params = 2,
		.text = "SELECT id, name, secret, flows, tells_unknown, access_ttl, id_ttl, refresh_ttl, "
		    "created, rotates "
		    "FROM client WHERE id > $1 ORDER BY id LIMIT $2",
	},
	[CW_SQL_CLIENT_CHANGE] = {
		.name = "client_change",
		.store = CW_STORE_POOL,
		.params = 8,
		.text = "UPDATE client SET name = $2, flows = $3, tells_unknown = $4, access_ttl = $5, "
		    "id_ttl = $6, refresh_ttl = $7, rotates = $8 "
		    "WHERE id = $1",
	},
	[CW_SQL_CLIENT_WITH_FLOW] = {
		.name = "client_with_flow",
		.store = CW_STORE_POOL,
		.params = 1,
		.text = "SELECT 1 FROM client WHERE flows & $1 = $1 LIMIT 1",
	},
	[CW_SQL_CLIENT_SIGN_OUT] = {
		.name = "client_sign_out",
		.store = CW_STORE_POOL,
		.params = 1,
		.text = "DELETE FROM session WHERE id IN ( "
		    "SELECT session_id FROM origin WHERE client_id = $1)",
	},
	[CW_SQL_CLIENT_REMOVE] = {
		.name = "client_remove",
		.store = CW_STORE_POOL,
		.params = 1,
		.text = "DELETE FROM client WHERE id = $1",
	},
	[CW_SQL_ACCESS_KEY_ADD] = {
		.name = "access_key_add",
		.store = CW_STORE_POOL,
		.params = 4,
		.text = "INSERT INTO access_key (id, account_id, sealed, created) "
		    "SELECT $1, id, $3, $4 FROM account WHERE name_fold = $2 AND confirmed IS NOT NULL "
		    "RETURNING account_id",
	},
	[CW_SQL_ACCESS_KEY_FIND] = {
		.name = "access_key_find",
		.store = CW_STORE_POOL,
		.params = 1,
		.text = "SELECT k.sealed, a.id, a.name "
		    "FROM access_key AS k "
		    "JOIN account AS a ON a.id = k.account_id "
		    "JOIN usergroup_member AS m ON m.account_id = a.id AND m.usergroup_id = 1 "
		    "WHERE k.id = $1 AND a.confirmed IS NOT NULL AND a.disabled IS NULL",
	},
	[CW_SQL_ACCESS_KEY_LIST] = {
		.name = "access_key_list",
		.store = CW_STORE_POOL,
		.params = 2,
		.text = "SELECT k.id, a.name, k.created "
		    "FROM access_key AS k "
		    "JOIN account AS a ON a.id = k.account_id "
		    "WHERE k.id > $1 ORDER BY k.id LIMIT $2",
	},
	[CW_SQL_ACCESS_KEY_REMOVE] = {
		.name = "access_key_remove",
		.store = CW_STORE_POOL,
		.params = 1,
		.text = "DELETE FROM access_key WHERE id = $1",
	},
	[CW_SQL_SPENT_ADD] = {
		.name = "spent_add",
		.store = CW_STORE_POOL,
		.params = 2,
		.text = "INSERT INTO spent (hash, expires) VALUES ($1, $2) "
		    "ON CONFLICT (hash) DO NOTHING "
		    "RETURNING expires",
	},
	[CW_SQL_SPENT_EXPIRE] = {
		.name = "spent_expire",
		.store = CW_STORE_POOL,
		.params = 2,
		.text = "DELETE FROM spent WHERE hash IN ( "
		    "SELECT hash FROM spent WHERE expires <= $1 ORDER BY expires LIMIT $2)",
	},
	[CW_SQL_CODE_SET] = {
		.name = "code_set",
		.store = CW_STORE_POOL,
		.params = 4,
		.text = "INSERT INTO code (account_id, purpose, hash, tries, expires, used) "
		    "SELECT id, $2, $3, 0, $4, NULL FROM account WHERE id = $1 "
		    "ON CONFLICT (account_id, purpose) DO UPDATE "
		    "SET hash = $3, tries = 0, expires = $4, used = NULL",
	},
	[CW_SQL_CODE_TRY] = {
		.name = "code_try",
		.store = CW_STORE_POOL,
		.params = 4,
		.text = "UPDATE code SET tries = tries + 1 "
		    "WHERE account_id = $1 AND purpose = $2 AND used IS NULL AND tries < $3 "
		    "AND expires > $4 "
		    "RETURNING hash",
	},
	[CW_SQL_CODE_LIVES] = {
		.name = "code_lives",
		.store = CW_STORE_POOL,
		.params = 3,
		.text = "SELECT tries FROM code "
		    "WHERE account_id = $1 AND purpose = $2 AND used IS NULL AND expires > $3",
	},
	[CW_SQL_CODE_EXPIRE] = {
		.name = "code_expire",
		.store = CW_STORE_POOL,
		.params = 2,
		.text = "DELETE FROM code WHERE (account_id, purpose) IN ( "
		    "SELECT account_id, purpose FROM code WHERE expires <= $1 "
		    "ORDER BY account_id, purpose LIMIT $2)",
	},
	[CW_SQL_CODE_USE] = {
		.name = "code_use",
		.store = CW_STORE_POOL,
		.params = 3,
		.text = "UPDATE code SET used = $3 "
		    "WHERE account_id = $1 AND purpose = $2 AND used IS NULL",
	},
	[CW_SQL_CODE_VOID_ALL] = {
		.name = "code_void_all",
		.store = CW_STORE_POOL,
		.params = 1,
		.text = "DELETE FROM code WHERE account_id = $1 "
		    "AND EXISTS (SELECT 1 FROM account AS a "
		    "WHERE a.id = code.account_id AND a.confirmed IS NOT NULL)",
	},
	[CW_SQL_CODE_FORGET] = {
		.name = "code_forget",
		.store = CW_STORE_POOL,
		.params = 1,
		.text = "DELETE FROM code WHERE account_id = $1",
	},
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
		.params = 5,
		.text = "SELECT p.uuid, p.title, p.last, p.unread, r.names, u.name, "
		    "substr(msg.body, 1, CAST($5 AS INTEGER)) "
		    "FROM (SELECT c.id, c.uuid, c.title, c.last, "
		    "c.seq - m.read_seq - m.sent_after_read AS unread, "
		    "CASE WHEN c.last > c.created THEN c.last ELSE c.created END "
		    "AS activity "
		    "FROM member AS m "
		    "JOIN conversation AS c ON c.id = m.conversation_id "
		    "WHERE m.user_id = $1 AND m.departed IS NULL "
		    "AND (CASE WHEN c.last > c.created THEN c.last "
		    "ELSE c.created END < $2 "
		    "OR (CASE WHEN c.last > c.created THEN c.last "
		    "ELSE c.created END = $2 AND c.id < $3)) "
		    "ORDER BY activity DESC, c.id DESC "
		    "LIMIT $4) AS p "
		    "JOIN roster AS r ON r.conversation_id = p.id "
		    "LEFT JOIN message AS msg "
		    "ON msg.conversation_id = p.id AND msg.time = p.last "
		    "LEFT JOIN users AS u ON u.id = msg.sender_id "
		    "ORDER BY p.activity DESC, p.id DESC "
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
		.params = 2,
		.text = "SELECT r.names FROM roster AS r "
		    "JOIN member AS me ON me.conversation_id = r.conversation_id "
		    "WHERE r.conversation_id = $1 AND me.user_id = $2 AND me.departed IS NULL",
	},
	[CW_SQL_ROSTER_MEMBERS] = {
		.name = "roster_members",
		.store = CW_STORE_CHAT,
		.params = 2,
		.text = "SELECT u.name FROM member AS m "
		    "JOIN users AS u ON u.id = m.user_id "
		    "WHERE m.conversation_id = $1 AND m.departed IS NULL "
		    "ORDER BY u.name_fold "
		    "LIMIT $2",
	},
	[CW_SQL_ROSTER_SET] = {
		.name = "roster_set",
		.store = CW_STORE_CHAT,
		.params = 3,
		.text = "INSERT INTO roster (conversation_id, names, version) VALUES ($1, $2, $3) "
		    "ON CONFLICT (conversation_id) DO UPDATE SET names = $2, version = $3",
	},
	[CW_SQL_ROSTER_VERSION] = {
		.name = "roster_version",
		.store = CW_STORE_CHAT,
		.params = 1,
		.text = "SELECT version FROM roster WHERE conversation_id = $1",
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
	[CW_SQL_DATASET_FIND] = {
		.name = "dataset_find",
		.store = CW_STORE_POOL,
		.params = 2,
		.text = "SELECT name, value, version, changed FROM dataset "
		    "WHERE account_id = $1 AND name = $2",
	},
	[CW_SQL_DATASET_SINCE] = {
		.name = "dataset_since",
		.store = CW_STORE_POOL,
		.params = 3,
		.text = "SELECT name, value, version, changed FROM dataset "
		    "WHERE account_id = $1 AND version > $2 "
		    "ORDER BY version "
		    "LIMIT $3",
	},
	[CW_SQL_DATASET_LAST] = {
		.name = "dataset_last",
		.store = CW_STORE_POOL,
		.params = 1,
		.text = "SELECT COALESCE(MAX(version), 0), COUNT(value) FROM dataset "
		    "WHERE account_id = $1",
	},
	[CW_SQL_DATASET_FORGET] = {
		.name = "dataset_forget",
		.store = CW_STORE_POOL,
		.params = 2,
		.text = "DELETE FROM dataset "
		    "WHERE account_id = $1 AND value IS NULL AND version < ( "
		    "SELECT MIN(version) FROM ( "
		    "SELECT version FROM dataset "
		    "WHERE account_id = $1 AND value IS NULL "
		    "ORDER BY version DESC LIMIT $2) AS kept)",
	},
	[CW_SQL_DATASET_SET] = {
		.name = "dataset_set",
		.store = CW_STORE_POOL,
		.params = 5,
		.text = "INSERT INTO dataset (account_id, name, version, value, changed) "
		    "VALUES ($1, $2, $3, $4, $5) "
		    "ON CONFLICT (account_id, name) DO UPDATE "
		    "SET version = $3, value = $4, changed = $5",
	},
	[CW_SQL_DEVICE_FIND] = {
		.name = "device_find",
		.store = CW_STORE_POOL,
		.params = 3,
		.text = "SELECT 1 FROM device WHERE token_hash = $1 AND account_id = $2 AND seen > $3",
	},
	[CW_SQL_DEVICE_ADD] = {
		.name = "device_add",
		.store = CW_STORE_POOL,
		.params = 3,
		.text = "INSERT INTO device (token_hash, account_id, seen) VALUES ($1, $2, $3) "
		    "ON CONFLICT (token_hash) DO UPDATE SET account_id = $2, seen = $3",
	},
	[CW_SQL_DEVICE_TRIM] = {
		.name = "device_trim",
		.store = CW_STORE_POOL,
		.params = 2,
		.text = "DELETE FROM device WHERE account_id = $1 "
		    "AND token_hash NOT IN (SELECT d.token_hash FROM device AS d "
		    "WHERE d.account_id = $1 "
		    "ORDER BY d.seen DESC, d.token_hash LIMIT $2)",
	},
	[CW_SQL_DEVICE_EXPIRE] = {
		.name = "device_expire",
		.store = CW_STORE_POOL,
		.params = 2,
		.text = "DELETE FROM device WHERE token_hash IN ( "
		    "SELECT token_hash FROM device WHERE seen <= $1 "
		    "ORDER BY seen LIMIT $2)",
	},
	[CW_SQL_EVENT_ADD] = {
		.name = "event_add",
		.store = CW_STORE_CHAT,
		.params = 6,
		.text = "INSERT INTO event (kind, conversation_id, user_id, time, audience_id, at) "
		    "VALUES ($1, $2, $3, $4, $5, $6)",
	},
	[CW_SQL_EVENT_OUTDATED] = {
		.name = "event_outdated",
		.store = CW_STORE_CHAT,
		.params = 2,
		.text = "DELETE FROM event WHERE kind = 5 AND audience_id = $1 AND time < $2",
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
		    "LEFT JOIN conversation AS c ON c.id = e.conversation_id "
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
		    "LEFT JOIN conversation AS c ON c.id = e.conversation_id "
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
	[CW_SQL_EVENT_CONCERNING] = {
		.name = "event_concerning",
		.store = CW_STORE_CHAT,
		.params = 2,
		.text = "SELECT e.id, e.at FROM event AS e "
		    "WHERE e.id >= $1 "
		    "AND (e.id = $1 OR e.audience_id = $2 OR (e.audience_id IS NULL "
		    "AND EXISTS (SELECT 1 FROM member AS m "
		    "WHERE m.conversation_id = e.conversation_id "
		    "AND m.user_id = $2 AND m.departed IS NULL))) "
		    "ORDER BY e.id DESC "
		    "LIMIT 1",
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
		.text = "SELECT c.seq - m.read_seq - m.sent_after_read, c.last "
		    "FROM member AS m "
		    "JOIN conversation AS c ON c.id = m.conversation_id "
		    "WHERE m.conversation_id = $1 AND m.user_id = $2 AND m.departed IS NULL",
	},
	[CW_SQL_EVENT_NAMES] = {
		.name = "event_names",
		.store = CW_STORE_CHAT,
		.params = 2,
		.text = "SELECT u.name FROM member AS m "
		    "JOIN users AS u ON u.id = m.user_id "
		    "WHERE m.conversation_id = $1 AND m.departed IS NULL "
		    "ORDER BY u.name_fold "
		    "LIMIT $2",
	},
	[CW_SQL_TOTP_SET] = {
		.name = "totp_set",
		.store = CW_STORE_POOL,
		.params = 4,
		.text = "INSERT INTO totp (account_id, sealed, label, created) "
		    "VALUES ($1, $2, $3, $4) "
		    "ON CONFLICT (account_id) DO UPDATE "
		    "SET sealed = $2, label = $3, created = $4, last_step = 0 "
		    "WHERE totp.confirmed IS NULL",
	},
	[CW_SQL_TOTP_FIND] = {
		.name = "totp_find",
		.store = CW_STORE_POOL,
		.params = 1,
		.text = "SELECT sealed, label, last_step, created, confirmed FROM totp "
		    "WHERE account_id = $1",
	},
	[CW_SQL_TOTP_STEP] = {
		.name = "totp_step",
		.store = CW_STORE_POOL,
		.params = 2,
		.text = "UPDATE totp SET last_step = $2 WHERE account_id = $1 AND last_step < $2",
	},
	[CW_SQL_TOTP_CONFIRM] = {
		.name = "totp_confirm",
		.store = CW_STORE_POOL,
		.params = 3,
		.text = "UPDATE totp SET confirmed = $2, label = COALESCE($3, label) "
		    "WHERE account_id = $1 AND confirmed IS NULL",
	},
	[CW_SQL_TOTP_REMOVE] = {
		.name = "totp_remove",
		.store = CW_STORE_POOL,
		.params = 1,
		.text = "DELETE FROM totp WHERE account_id = $1",
	},
	[CW_SQL_RECOVERY_CLEAR] = {
		.name = "recovery_clear",
		.store = CW_STORE_POOL,
		.params = 1,
		.text = "DELETE FROM recovery_code WHERE account_id = $1",
	},
	[CW_SQL_RECOVERY_ADD] = {
		.name = "recovery_add",
		.store = CW_STORE_POOL,
		.params = 2,
		.text = "INSERT INTO recovery_code (account_id, hash) VALUES ($1, $2)",
	},
	[CW_SQL_RECOVERY_USE] = {
		.name = "recovery_use",
		.store = CW_STORE_POOL,
		.params = 3,
		.text = "UPDATE recovery_code SET used = $3 "
		    "WHERE account_id = $1 AND hash = $2 AND used IS NULL",
	},
	[CW_SQL_RECOVERY_LEFT] = {
		.name = "recovery_left",
		.store = CW_STORE_POOL,
		.params = 1,
		.text = "SELECT COUNT(*) FROM recovery_code "
		    "WHERE account_id = $1 AND used IS NULL",
	},
	[CW_SQL_FACTOR_MAIL] = {
		.name = "factor_mail",
		.store = CW_STORE_POOL,
		.params = 3,
		.text = "UPDATE account SET mail_factor = $2, changed = $3 WHERE id = $1",
	},
	[CW_SQL_FACTOR_FIRST] = {
		.name = "factor_first",
		.store = CW_STORE_POOL,
		.params = 3,
		.text = "UPDATE account SET factor = $2, changed = $3 WHERE id = $1",
	},
	[CW_SQL_FORMER_ADD] = {
		.name = "former_add",
		.store = CW_STORE_POOL,
		.params = 2,
		.text = "INSERT INTO former_password (account_id, epoch, password) "
		    "SELECT id, epoch, password FROM account WHERE id = $1 AND epoch = $2 "
		    "ON CONFLICT (account_id, epoch) DO NOTHING",
	},
	[CW_SQL_FORMER_TRIM] = {
		.name = "former_trim",
		.store = CW_STORE_POOL,
		.params = 2,
		.text = "DELETE FROM former_password WHERE account_id = $1 AND epoch NOT IN ( "
		    "SELECT f.epoch FROM former_password AS f WHERE f.account_id = $1 "
		    "ORDER BY f.epoch DESC LIMIT $2)",
	},
	[CW_SQL_FORMER_LIST] = {
		.name = "former_list",
		.store = CW_STORE_POOL,
		.params = 2,
		.text = "SELECT password FROM former_password WHERE account_id = $1 "
		    "ORDER BY epoch DESC LIMIT $2",
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
		.text = "DELETE FROM idempotency WHERE created <= $1 "
		    "AND id IN (SELECT id FROM idempotency ORDER BY id LIMIT $2)",
	},
	[CW_SQL_IDENTITY_FIND] = {
		.name = "identity_find",
		.store = CW_STORE_POOL,
		.params = 2,
		.text = "SELECT account_id FROM identity WHERE issuer = $1 AND subject = $2",
	},
	[CW_SQL_IDENTITY_ADD] = {
		.name = "identity_add",
		.store = CW_STORE_POOL,
		.params = 6,
		.text = "INSERT INTO identity "
		    "(issuer, subject, account_id, provider, email, since, seen) "
		    "VALUES ($1, $2, $3, $4, $5, $6, $6) "
		    "ON CONFLICT DO NOTHING",
	},
	[CW_SQL_IDENTITY_TOUCH] = {
		.name = "identity_touch",
		.store = CW_STORE_POOL,
		.params = 4,
		.text = "UPDATE identity SET seen = $3, email = $4 WHERE issuer = $1 AND subject = $2",
	},
	[CW_SQL_IDENTITY_LIST] = {
		.name = "identity_list",
		.store = CW_STORE_POOL,
		.params = 2,
		.text = "SELECT provider, issuer, subject, email, since, seen FROM identity "
		    "WHERE account_id = $1 "
		    "ORDER BY provider LIMIT $2",
	},
	[CW_SQL_IDENTITY_REMOVE] = {
		.name = "identity_remove",
		.store = CW_STORE_POOL,
		.params = 2,
		.text = "DELETE FROM identity "
		    "WHERE account_id = $1 AND provider = $2 "
		    "AND (EXISTS (SELECT 1 FROM account AS a "
		    "WHERE a.id = $1 AND a.password_state <> 3) "
		    "OR EXISTS (SELECT 1 FROM identity AS other "
		    "WHERE other.account_id = $1 AND other.provider <> $2))",
	},
	[CW_SQL_PROVIDER_DOCUMENT_FIND] = {
		.name = "provider_document_find",
		.store = CW_STORE_POOL,
		.params = 3,
		.text = "SELECT body FROM provider_document "
		    "WHERE issuer = $1 AND kind = $2 AND fetched > $3",
	},
	[CW_SQL_PROVIDER_DOCUMENT_SET] = {
		.name = "provider_document_set",
		.store = CW_STORE_POOL,
		.params = 4,
		.text = "INSERT INTO provider_document (issuer, kind, body, fetched, missed) "
		    "VALUES ($1, $2, $3, $4, 0) "
		    "ON CONFLICT (issuer, kind) DO UPDATE SET body = $3, fetched = $4",
	},
	[CW_SQL_PROVIDER_DOCUMENT_MISS] = {
		.name = "provider_document_miss",
		.store = CW_STORE_POOL,
		.params = 4,
		.text = "UPDATE provider_document SET missed = $3 "
		    "WHERE issuer = $1 AND kind = $2 AND missed <= $4",
	},
	[CW_SQL_INVITATION_ADD] = {
		.name = "invitation_add",
		.store = CW_STORE_POOL,
		.params = 8,
		.text = "INSERT INTO invitation "
		    "(token_hash, note, usergroup_id, mail_domain, uses_max, expires, "
		    "created, created_by) "
		    "VALUES ($1, $2, $3, $4, $5, $6, $7, $8) "
		    "RETURNING id",
	},
	[CW_SQL_INVITATIONS_BEFORE] = {
		.name = "invitations_before",
		.store = CW_STORE_POOL,
		.params = 2,
		.text = "SELECT i.id, i.note, g.name, i.mail_domain, i.uses_max, i.uses, i.expires, "
		    "i.created, i.created_by, i.revoked "
		    "FROM invitation AS i "
		    "LEFT JOIN usergroup AS g ON g.id = i.usergroup_id "
		    "WHERE i.id < $1 "
		    "ORDER BY i.id DESC "
		    "LIMIT $2",
	},
	[CW_SQL_INVITATION_REVOKE] = {
		.name = "invitation_revoke",
		.store = CW_STORE_POOL,
		.params = 2,
		.text = "UPDATE invitation SET revoked = $2 WHERE id = $1 AND revoked IS NULL",
	},
	[CW_SQL_INVITATION_USE] = {
		.name = "invitation_use",
		.store = CW_STORE_POOL,
		.params = 3,
		.text = "UPDATE invitation SET uses = uses + 1 "
		    "WHERE token_hash = $1 AND revoked IS NULL AND uses < uses_max "
		    "AND expires > $2 AND (mail_domain IS NULL OR mail_domain = $3) "
		    "RETURNING id, usergroup_id",
	},
	[CW_SQL_INVITATION_EXPIRE] = {
		.name = "invitation_expire",
		.store = CW_STORE_POOL,
		.params = 2,
		.text = "DELETE FROM invitation WHERE id IN ( "
		    "SELECT id FROM invitation WHERE expires <= $1 ORDER BY id LIMIT $2)",
	},
	[CW_SQL_LOCKOUT_FIND] = {
		.name = "lockout_find",
		.store = CW_STORE_POOL,
		.params = 1,
		.text = "SELECT failures, failed, locked_until FROM lockout WHERE subject = $1",
	},
	[CW_SQL_LOCKOUT_SET] = {
		.name = "lockout_set",
		.store = CW_STORE_POOL,
		.params = 4,
		.text = "INSERT INTO lockout (subject, failures, failed, locked_until) "
		    "VALUES ($1, $2, $3, $4) "
		    "ON CONFLICT (subject) DO UPDATE "
		    "SET failures = $2, failed = $3, locked_until = $4",
	},
	[CW_SQL_LOCKOUT_RESET] = {
		.name = "lockout_reset",
		.store = CW_STORE_POOL,
		.params = 1,
		.text = "DELETE FROM lockout WHERE subject = $1",
	},
	[CW_SQL_LOCKOUT_EXPIRE] = {
		.name = "lockout_expire",
		.store = CW_STORE_POOL,
		.params = 2,
		.text = "DELETE FROM lockout WHERE subject IN ( "
		    "SELECT subject FROM lockout WHERE failed <= $1 ORDER BY failed LIMIT $2)",
	},
	[CW_SQL_MAIL_ADD] = {
		.name = "mail_add",
		.store = CW_STORE_POOL,
		.params = 5,
		.text = "INSERT INTO mail (recipient, recipient_fold, sealed, created, state, due) "
		    "VALUES ($1, $2, $3, $4, $5, $4)",
	},
	[CW_SQL_MAIL_COUNT_RECIPIENT] = {
		.name = "mail_count_recipient",
		.store = CW_STORE_POOL,
		.params = 3,
		.text = "SELECT COUNT(*) FROM ( "
		    "SELECT 1 FROM mail WHERE recipient_fold = $1 AND created > $2 LIMIT $3) "
		    "AS recent",
	},
	[CW_SQL_MAIL_COUNT_ALL] = {
		.name = "mail_count_all",
		.store = CW_STORE_POOL,
		.params = 2,
		.text = "SELECT COUNT(*) FROM ( "
		    "SELECT 1 FROM mail WHERE created > $1 LIMIT $2) AS recent",
	},
	[CW_SQL_MAIL_TAKE] = {
		.name = "mail_take",
		.store = CW_STORE_POOL,
		.params = 2,
		.text = "UPDATE mail SET due = $2, tries = tries + 1 "
		    "WHERE id = (SELECT id FROM mail WHERE state = 0 AND due <= $1 "
		    "ORDER BY due, id LIMIT 1) "
		    "RETURNING id, recipient, sealed, tries, created",
	},
	[CW_SQL_MAIL_LATER] = {
		.name = "mail_later",
		.store = CW_STORE_POOL,
		.params = 3,
		.text = "UPDATE mail SET due = $3 WHERE id = $1 AND state = 0 AND tries = $2",
	},
	[CW_SQL_MAIL_END] = {
		.name = "mail_end",
		.store = CW_STORE_POOL,
		.params = 2,
		.text = "UPDATE mail SET state = $2, sealed = CASE WHEN $2 = 1 THEN NULL ELSE sealed END "
		    "WHERE id = $1 AND state = 0",
	},
	[CW_SQL_MAIL_NEXT_DUE] = {
		.name = "mail_next_due",
		.store = CW_STORE_POOL,
		.params = 0,
		.text = "SELECT due FROM mail WHERE state = 0 ORDER BY due LIMIT 1",
	},
	[CW_SQL_MAIL_EXPIRE] = {
		.name = "mail_expire",
		.store = CW_STORE_POOL,
		.params = 2,
		.text = "DELETE FROM mail WHERE id IN ( "
		    "SELECT id FROM mail "
		    "WHERE created <= $1 AND state <> 0 "
		    "AND (state = 1 OR created <= $1 - 604800000) "
		    "ORDER BY created LIMIT $2)",
	},
	[CW_SQL_MAIL_LIST] = {
		.name = "mail_list",
		.store = CW_STORE_POOL,
		.params = 2,
		.text = "SELECT id, recipient, created, tries, due, state FROM mail "
		    "WHERE id > $1 AND state <> 1 "
		    "ORDER BY id LIMIT $2",
	},
	[CW_SQL_MAIL_AGAIN] = {
		.name = "mail_again",
		.store = CW_STORE_POOL,
		.params = 2,
		.text = "UPDATE mail SET state = 0, tries = 0, due = $2, created = $2 "
		    "WHERE id = $1 AND state = 2 AND sealed IS NOT NULL",
	},
	[CW_SQL_MAIL_DROP] = {
		.name = "mail_drop",
		.store = CW_STORE_POOL,
		.params = 1,
		.text = "DELETE FROM mail WHERE id = $1 AND state <> 1",
	},
	[CW_SQL_MAIL_TALLY] = {
		.name = "mail_tally",
		.store = CW_STORE_POOL,
		.params = 0,
		.text = "SELECT (SELECT COUNT(*) FROM mail WHERE state = 0), "
		    "(SELECT MIN(created) FROM mail WHERE state = 0), "
		    "(SELECT COUNT(*) FROM mail WHERE state = 2)",
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
	[CW_SQL_NEWEST_EVENT] = {
		.name = "newest_event",
		.store = CW_STORE_CHAT,
		.params = 0,
		.text = "SELECT at FROM event ORDER BY id DESC LIMIT 1",
	},
	[CW_SQL_NEWEST_AUDIT] = {
		.name = "newest_audit",
		.store = CW_STORE_POOL,
		.params = 0,
		.text = "SELECT time FROM audit ORDER BY id DESC LIMIT 1",
	},
	[CW_SQL_OPERATE_LIST] = {
		.name = "operate_list",
		.store = CW_STORE_POOL,
		.params = 7,
		.text = "SELECT a.id, a.name, a.email, a.created, a.confirmed, a.disabled, a.waiting, "
		    "a.password_state, a.deletion_asked, "
		    "(SELECT COUNT(*) FROM session AS s "
		    "WHERE s.account_id = a.id AND s.expires > $4 "
		    "AND s.epoch = a.epoch) "
		    "FROM account AS a "
		    "WHERE a.name_fold > $1 AND (a.name_fold >= $2 AND a.name_fold < $3 "
		    "OR a.email_fold >= $2 AND a.email_fold < $3) "
		    "AND ($6 = 0 OR ($6 = 1 AND a.confirmed IS NULL) "
		    "OR ($6 = 2 AND a.waiting IS NOT NULL "
		    "AND a.confirmed IS NOT NULL) "
		    "OR ($6 = 3 AND a.disabled IS NOT NULL) "
		    "OR ($6 = 4 AND a.deletion_asked IS NOT NULL)) "
		    "AND ($7 = 0 OR EXISTS (SELECT 1 FROM usergroup_member AS m "
		    "WHERE m.account_id = a.id AND m.usergroup_id = $7)) "
		    "ORDER BY a.name_fold "
		    "LIMIT $5",
	},
	[CW_SQL_OPERATE_DISABLE] = {
		.name = "operate_disable",
		.store = CW_STORE_POOL,
		.params = 2,
		.text = "UPDATE account SET disabled = $2, changed = $2, epoch = epoch + 1 "
		    "WHERE id = $1 AND disabled IS NULL",
	},
	[CW_SQL_OPERATE_ENABLE] = {
		.name = "operate_enable",
		.store = CW_STORE_POOL,
		.params = 2,
		.text = "UPDATE account SET disabled = NULL, changed = $2 "
		    "WHERE id = $1 AND disabled IS NOT NULL",
	},
	[CW_SQL_OPERATE_APPROVE] = {
		.name = "operate_approve",
		.store = CW_STORE_POOL,
		.params = 2,
		.text = "UPDATE account SET waiting = NULL, changed = $2 "
		    "WHERE id = $1 AND waiting IS NOT NULL",
	},
	[CW_SQL_OPERATE_VOID_PASSWORD] = {
		.name = "operate_void_password",
		.store = CW_STORE_POOL,
		.params = 2,
		.text = "UPDATE account SET password_state = 2, changed = $2, epoch = epoch + 1 "
		    "WHERE id = $1",
	},
	[CW_SQL_OPERATE_DROP_FACTORS] = {
		.name = "operate_drop_factors",
		.store = CW_STORE_POOL,
		.params = 2,
		.text = "UPDATE account SET mail_factor = NULL, factor = NULL, changed = $2 "
		    "WHERE id = $1",
	},
	[CW_SQL_ORIGIN_SESSION] = {
		.name = "origin_session",
		.store = CW_STORE_POOL,
		.params = 8,
		.text = "INSERT INTO session "
		    "(id, token_hash, account_id, created, expires, seen, agent, address, "
		    "epoch) "
		    "SELECT $1, $2, id, $3, $4, $3, $5, $6, epoch FROM account "
		    "WHERE id = $7 AND epoch = $8 AND confirmed IS NOT NULL "
		    "AND disabled IS NULL AND waiting IS NULL "
		    "RETURNING id",
	},
	[CW_SQL_ORIGIN_ADD] = {
		.name = "origin_add",
		.store = CW_STORE_POOL,
		.params = 5,
		.text = "INSERT INTO origin (session_id, client_id, uuid, token_hash, began) "
		    "VALUES ($1, $2, $3, $4, $5)",
	},
	[CW_SQL_ORIGIN_BY_TOKEN] = {
		.name = "origin_by_token",
		.store = CW_STORE_POOL,
		.params = 2,
		.text = "SELECT o.session_id, o.uuid, o.began, s.account_id, s.expires, "
		    "(SELECT r.replaced FROM refresh AS r WHERE r.token_hash = $1) "
		    "FROM origin AS o "
		    "JOIN session AS s ON s.id = o.session_id "
		    "JOIN account AS a ON a.id = s.account_id "
		    "WHERE o.session_id = COALESCE( "
		    "(SELECT r.session_id FROM refresh AS r WHERE r.token_hash = $1), "
		    "(SELECT f.session_id FROM origin AS f WHERE f.token_hash = $1)) "
		    "AND o.client_id = $2 AND a.disabled IS NULL AND a.epoch = s.epoch",
	},
	[CW_SQL_ORIGIN_END] = {
		.name = "origin_end",
		.store = CW_STORE_POOL,
		.params = 2,
		.text = "DELETE FROM session "
		    "WHERE id IN (SELECT o.session_id FROM origin AS o "
		    "WHERE o.client_id = $2 AND (o.token_hash = $1 OR o.session_id = "
		    "(SELECT r.session_id FROM refresh AS r "
		    "WHERE r.token_hash = $1))) "
		    "RETURNING account_id",
	},
	[CW_SQL_REFRESH_REPLACE] = {
		.name = "refresh_replace",
		.store = CW_STORE_POOL,
		.params = 3,
		.text = "INSERT INTO refresh (token_hash, session_id, replaced) VALUES ($1, $2, $3) "
		    "ON CONFLICT (token_hash) DO UPDATE "
		    "SET replaced = COALESCE(refresh.replaced, $3)",
	},
	[CW_SQL_REFRESH_ADD] = {
		.name = "refresh_add",
		.store = CW_STORE_POOL,
		.params = 2,
		.text = "INSERT INTO refresh (token_hash, session_id) VALUES ($1, $2)",
	},
	[CW_SQL_REFRESH_TRIM] = {
		.name = "refresh_trim",
		.store = CW_STORE_POOL,
		.params = 2,
		.text = "DELETE FROM refresh WHERE session_id = $1 AND replaced IS NOT NULL "
		    "AND token_hash NOT IN (SELECT r.token_hash FROM refresh AS r "
		    "WHERE r.session_id = $1 AND r.replaced IS NOT NULL "
		    "ORDER BY r.replaced DESC, r.token_hash LIMIT $2)",
	},
	[CW_SQL_HOLDER_FIND] = {
		.name = "holder_find",
		.store = CW_STORE_POOL,
		.params = 1,
		.text = "SELECT id, sub, name, email, confirmed, disabled, email_next FROM account "
		    "WHERE id = $1",
	},
	[CW_SQL_OWN_MESSAGES] = {
		.name = "own_messages",
		.store = CW_STORE_CHAT,
		.params = 4,
		.text = "SELECT c.uuid, m.time, m.body "
		    "FROM member AS p "
		    "JOIN conversation AS c ON c.id = p.conversation_id "
		    "JOIN message AS m ON m.conversation_id = p.conversation_id "
		    "AND m.sender_id = p.user_id "
		    "WHERE p.user_id = $1 "
		    "AND (p.conversation_id > $2 "
		    "OR (p.conversation_id = $2 AND m.time > $3)) "
		    "ORDER BY p.conversation_id, m.time "
		    "LIMIT $4",
	},
	[CW_SQL_OWN_CONVERSATION] = {
		.name = "own_conversation",
		.store = CW_STORE_CHAT,
		.params = 2,
		.text = "SELECT c.id FROM conversation AS c "
		    "JOIN member AS p ON p.conversation_id = c.id "
		    "WHERE c.uuid = $1 AND p.user_id = $2",
	},
	[CW_SQL_QUOTA_USE] = {
		.name = "quota_use",
		.store = CW_STORE_POOL,
		.params = 3,
		.text = "INSERT INTO quota (subject, started, uses) VALUES ($1, $2, 1) "
		    "ON CONFLICT (subject) DO UPDATE "
		    "SET uses = CASE WHEN quota.started > $3 AND quota.started <= $2 "
		    "THEN quota.uses + 1 ELSE 1 END, "
		    "started = CASE WHEN quota.started > $3 AND quota.started <= $2 "
		    "THEN quota.started ELSE $2 END "
		    "RETURNING uses",
	},
	[CW_SQL_QUOTA_FIND] = {
		.name = "quota_find",
		.store = CW_STORE_POOL,
		.params = 1,
		.text = "SELECT started, uses FROM quota WHERE subject = $1",
	},
	[CW_SQL_QUOTA_BACK] = {
		.name = "quota_back",
		.store = CW_STORE_POOL,
		.params = 1,
		.text = "UPDATE quota SET uses = uses - 1 WHERE subject = $1 AND uses > 0",
	},
	[CW_SQL_QUOTA_EXPIRE] = {
		.name = "quota_expire",
		.store = CW_STORE_POOL,
		.params = 2,
		.text = "DELETE FROM quota WHERE subject IN ( "
		    "SELECT subject FROM quota WHERE started <= $1 ORDER BY started LIMIT $2)",
	},
	[CW_SQL_REMOVAL_ASK] = {
		.name = "removal_ask",
		.store = CW_STORE_POOL,
		.params = 2,
		.text = "UPDATE account SET deletion_asked = $2, epoch = epoch + 1 "
		    "WHERE id = $1 AND deletion_asked IS NULL",
	},
	[CW_SQL_REMOVAL_DUE] = {
		.name = "removal_due",
		.store = CW_STORE_POOL,
		.params = 2,
		.text = "SELECT id, name FROM account "
		    "WHERE deletion_asked IS NOT NULL AND deletion_asked <= $1 "
		    "ORDER BY deletion_asked, id "
		    "LIMIT $2",
	},
	[CW_SQL_REMOVAL_SHUT_DUE] = {
		.name = "removal_shut_due",
		.store = CW_STORE_POOL,
		.params = 3,
		.text = "UPDATE account SET disabled = $2, epoch = epoch + 1, changed = $2 "
		    "WHERE id = $1 AND deletion_asked IS NOT NULL AND deletion_asked <= $3",
	},
	[CW_SQL_REMOVAL_TOMBSTONE] = {
		.name = "removal_tombstone",
		.store = CW_STORE_POOL,
		.params = 3,
		.text = "INSERT INTO tombstone (account_id, sub, subject, deleted) "
		    "SELECT id, sub, $2, $3 FROM account WHERE id = $1 AND confirmed IS NOT NULL "
		    "ON CONFLICT DO NOTHING",
	},
	[CW_SQL_REMOVAL_FINISH] = {
		.name = "removal_finish",
		.store = CW_STORE_POOL,
		.params = 1,
		.text = "DELETE FROM account WHERE id = $1",
	},
	[CW_SQL_RESTORED_SESSIONS] = {
		.name = "restored_sessions",
		.store = CW_STORE_POOL,
		.params = 0,
		.text = "DELETE FROM session",
	},
	[CW_SQL_RESTORED_CHALLENGES] = {
		.name = "restored_challenges",
		.store = CW_STORE_POOL,
		.params = 0,
		.text = "DELETE FROM challenge",
	},
	[CW_SQL_RESTORED_EPOCHS] = {
		.name = "restored_epochs",
		.store = CW_STORE_POOL,
		.params = 0,
		.text = "UPDATE account SET epoch = epoch + 1, email_next = NULL, "
		    "email_next_fold = NULL",
	},
	[CW_SQL_RESTORED_CODES] = {
		.name = "restored_codes",
		.store = CW_STORE_POOL,
		.params = 0,
		.text = "DELETE FROM code",
	},
	[CW_SQL_RESTORED_TOTP] = {
		.name = "restored_totp",
		.store = CW_STORE_POOL,
		.params = 1,
		.text = "UPDATE totp SET last_step = $1 WHERE last_step < $1",
	},
	[CW_SQL_RESTORED_INVITATIONS] = {
		.name = "restored_invitations",
		.store = CW_STORE_POOL,
		.params = 1,
		.text = "UPDATE invitation SET revoked = $1 WHERE revoked IS NULL",
	},
	[CW_SQL_RESTORED_MAIL] = {
		.name = "restored_mail",
		.store = CW_STORE_POOL,
		.params = 0,
		.text = "UPDATE mail SET state = 2, sealed = NULL WHERE state = 0",
	},
	[CW_SQL_RESTORED_LOCKOUTS] = {
		.name = "restored_lockouts",
		.store = CW_STORE_POOL,
		.params = 0,
		.text = "DELETE FROM lockout",
	},
	[CW_SQL_RESTORED_QUOTAS] = {
		.name = "restored_quotas",
		.store = CW_STORE_POOL,
		.params = 0,
		.text = "DELETE FROM quota",
	},
	[CW_SQL_SESSION_ADD] = {
		.name = "session_add",
		.store = CW_STORE_POOL,
		.params = 8,
		.text = "INSERT INTO session "
		    "(id, token_hash, account_id, created, seen, expires, epoch, agent, "
		    "address) "
		    "SELECT $1, $2, id, $3, $3, $4, epoch, $7, $8 FROM account "
		    "WHERE id = $5 AND epoch = $6 AND confirmed IS NOT NULL "
		    "AND disabled IS NULL AND waiting IS NULL "
		    "RETURNING id",
	},
	[CW_SQL_SESSION_FIND] = {
		.name = "session_find",
		.store = CW_STORE_POOL,
		.params = 2,
		.text = "SELECT s.id, s.account_id, s.expires, a.name, a.email, a.confirmed, s.seen, "
		    "EXISTS (SELECT 1 FROM usergroup_member AS m "
		    "WHERE m.account_id = a.id AND m.usergroup_id = 1) "
		    "FROM session AS s "
		    "JOIN account AS a ON a.id = s.account_id "
		    "WHERE s.token_hash = $1 AND s.expires > $2 AND a.disabled IS NULL "
		    "AND a.epoch = s.epoch",
	},
	[CW_SQL_SESSION_BY_ORIGIN] = {
		.name = "session_by_origin",
		.store = CW_STORE_POOL,
		.params = 3,
		.text = "SELECT s.id, s.account_id, s.expires, a.name, a.email, a.confirmed, s.seen, "
		    "EXISTS (SELECT 1 FROM usergroup_member AS m "
		    "WHERE m.account_id = a.id AND m.usergroup_id = 1) "
		    "FROM origin AS o "
		    "JOIN session AS s ON s.id = o.session_id "
		    "JOIN account AS a ON a.id = s.account_id "
		    "WHERE o.uuid = $1 AND o.client_id = $2 AND s.expires > $3 "
		    "AND a.disabled IS NULL AND a.epoch = s.epoch",
	},
	[CW_SQL_SESSION_ALIVE] = {
		.name = "session_alive",
		.store = CW_STORE_POOL,
		.params = 2,
		.text = "SELECT 1 FROM session AS s "
		    "JOIN account AS a ON a.id = s.account_id "
		    "WHERE s.id = $1 AND s.expires > $2 AND a.disabled IS NULL "
		    "AND a.epoch = s.epoch",
	},
	[CW_SQL_SESSIONS_VOID] = {
		.name = "sessions_void",
		.store = CW_STORE_POOL,
		.params = 2,
		.text = "SELECT s.id FROM session AS s "
		    "JOIN account AS a ON a.id = s.account_id "
		    "WHERE s.account_id = $1 AND s.epoch <> a.epoch "
		    "ORDER BY s.id "
		    "LIMIT $2",
	},
	[CW_SQL_SESSIONS_LIVING] = {
		.name = "sessions_living",
		.store = CW_STORE_POOL,
		.params = 3,
		.text = "SELECT s.id, s.created, s.seen, s.expires, s.agent, s.address, s.label "
		    "FROM session AS s "
		    "JOIN account AS a ON a.id = s.account_id "
		    "WHERE s.account_id = $1 AND s.expires > $2 AND a.epoch = s.epoch "
		    "ORDER BY s.seen DESC, s.id "
		    "LIMIT $3",
	},
	[CW_SQL_SESSION_TOUCH] = {
		.name = "session_touch",
		.store = CW_STORE_POOL,
		.params = 2,
		.text = "UPDATE session SET seen = $2 WHERE id = $1 AND seen < $2",
	},
	[CW_SQL_SESSION_END_OWN] = {
		.name = "session_end_own",
		.store = CW_STORE_POOL,
		.params = 2,
		.text = "DELETE FROM session WHERE id = $1 AND account_id = $2",
	},
	[CW_SQL_SESSION_END_VOID] = {
		.name = "session_end_void",
		.store = CW_STORE_POOL,
		.params = 1,
		.text = "DELETE FROM session WHERE account_id = $1 "
		    "AND epoch <> (SELECT a.epoch FROM account AS a WHERE a.id = $1)",
	},
	[CW_SQL_SESSION_END] = {
		.name = "session_end",
		.store = CW_STORE_POOL,
		.params = 1,
		.text = "DELETE FROM session WHERE id = $1",
	},
	[CW_SQL_SESSION_EXPIRE] = {
		.name = "session_expire",
		.store = CW_STORE_POOL,
		.params = 2,
		.text = "DELETE FROM session WHERE id IN ( "
		    "SELECT id FROM session WHERE expires <= $1 ORDER BY expires LIMIT $2)",
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
		.text = "SELECT id, name FROM users WHERE name_fold = $1 AND gone IS NULL",
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
		    "AND gone IS NULL "
		    "ORDER BY name_fold "
		    "LIMIT $5",
	},
	[CW_SQL_USER_ERASE] = {
		.name = "user_erase",
		.store = CW_STORE_CHAT,
		.params = 3,
		.text = "UPDATE users SET name = $2, name_fold = $2, gone = $3 "
		    "WHERE id = $1 AND gone IS NULL",
	},
	[CW_SQL_USER_CONVERSATIONS] = {
		.name = "user_conversations",
		.store = CW_STORE_CHAT,
		.params = 2,
		.text = "SELECT c.uuid FROM member AS m "
		    "JOIN conversation AS c ON c.id = m.conversation_id "
		    "WHERE m.user_id = $1 AND m.departed IS NULL "
		    "ORDER BY m.conversation_id "
		    "LIMIT $2",
	},
	[CW_SQL_USER_FORGET_ANSWERS] = {
		.name = "user_forget_answers",
		.store = CW_STORE_CHAT,
		.params = 1,
		.text = "DELETE FROM idempotency WHERE user_id = $1",
	},
	[CW_SQL_USER_FORGET_WATCHES] = {
		.name = "user_forget_watches",
		.store = CW_STORE_CHAT,
		.params = 1,
		.text = "DELETE FROM watch WHERE user_id = $1",
	},
	[CW_SQL_USERGROUP_ADD] = {
		.name = "usergroup_add",
		.store = CW_STORE_POOL,
		.params = 6,
		.text = "INSERT INTO usergroup "
		    "(name, name_fold, description, precedence, created, changed, role) "
		    "VALUES ($1, $2, $3, $4, $5, $5, $6)",
	},
	[CW_SQL_USERGROUP_CHANGE] = {
		.name = "usergroup_change",
		.store = CW_STORE_POOL,
		.params = 5,
		.text = "UPDATE usergroup SET description = $2, precedence = $3, changed = $4, "
		    "role = COALESCE($5, role) "
		    "WHERE name_fold = $1",
	},
	[CW_SQL_USERGROUP_REMOVE] = {
		.name = "usergroup_remove",
		.store = CW_STORE_POOL,
		.params = 1,
		.text = "DELETE FROM usergroup WHERE name_fold = $1 AND id <> 1",
	},
	[CW_SQL_USERGROUP_FIND] = {
		.name = "usergroup_find",
		.store = CW_STORE_POOL,
		.params = 1,
		.text = "SELECT name, description, precedence, created, changed, id, role "
		    "FROM usergroup "
		    "WHERE name_fold = $1",
	},
	[CW_SQL_USERGROUPS_AFTER] = {
		.name = "usergroups_after",
		.store = CW_STORE_POOL,
		.params = 2,
		.text = "SELECT name, description, precedence, created, changed, id, role "
		    "FROM usergroup "
		    "WHERE name_fold > $1 "
		    "ORDER BY name_fold "
		    "LIMIT $2",
	},
	[CW_SQL_USERGROUPS_OF] = {
		.name = "usergroups_of",
		.store = CW_STORE_POOL,
		.params = 2,
		.text = "SELECT g.name, g.description, g.precedence, g.created, g.changed, g.id, "
		    "g.role "
		    "FROM usergroup_member AS m "
		    "JOIN usergroup AS g ON g.id = m.usergroup_id "
		    "WHERE m.account_id = $1 "
		    "ORDER BY g.precedence ASC NULLS LAST, g.name_fold "
		    "LIMIT $2",
	},
	[CW_SQL_USERGROUP_MEMBERS_AFTER] = {
		.name = "usergroup_members_after",
		.store = CW_STORE_POOL,
		.params = 3,
		.text = "SELECT a.name FROM usergroup_member AS m "
		    "JOIN account AS a ON a.id = m.account_id "
		    "WHERE m.usergroup_id = $1 AND a.name_fold > $2 "
		    "ORDER BY a.name_fold "
		    "LIMIT $3",
	},
	[CW_SQL_USERGROUP_JOIN] = {
		.name = "usergroup_join",
		.store = CW_STORE_POOL,
		.params = 3,
		.text = "INSERT INTO usergroup_member (account_id, usergroup_id, since) "
		    "VALUES ($1, $2, $3) "
		    "ON CONFLICT DO NOTHING",
	},
	[CW_SQL_USERGROUP_LEAVE] = {
		.name = "usergroup_leave",
		.store = CW_STORE_POOL,
		.params = 2,
		.text = "DELETE FROM usergroup_member WHERE account_id = $1 AND usergroup_id = $2",
	},
	[CW_SQL_USERGROUP_HAS] = {
		.name = "usergroup_has",
		.store = CW_STORE_POOL,
		.params = 2,
		.text = "SELECT 1 FROM usergroup_member WHERE account_id = $1 AND usergroup_id = $2",
	},
	[CW_SQL_USERGROUP_COUNTS] = {
		.name = "usergroup_counts",
		.store = CW_STORE_POOL,
		.params = 3,
		.text = "SELECT "
		    "(SELECT COUNT(*) FROM (SELECT 1 FROM usergroup LIMIT $3) AS g), "
		    "(SELECT COUNT(*) FROM (SELECT 1 FROM usergroup_member "
		    "WHERE usergroup_id = $1 LIMIT $3) AS m), "
		    "(SELECT COUNT(*) FROM (SELECT 1 FROM usergroup_member "
		    "WHERE account_id = $2 LIMIT $3) AS o)",
	},
	[CW_SQL_ADMINISTRATORS_OPEN] = {
		.name = "administrators_open",
		.store = CW_STORE_POOL,
		.params = 1,
		.text = "SELECT COUNT(*) FROM ( "
		    "SELECT 1 FROM usergroup_member AS m "
		    "JOIN account AS a ON a.id = m.account_id "
		    "WHERE m.usergroup_id = 1 AND m.account_id <> $1 "
		    "AND a.confirmed IS NOT NULL AND a.disabled IS NULL "
		    "AND a.waiting IS NULL AND a.deletion_asked IS NULL "
		    "LIMIT 2) AS others",
	},
	[CW_SQL_VERIFIER_FIND] = {
		.name = "verifier_find",
		.store = CW_STORE_POOL,
		.params = 1,
		.text = "SELECT password_hash, sealed FROM verifier WHERE account_id = $1",
	},
	[CW_SQL_VERIFIER_SET] = {
		.name = "verifier_set",
		.store = CW_STORE_POOL,
		.params = 3,
		.text = "INSERT INTO verifier (account_id, password_hash, sealed) VALUES ($1, $2, $3) "
		    "ON CONFLICT (account_id) DO UPDATE SET password_hash = $2, sealed = $3",
	},
	[CW_SQL_VERSION_FIND] = {
		.name = "version_find",
		.store = CW_STORE_CHAT,
		.params = 1,
		.text = "SELECT number FROM version WHERE what = $1",
	},
	[CW_SQL_VERSION_SET] = {
		.name = "version_set",
		.store = CW_STORE_CHAT,
		.params = 2,
		.text = "INSERT INTO version (what, number) VALUES ($1, $2) "
		    "ON CONFLICT (what) DO UPDATE SET number = $2",
	},
	[CW_SQL_WATCH_SET] = {
		.name = "watch_set",
		.store = CW_STORE_CHAT,
		.params = 3,
		.text = "INSERT INTO watch (session_id, user_id, asked) VALUES ($1, $2, $3) "
		    "ON CONFLICT (session_id) DO UPDATE SET asked = $3",
	},
	[CW_SQL_WATCH_ANY] = {
		.name = "watch_any",
		.store = CW_STORE_CHAT,
		.params = 0,
		.text = "SELECT 1 FROM watch LIMIT 1",
	},
	[CW_SQL_WATCH_OF_MEMBERS] = {
		.name = "watch_of_members",
		.store = CW_STORE_CHAT,
		.params = 2,
		.text = "SELECT w.session_id, w.asked FROM member AS m "
		    "JOIN watch AS w ON w.user_id = m.user_id "
		    "WHERE m.conversation_id = $1 AND m.departed IS NULL "
		    "ORDER BY w.session_id "
		    "LIMIT $2",
	},
	[CW_SQL_WATCH_OF_USER] = {
		.name = "watch_of_user",
		.store = CW_STORE_CHAT,
		.params = 2,
		.text = "SELECT session_id, asked FROM watch "
		    "WHERE user_id = $1 "
		    "ORDER BY session_id "
		    "LIMIT $2",
	},
	[CW_SQL_WATCH_OLD] = {
		.name = "watch_old",
		.store = CW_STORE_CHAT,
		.params = 2,
		.text = "SELECT session_id, asked FROM watch "
		    "WHERE asked <= $1 "
		    "ORDER BY asked "
		    "LIMIT $2",
	},
	[CW_SQL_WATCH_DROP] = {
		.name = "watch_drop",
		.store = CW_STORE_CHAT,
		.params = 1,
		.text = "DELETE FROM watch WHERE session_id = $1",
	},
};

static const char *const step_1[] = {
	"CREATE TABLE users ( "
		    "id INTEGER NOT NULL PRIMARY KEY, "
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
		    "user_id BIGINT NOT NULL REFERENCES users (id), "
		    "conversation_id BIGINT NOT NULL REFERENCES conversation (id), "
		    "joined BIGINT NOT NULL, "
		    "departed BIGINT, "
		    "read_time BIGINT NOT NULL DEFAULT 0, "
		    "read_seq BIGINT NOT NULL DEFAULT 0, "
		    "sent BIGINT NOT NULL DEFAULT 0, "
		    "last_sent BIGINT NOT NULL DEFAULT 0, "
		    "sent_after_read BIGINT NOT NULL DEFAULT 0, "
		    "PRIMARY KEY (user_id, conversation_id) "
		    ") WITHOUT ROWID",
	"CREATE INDEX member_by_conversation "
		    "ON member (conversation_id, departed, user_id)",
	"CREATE TABLE roster ( "
		    "conversation_id INTEGER NOT NULL PRIMARY KEY "
		    "REFERENCES conversation (id), "
		    "names TEXT NOT NULL "
		    ")",
	"CREATE TABLE message ( "
		    "conversation_id BIGINT NOT NULL REFERENCES conversation (id), "
		    "time BIGINT NOT NULL, "
		    "seq BIGINT NOT NULL, "
		    "sender_id BIGINT NOT NULL REFERENCES users (id), "
		    "sender_seq BIGINT NOT NULL, "
		    "body TEXT NOT NULL, "
		    "PRIMARY KEY (conversation_id, time) "
		    ") WITHOUT ROWID",
	"CREATE INDEX message_by_sender "
		    "ON message (conversation_id, sender_id, time)",
	"CREATE TABLE event ( "
		    "id INTEGER NOT NULL PRIMARY KEY, "
		    "kind BIGINT NOT NULL, "
		    "conversation_id BIGINT NOT NULL REFERENCES conversation (id), "
		    "user_id BIGINT NOT NULL REFERENCES users (id), "
		    "time BIGINT NOT NULL, "
		    "audience_id BIGINT "
		    ")",
	"CREATE TABLE idempotency ( "
		    "id INTEGER NOT NULL PRIMARY KEY, "
		    "user_id BIGINT NOT NULL, "
		    "operation TEXT NOT NULL, "
		    "key TEXT NOT NULL, "
		    "request_hash BLOB NOT NULL, "
		    "status BIGINT NOT NULL, "
		    "location TEXT, "
		    "body TEXT NOT NULL, "
		    "created BIGINT NOT NULL, "
		    "UNIQUE (user_id, operation, key) "
		    ")",
	NULL,
};

static const char *const step_2[] = {
	"CREATE TABLE watch ( "
		    "session_id INTEGER NOT NULL PRIMARY KEY, "
		    "user_id BIGINT NOT NULL, "
		    "asked BIGINT NOT NULL "
		    ")",
	"CREATE INDEX watch_by_user ON watch (user_id)",
	"CREATE INDEX watch_by_age ON watch (asked)",
	"ALTER TABLE event ADD COLUMN at BIGINT NOT NULL DEFAULT 0",
	"ALTER TABLE roster ADD COLUMN version BIGINT NOT NULL DEFAULT 0",
	"CREATE TABLE version ( "
		    "what TEXT NOT NULL PRIMARY KEY, "
		    "number BIGINT NOT NULL "
		    ")",
	NULL,
};

static const char *const step_3[] = {
	"ALTER TABLE users ADD COLUMN gone BIGINT",
	NULL,
};

static const char *const step_4[] = {
	"ALTER TABLE event RENAME TO event_before",
	"CREATE TABLE event ( "
		    "id INTEGER NOT NULL PRIMARY KEY, "
		    "kind BIGINT NOT NULL, "
		    "conversation_id BIGINT REFERENCES conversation (id), "
		    "user_id BIGINT NOT NULL REFERENCES users (id), "
		    "time BIGINT NOT NULL, "
		    "audience_id BIGINT, "
		    "at BIGINT NOT NULL DEFAULT 0 "
		    ")",
	"INSERT INTO event (id, kind, conversation_id, user_id, time, audience_id, at) "
		    "SELECT id, kind, conversation_id, user_id, time, audience_id, at "
		    "FROM event_before",
	"DROP TABLE event_before",
	NULL,
};

static const char *const step_5[] = {
	"CREATE INDEX event_of_dataset ON event (audience_id) WHERE kind = 5",
	"DELETE FROM event WHERE kind = 5 AND id < ( "
		    "SELECT MAX(later.id) FROM event AS later "
		    "WHERE later.kind = 5 AND later.audience_id = event.audience_id)",
	NULL,
};

static const char *const step_6[] = {
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
	"CREATE INDEX account_by_claim ON account (email_fold, confirmed)",
	"CREATE INDEX account_by_age ON account (created) WHERE confirmed IS NULL",
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
	"CREATE INDEX lockout_by_age ON lockout (failed)",
	"CREATE TABLE quota ( "
		    "subject BLOB NOT NULL PRIMARY KEY, "
		    "started BIGINT NOT NULL, "
		    "uses BIGINT NOT NULL "
		    ") WITHOUT ROWID",
	"CREATE INDEX quota_by_age ON quota (started)",
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
	"CREATE INDEX mail_by_age ON mail (created)",
	NULL,
};

static const char *const step_7[] = {
	"ALTER TABLE account ADD COLUMN sub TEXT",
	"ALTER TABLE account ADD COLUMN password_state BIGINT NOT NULL DEFAULT 0",
	"ALTER TABLE account ADD COLUMN password_expires BIGINT",
	"ALTER TABLE account ADD COLUMN password_changed BIGINT NOT NULL DEFAULT 0",
	"ALTER TABLE account ADD COLUMN changed BIGINT NOT NULL DEFAULT 0",
	"ALTER TABLE account ADD COLUMN epoch BIGINT NOT NULL DEFAULT 0",
	"ALTER TABLE account ADD COLUMN email_next TEXT",
	"ALTER TABLE account ADD COLUMN email_next_fold TEXT",
	"ALTER TABLE account ADD COLUMN mail_factor BIGINT",
	"ALTER TABLE account ADD COLUMN factor TEXT",
	"ALTER TABLE account ADD COLUMN waiting BIGINT",
	"ALTER TABLE account ADD COLUMN deletion_asked BIGINT",
	"UPDATE account SET "
		    "sub = LOWER(HEX(RANDOMBLOB(4)) || '-' || HEX(RANDOMBLOB(2)) || '-4' "
		    "|| SUBSTR(HEX(RANDOMBLOB(2)), 2) || '-' "
		    "|| SUBSTR('89ab', 1 + ABS(RANDOM() % 4), 1) "
		    "|| SUBSTR(HEX(RANDOMBLOB(2)), 2) || '-' || HEX(RANDOMBLOB(6))), "
		    "password_changed = created, "
		    "changed = COALESCE(confirmed, created)",
	"CREATE UNIQUE INDEX account_by_sub ON account (sub)",
	"CREATE INDEX account_by_waiting ON account (waiting) WHERE waiting IS NOT NULL",
	"CREATE INDEX account_by_deletion ON account (deletion_asked) "
		    "WHERE deletion_asked IS NOT NULL",
	"CREATE TABLE tombstone ( "
		    "account_id INTEGER NOT NULL PRIMARY KEY, "
		    "sub TEXT NOT NULL UNIQUE, "
		    "subject BLOB NOT NULL UNIQUE, "
		    "deleted BIGINT NOT NULL "
		    ")",
	"CREATE TABLE attribute ( "
		    "account_id BIGINT NOT NULL REFERENCES account (id) ON DELETE CASCADE, "
		    "name TEXT NOT NULL, "
		    "value TEXT NOT NULL, "
		    "PRIMARY KEY (account_id, name) "
		    ") WITHOUT ROWID",
	"CREATE INDEX attribute_by_value ON attribute (name, value, account_id)",
	"CREATE TABLE totp ( "
		    "account_id INTEGER NOT NULL PRIMARY KEY "
		    "REFERENCES account (id) ON DELETE CASCADE, "
		    "sealed BLOB NOT NULL, "
		    "label TEXT NOT NULL, "
		    "last_step BIGINT NOT NULL DEFAULT 0, "
		    "created BIGINT NOT NULL, "
		    "confirmed BIGINT "
		    ")",
	"CREATE TABLE recovery_code ( "
		    "account_id BIGINT NOT NULL REFERENCES account (id) ON DELETE CASCADE, "
		    "hash BLOB NOT NULL, "
		    "used BIGINT, "
		    "PRIMARY KEY (account_id, hash) "
		    ") WITHOUT ROWID",
	"CREATE TABLE challenge ( "
		    "token_hash BLOB NOT NULL PRIMARY KEY, "
		    "account_id BIGINT NOT NULL REFERENCES account (id) ON DELETE CASCADE, "
		    "client TEXT NOT NULL, "
		    "step TEXT NOT NULL, "
		    "epoch BIGINT NOT NULL, "
		    "sealed BLOB, "
		    "tries BIGINT NOT NULL DEFAULT 0, "
		    "created BIGINT NOT NULL, "
		    "expires BIGINT NOT NULL, "
		    "used BIGINT "
		    ") WITHOUT ROWID",
	"CREATE INDEX challenge_by_account ON challenge (account_id)",
	"CREATE INDEX challenge_by_expiry ON challenge (expires)",
	"ALTER TABLE session ADD COLUMN seen BIGINT NOT NULL DEFAULT 0",
	"ALTER TABLE session ADD COLUMN agent TEXT NOT NULL DEFAULT ''",
	"ALTER TABLE session ADD COLUMN address TEXT NOT NULL DEFAULT ''",
	"ALTER TABLE session ADD COLUMN label TEXT",
	"ALTER TABLE session ADD COLUMN epoch BIGINT NOT NULL DEFAULT 0",
	"UPDATE session SET seen = created",
	"CREATE TABLE device ( "
		    "token_hash BLOB NOT NULL PRIMARY KEY, "
		    "account_id BIGINT NOT NULL REFERENCES account (id) ON DELETE CASCADE, "
		    "seen BIGINT NOT NULL "
		    ") WITHOUT ROWID",
	"CREATE INDEX device_by_account ON device (account_id, seen)",
	"CREATE INDEX device_by_age ON device (seen)",
	"CREATE TABLE usergroup ( "
		    "id INTEGER NOT NULL PRIMARY KEY, "
		    "name TEXT NOT NULL, "
		    "name_fold TEXT NOT NULL UNIQUE, "
		    "description TEXT NOT NULL, "
		    "precedence BIGINT, "
		    "created BIGINT NOT NULL, "
		    "changed BIGINT NOT NULL "
		    ")",
	"INSERT INTO usergroup "
		    "(id, name, name_fold, description, precedence, created, changed) "
		    "VALUES (1, 'administrators', 'administrators', "
		    "'May manage accounts and read the log.', 0, "
		    "1000 * CAST(STRFTIME('%s', 'now') AS INTEGER), "
		    "1000 * CAST(STRFTIME('%s', 'now') AS INTEGER))",
	"CREATE TABLE usergroup_member ( "
		    "account_id BIGINT NOT NULL REFERENCES account (id) ON DELETE CASCADE, "
		    "usergroup_id BIGINT NOT NULL "
		    "REFERENCES usergroup (id) ON DELETE CASCADE, "
		    "since BIGINT NOT NULL, "
		    "PRIMARY KEY (account_id, usergroup_id) "
		    ") WITHOUT ROWID",
	"CREATE INDEX usergroup_member_by_group "
		    "ON usergroup_member (usergroup_id, account_id)",
	"CREATE TABLE invitation ( "
		    "id INTEGER NOT NULL PRIMARY KEY, "
		    "token_hash BLOB NOT NULL UNIQUE, "
		    "note TEXT NOT NULL, "
		    "usergroup_id BIGINT REFERENCES usergroup (id) ON DELETE CASCADE, "
		    "mail_domain TEXT, "
		    "uses_max BIGINT NOT NULL, "
		    "uses BIGINT NOT NULL DEFAULT 0, "
		    "expires BIGINT NOT NULL, "
		    "created BIGINT NOT NULL, "
		    "created_by TEXT NOT NULL, "
		    "revoked BIGINT "
		    ")",
	"CREATE INDEX invitation_by_usergroup ON invitation (usergroup_id) "
		    "WHERE usergroup_id IS NOT NULL",
	"CREATE TABLE dataset ( "
		    "account_id BIGINT NOT NULL REFERENCES account (id) ON DELETE CASCADE, "
		    "name TEXT NOT NULL, "
		    "version BIGINT NOT NULL, "
		    "value TEXT, "
		    "changed BIGINT NOT NULL, "
		    "PRIMARY KEY (account_id, name) "
		    ") WITHOUT ROWID",
	"CREATE UNIQUE INDEX dataset_by_version ON dataset (account_id, version)",
	"CREATE TABLE audit ( "
		    "id INTEGER NOT NULL PRIMARY KEY, "
		    "time BIGINT NOT NULL, "
		    "event TEXT NOT NULL, "
		    "account_id BIGINT, "
		    "name TEXT, "
		    "actor_id BIGINT, "
		    "actor TEXT, "
		    "address TEXT NOT NULL, "
		    "detail TEXT NOT NULL "
		    ")",
	"CREATE INDEX audit_by_account ON audit (account_id, id)",
	"CREATE INDEX audit_by_time ON audit (time)",
	"CREATE TABLE audit_retention ( "
		    "id INTEGER NOT NULL PRIMARY KEY CHECK (id = 1), "
		    "until BIGINT NOT NULL "
		    ")",
	"INSERT INTO audit_retention (id, until) VALUES (1, 0)",
	"CREATE TRIGGER audit_is_never_changed BEFORE UPDATE ON audit "
		    "BEGIN "
		    "SELECT RAISE(ABORT, 'the log is only added to'); "
		    "END",
	"CREATE TRIGGER audit_is_kept BEFORE DELETE ON audit "
		    "WHEN OLD.time >= (SELECT until FROM audit_retention) "
		    "BEGIN "
		    "SELECT RAISE(ABORT, 'the log is only added to'); "
		    "END",
	"CREATE TRIGGER audit_retention_goes_forward BEFORE UPDATE ON audit_retention "
		    "WHEN NEW.until < OLD.until "
		    "BEGIN "
		    "SELECT RAISE(ABORT, 'what may be removed stays so'); "
		    "END",
	"CREATE TRIGGER audit_retention_stays BEFORE DELETE ON audit_retention "
		    "BEGIN "
		    "SELECT RAISE(ABORT, 'it has one row'); "
		    "END",
	NULL,
};

static const char *const step_8[] = {
	"CREATE TABLE client ( "
		    "id TEXT NOT NULL PRIMARY KEY, "
		    "name TEXT NOT NULL, "
		    "secret BLOB, "
		    "flows BIGINT NOT NULL, "
		    "tells_unknown BIGINT NOT NULL, "
		    "access_ttl BIGINT NOT NULL, "
		    "id_ttl BIGINT NOT NULL, "
		    "refresh_ttl BIGINT NOT NULL, "
		    "created BIGINT NOT NULL "
		    ") WITHOUT ROWID",
	"CREATE TABLE origin ( "
		    "session_id INTEGER NOT NULL PRIMARY KEY "
		    "REFERENCES session (id) ON DELETE CASCADE, "
		    "client_id TEXT NOT NULL REFERENCES client (id), "
		    "uuid TEXT NOT NULL UNIQUE, "
		    "token_hash BLOB NOT NULL UNIQUE, "
		    "began BIGINT NOT NULL "
		    ")",
	"CREATE INDEX origin_by_client ON origin (client_id)",
	"CREATE TABLE verifier ( "
		    "account_id INTEGER NOT NULL PRIMARY KEY "
		    "REFERENCES account (id) ON DELETE CASCADE, "
		    "password_hash BLOB NOT NULL, "
		    "sealed BLOB NOT NULL "
		    ")",
	"CREATE TABLE spent ( "
		    "hash BLOB NOT NULL PRIMARY KEY, "
		    "expires BIGINT NOT NULL "
		    ") WITHOUT ROWID",
	"CREATE INDEX spent_by_expiry ON spent (expires)",
	"CREATE TABLE access_key ( "
		    "id TEXT NOT NULL PRIMARY KEY, "
		    "account_id BIGINT NOT NULL REFERENCES account (id) ON DELETE CASCADE, "
		    "sealed BLOB NOT NULL, "
		    "created BIGINT NOT NULL "
		    ") WITHOUT ROWID",
	"CREATE INDEX access_key_by_account ON access_key (account_id)",
	NULL,
};

static const char *const step_9[] = {
	"CREATE TABLE identity ( "
		    "issuer TEXT NOT NULL, "
		    "subject TEXT NOT NULL, "
		    "account_id BIGINT NOT NULL REFERENCES account (id) ON DELETE CASCADE, "
		    "provider TEXT NOT NULL, "
		    "email TEXT NOT NULL, "
		    "since BIGINT NOT NULL, "
		    "seen BIGINT NOT NULL, "
		    "PRIMARY KEY (issuer, subject) "
		    ") WITHOUT ROWID",
	"CREATE UNIQUE INDEX identity_by_account ON identity (account_id, provider)",
	"CREATE TABLE provider_document ( "
		    "issuer TEXT NOT NULL, "
		    "kind TEXT NOT NULL, "
		    "body TEXT NOT NULL, "
		    "fetched BIGINT NOT NULL, "
		    "missed BIGINT NOT NULL, "
		    "PRIMARY KEY (issuer, kind) "
		    ") WITHOUT ROWID",
	NULL,
};

static const char *const step_10[] = {
	"ALTER TABLE client ADD COLUMN rotates BIGINT",
	"CREATE TABLE refresh ( "
		    "token_hash BLOB NOT NULL PRIMARY KEY, "
		    "session_id BIGINT NOT NULL REFERENCES session (id) ON DELETE CASCADE, "
		    "replaced BIGINT "
		    ") WITHOUT ROWID",
	"CREATE INDEX refresh_by_session ON refresh (session_id, replaced)",
	NULL,
};

static const char *const step_11[] = {
	"CREATE TABLE former_password ( "
		    "account_id INTEGER NOT NULL "
		    "REFERENCES account (id) ON DELETE CASCADE, "
		    "epoch BIGINT NOT NULL, "
		    "password TEXT NOT NULL, "
		    "PRIMARY KEY (account_id, epoch) "
		    ") WITHOUT ROWID",
	NULL,
};

static const char *const step_12[] = {
	"ALTER TABLE usergroup ADD COLUMN role TEXT",
	NULL,
};

static const char *const step_13[] = {
	"CREATE INDEX audit_by_event ON audit (event, id)",
	"CREATE INDEX audit_by_name ON audit (name, id)",
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
		.file = "chat-0002-edge.sql",
		.store = CW_STORE_CHAT,
		.number = 2,
		.statements = step_2,
	},
	{
		.file = "chat-0003-gone.sql",
		.store = CW_STORE_CHAT,
		.number = 3,
		.statements = step_3,
	},
	{
		.file = "chat-0004-account.sql",
		.store = CW_STORE_CHAT,
		.number = 4,
		.statements = step_4,
	},
	{
		.file = "chat-0005-newest.sql",
		.store = CW_STORE_CHAT,
		.number = 5,
		.statements = step_5,
	},
	{
		.file = "pool-0001-first.sql",
		.store = CW_STORE_POOL,
		.number = 1,
		.statements = step_6,
	},
	{
		.file = "pool-0002-people.sql",
		.store = CW_STORE_POOL,
		.number = 2,
		.statements = step_7,
	},
	{
		.file = "pool-0003-clients.sql",
		.store = CW_STORE_POOL,
		.number = 3,
		.statements = step_8,
	},
	{
		.file = "pool-0004-providers.sql",
		.store = CW_STORE_POOL,
		.number = 4,
		.statements = step_9,
	},
	{
		.file = "pool-0005-rotation.sql",
		.store = CW_STORE_POOL,
		.number = 5,
		.statements = step_10,
	},
	{
		.file = "pool-0006-history.sql",
		.store = CW_STORE_POOL,
		.number = 6,
		.statements = step_11,
	},
	{
		.file = "pool-0007-roles.sql",
		.store = CW_STORE_POOL,
		.number = 7,
		.statements = step_12,
	},
	{
		.file = "pool-0008-log.sql",
		.store = CW_STORE_POOL,
		.number = 8,
		.statements = step_13,
	},
};

const size_t cw_schema_steps_count = 13;
/* clang-format on */
