-- name: version_find
-- store: chat
-- rows: one
-- The number that stands for how something is now; no row before its first change.
SELECT number FROM version WHERE what = $1;

-- name: version_set
-- store: chat
-- Something is another now.
INSERT INTO version (what, number) VALUES ($1, $2)
ON CONFLICT (what) DO UPDATE SET number = $2;
