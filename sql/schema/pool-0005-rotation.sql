-- Refresh tokens that are good once, for clients that want them so.

-- Seconds that a refresh token is still good for after another took its place;
-- null: none does, it stays as it is.
ALTER TABLE client ADD COLUMN rotates BIGINT;

-- Refresh tokens beside the first of a client's session: those that took its
-- place, and itself when one did.
CREATE TABLE refresh (
	-- SHA-256 of the token, which is nowhere.
	token_hash BLOB NOT NULL PRIMARY KEY,
	-- The session.
	session_id BIGINT NOT NULL REFERENCES session (id) ON DELETE CASCADE,
	-- When another took its place; null: none did yet.
	replaced BIGINT
) WITHOUT ROWID;

CREATE INDEX refresh_by_session ON refresh (session_id, replaced);
