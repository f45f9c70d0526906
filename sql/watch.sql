-- name: watch_set
-- store: chat
-- A session follows events by its cursor file, from now on or still.
INSERT INTO watch (session_id, user_id, asked) VALUES ($1, $2, $3)
ON CONFLICT (session_id) DO UPDATE SET asked = $3;

-- name: watch_any
-- store: chat
-- rows: one
-- A row if there is any cursor file at all.
SELECT 1 FROM watch LIMIT 1;

-- name: watch_of_members
-- store: chat
-- Who watches of a conversation's members of today.
SELECT w.session_id, w.asked FROM member AS m
JOIN watch AS w ON w.user_id = m.user_id
WHERE m.conversation_id = $1 AND m.departed IS NULL
ORDER BY w.session_id
LIMIT $2;

-- name: watch_of_user
-- store: chat
-- Which sessions of a person watch.
SELECT session_id, asked FROM watch
WHERE user_id = $1
ORDER BY session_id
LIMIT $2;

-- name: watch_old
-- store: chat
-- Some that were not asked for since a time.
SELECT session_id, asked FROM watch
WHERE asked <= $1
ORDER BY asked
LIMIT $2;

-- name: watch_drop
-- store: chat
-- A session watches no more.
DELETE FROM watch WHERE session_id = $1;
