-- name: identity_find
-- store: pool
-- rows: one
-- Whose account somebody opens whom a provider knows.
SELECT account_id FROM identity WHERE issuer = $1 AND subject = $2;

-- name: identity_add
-- store: pool
-- Connect an account; no row changes if either is connected already.
INSERT INTO identity
	(issuer, subject, account_id, provider, email, since, seen)
VALUES ($1, $2, $3, $4, $5, $6, $6)
ON CONFLICT DO NOTHING;

-- name: identity_touch
-- store: pool
-- Somebody signed in by it.
UPDATE identity SET seen = $3, email = $4 WHERE issuer = $1 AND subject = $2;

-- name: identity_list
-- store: pool
-- What an account is connected with, by name.
SELECT provider, issuer, subject, email, since, seen FROM identity
WHERE account_id = $1
ORDER BY provider LIMIT $2;

-- name: identity_remove
-- store: pool
-- Take a connection away, unless an account without a password has no other.
DELETE FROM identity
WHERE account_id = $1 AND provider = $2
	AND (EXISTS (SELECT 1 FROM account AS a
			WHERE a.id = $1 AND a.password_state <> 3)
		OR EXISTS (SELECT 1 FROM identity AS other
			WHERE other.account_id = $1 AND other.provider <> $2));

-- name: provider_document_find
-- store: pool
-- rows: one
-- What a provider publishes, if it was fetched after a time.
SELECT body FROM provider_document
WHERE issuer = $1 AND kind = $2 AND fetched > $3;

-- name: provider_document_set
-- store: pool
-- Keep what a provider publishes.
INSERT INTO provider_document (issuer, kind, body, fetched, missed)
VALUES ($1, $2, $3, $4, 0)
ON CONFLICT (issuer, kind) DO UPDATE SET body = $3, fetched = $4;

-- name: provider_document_miss
-- store: pool
-- Something is missing in it: no row changes if it was asked for after a time for that.
UPDATE provider_document SET missed = $3
WHERE issuer = $1 AND kind = $2 AND missed <= $4;
