-- What is served at the edge: cursor files, and answers that may be told to be
-- unchanged.

-- Sessions that follow events by a cursor file: who tells of an event replaces
-- the files of those whom it concerns (pool/cursor.h).
CREATE TABLE watch (
	-- The session in the pool store; the file's name is derived from it.
	session_id INTEGER NOT NULL PRIMARY KEY,
	-- Whose.
	user_id BIGINT NOT NULL,
	-- When it was asked for last; one that is unused goes after a while.
	asked BIGINT NOT NULL
);

CREATE INDEX watch_by_user ON watch (user_id);
CREATE INDEX watch_by_age ON watch (asked);

-- When it happened; 0 for what happened before this was noted.
ALTER TABLE event ADD COLUMN at BIGINT NOT NULL DEFAULT 0;

-- A random number, another whenever the names change.
ALTER TABLE roster ADD COLUMN version BIGINT NOT NULL DEFAULT 0;

-- A random number for what has no events, another whenever it changes.
CREATE TABLE version (
	-- What: 'users', the people.
	what TEXT NOT NULL PRIMARY KEY,
	-- The number; without a row it is 0.
	number BIGINT NOT NULL
);
