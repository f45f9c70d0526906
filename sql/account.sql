-- name: account_make_room
-- store: pool
-- Forget the unconfirmed account with a folded name, if it has no living code.
DELETE FROM account
WHERE name_fold = $1 AND confirmed IS NULL AND disabled IS NULL
	AND NOT EXISTS (SELECT 1 FROM code
		WHERE code.account_id = account.id AND code.used IS NULL
		AND code.expires > $2);

-- name: account_add
-- store: pool
-- rows: one
-- Make an account with an id that none ever had; a name that is taken, or belonged to the tombstone's subject $9, gives no row.
INSERT INTO account
	(id, name, name_fold, email, email_fold, password, created, changed,
	password_changed, confirmed, sub, waiting, password_state,
	password_expires)
SELECT (SELECT COALESCE(MAX(used.id), 0) + 1 FROM (
		SELECT MAX(a.id) AS id FROM account AS a
		UNION ALL
		SELECT MAX(t.account_id) FROM tombstone AS t
		UNION ALL
		SELECT MAX(l.account_id) FROM audit AS l) AS used),
	$1, $2, $3, $4, $5, $6, $6, $6, $7, $8, $10, $11, $12
WHERE NOT EXISTS (SELECT 1 FROM tombstone WHERE tombstone.subject = $9)
ON CONFLICT (name_fold) DO NOTHING
RETURNING id;

-- name: account_by_name
-- store: pool
-- rows: one
-- The account with a folded name.
SELECT a.id, a.name, a.email, a.password, a.confirmed, a.disabled, a.sub,
	a.created, a.changed, a.epoch, a.password_state, a.password_expires,
	a.waiting, a.mail_factor, a.factor, a.deletion_asked,
	(SELECT t.confirmed FROM totp AS t WHERE t.account_id = a.id),
	(SELECT l.value FROM attribute AS l
		WHERE l.account_id = a.id AND l.name = 'locale')
FROM account AS a
WHERE a.name_fold = $1;

-- name: account_by_email
-- store: pool
-- rows: one
-- The confirmed account with a folded address, else the newest that claims it.
SELECT a.id, a.name, a.email, a.password, a.confirmed, a.disabled, a.sub,
	a.created, a.changed, a.epoch, a.password_state, a.password_expires,
	a.waiting, a.mail_factor, a.factor, a.deletion_asked,
	(SELECT t.confirmed FROM totp AS t WHERE t.account_id = a.id),
	(SELECT l.value FROM attribute AS l
		WHERE l.account_id = a.id AND l.name = 'locale')
FROM account AS a
WHERE a.email_fold = $1
ORDER BY a.confirmed DESC NULLS LAST, a.id DESC
LIMIT 1;

-- name: account_by_id
-- store: pool
-- rows: one
-- The account with an id.
SELECT a.id, a.name, a.email, a.password, a.confirmed, a.disabled, a.sub,
	a.created, a.changed, a.epoch, a.password_state, a.password_expires,
	a.waiting, a.mail_factor, a.factor, a.deletion_asked,
	(SELECT t.confirmed FROM totp AS t WHERE t.account_id = a.id),
	(SELECT l.value FROM attribute AS l
		WHERE l.account_id = a.id AND l.name = 'locale')
FROM account AS a
WHERE a.id = $1;

-- name: account_by_sub
-- store: pool
-- rows: one
-- The account that other programs know by an id.
SELECT a.id, a.name, a.email, a.password, a.confirmed, a.disabled, a.sub,
	a.created, a.changed, a.epoch, a.password_state, a.password_expires,
	a.waiting, a.mail_factor, a.factor, a.deletion_asked,
	(SELECT t.confirmed FROM totp AS t WHERE t.account_id = a.id),
	(SELECT l.value FROM attribute AS l
		WHERE l.account_id = a.id AND l.name = 'locale')
FROM account AS a
WHERE a.sub = $1;

