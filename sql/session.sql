-- name: session_add
-- store: pool
-- rows: one
-- Begin a session of a confirmed, open account whose password is still the one that was looked at.
INSERT INTO session (id, token_hash, account_id, created, expires)
SELECT $1, $2, id, $3, $4 FROM account
WHERE id = $5 AND password = $6 AND confirmed IS NOT NULL
	AND disabled IS NULL
RETURNING id;

-- name: session_find
-- store: pool
-- rows: one
-- The living session with a token, and whose it is.
SELECT s.id, s.account_id, s.expires, a.name, a.email, a.confirmed
FROM session AS s
JOIN account AS a ON a.id = s.account_id
WHERE s.token_hash = $1 AND s.expires > $2 AND a.disabled IS NULL;

-- name: session_by_origin
-- store: pool
-- rows: one
-- The living session that a token of a client names, and whose it is.
SELECT s.id, s.account_id, s.expires, a.name, a.email, a.confirmed
FROM origin AS o
JOIN session AS s ON s.id = o.session_id
JOIN account AS a ON a.id = s.account_id
WHERE o.uuid = $1 AND o.client_id = $2 AND s.expires > $3
	AND a.disabled IS NULL AND a.epoch = s.epoch;

-- name: session_alive
-- store: pool
-- rows: one
-- A row if the session with an id is living.
SELECT 1 FROM session AS s
JOIN account AS a ON a.id = s.account_id
WHERE s.id = $1 AND s.expires > $2 AND a.disabled IS NULL;

-- name: sessions_of
-- store: pool
-- The sessions of an account.
SELECT id FROM session
WHERE account_id = $1
ORDER BY id
LIMIT $2;

-- name: session_end
-- store: pool
-- End a session.
DELETE FROM session WHERE id = $1;

-- name: session_end_all
-- store: pool
-- End all sessions of an account.
DELETE FROM session WHERE account_id = $1;

-- name: session_expire
-- store: pool
-- Forget some sessions that are over.
DELETE FROM session WHERE id IN (
	SELECT id FROM session WHERE expires <= $1 ORDER BY expires LIMIT $2);
