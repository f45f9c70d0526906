-- name: restored_sessions
-- store: pool
-- End every session.
DELETE FROM session;

-- name: restored_challenges
-- store: pool
-- End every sign-in that needs another step.
DELETE FROM challenge;

-- name: restored_epochs
-- store: pool
-- Make void what was ever issued to any account.
UPDATE account SET epoch = epoch + 1, email_next = NULL,
	email_next_fold = NULL;

-- name: restored_codes
-- store: pool
-- Forget every code that came by mail.
DELETE FROM code;

-- name: restored_totp
-- store: pool
-- No one-time password of before a step is good any more.
UPDATE totp SET last_step = $1 WHERE last_step < $1;

-- name: restored_invitations
-- store: pool
-- Withdraw every invitation: it may have been used since.
UPDATE invitation SET revoked = $1 WHERE revoked IS NULL;

-- name: restored_mail
-- store: pool
-- Give up mail that waits: it was sent since, and what it says is void.
UPDATE mail SET state = 2, sealed = NULL WHERE state = 0;

-- name: restored_lockouts
-- store: pool
-- Forget failures.
DELETE FROM lockout;

-- name: restored_quotas
-- store: pool
-- Forget what was asked for.
DELETE FROM quota;
