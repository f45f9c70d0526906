-- name: audit_add
-- store: pool
-- Write down that something happened.
INSERT INTO audit
	(time, event, account_id, name, actor_id, actor, address, detail)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8);

-- name: audit_before
-- store: pool
-- What happened before a row of the log, the newest first, from a time $3 on, before a time $4.
SELECT id, time, event, name, actor, address, detail FROM audit
WHERE id < $1 AND time >= $3 AND time < $4
ORDER BY id DESC
LIMIT $2;

-- name: audit_before_of_event
-- store: pool
-- The same, of one event.
SELECT id, time, event, name, actor, address, detail FROM audit
WHERE event = $5 AND id < $1 AND time >= $3 AND time < $4
ORDER BY id DESC
LIMIT $2;

-- name: audit_before_of_account
-- store: pool
-- The same, of what happened to one account; of one event ($5, empty any).
SELECT id, time, event, name, actor, address, detail FROM audit
WHERE account_id = $6 AND id < $1 AND ($5 = '' OR event = $5)
	AND time >= $3 AND time < $4
ORDER BY id DESC
LIMIT $2;

-- name: audit_before_of_name
-- store: pool
-- The same, of whoever had a name then.
SELECT id, time, event, name, actor, address, detail FROM audit
WHERE name = $6 AND id < $1 AND ($5 = '' OR event = $5)
	AND time >= $3 AND time < $4
ORDER BY id DESC
LIMIT $2;

-- name: audit_knows_name
-- store: pool
-- rows: one
-- Whether anything happened to somebody of this name.
SELECT 1 FROM audit WHERE name = $1 LIMIT 1;

-- name: audit_release
-- store: pool
-- From now on rows of before a time may be removed.
UPDATE audit_retention SET until = $1 WHERE id = 1 AND until < $1;

-- name: audit_expire
-- store: pool
-- Remove some rows that may be, the oldest first.
DELETE FROM audit WHERE id IN (
	SELECT a.id FROM audit AS a
	WHERE a.time < (SELECT until FROM audit_retention)
	ORDER BY a.time, a.id LIMIT $1);
