-- name: attribute_list
-- store: pool
-- What somebody tells of themselves, by name.
SELECT name, value FROM attribute WHERE account_id = $1
ORDER BY name
LIMIT $2;

-- name: attribute_set
-- store: pool
-- Tell something.
INSERT INTO attribute (account_id, name, value) VALUES ($1, $2, $3)
ON CONFLICT (account_id, name) DO UPDATE SET value = $3;

-- name: attribute_remove
-- store: pool
-- Tell it no more.
DELETE FROM attribute WHERE account_id = $1 AND name = $2;

-- name: account_touch
-- store: pool
-- Something of an account was changed.
UPDATE account SET changed = $2 WHERE id = $1;
