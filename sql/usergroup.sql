-- name: usergroup_add
-- store: pool
-- Make a group.
INSERT INTO usergroup
	(name, name_fold, description, precedence, created, changed, role)
VALUES ($1, $2, $3, $4, $5, $5, $6);

-- name: usergroup_change
-- store: pool
-- Change what a group is for and how much it counts, and its role unless that is null.
UPDATE usergroup SET description = $2, precedence = $3, changed = $4,
	role = COALESCE($5, role)
WHERE name_fold = $1;

-- name: usergroup_remove
-- store: pool
-- Remove a group, but not that of the administrators.
DELETE FROM usergroup WHERE name_fold = $1 AND id <> 1;

-- name: usergroup_find
-- store: pool
-- rows: one
-- The group with a folded name.
SELECT name, description, precedence, created, changed, id, role
FROM usergroup
WHERE name_fold = $1;

-- name: usergroups_after
-- store: pool
-- Groups by folded name: those after one.
SELECT name, description, precedence, created, changed, id, role
FROM usergroup
WHERE name_fold > $1
ORDER BY name_fold
LIMIT $2;

-- name: usergroups_of
-- store: pool
-- The groups of an account, those that count most first.
SELECT g.name, g.description, g.precedence, g.created, g.changed, g.id,
	g.role
FROM usergroup_member AS m
JOIN usergroup AS g ON g.id = m.usergroup_id
WHERE m.account_id = $1
ORDER BY g.precedence ASC NULLS LAST, g.name_fold
LIMIT $2;

-- name: usergroup_members_after
-- store: pool
-- Accounts of a group by their folded names: those after one.
SELECT a.name FROM usergroup_member AS m
JOIN account AS a ON a.id = m.account_id
WHERE m.usergroup_id = $1 AND a.name_fold > $2
ORDER BY a.name_fold
LIMIT $3;

-- name: usergroup_join
-- store: pool
-- Put an account into a group; no row changes if it is there.
INSERT INTO usergroup_member (account_id, usergroup_id, since)
VALUES ($1, $2, $3)
ON CONFLICT DO NOTHING;

-- name: usergroup_leave
-- store: pool
-- Take an account out of a group.
DELETE FROM usergroup_member WHERE account_id = $1 AND usergroup_id = $2;

-- name: usergroup_has
-- store: pool
-- rows: one
-- A row if an account is in a group.
SELECT 1 FROM usergroup_member WHERE account_id = $1 AND usergroup_id = $2;

-- name: usergroup_counts
-- store: pool
-- rows: one
-- How many groups there are, how many accounts a group has, and how many groups an account; each counted no further than $3.
SELECT
	(SELECT COUNT(*) FROM (SELECT 1 FROM usergroup LIMIT $3) AS g),
	(SELECT COUNT(*) FROM (SELECT 1 FROM usergroup_member
		WHERE usergroup_id = $1 LIMIT $3) AS m),
	(SELECT COUNT(*) FROM (SELECT 1 FROM usergroup_member
		WHERE account_id = $2 LIMIT $3) AS o);

-- name: administrators_open
-- store: pool
-- rows: one
-- How many administrators other than one account could sign in; counts no further than two.
SELECT COUNT(*) FROM (
	SELECT 1 FROM usergroup_member AS m
	JOIN account AS a ON a.id = m.account_id
	WHERE m.usergroup_id = 1 AND m.account_id <> $1
		AND a.confirmed IS NOT NULL AND a.disabled IS NULL
		AND a.waiting IS NULL AND a.deletion_asked IS NULL
	LIMIT 2) AS others;
