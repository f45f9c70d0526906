-- name: dataset_find
-- store: pool
-- rows: one
-- A dataset of an account; null: it was removed.
SELECT name, value, version, changed FROM dataset
WHERE account_id = $1 AND name = $2;

-- name: dataset_since
-- store: pool
-- Datasets of an account that changed after a version, in that order.
SELECT name, value, version, changed FROM dataset
WHERE account_id = $1 AND version > $2
ORDER BY version
LIMIT $3;

-- name: dataset_last
-- store: pool
-- rows: one
-- The greatest version of an account's datasets, and how many there are.
SELECT COALESCE(MAX(version), 0), COUNT(value) FROM dataset
WHERE account_id = $1;

-- name: dataset_forget
-- store: pool
-- Forget all but the newest so many of what an account removed.
DELETE FROM dataset
WHERE account_id = $1 AND value IS NULL AND version < (
	SELECT MIN(version) FROM (
		SELECT version FROM dataset
		WHERE account_id = $1 AND value IS NULL
		ORDER BY version DESC LIMIT $2) AS kept);

-- name: dataset_set
-- store: pool
-- Write a dataset, or remove it (null).
INSERT INTO dataset (account_id, name, version, value, changed)
VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (account_id, name) DO UPDATE
SET version = $3, value = $4, changed = $5;
