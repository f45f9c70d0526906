-- name: mail_list
-- store: pool
-- Mail that waits or was given up, by id, from after one on.
SELECT id, recipient, created, tries, due, state FROM mail
WHERE id > $1 AND state <> 1
ORDER BY id LIMIT $2;

-- name: mail_again
-- store: pool
-- A mail that was given up waits again, as if it were queued at $2.
UPDATE mail SET state = 0, tries = 0, due = $2, created = $2
WHERE id = $1 AND state = 2 AND sealed IS NOT NULL;

-- name: mail_drop
-- store: pool
-- Forget a mail that was not sent.
DELETE FROM mail WHERE id = $1 AND state <> 1;

-- name: mail_tally
-- store: pool
-- rows: one
-- How much waits, since when the oldest does, and how much was given up.
SELECT (SELECT COUNT(*) FROM mail WHERE state = 0),
	(SELECT MIN(created) FROM mail WHERE state = 0),
	(SELECT COUNT(*) FROM mail WHERE state = 2);
