-- name: challenge_add
-- store: pool
-- Begin another step of a sign-in; no row changes if the account has another epoch by now, or is shut.
INSERT INTO challenge
	(token_hash, account_id, client, step, epoch, sealed, created, expires)
SELECT $1, a.id, $3, $4, a.epoch, $6, $7, $8 FROM account AS a
WHERE a.id = $2 AND a.epoch = $5 AND a.disabled IS NULL;

-- name: challenge_find
-- store: pool
-- rows: one
-- A step that a client may answer at $3.
SELECT account_id, step, epoch, sealed, created, expires FROM challenge
WHERE token_hash = $1 AND client = $2 AND used IS NULL AND expires > $3
	AND tries < $4;

-- name: challenge_client
-- store: pool
-- rows: one
-- The client of a step that nobody has answered, and until when it may be.
SELECT client, expires FROM challenge WHERE token_hash = $1 AND used IS NULL;

-- name: challenge_try
-- store: pool
-- rows: one
-- The same, and take one of the tries at it before looking at the answer.
UPDATE challenge SET tries = tries + 1
WHERE token_hash = $1 AND client = $2 AND used IS NULL AND expires > $3
	AND tries < $4
RETURNING account_id, step, epoch, sealed, created, expires;

-- name: challenge_use
-- store: pool
-- A step was answered; no row changes if it was already.
UPDATE challenge SET used = $2 WHERE token_hash = $1 AND used IS NULL;

-- name: challenge_expire
-- store: pool
-- Forget some steps that nobody may answer any more.
DELETE FROM challenge WHERE token_hash IN (
	SELECT token_hash FROM challenge WHERE expires <= $1
	ORDER BY expires LIMIT $2);
