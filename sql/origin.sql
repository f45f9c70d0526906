-- name: origin_session
-- store: pool
-- rows: one
-- Begin a session for a client of the pool, as session_add does.
INSERT INTO session
	(id, token_hash, account_id, created, expires, seen, agent, address,
	epoch)
SELECT $1, $2, id, $3, $4, $3, $5, $6, epoch FROM account
WHERE id = $7 AND epoch = $8 AND confirmed IS NOT NULL
	AND disabled IS NULL AND waiting IS NULL
RETURNING id;

-- name: origin_add
-- store: pool
-- What makes a session a client's.
INSERT INTO origin (session_id, client_id, uuid, token_hash, began)
VALUES ($1, $2, $3, $4, $5);

-- name: origin_by_token
-- store: pool
-- rows: one
-- The living session of a client with a refresh token.
SELECT o.session_id, o.uuid, o.began, s.account_id, s.expires
FROM origin AS o
JOIN session AS s ON s.id = o.session_id
JOIN account AS a ON a.id = s.account_id
WHERE o.token_hash = $1 AND o.client_id = $2 AND a.disabled IS NULL
	AND a.epoch = s.epoch;

-- name: origin_end
-- store: pool
-- rows: one
-- End the session of a client with a refresh token.
DELETE FROM session
WHERE id IN (SELECT session_id FROM origin
	WHERE token_hash = $1 AND client_id = $2)
RETURNING account_id;

-- name: holder_find
-- store: pool
-- rows: one
-- What tokens say of an account.
SELECT id, sub, name, email, confirmed, disabled, email_next FROM account
WHERE id = $1;
