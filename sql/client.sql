-- name: client_add
-- store: pool
-- Make a client.
INSERT INTO client
	(id, name, secret, flows, tells_unknown, access_ttl, id_ttl,
	refresh_ttl, created, rotates)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10);

-- name: client_find
-- store: pool
-- rows: one
-- The client with an id.
SELECT id, name, secret, flows, tells_unknown, access_ttl, id_ttl, refresh_ttl,
	created, rotates
FROM client WHERE id = $1;

-- name: client_list
-- store: pool
-- Clients by id, from after one on.
SELECT id, name, secret, flows, tells_unknown, access_ttl, id_ttl, refresh_ttl,
	created, rotates
FROM client WHERE id > $1 ORDER BY id LIMIT $2;

-- name: client_change
-- store: pool
-- Change what a client may do.
UPDATE client SET name = $2, flows = $3, tells_unknown = $4, access_ttl = $5,
	id_ttl = $6, refresh_ttl = $7, rotates = $8
WHERE id = $1;

-- name: client_with_flow
-- store: pool
-- rows: one
-- A row if any client has all of these ways of signing in.
SELECT 1 FROM client WHERE flows & $1 = $1 LIMIT 1;

-- name: client_sign_out
-- store: pool
-- End all sessions of a client.
DELETE FROM session WHERE id IN (
	SELECT session_id FROM origin WHERE client_id = $1);

-- name: client_remove
-- store: pool
-- Remove a client that has no session any more.
DELETE FROM client WHERE id = $1;

-- name: access_key_add
-- store: pool
-- rows: one
-- Make a key pair for an account; no row if there is no such account.
INSERT INTO access_key (id, account_id, sealed, created)
SELECT $1, id, $3, $4 FROM account WHERE name_fold = $2 AND confirmed IS NOT NULL
RETURNING account_id;

-- name: access_key_find
-- store: pool
-- rows: one
-- A key pair of an administrator who may sign in, and whose it is.
SELECT k.sealed, a.id, a.name
FROM access_key AS k
JOIN account AS a ON a.id = k.account_id
JOIN usergroup_member AS m ON m.account_id = a.id AND m.usergroup_id = 1
WHERE k.id = $1 AND a.confirmed IS NOT NULL AND a.disabled IS NULL;

-- name: access_key_list
-- store: pool
-- Key pairs by id, from after one on.
SELECT k.id, a.name, k.created
FROM access_key AS k
JOIN account AS a ON a.id = k.account_id
WHERE k.id > $1 ORDER BY k.id LIMIT $2;

-- name: access_key_remove
-- store: pool
-- Remove a key pair.
DELETE FROM access_key WHERE id = $1;

-- name: spent_add
-- store: pool
-- rows: one
-- Note that something was used; no row if it was before.
INSERT INTO spent (hash, expires) VALUES ($1, $2)
ON CONFLICT (hash) DO NOTHING
RETURNING expires;

-- name: spent_expire
-- store: pool
-- Forget some that are too old to be used again anyway.
DELETE FROM spent WHERE hash IN (
	SELECT hash FROM spent WHERE expires <= $1 ORDER BY expires LIMIT $2);
