-- name: totp_set
-- store: pool
-- Keep a new seed of an account, which no code has proven yet; one that was proven stays.
INSERT INTO totp (account_id, sealed, label, created)
VALUES ($1, $2, $3, $4)
ON CONFLICT (account_id) DO UPDATE
SET sealed = $2, label = $3, created = $4, last_step = 0
WHERE totp.confirmed IS NULL;

-- name: totp_find
-- store: pool
-- rows: one
-- The seed of an account.
SELECT sealed, label, last_step, created, confirmed FROM totp
WHERE account_id = $1;

-- name: totp_step
-- store: pool
-- The code of a step was accepted; no row changes if one of it or of a later step was before.
UPDATE totp SET last_step = $2 WHERE account_id = $1 AND last_step < $2;

-- name: totp_confirm
-- store: pool
-- A code proved the seed; it is asked for from now on, and its device has another name unless $3 is null.
UPDATE totp SET confirmed = $2, label = COALESCE($3, label)
WHERE account_id = $1 AND confirmed IS NULL;

-- name: totp_remove
-- store: pool
-- Forget the seed of an account.
DELETE FROM totp WHERE account_id = $1;

-- name: recovery_clear
-- store: pool
-- Forget the recovery codes of an account.
DELETE FROM recovery_code WHERE account_id = $1;

-- name: recovery_add
-- store: pool
-- Keep a recovery code of an account.
INSERT INTO recovery_code (account_id, hash) VALUES ($1, $2);

-- name: recovery_use
-- store: pool
-- Use a recovery code up; no row changes if there is none or it was.
UPDATE recovery_code SET used = $3
WHERE account_id = $1 AND hash = $2 AND used IS NULL;

-- name: recovery_left
-- store: pool
-- rows: one
-- How many recovery codes an account has left.
SELECT COUNT(*) FROM recovery_code
WHERE account_id = $1 AND used IS NULL;

-- name: factor_mail
-- store: pool
-- Ask for a code by mail at sign-in since $2, or not (null).
UPDATE account SET mail_factor = $2, changed = $3 WHERE id = $1;

-- name: factor_first
-- store: pool
-- Which factor is asked for first.
UPDATE account SET factor = $2, changed = $3 WHERE id = $1;
