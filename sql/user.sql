-- name: user_add
-- store: chat
-- A confirmed account becomes a person in the chat; no row changes if it is one.
INSERT INTO users (id, name, name_fold, since)
VALUES ($1, $2, $3, $4)
ON CONFLICT DO NOTHING;

-- name: user_find
-- store: chat
-- rows: one
-- The person with a folded name.
SELECT id, name FROM users WHERE name_fold = $1 AND gone IS NULL;

-- name: user_name
-- store: chat
-- rows: one
-- The name of a person.
SELECT name FROM users WHERE id = $1;

-- name: users_after
-- store: chat
-- People other than one, by folded name: those after $2 and from $3 up to but without $4.
SELECT name, since FROM users
WHERE name_fold > $2 AND name_fold >= $3 AND name_fold < $4 AND id <> $1
	AND gone IS NULL
ORDER BY name_fold
LIMIT $5;

-- name: user_erase
-- store: chat
-- A person is here no more: what they said stays under a name that tells nothing.
UPDATE users SET name = $2, name_fold = $2, gone = $3
WHERE id = $1 AND gone IS NULL;

-- name: user_conversations
-- store: chat
-- Some of the conversations that a person is in.
SELECT c.uuid FROM member AS m
JOIN conversation AS c ON c.id = m.conversation_id
WHERE m.user_id = $1 AND m.departed IS NULL
ORDER BY m.conversation_id
LIMIT $2;

-- name: user_forget_answers
-- store: chat
-- Forget the answers that are kept for a person's requests.
DELETE FROM idempotency WHERE user_id = $1;

-- name: user_forget_watches
-- store: chat
-- Forget the cursor files of a person.
DELETE FROM watch WHERE user_id = $1;