-- name: account_taken
-- store: pool
-- rows: one
-- A row if a folded name is taken, as account_add would find it.
SELECT 1 FROM account
WHERE name_fold = $1
	AND (confirmed IS NOT NULL OR disabled IS NOT NULL
		OR EXISTS (SELECT 1 FROM code
			WHERE code.account_id = account.id AND code.used IS NULL
			AND code.expires > $2))
UNION ALL
SELECT 1 FROM tombstone WHERE subject = $3;

-- name: account_owner
-- store: pool
-- rows: one
-- The name of the confirmed account with a folded address, and its language.
SELECT a.name,
	(SELECT l.value FROM attribute AS l
		WHERE l.account_id = a.id AND l.name = 'locale')
FROM account AS a
WHERE a.email_fold = $1 AND a.confirmed IS NOT NULL;

-- name: account_confirm
-- store: pool
-- rows: one
-- Confirm an account; no row if it is, is shut, or its address is another's by now.
UPDATE account SET confirmed = $2, changed = $2
WHERE id = $1 AND confirmed IS NULL AND disabled IS NULL
	AND NOT EXISTS (SELECT 1 FROM account AS other
		WHERE other.email_fold = account.email_fold
		AND other.confirmed IS NOT NULL)
RETURNING id;

-- name: account_password
-- store: pool
-- Change the stored hash of a password, if it is still the one that was read.
UPDATE account SET password = $3 WHERE id = $1 AND password = $2;

-- name: account_expire
-- store: pool
-- Forget some accounts that were never confirmed and have no living code.
DELETE FROM account WHERE id IN (
	SELECT a.id FROM account AS a
	WHERE a.confirmed IS NULL AND a.disabled IS NULL AND a.created <= $1
		AND NOT EXISTS (SELECT 1 FROM code
			WHERE code.account_id = a.id AND code.used IS NULL
			AND code.expires > $2)
	ORDER BY a.created LIMIT $3);

-- name: account_set_password
-- store: pool
-- Set the password of an account that still has an epoch; everything issued to it is void.
UPDATE account SET password = $3, password_state = $4, password_expires = $5,
	password_changed = $6, changed = $6, epoch = epoch + 1
WHERE id = $1 AND epoch = $2;

-- name: account_raise_epoch
-- store: pool
-- Everything issued to an account is void.
UPDATE account SET epoch = epoch + 1 WHERE id = $1;

-- name: account_keep
-- store: pool
-- An account is not to be deleted after all.
UPDATE account SET deletion_asked = NULL
WHERE id = $1 AND deletion_asked IS NOT NULL;

-- name: account_email_next
-- store: pool
-- The address that is to take the place of an account's own.
UPDATE account SET email_next = $2, email_next_fold = $3 WHERE id = $1;

-- name: account_next
-- store: pool
-- rows: one
-- That address, folded, and as typed.
SELECT email_next_fold, email_next FROM account WHERE id = $1;

-- name: account_email
-- store: pool
-- It takes its place; no row changes if it is another's by now.
UPDATE account SET email = email_next, email_fold = email_next_fold,
	email_next = NULL, email_next_fold = NULL, changed = $2
WHERE id = $1 AND email_next IS NOT NULL AND confirmed IS NOT NULL
	AND NOT EXISTS (SELECT 1 FROM account AS other
		WHERE other.email_fold = account.email_next_fold
		AND other.confirmed IS NOT NULL AND other.id <> account.id);

-- name: account_email_put
-- store: pool
-- An address becomes an account's own, and none waits any more; $5 confirms who is not; no row changes if it is another's.
UPDATE account SET email = $2, email_fold = $3, email_next = NULL,
	email_next_fold = NULL, changed = $4, confirmed = COALESCE(confirmed, $5)
WHERE id = $1
	AND NOT EXISTS (SELECT 1 FROM account AS other
		WHERE other.email_fold = $3
		AND other.confirmed IS NOT NULL AND other.id <> account.id);
