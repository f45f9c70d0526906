-- The chat: who talks with whom, and what was said.  Times are milliseconds
-- since 1970, flags 0 or 1, ids below 2^53.

-- People as the chat sees them: only those whose mail address is confirmed.
-- (The word user is reserved in SQL.)
CREATE TABLE users (
	-- The account's id in the pool store.
	id INTEGER NOT NULL PRIMARY KEY,
	-- As typed at sign-up, in NFC.
	name TEXT NOT NULL,
	-- The name case-folded: what names are compared and sorted by.
	name_fold TEXT NOT NULL UNIQUE,
	-- When the account was confirmed.
	since BIGINT NOT NULL
);

-- A conversation of two or more.
CREATE TABLE conversation (
	-- For keys inside this store; never leaves it.
	id INTEGER NOT NULL PRIMARY KEY,
	-- The id that clients see: a random UUID, an identifier and no capability.
	uuid TEXT NOT NULL UNIQUE,
	-- A name given to it, or null: then the others' names stand for it.
	title TEXT,
	-- The two user ids, smaller first, as "7:12"; null unless these two are
	-- all who ever were in it.
	pair TEXT UNIQUE,
	-- When it was started.
	created BIGINT NOT NULL,
	-- The greatest message time; 0 without a message.
	last BIGINT NOT NULL DEFAULT 0,
	-- How many messages were ever posted; the newest one's seq.
	seq BIGINT NOT NULL DEFAULT 0
);

-- Who is, or was, in a conversation.  The person comes first in the key, so that
-- all that a list of somebody's conversations needs lies together.
CREATE TABLE member (
	-- The person.
	user_id BIGINT NOT NULL REFERENCES users (id),
	-- The conversation.
	conversation_id BIGINT NOT NULL REFERENCES conversation (id),
	-- Since when.
	joined BIGINT NOT NULL,
	-- Until when; null for members of today.
	departed BIGINT,
	-- The read mark: this message and all before it are read; 0 none.
	read_time BIGINT NOT NULL DEFAULT 0,
	-- The seq of the newest message at or before the read mark.
	read_seq BIGINT NOT NULL DEFAULT 0,
	-- How many messages this person has posted here.
	sent BIGINT NOT NULL DEFAULT 0,
	-- The time of the last of them; 0 none.
	last_sent BIGINT NOT NULL DEFAULT 0,
	-- How many of them came after the read mark: these are not unread.
	sent_after_read BIGINT NOT NULL DEFAULT 0,
	PRIMARY KEY (user_id, conversation_id)
) WITHOUT ROWID;

-- Who is in a conversation today; posting changes none of these columns.
CREATE INDEX member_by_conversation
	ON member (conversation_id, departed, user_id);

-- Who is in a conversation, written out for the lists that show it.
CREATE TABLE roster (
	-- The conversation.
	conversation_id INTEGER NOT NULL PRIMARY KEY
		REFERENCES conversation (id),
	-- The names of its members of today, ascending, one a line.
	names TEXT NOT NULL
);

-- What was said.
CREATE TABLE message (
	-- Where.
	conversation_id BIGINT NOT NULL REFERENCES conversation (id),
	-- When: max(now, last + 1), so unique and increasing in a conversation.
	time BIGINT NOT NULL,
	-- The n-th message of the conversation, from 1.
	seq BIGINT NOT NULL,
	-- Who said it.
	sender_id BIGINT NOT NULL REFERENCES users (id),
	-- The n-th message of this sender in the conversation, from 1.
	sender_seq BIGINT NOT NULL,
	-- The words, valid UTF-8; markup is the reader's business.
	body TEXT NOT NULL,
	PRIMARY KEY (conversation_id, time)
) WITHOUT ROWID;

-- Where a sender's messages lie among the others': moving a read mark must not
-- look through everything that came after it.
CREATE INDEX message_by_sender
	ON message (conversation_id, sender_id, time);

-- Everything that happened, in order: feeds live updates.  Only ever added to.
CREATE TABLE event (
	-- The position in the feed.
	id INTEGER NOT NULL PRIMARY KEY,
	-- 1 message, 2 conversation started, 3 read mark moved, 4 member left.
	kind BIGINT NOT NULL,
	-- Where it happened.
	conversation_id BIGINT NOT NULL REFERENCES conversation (id),
	-- Who did it.
	user_id BIGINT NOT NULL REFERENCES users (id),
	-- The message's time, or that of the new read mark; 0 otherwise.
	time BIGINT NOT NULL,
	-- The only person it is for; null: every member of the conversation.
	audience_id BIGINT
);

-- First answers to requests that carried an Idempotency-Key, for 24 hours.
CREATE TABLE idempotency (
	-- In order of age, so that new rows lie beside each other.
	id INTEGER NOT NULL PRIMARY KEY,
	-- Whose request.
	user_id BIGINT NOT NULL,
	-- Which operation, by the name of its program.
	operation TEXT NOT NULL,
	-- The key that the client made.
	key TEXT NOT NULL,
	-- SHA-256 of the request's path and body.
	request_hash BLOB NOT NULL,
	-- The status of the first answer.
	status BIGINT NOT NULL,
	-- Its Location header, or null.
	location TEXT,
	-- Its body.
	body TEXT NOT NULL,
	-- When it was given.
	created BIGINT NOT NULL,
	UNIQUE (user_id, operation, key)
);
