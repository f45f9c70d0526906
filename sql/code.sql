-- name: code_set
-- store: pool
-- Give an account, if there is one, a new code for a purpose; the old one is void.
INSERT INTO code (account_id, purpose, hash, tries, expires, used)
SELECT id, $2, $3, 0, $4, NULL FROM account WHERE id = $1
ON CONFLICT (account_id, purpose) DO UPDATE
SET hash = $3, tries = 0, expires = $4, used = NULL;

-- name: code_try
-- store: pool
-- rows: one
-- Take one of the tries at a living code before looking whether it is right.
UPDATE code SET tries = tries + 1
WHERE account_id = $1 AND purpose = $2 AND used IS NULL AND tries < $3
	AND expires > $4
RETURNING hash;

-- name: code_lives
-- store: pool
-- rows: one
-- A row if an account has a code for a purpose that was not used and is not too old at $3.
SELECT tries FROM code
WHERE account_id = $1 AND purpose = $2 AND used IS NULL AND expires > $3;

-- name: code_expire
-- store: pool
-- Forget some codes that are good no more.
DELETE FROM code WHERE (account_id, purpose) IN (
	SELECT account_id, purpose FROM code WHERE expires <= $1
	ORDER BY account_id, purpose LIMIT $2);

-- name: code_use
-- store: pool
-- Use a code up; no row changes if it was.
UPDATE code SET used = $3
WHERE account_id = $1 AND purpose = $2 AND used IS NULL;

-- name: code_void_all
-- store: pool
-- The codes of a confirmed account are good for nothing any more.
DELETE FROM code WHERE account_id = $1
	AND EXISTS (SELECT 1 FROM account AS a
		WHERE a.id = code.account_id AND a.confirmed IS NOT NULL);

-- name: code_forget
-- store: pool
-- The codes of an account, confirmed or not, are good for nothing any more.
DELETE FROM code WHERE account_id = $1;
