-- name: session_add
-- store: pool
-- rows: one
-- Begin a session of an account that may sign in and still has the epoch that it had when it was looked at.
INSERT INTO session
	(id, token_hash, account_id, created, seen, expires, epoch, agent,
	address)
SELECT $1, $2, id, $3, $3, $4, epoch, $7, $8 FROM account
WHERE id = $5 AND epoch = $6 AND confirmed IS NOT NULL
	AND disabled IS NULL AND waiting IS NULL
RETURNING id;

-- name: session_find
-- store: pool
-- rows: one
-- The living session with a token, and whose it is.
SELECT s.id, s.account_id, s.expires, a.name, a.email, a.confirmed, s.seen,
	EXISTS (SELECT 1 FROM usergroup_member AS m
		WHERE m.account_id = a.id AND m.usergroup_id = 1)
FROM session AS s
JOIN account AS a ON a.id = s.account_id
WHERE s.token_hash = $1 AND s.expires > $2 AND a.disabled IS NULL
	AND a.epoch = s.epoch;

-- name: session_by_origin
-- store: pool
-- rows: one
-- The living session that a token of a client names, and whose it is.
SELECT s.id, s.account_id, s.expires, a.name, a.email, a.confirmed, s.seen,
	EXISTS (SELECT 1 FROM usergroup_member AS m
		WHERE m.account_id = a.id AND m.usergroup_id = 1)
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
WHERE s.id = $1 AND s.expires > $2 AND a.disabled IS NULL
	AND a.epoch = s.epoch;

-- name: sessions_void
-- store: pool
-- Sessions of an account that are void, since it has another epoch by now.
SELECT s.id FROM session AS s
JOIN account AS a ON a.id = s.account_id
WHERE s.account_id = $1 AND s.epoch <> a.epoch
ORDER BY s.id
LIMIT $2;

-- name: sessions_living
-- store: pool
-- The living sessions of an account, those used last first.
SELECT s.id, s.created, s.seen, s.expires, s.agent, s.address, s.label
FROM session AS s
JOIN account AS a ON a.id = s.account_id
WHERE s.account_id = $1 AND s.expires > $2 AND a.epoch = s.epoch
ORDER BY s.seen DESC, s.id
LIMIT $3;

-- name: session_touch
-- store: pool
-- A session was used.
UPDATE session SET seen = $2 WHERE id = $1 AND seen < $2;

-- name: session_end_own
-- store: pool
-- End a session of an account.
DELETE FROM session WHERE id = $1 AND account_id = $2;

-- name: session_end_void
-- store: pool
-- Forget the sessions of an account that are void.
DELETE FROM session WHERE account_id = $1
	AND epoch <> (SELECT a.epoch FROM account AS a WHERE a.id = $1);

-- name: session_end
-- store: pool
-- End a session.
DELETE FROM session WHERE id = $1;

-- name: session_expire
-- store: pool
-- Forget some sessions that are over.
DELETE FROM session WHERE id IN (
	SELECT id FROM session WHERE expires <= $1 ORDER BY expires LIMIT $2);
