-- name: operate_list
-- store: pool
-- Accounts after a folded name $1 whose folded name or address is from $2 up to but without $3.
SELECT a.id, a.name, a.email, a.created, a.confirmed, a.disabled, a.waiting,
	a.password_state, a.deletion_asked,
	(SELECT COUNT(*) FROM session AS s
		WHERE s.account_id = a.id AND s.expires > $4
		AND s.epoch = a.epoch)
FROM account AS a
WHERE a.name_fold > $1 AND (a.name_fold >= $2 AND a.name_fold < $3
	OR a.email_fold >= $2 AND a.email_fold < $3)
ORDER BY a.name_fold
LIMIT $5;

-- name: operate_disable
-- store: pool
-- Shut an account; everything issued to it is void.
UPDATE account SET disabled = $2, changed = $2, epoch = epoch + 1
WHERE id = $1 AND disabled IS NULL;

-- name: operate_enable
-- store: pool
-- Open an account again.
UPDATE account SET disabled = NULL, changed = $2
WHERE id = $1 AND disabled IS NOT NULL;

-- name: operate_approve
-- store: pool
-- An account waits for approval no longer.
UPDATE account SET waiting = NULL, changed = $2
WHERE id = $1 AND waiting IS NOT NULL;

-- name: operate_void_password
-- store: pool
-- The password is void until it is reset by mail, and all that was issued too.
UPDATE account SET password_state = 2, changed = $2, epoch = epoch + 1
WHERE id = $1;

-- name: operate_bury
-- store: pool
-- What is left of an account when it is deleted.
INSERT INTO tombstone (account_id, sub, subject, deleted)
SELECT id, sub, $2, $3 FROM account WHERE id = $1 AND confirmed IS NOT NULL;

-- name: operate_delete
-- store: pool
-- Delete an account, with all that belongs to it.
DELETE FROM account WHERE id = $1;
