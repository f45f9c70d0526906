-- name: own_messages
-- store: chat
-- What a person said, conversation by conversation, after a time in one of them ($2 its id, 0 from the start).
SELECT c.uuid, m.time, m.body
FROM member AS p
JOIN conversation AS c ON c.id = p.conversation_id
JOIN message AS m ON m.conversation_id = p.conversation_id
	AND m.sender_id = p.user_id
WHERE p.user_id = $1
	AND (p.conversation_id > $2
		OR (p.conversation_id = $2 AND m.time > $3))
ORDER BY p.conversation_id, m.time
LIMIT $4;

-- name: own_conversation
-- store: chat
-- rows: one
-- The id of a conversation that a person is or was in.
SELECT c.id FROM conversation AS c
JOIN member AS p ON p.conversation_id = c.id
WHERE c.uuid = $1 AND p.user_id = $2;
