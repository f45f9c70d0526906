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

-- name: quota_find
-- store: pool
-- rows: one
-- When a subject's window began, and the uses in it.
SELECT started, uses FROM quota WHERE subject = $1;

-- name: quota_back
-- store: pool
-- Take back one use by a subject.
UPDATE quota SET uses = uses - 1 WHERE subject = $1 AND uses > 0;

-- name: quota_expire
-- store: pool
-- Forget some windows that are over.
DELETE FROM quota WHERE subject IN (
	SELECT subject FROM quota WHERE started <= $1 ORDER BY started LIMIT $2);
