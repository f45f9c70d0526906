-- name: lockout_find
-- store: pool
-- rows: one
-- The failures of a subject.
SELECT failures, failed, locked_until FROM lockout WHERE subject = $1;

-- name: lockout_set
-- store: pool
-- Keep the failures of a subject.
INSERT INTO lockout (subject, failures, failed, locked_until)
VALUES ($1, $2, $3, $4)
ON CONFLICT (subject) DO UPDATE
SET failures = $2, failed = $3, locked_until = $4;

-- name: lockout_reset
-- store: pool
-- Forget the failures of a subject.
DELETE FROM lockout WHERE subject = $1;

-- name: lockout_expire
-- store: pool
-- Forget some failures that count no more.
DELETE FROM lockout WHERE subject IN (
	SELECT subject FROM lockout WHERE failed <= $1 ORDER BY failed LIMIT $2);
