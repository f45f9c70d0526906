-- name: idempotency_find
-- store: chat
-- rows: one
-- The first answer to a key, if it is young enough.
SELECT request_hash, status, location, body FROM idempotency
WHERE user_id = $1 AND operation = $2 AND key = $3 AND created > $4;

-- name: idempotency_add
-- store: chat
-- Keep the first answer to a key; one that is too old gives way.
INSERT INTO idempotency
	(user_id, operation, key, request_hash, status, location, body, created)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
ON CONFLICT (user_id, operation, key) DO UPDATE
SET request_hash = $4, status = $5, location = $6, body = $7, created = $8;

-- name: idempotency_expire
-- store: chat
-- Forget those of the $2 oldest answers that are too old.
DELETE FROM idempotency WHERE created <= $1
	AND id IN (SELECT id FROM idempotency ORDER BY id LIMIT $2);
