-- The user pool: accounts and their secrets, apart from the chat.

-- Somebody who signed up.
CREATE TABLE account (
	-- Also the person's id in the chat store, once confirmed; from then on
	-- never another's.
	id INTEGER NOT NULL PRIMARY KEY,
	-- As typed at sign-up, in NFC.
	name TEXT NOT NULL,
	-- The name case-folded: what names are compared by.
	name_fold TEXT NOT NULL UNIQUE,
	-- The mail address as typed.
	email TEXT NOT NULL,
	-- The address with its domain and local part in lower case.
	email_fold TEXT NOT NULL,
	-- Argon2id hash with its parameters (PHC string format).
	password TEXT NOT NULL,
	-- When sign-up was asked for.
	created BIGINT NOT NULL,
	-- When the mail address was confirmed; null before.
	confirmed BIGINT,
	-- When an operator shut the account; null while it is open.
	disabled BIGINT
);

-- An address belongs to one confirmed account; until one confirms, several may claim it.
CREATE UNIQUE INDEX account_by_email ON account (email_fold)
	WHERE confirmed IS NOT NULL;
CREATE INDEX account_by_claim ON account (email_fold, confirmed);
CREATE INDEX account_by_age ON account (created) WHERE confirmed IS NULL;

-- The one code that is valid for an account and purpose.
CREATE TABLE code (
	-- Whose.
	account_id BIGINT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
	-- What it is good for: 'confirm'.
	purpose TEXT NOT NULL,
	-- HMAC of account, purpose and code, under a key that is not in this store.
	hash BLOB NOT NULL,
	-- Tries so far; at 5 it is void.
	tries BIGINT NOT NULL,
	-- Until when it is good.
	expires BIGINT NOT NULL,
	-- When it was used; null before.
	used BIGINT,
	PRIMARY KEY (account_id, purpose)
) WITHOUT ROWID;

-- A signed-in client.
CREATE TABLE session (
	-- For keys inside this store and for cutting event streams; random, so
	-- that the next session never has the id of one that ended.
	id INTEGER NOT NULL PRIMARY KEY,
	-- SHA-256 of the token; the token itself is nowhere.
	token_hash BLOB NOT NULL UNIQUE,
	-- Whose.
	account_id BIGINT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
	-- Since when.
	created BIGINT NOT NULL,
	-- Until when.
	expires BIGINT NOT NULL
);

CREATE INDEX session_by_account ON session (account_id);
CREATE INDEX session_by_expiry ON session (expires);

-- Failed sign-ins, one row for each name that had any, known or not.
CREATE TABLE lockout (
	-- HMAC of the account or of the folded name that was tried.
	subject BLOB NOT NULL PRIMARY KEY,
	-- Failures in a row.
	failures BIGINT NOT NULL,
	-- When the last one was.
	failed BIGINT NOT NULL,
	-- No attempt is looked at before this.
	locked_until BIGINT NOT NULL
) WITHOUT ROWID;

CREATE INDEX lockout_by_age ON lockout (failed);

-- How often somebody asked for something within the hour.
CREATE TABLE quota (
	-- HMAC of what was asked for and the folded name, known or not.
	subject BLOB NOT NULL PRIMARY KEY,
	-- When the hour began.
	started BIGINT NOT NULL,
	-- How often since.
	uses BIGINT NOT NULL
) WITHOUT ROWID;

CREATE INDEX quota_by_age ON quota (started);

-- Mail to be sent, and for a day what was sent.
CREATE TABLE mail (
	-- In order of queueing.
	id INTEGER NOT NULL PRIMARY KEY,
	-- The address.
	recipient TEXT NOT NULL,
	-- The address folded: what limits count by.
	recipient_fold TEXT NOT NULL,
	-- Subject and text, sealed under a key that is not in this store; null once it was sent.
	sealed BLOB,
	-- 0 waiting, 1 sent, 2 given up.
	state BIGINT NOT NULL DEFAULT 0,
	-- Tries so far.
	tries BIGINT NOT NULL DEFAULT 0,
	-- Not before this; a mail being sent is due again if its sender dies.
	due BIGINT NOT NULL,
	-- When it was queued.
	created BIGINT NOT NULL
);

CREATE INDEX mail_by_due ON mail (state, due);
CREATE INDEX mail_by_recipient ON mail (recipient_fold, created);
CREATE INDEX mail_by_age ON mail (created);
