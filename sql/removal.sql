-- name: removal_ask
-- store: pool
-- An account is to be deleted; everything issued to it is void.
UPDATE account SET deletion_asked = $2, epoch = epoch + 1
WHERE id = $1 AND deletion_asked IS NULL;

-- name: removal_due
-- store: pool
-- Some accounts whose deletion was asked for before a time.
SELECT id, name FROM account
WHERE deletion_asked IS NOT NULL AND deletion_asked <= $1
ORDER BY deletion_asked, id
LIMIT $2;

-- name: removal_shut_due
-- store: pool
-- Nobody signs in any more to an account whose deletion was asked for before a time, and everything issued to it is void.
UPDATE account SET disabled = $2, epoch = epoch + 1, changed = $2
WHERE id = $1 AND deletion_asked IS NOT NULL AND deletion_asked <= $3;

-- name: removal_tombstone
-- store: pool
-- What is left of an account: its ids, and that its name was somebody's.
INSERT INTO tombstone (account_id, sub, subject, deleted)
SELECT id, sub, $2, $3 FROM account WHERE id = $1 AND confirmed IS NOT NULL
ON CONFLICT DO NOTHING;

-- name: removal_finish
-- store: pool
-- Delete an account, and with it all that refers to it.
DELETE FROM account WHERE id = $1;
