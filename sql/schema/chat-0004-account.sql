-- Events that happen in no conversation, but to an account.

ALTER TABLE event RENAME TO event_before;

-- Everything that happened, in order: feeds live updates.  Only ever added to.
CREATE TABLE event (
	-- The position in the feed.
	id INTEGER NOT NULL PRIMARY KEY,
	-- 1 message, 2 conversation started, 3 read mark moved, 4 member left,
	-- 5 datasets of an account changed.
	kind BIGINT NOT NULL,
	-- Where it happened; null: in no conversation.
	conversation_id BIGINT REFERENCES conversation (id),
	-- Who did it.
	user_id BIGINT NOT NULL REFERENCES users (id),
	-- The message's time, or that of the new read mark, or the dataset's
	-- version; 0 otherwise.
	time BIGINT NOT NULL,
	-- The only person it is for; null: every member of the conversation.
	audience_id BIGINT,
	-- When it happened; 0 for what happened before this was noted.
	at BIGINT NOT NULL DEFAULT 0
);

INSERT INTO event (id, kind, conversation_id, user_id, time, audience_id, at)
SELECT id, kind, conversation_id, user_id, time, audience_id, at
FROM event_before;

DROP TABLE event_before;
