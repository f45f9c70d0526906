-- Programs that speak the user pool's protocol, and what they are given.

-- A program that people sign in with.
CREATE TABLE client (
	-- 26 letters and digits; public.
	id TEXT NOT NULL PRIMARY KEY,
	-- What the operator calls it.
	name TEXT NOT NULL,
	-- A secret that it shares with us, sealed under a key that is not in
	-- this store; null: it keeps none.
	secret BLOB,
	-- Ways of signing in that it may use: 1 password, 2 SRP, 4 password for
	-- an administrator who signs in somebody else; the sum.
	flows BIGINT NOT NULL,
	-- 1: it is told that a name is unknown; 0: it is not.
	tells_unknown BIGINT NOT NULL,
	-- Seconds that its access tokens are good for.
	access_ttl BIGINT NOT NULL,
	-- And its ID tokens.
	id_ttl BIGINT NOT NULL,
	-- And its refresh tokens.
	refresh_ttl BIGINT NOT NULL,
	-- When it was made.
	created BIGINT NOT NULL
) WITHOUT ROWID;

-- A session that a client of the pool has; it ends with the session.
CREATE TABLE origin (
	-- The session.
	session_id INTEGER NOT NULL PRIMARY KEY
		REFERENCES session (id) ON DELETE CASCADE,
	-- The client that signed in.
	client_id TEXT NOT NULL REFERENCES client (id),
	-- What its tokens name it by: a random UUID.
	uuid TEXT NOT NULL UNIQUE,
	-- SHA-256 of the refresh token, which is nowhere.
	token_hash BLOB NOT NULL UNIQUE,
	-- When somebody signed in.
	began BIGINT NOT NULL
);

CREATE INDEX origin_by_client ON origin (client_id);

-- What proves a password by SRP.  Who has it can guess passwords cheaply: hence
-- the seal.
CREATE TABLE verifier (
	-- Whose.
	account_id INTEGER NOT NULL PRIMARY KEY
		REFERENCES account (id) ON DELETE CASCADE,
	-- SHA-256 of the account's stored hash that it belongs to: with another
	-- it is void.
	password_hash BLOB NOT NULL,
	-- Salt and verifier, sealed under a key that is not in this store.
	sealed BLOB NOT NULL
);

-- Secret blocks and the like that were used, until they would be too old.
CREATE TABLE spent (
	-- SHA-256 of it.
	hash BLOB NOT NULL PRIMARY KEY,
	-- When it is too old anyway.
	expires BIGINT NOT NULL
) WITHOUT ROWID;

CREATE INDEX spent_by_expiry ON spent (expires);

-- Key pairs that administrators' programs sign requests with.
CREATE TABLE access_key (
	-- 20 capitals and digits; public.
	id TEXT NOT NULL PRIMARY KEY,
	-- The administrator who answers for it.
	account_id BIGINT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
	-- The secret, sealed under a key that is not in this store.
	sealed BLOB NOT NULL,
	-- When it was made.
	created BIGINT NOT NULL
) WITHOUT ROWID;

CREATE INDEX access_key_by_account ON access_key (account_id);
