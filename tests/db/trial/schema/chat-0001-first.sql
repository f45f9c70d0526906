-- Notes, with a limit on their length.
CREATE TABLE note (
	id INTEGER PRIMARY KEY,
	writer INTEGER NOT NULL,	-- who wrote it
	text TEXT NOT NULL CHECK (length(text) < 100000),
	picture BLOB
);
CREATE UNIQUE INDEX note_text ON note (writer, text);

CREATE TABLE page (
	id INTEGER PRIMARY KEY,
	writer INTEGER NOT NULL,
	text TEXT NOT NULL
);
