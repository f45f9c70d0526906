-- name: mail_add
-- store: pool
-- Queue a mail ($5 is 0), or leave a row as long that says it was sent ($5 is 1).
INSERT INTO mail (recipient, recipient_fold, sealed, created, state, due)
VALUES ($1, $2, $3, $4, $5, $4);

-- name: mail_count_recipient
-- store: pool
-- rows: one
-- How many mails an address was sent after a time; counts no further than $3.
SELECT COUNT(*) FROM (
	SELECT 1 FROM mail WHERE recipient_fold = $1 AND created > $2 LIMIT $3)
	AS recent;

-- name: mail_count_all
-- store: pool
-- rows: one
-- How many mails were queued after a time; counts no further than $2.
SELECT COUNT(*) FROM (
	SELECT 1 FROM mail WHERE created > $1 LIMIT $2) AS recent;

-- name: mail_take
-- store: pool
-- rows: one
-- Take the mail that has been due the longest at $1 and keep others off it until $2.
UPDATE mail SET due = $2, tries = tries + 1
WHERE id = (SELECT id FROM mail WHERE state = 0 AND due <= $1
	ORDER BY due, id LIMIT 1)
RETURNING id, recipient, sealed, tries, created;

-- name: mail_later
-- store: pool
-- A mail that was taken for the $2nd time is due again at $3.
UPDATE mail SET due = $3 WHERE id = $1 AND state = 0 AND tries = $2;

-- name: mail_end
-- store: pool
-- A mail is done with: $2 is 1 for sent and 2 for given up, which may be sent again.
UPDATE mail SET state = $2, sealed = CASE WHEN $2 = 1 THEN NULL ELSE sealed END
WHERE id = $1 AND state = 0;

-- name: mail_next_due
-- store: pool
-- rows: one
-- When the next mail is due.
SELECT due FROM mail WHERE state = 0 ORDER BY due LIMIT 1;

-- name: mail_expire
-- store: pool
-- Forget some mails that were sent and queued before a time, or given up and a week older.
DELETE FROM mail WHERE id IN (
	SELECT id FROM mail
	WHERE created <= $1 AND state <> 0
		AND (state = 1 OR created <= $1 - 604800000)
	ORDER BY created LIMIT $2);
