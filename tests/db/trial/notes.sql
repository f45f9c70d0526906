-- Statements that the tests of lib/db use, over a schema of their own.

-- name: note_add
-- store: chat
-- Write one note under a key that nobody uses yet.
INSERT INTO note (id, writer, text) VALUES ($1, $2, $3);

-- name: note_append
-- store: chat
-- Write one note of a writer under the next free id.
INSERT INTO note (id, writer, text)
SELECT COALESCE(MAX(id), 0) + 1, $1, $2 FROM note;

-- name: note_find
-- store: chat
-- rows: one
-- The note of an id.
SELECT id, writer, text, picture FROM note WHERE id = $1;

-- name: notes_after
-- store: chat
-- The notes after an id in ascending order, for pages; the limit comes first
-- in the arguments although it stands last in the text.
SELECT id, writer, text FROM note WHERE id > $2 ORDER BY id LIMIT $1;

-- name: note_count
-- store: chat
-- rows: one
-- How many notes there are.
SELECT COUNT(*) FROM note;

-- name: note_picture
-- store: chat
-- Give a note its picture.
UPDATE note SET picture = $2 WHERE id = $1;

-- name: reply_add
-- store: chat
-- Answer a note, which need not be there before the transaction ends.
INSERT INTO reply (note, text) VALUES ($1, 'it''s -- a "quoted" text?');

-- name: replies
-- store: chat
-- The answers to a note.
SELECT text FROM reply WHERE note = $1 ORDER BY text LIMIT 10;

-- name: secret_add
-- store: pool
-- Keep a secret.
INSERT INTO secret (id, bytes) VALUES ($1, $2);

-- name: secret_find
-- store: pool
-- rows: one
-- The secret of an id.
SELECT bytes FROM secret WHERE id = $1;

-- name: page_add
-- store: chat
-- Write a page, which may say what others say.
INSERT INTO page (writer, text) VALUES ($1, $2);
