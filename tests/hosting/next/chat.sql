-- A release that is to come, for tests of upgrades: a message gets a column and
-- an index, and there is a table more.
ALTER TABLE message ADD COLUMN mood TEXT;

CREATE INDEX message_mood ON message (mood);

CREATE TABLE someday (
	id INTEGER PRIMARY KEY,
	conversation INTEGER NOT NULL REFERENCES conversation (id)
		DEFERRABLE INITIALLY DEFERRED
);
