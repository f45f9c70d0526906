-- Passwords that accounts had, where the configuration wants them not chosen
-- again.

CREATE TABLE former_password (
	-- Whose.
	account_id INTEGER NOT NULL
		REFERENCES account (id) ON DELETE CASCADE,
	-- The account's epoch while it was good: the higher, the later.
	epoch BIGINT NOT NULL,
	-- Argon2id, as it was kept.
	password TEXT NOT NULL,
	PRIMARY KEY (account_id, epoch)
) WITHOUT ROWID;
