-- name: device_find
-- store: pool
-- rows: one
-- A row if an account has signed in on a device since $3.
SELECT 1 FROM device WHERE token_hash = $1 AND account_id = $2 AND seen > $3;

-- name: device_add
-- store: pool
-- Somebody signed in on a device; it is theirs now.
INSERT INTO device (token_hash, account_id, seen) VALUES ($1, $2, $3)
ON CONFLICT (token_hash) DO UPDATE SET account_id = $2, seen = $3;

-- name: device_trim
-- store: pool
-- Forget the devices of an account but for those used last.
DELETE FROM device WHERE account_id = $1
	AND token_hash NOT IN (SELECT d.token_hash FROM device AS d
		WHERE d.account_id = $1
		ORDER BY d.seen DESC, d.token_hash LIMIT $2);

-- name: device_expire
-- store: pool
-- Forget some devices that nobody has used for long.
DELETE FROM device WHERE token_hash IN (
	SELECT token_hash FROM device WHERE seen <= $1
	ORDER BY seen LIMIT $2);
