-- name: event_add
-- store: chat
-- Tell of a change, in the transaction that makes it; $2 null happens in no conversation, $5 null is for all members.
INSERT INTO event (kind, conversation_id, user_id, time, audience_id, at)
VALUES ($1, $2, $3, $4, $5, $6);

-- name: event_outdated
-- store: chat
-- Remove events of an account's datasets of before a version.
DELETE FROM event WHERE kind = 5 AND audience_id = $1 AND time < $2;

-- name: event_last
-- store: chat
-- rows: one
-- The newest event's id; no row before the first.
SELECT id FROM event ORDER BY id DESC LIMIT 1;

-- name: events_after
-- store: chat
-- The events after an id, whoever they are for.
SELECT e.id, e.kind, e.conversation_id, e.user_id, e.time, e.audience_id,
	c.uuid, u.name, msg.body
FROM event AS e
LEFT JOIN conversation AS c ON c.id = e.conversation_id
JOIN users AS u ON u.id = e.user_id
LEFT JOIN message AS msg ON msg.conversation_id = e.conversation_id
	AND msg.time = e.time AND e.kind = 1
WHERE e.id > $1
ORDER BY e.id
LIMIT $2;

-- name: events_of_user
-- store: chat
-- The events after $1 and up to $2 that a person may see.
SELECT e.id, e.kind, e.conversation_id, e.user_id, e.time, e.audience_id,
	c.uuid, u.name, msg.body
FROM event AS e
LEFT JOIN conversation AS c ON c.id = e.conversation_id
JOIN users AS u ON u.id = e.user_id
LEFT JOIN message AS msg ON msg.conversation_id = e.conversation_id
	AND msg.time = e.time AND e.kind = 1
WHERE e.id > $1 AND e.id <= $2
	AND (e.audience_id = $3 OR (e.audience_id IS NULL
		AND EXISTS (SELECT 1 FROM member AS m
			WHERE m.conversation_id = e.conversation_id
			AND m.user_id = $3 AND m.departed IS NULL)))
ORDER BY e.id
LIMIT $4;

-- name: event_concerning
-- store: chat
-- rows: one
-- The newest event from $1 on that a person may see, else $1 itself.
SELECT e.id, e.at FROM event AS e
WHERE e.id >= $1
	AND (e.id = $1 OR e.audience_id = $2 OR (e.audience_id IS NULL
		AND EXISTS (SELECT 1 FROM member AS m
			WHERE m.conversation_id = e.conversation_id
			AND m.user_id = $2 AND m.departed IS NULL)))
ORDER BY e.id DESC
LIMIT 1;

-- name: event_audience
-- store: chat
-- A conversation's members of today, from a user id on.
SELECT user_id FROM member
WHERE conversation_id = $1 AND departed IS NULL AND user_id > $2
ORDER BY user_id
LIMIT $3;

-- name: event_unread
-- store: chat
-- rows: one
-- A member's unread count, and the newest message that it knows of.
SELECT c.seq - m.read_seq - m.sent_after_read, c.last
FROM member AS m
JOIN conversation AS c ON c.id = m.conversation_id
WHERE m.conversation_id = $1 AND m.user_id = $2 AND m.departed IS NULL;

-- name: event_names
-- store: chat
-- The names of a conversation's members of today, whoever asks: an event is shown only to those who may see it.
SELECT u.name FROM member AS m
JOIN users AS u ON u.id = m.user_id
WHERE m.conversation_id = $1 AND m.departed IS NULL
ORDER BY u.name_fold
LIMIT $2;
