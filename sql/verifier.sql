-- name: verifier_find
-- store: pool
-- rows: one
-- What proves the password of an account by SRP.
SELECT password_hash, sealed FROM verifier WHERE account_id = $1;

-- name: verifier_set
-- store: pool
-- Keep what proves the password of an account by SRP.
INSERT INTO verifier (account_id, password_hash, sealed) VALUES ($1, $2, $3)
ON CONFLICT (account_id) DO UPDATE SET password_hash = $2, sealed = $3;
