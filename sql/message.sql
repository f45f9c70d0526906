-- name: message_add
-- store: chat
-- Say something, with a time and numbers taken in the same transaction.
INSERT INTO message (conversation_id, time, seq, sender_id, sender_seq, body)
VALUES ($1, $2, $3, $4, $5, $6);

-- name: messages_before
-- store: chat
-- The newest messages of a conversation before a time, newest first, for a member of it.
SELECT time, sender_id, body FROM message
WHERE conversation_id = $1 AND time < $2
	AND EXISTS (SELECT 1 FROM member AS m WHERE m.conversation_id = $1
		AND m.user_id = $3 AND m.departed IS NULL)
ORDER BY time DESC
LIMIT $4;

-- name: messages_after
-- store: chat
-- The oldest messages of a conversation after a time, oldest first, for a member of it.
SELECT time, sender_id, body FROM message
WHERE conversation_id = $1 AND time > $2
	AND EXISTS (SELECT 1 FROM member AS m WHERE m.conversation_id = $1
		AND m.user_id = $3 AND m.departed IS NULL)
ORDER BY time
LIMIT $4;

-- name: message_mark
-- store: chat
-- rows: one
-- The newest message at or before a time: where a read mark comes to stand.
SELECT time, seq FROM message
WHERE conversation_id = $1 AND time <= $2
ORDER BY time DESC
LIMIT 1;

-- name: message_own_next
-- store: chat
-- rows: one
-- A sender's first message after a time, by its number among their own.
SELECT sender_seq FROM message
WHERE conversation_id = $1 AND time > $2 AND sender_id = $3
ORDER BY time
LIMIT 1;
