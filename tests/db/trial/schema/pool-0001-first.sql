-- Secrets.
CREATE TABLE secret (
	id INTEGER PRIMARY KEY,
	bytes BLOB NOT NULL
);
