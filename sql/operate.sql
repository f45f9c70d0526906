-- name: operate_list
-- store: pool
-- Accounts after a folded name $1 whose folded name or address is from $2 up to but without $3, of one state ($6, 0 any), in a group ($7, 0 any).
SELECT a.id, a.name, a.email, a.created, a.confirmed, a.disabled, a.waiting,
	a.password_state, a.deletion_asked,
	(SELECT COUNT(*) FROM session AS s
		WHERE s.account_id = a.id AND s.expires > $4
		AND s.epoch = a.epoch)
FROM account AS a
WHERE a.name_fold > $1 AND (a.name_fold >= $2 AND a.name_fold < $3
	OR a.email_fold >= $2 AND a.email_fold < $3)
	AND ($6 = 0 OR ($6 = 1 AND a.confirmed IS NULL)
		OR ($6 = 2 AND a.waiting IS NOT NULL
			AND a.confirmed IS NOT NULL)
		OR ($6 = 3 AND a.disabled IS NOT NULL)
		OR ($6 = 4 AND a.deletion_asked IS NOT NULL))
	AND ($7 = 0 OR EXISTS (SELECT 1 FROM usergroup_member AS m
		WHERE m.account_id = a.id AND m.usergroup_id = $7))
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

-- name: operate_drop_factors
-- store: pool
-- Nothing but the password is asked for any more.
UPDATE account SET mail_factor = NULL, factor = NULL, changed = $2
WHERE id = $1;
