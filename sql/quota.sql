-- name: quota_use
-- store: pool
-- rows: one
-- Count one more use by a subject at $2, in a window that began after $3, else in a new one.
INSERT INTO quota (subject, started, uses) VALUES ($1, $2, 1)
ON CONFLICT (subject) DO UPDATE
SET uses = CASE WHEN quota.started > $3 AND quota.started <= $2
		THEN quota.uses + 1 ELSE 1 END,
	started = CASE WHEN quota.started > $3 AND quota.started <= $2
		THEN quota.started ELSE $2 END
RETURNING uses;

-- name: quota_look
-- store: pool
-- rows: one
-- How often a subject was counted in a window that began after $2; no row if there is none.
SELECT uses FROM quota WHERE subject = $1 AND started > $2;

-- name: quota_expire
-- store: pool
-- Forget some windows that are over.
DELETE FROM quota WHERE subject IN (
	SELECT subject FROM quota WHERE started <= $1 ORDER BY started LIMIT $2);
