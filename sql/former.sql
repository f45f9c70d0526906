-- name: former_add
-- store: pool
-- The password of an account that still has an epoch is about to be a former one.
INSERT INTO former_password (account_id, epoch, password)
SELECT id, epoch, password FROM account WHERE id = $1 AND epoch = $2
ON CONFLICT (account_id, epoch) DO NOTHING;

-- name: former_trim
-- store: pool
-- Forget all former passwords of an account but the last ones.
DELETE FROM former_password WHERE account_id = $1 AND epoch NOT IN (
	SELECT f.epoch FROM former_password AS f WHERE f.account_id = $1
	ORDER BY f.epoch DESC LIMIT $2);

-- name: former_list
-- store: pool
-- The last former passwords of an account.
SELECT password FROM former_password WHERE account_id = $1
ORDER BY epoch DESC LIMIT $2;
