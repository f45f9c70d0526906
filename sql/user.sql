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
SELECT id, name FROM users WHERE name_fold = $1;

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
ORDER BY name_fold
LIMIT $5;
