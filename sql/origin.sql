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
-- The living session of a client with a refresh token, and when another took the token's place.
SELECT o.session_id, o.uuid, o.began, s.account_id, s.expires,
	(SELECT r.replaced FROM refresh AS r WHERE r.token_hash = $1)
FROM origin AS o
JOIN session AS s ON s.id = o.session_id
JOIN account AS a ON a.id = s.account_id
WHERE o.session_id = COALESCE(
		(SELECT r.session_id FROM refresh AS r WHERE r.token_hash = $1),
		(SELECT f.session_id FROM origin AS f WHERE f.token_hash = $1))
	AND o.client_id = $2 AND a.disabled IS NULL AND a.epoch = s.epoch;

-- name: origin_end
-- store: pool
-- rows: one
-- End the session of a client with a refresh token.
DELETE FROM session
WHERE id IN (SELECT o.session_id FROM origin AS o
	WHERE o.client_id = $2 AND (o.token_hash = $1 OR o.session_id =
		(SELECT r.session_id FROM refresh AS r
			WHERE r.token_hash = $1)))
RETURNING account_id;

-- name: refresh_replace
-- store: pool
-- Another takes the place of a refresh token of a session; the first time counts.
INSERT INTO refresh (token_hash, session_id, replaced) VALUES ($1, $2, $3)
ON CONFLICT (token_hash) DO UPDATE
SET replaced = COALESCE(refresh.replaced, $3);

-- name: refresh_add
-- store: pool
-- A refresh token that takes another's place.
INSERT INTO refresh (token_hash, session_id) VALUES ($1, $2);

-- name: refresh_trim
-- store: pool
-- Forget the refresh tokens of a session whose place was taken, but for the last ones.
DELETE FROM refresh WHERE session_id = $1 AND replaced IS NOT NULL
	AND token_hash NOT IN (SELECT r.token_hash FROM refresh AS r
		WHERE r.session_id = $1 AND r.replaced IS NOT NULL
		ORDER BY r.replaced DESC, r.token_hash LIMIT $2);

-- name: holder_find
-- store: pool
-- rows: one
-- What tokens say of an account.
SELECT id, sub, name, email, confirmed, disabled, email_next FROM account
WHERE id = $1;
