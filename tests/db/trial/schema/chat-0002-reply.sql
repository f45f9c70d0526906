-- Answers to notes.
CREATE TABLE reply (
	note INTEGER NOT NULL REFERENCES note (id)
		DEFERRABLE INITIALLY DEFERRED,
	text TEXT NOT NULL
);
CREATE INDEX reply_note ON reply (note);
