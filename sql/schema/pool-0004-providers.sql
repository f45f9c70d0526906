-- Other services that people sign in with.

-- Somebody as a provider knows them, and whose account that opens.
CREATE TABLE identity (
	-- What the provider calls itself.
	issuer TEXT NOT NULL,
	-- What it calls somebody; never another's with the same issuer.
	subject TEXT NOT NULL,
	-- Whose.
	account_id BIGINT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
	-- The provider's name in the configuration.
	provider TEXT NOT NULL,
	-- The mail address that it told, for people to see; may be empty.
	email TEXT NOT NULL,
	-- When it was connected.
	since BIGINT NOT NULL,
	-- When somebody signed in by it, the last time.
	seen BIGINT NOT NULL,
	PRIMARY KEY (issuer, subject)
) WITHOUT ROWID;

-- One of each provider for an account.
CREATE UNIQUE INDEX identity_by_account ON identity (account_id, provider);

-- What providers publish, for a while.
CREATE TABLE provider_document (
	-- What the provider calls itself.
	issuer TEXT NOT NULL,
	-- 'places', its addresses, or 'keys', which it signs with.
	kind TEXT NOT NULL,
	-- The document, JSON.
	body TEXT NOT NULL,
	-- When it was fetched.
	fetched BIGINT NOT NULL,
	-- When it was last asked for because something was missing.
	missed BIGINT NOT NULL,
	PRIMARY KEY (issuer, kind)
) WITHOUT ROWID;
