-- name: newest_event
-- store: chat
-- rows: one
-- When the newest event was.
SELECT at FROM event ORDER BY id DESC LIMIT 1;

-- name: newest_audit
-- store: pool
-- rows: one
-- When the newest row of the log was written.
SELECT time FROM audit ORDER BY id DESC LIMIT 1;
