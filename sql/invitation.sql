-- name: invitation_add
-- store: pool
-- rows: one
-- Make an invitation.
INSERT INTO invitation
	(token_hash, note, usergroup_id, mail_domain, uses_max, expires,
	created, created_by)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
RETURNING id;

-- name: invitations_before
-- store: pool
-- Invitations made before one, the newest first.
SELECT i.id, i.note, g.name, i.mail_domain, i.uses_max, i.uses, i.expires,
	i.created, i.created_by, i.revoked
FROM invitation AS i
LEFT JOIN usergroup AS g ON g.id = i.usergroup_id
WHERE i.id < $1
ORDER BY i.id DESC
LIMIT $2;

-- name: invitation_revoke
-- store: pool
-- Withdraw an invitation; no row changes if it was.
UPDATE invitation SET revoked = $2 WHERE id = $1 AND revoked IS NULL;

-- name: invitation_use
-- store: pool
-- rows: one
-- Come by an invitation that is good at $2 for an address of domain $3.
UPDATE invitation SET uses = uses + 1
WHERE token_hash = $1 AND revoked IS NULL AND uses < uses_max
	AND expires > $2 AND (mail_domain IS NULL OR mail_domain = $3)
RETURNING id, usergroup_id;

-- name: invitation_expire
-- store: pool
-- Forget some invitations that were over before a time.
DELETE FROM invitation WHERE id IN (
	SELECT id FROM invitation WHERE expires <= $1 ORDER BY id LIMIT $2);
