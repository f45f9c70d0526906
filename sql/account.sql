-- name: account_add
-- store: pool
-- rows: one
-- Make an account; a name that is taken gives no row, unless its account is unconfirmed and has no living code.
INSERT INTO account
	(name, name_fold, email, email_fold, password, created, confirmed)
VALUES ($1, $2, $3, $4, $5, $6, $7)
ON CONFLICT (name_fold) DO UPDATE
SET name = $1, email = $3, email_fold = $4, password = $5, created = $6,
	confirmed = $7
WHERE account.confirmed IS NULL AND account.disabled IS NULL
	AND NOT EXISTS (SELECT 1 FROM code
		WHERE code.account_id = account.id AND code.used IS NULL
		AND code.expires > $6)
RETURNING id;

-- name: account_by_name
-- store: pool
-- rows: one
-- The account with a folded name.
SELECT id, name, email, password, confirmed, disabled FROM account
WHERE name_fold = $1;

-- name: account_by_email
-- store: pool
-- rows: one
-- The confirmed account with a folded address, else the newest that claims it.
SELECT id, name, email, password, confirmed, disabled FROM account
WHERE email_fold = $1
ORDER BY confirmed DESC NULLS LAST, id DESC
LIMIT 1;

-- name: account_taken
-- store: pool
-- rows: one
-- A row if a folded name is taken, as account_add would find it.
SELECT 1 FROM account
WHERE name_fold = $1
	AND (confirmed IS NOT NULL OR disabled IS NOT NULL
		OR EXISTS (SELECT 1 FROM code
			WHERE code.account_id = account.id AND code.used IS NULL
			AND code.expires > $2));

-- name: account_owner
-- store: pool
-- rows: one
-- The name of the confirmed account with a folded address.
SELECT name FROM account
WHERE email_fold = $1 AND confirmed IS NOT NULL;

-- name: account_confirm
-- store: pool
-- rows: one
-- Confirm an account; no row if it is, is shut, or its address is another's by now.
UPDATE account SET confirmed = $2
WHERE id = $1 AND confirmed IS NULL AND disabled IS NULL
	AND NOT EXISTS (SELECT 1 FROM account AS other
		WHERE other.email_fold = account.email_fold
		AND other.confirmed IS NOT NULL)
RETURNING id, name, email, confirmed;

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
