-- name: member_find
-- store: chat
-- rows: one
-- The conversation with a UUID, as one of its members of today sees it.
SELECT c.id, c.last, c.seq, c.title, m.read_time, m.read_seq,
	m.sent_after_read, m.sent, m.last_sent
FROM conversation AS c
JOIN member AS m ON m.conversation_id = c.id
WHERE c.uuid = $1 AND m.user_id = $2 AND m.departed IS NULL;

-- name: conversations_list
-- store: chat
-- A person's conversations with their newest message, cut to $5 characters: the newest activity first, from below ($2, $3) on.
SELECT p.uuid, p.title, p.last, p.unread, r.names, u.name,
	substr(msg.body, 1, CAST($5 AS INTEGER))
FROM (SELECT c.id, c.uuid, c.title, c.last,
		c.seq - m.read_seq - m.sent_after_read AS unread,
		CASE WHEN c.last > c.created THEN c.last ELSE c.created END
			AS activity
	FROM member AS m
	JOIN conversation AS c ON c.id = m.conversation_id
	WHERE m.user_id = $1 AND m.departed IS NULL
		AND (CASE WHEN c.last > c.created THEN c.last
				ELSE c.created END < $2
			OR (CASE WHEN c.last > c.created THEN c.last
				ELSE c.created END = $2 AND c.id < $3))
	ORDER BY activity DESC, c.id DESC
	LIMIT $4) AS p
JOIN roster AS r ON r.conversation_id = p.id
LEFT JOIN message AS msg
	ON msg.conversation_id = p.id AND msg.time = p.last
LEFT JOIN users AS u ON u.id = msg.sender_id
ORDER BY p.activity DESC, p.id DESC
LIMIT $4;

-- name: conversation_activity
-- store: chat
-- rows: one
-- Where a conversation stands in the list of one of its members.
SELECT CASE WHEN c.last > c.created THEN c.last ELSE c.created END, c.id
FROM conversation AS c
JOIN member AS m ON m.conversation_id = c.id
WHERE c.uuid = $1 AND m.user_id = $2 AND m.departed IS NULL;

-- name: conversation_names
-- store: chat
-- rows: one
-- The roster of a conversation, for a member of it.
SELECT r.names FROM roster AS r
JOIN member AS me ON me.conversation_id = r.conversation_id
WHERE r.conversation_id = $1 AND me.user_id = $2 AND me.departed IS NULL;

-- name: roster_members
-- store: chat
-- The names of a conversation's members of today, as its roster has them.
SELECT u.name FROM member AS m
JOIN users AS u ON u.id = m.user_id
WHERE m.conversation_id = $1 AND m.departed IS NULL
ORDER BY u.name_fold
LIMIT $2;

-- name: roster_set
-- store: chat
-- Keep a conversation's roster.
INSERT INTO roster (conversation_id, names, version) VALUES ($1, $2, $3)
ON CONFLICT (conversation_id) DO UPDATE SET names = $2, version = $3;

-- name: roster_version
-- store: chat
-- rows: one
-- The number that stands for a conversation's roster as it is now.
SELECT version FROM roster WHERE conversation_id = $1;

-- name: conversation_by_pair
-- store: chat
-- rows: one
-- The conversation of just these two.
SELECT uuid FROM conversation WHERE pair = $1;

-- name: conversation_add
-- store: chat
-- rows: one
-- Start a conversation.
INSERT INTO conversation (uuid, title, pair, created)
VALUES ($1, $2, $3, $4)
RETURNING id;

-- name: member_add
-- store: chat
-- Put a person into a conversation.
INSERT INTO member (conversation_id, user_id, joined) VALUES ($1, $2, $3);

-- name: member_depart
-- store: chat
-- A member leaves.
UPDATE member SET departed = $3
WHERE conversation_id = $1 AND user_id = $2 AND departed IS NULL;

-- name: conversation_unpair
-- store: chat
-- A conversation that somebody left is no longer the one of these two.
UPDATE conversation SET pair = NULL WHERE id = $1 AND pair IS NOT NULL;

-- name: conversation_advance
-- store: chat
-- rows: one
-- Take the next message time and seq, for a member of the conversation.
UPDATE conversation
SET last = CASE WHEN last >= $1 THEN last + 1 ELSE $1 END, seq = seq + 1
WHERE id = $2
	AND EXISTS (SELECT 1 FROM member AS m WHERE m.conversation_id = $2
		AND m.user_id = $3 AND m.departed IS NULL)
RETURNING last, seq;

-- name: member_sent
-- store: chat
-- rows: one
-- Count a message of a member's own.
UPDATE member
SET sent = sent + 1, last_sent = $3, sent_after_read = sent_after_read + 1
WHERE conversation_id = $1 AND user_id = $2 AND departed IS NULL
RETURNING sent;

-- name: member_read
-- store: chat
-- Set a member's read mark.
UPDATE member
SET read_time = $3, read_seq = $4, sent_after_read = $5
WHERE conversation_id = $1 AND user_id = $2 AND departed IS NULL;
