-- The user pool for people and for operators: profiles, second factors,
-- devices, groups, invitations, synced data, and a log of what happened.

-- The id that other programs know an account by: a random UUID that is never
-- given to another account, also when the name is.
ALTER TABLE account ADD COLUMN sub TEXT;
-- Why the password does not open the account: 0 it does, 1 it is temporary and
-- must be changed at sign-in, 2 it is void until it is reset by mail.
ALTER TABLE account ADD COLUMN password_state BIGINT NOT NULL DEFAULT 0;
-- Until when a temporary password is good; null for others.
ALTER TABLE account ADD COLUMN password_expires BIGINT;
-- When the password was last set.
ALTER TABLE account ADD COLUMN password_changed BIGINT NOT NULL DEFAULT 0;
-- When anything of the account was last changed by somebody.
ALTER TABLE account ADD COLUMN changed BIGINT NOT NULL DEFAULT 0;
-- Goes up when everything that was ever issued to the account becomes void:
-- sessions, tokens, challenges under way.
ALTER TABLE account ADD COLUMN epoch BIGINT NOT NULL DEFAULT 0;
-- A mail address that is to take the place of the other, and folded; null none.
ALTER TABLE account ADD COLUMN email_next TEXT;
ALTER TABLE account ADD COLUMN email_next_fold TEXT;
-- Since when a code by mail is asked for at sign-in; null: it is not.
ALTER TABLE account ADD COLUMN mail_factor BIGINT;
-- Which second factor is asked for first where there are two: 'totp', 'mail'.
ALTER TABLE account ADD COLUMN factor TEXT;
-- Since when the account waits for an administrator to approve of it; null: it
-- does not.
ALTER TABLE account ADD COLUMN waiting BIGINT;
-- When its owner asked for the account to be deleted; null: nobody did.
ALTER TABLE account ADD COLUMN deletion_asked BIGINT;

UPDATE account SET
	sub = LOWER(HEX(RANDOMBLOB(4)) || '-' || HEX(RANDOMBLOB(2)) || '-4'
		|| SUBSTR(HEX(RANDOMBLOB(2)), 2) || '-'
		|| SUBSTR('89ab', 1 + ABS(RANDOM() % 4), 1)
		|| SUBSTR(HEX(RANDOMBLOB(2)), 2) || '-' || HEX(RANDOMBLOB(6))),
	password_changed = created,
	changed = COALESCE(confirmed, created);

CREATE UNIQUE INDEX account_by_sub ON account (sub);
CREATE INDEX account_by_waiting ON account (waiting) WHERE waiting IS NOT NULL;
CREATE INDEX account_by_deletion ON account (deletion_asked)
	WHERE deletion_asked IS NOT NULL;

-- What is left of an account that was deleted: nobody gets its ids again, nor
-- its name, since what was said under it stands.
CREATE TABLE tombstone (
	-- The account's id here and in the chat store.
	account_id INTEGER NOT NULL PRIMARY KEY,
	-- The id that other programs knew it by.
	sub TEXT NOT NULL UNIQUE,
	-- HMAC of the folded name, under a key that is not in this store.
	subject BLOB NOT NULL UNIQUE,
	-- When the account was deleted.
	deleted BIGINT NOT NULL
);

-- What people tell about themselves.
CREATE TABLE attribute (
	-- Whose.
	account_id BIGINT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
	-- A standard claim of OpenID Connect, or custom: and a name from the
	-- configuration.
	name TEXT NOT NULL,
	-- The value.
	value TEXT NOT NULL,
	PRIMARY KEY (account_id, name)
) WITHOUT ROWID;

-- For searching by a value; the name comes first, as in the question.
CREATE INDEX attribute_by_value ON attribute (name, value, account_id);

-- Time-based one-time passwords (RFC 6238).
CREATE TABLE totp (
	-- Whose.
	account_id INTEGER NOT NULL PRIMARY KEY
		REFERENCES account (id) ON DELETE CASCADE,
	-- The seed, sealed under a key that is not in this store.
	sealed BLOB NOT NULL,
	-- What its owner calls the device that has it.
	label TEXT NOT NULL,
	-- The step of the last code that was accepted: none is good twice.
	last_step BIGINT NOT NULL DEFAULT 0,
	-- When the seed was made.
	created BIGINT NOT NULL,
	-- When a code first proved that its owner has it; null: not yet, and it
	-- is not asked for at sign-in.
	confirmed BIGINT
);

-- Codes that stand in for a second factor that was lost, each once.
CREATE TABLE recovery_code (
	-- Whose.
	account_id BIGINT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
	-- HMAC of account and code, under a key that is not in this store.
	hash BLOB NOT NULL,
	-- When it was used; null before.
	used BIGINT,
	PRIMARY KEY (account_id, hash)
) WITHOUT ROWID;

-- A sign-in that needs another step.
CREATE TABLE challenge (
	-- SHA-256 of the token that its holder must bring; each step has another.
	token_hash BLOB NOT NULL PRIMARY KEY,
	-- Who signs in.
	account_id BIGINT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
	-- For which client of the pool; empty for the API itself.
	client TEXT NOT NULL,
	-- What is asked for: 'totp', 'mail', 'new_password' and so on.
	step TEXT NOT NULL,
	-- The account's epoch when it began: a change in between voids it.
	epoch BIGINT NOT NULL,
	-- What the steps before have left for this one, sealed; null nothing.
	sealed BLOB,
	-- Answers so far.
	tries BIGINT NOT NULL DEFAULT 0,
	-- When the sign-in began.
	created BIGINT NOT NULL,
	-- Until when it may be answered.
	expires BIGINT NOT NULL,
	-- When it was answered rightly; null before.
	used BIGINT
) WITHOUT ROWID;

CREATE INDEX challenge_by_account ON challenge (account_id);
CREATE INDEX challenge_by_expiry ON challenge (expires);

-- When the session was last used, to the hour.
ALTER TABLE session ADD COLUMN seen BIGINT NOT NULL DEFAULT 0;
-- What the client called itself, cut; empty if it did not.
ALTER TABLE session ADD COLUMN agent TEXT NOT NULL DEFAULT '';
-- The network that it came from, without the part that tells the machine.
ALTER TABLE session ADD COLUMN address TEXT NOT NULL DEFAULT '';
-- What its owner calls the device; null: nothing yet.
ALTER TABLE session ADD COLUMN label TEXT;
-- The account's epoch when it began.
ALTER TABLE session ADD COLUMN epoch BIGINT NOT NULL DEFAULT 0;

UPDATE session SET seen = created;

-- Browsers that somebody has signed in with: others' failures do not lock
-- sign-in there.
CREATE TABLE device (
	-- SHA-256 of the cookie's value.
	token_hash BLOB NOT NULL PRIMARY KEY,
	-- Who signed in.
	account_id BIGINT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
	-- When that was, the last time.
	seen BIGINT NOT NULL
) WITHOUT ROWID;

CREATE INDEX device_by_account ON device (account_id, seen);
CREATE INDEX device_by_age ON device (seen);

-- Groups of accounts.  (The word group is reserved in SQL.)
CREATE TABLE usergroup (
	-- For keys inside this store.
	id INTEGER NOT NULL PRIMARY KEY,
	-- As typed.
	name TEXT NOT NULL,
	-- The name case-folded: what names are compared and sorted by.
	name_fold TEXT NOT NULL UNIQUE,
	-- What it is for; may be empty.
	description TEXT NOT NULL,
	-- The lower, the more it counts; null counts least.
	precedence BIGINT,
	-- When it was made.
	created BIGINT NOT NULL,
	-- When it was last changed.
	changed BIGINT NOT NULL
);

-- Its members may do what administrators do.  It is there from the start and
-- cannot be removed.
INSERT INTO usergroup
	(id, name, name_fold, description, precedence, created, changed)
VALUES (1, 'administrators', 'administrators',
	'May manage accounts and read the log.', 0,
	1000 * CAST(STRFTIME('%s', 'now') AS INTEGER),
	1000 * CAST(STRFTIME('%s', 'now') AS INTEGER));

-- Who is in which group.
CREATE TABLE usergroup_member (
	-- The account.
	account_id BIGINT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
	-- The group.
	usergroup_id BIGINT NOT NULL
		REFERENCES usergroup (id) ON DELETE CASCADE,
	-- Since when.
	since BIGINT NOT NULL,
	PRIMARY KEY (account_id, usergroup_id)
) WITHOUT ROWID;

CREATE INDEX usergroup_member_by_group
	ON usergroup_member (usergroup_id, account_id);

-- Ways in for people who were invited.
CREATE TABLE invitation (
	-- For keys inside this store, and for lists.
	id INTEGER NOT NULL PRIMARY KEY,
	-- SHA-256 of the token in the link; the token itself is nowhere.
	token_hash BLOB NOT NULL UNIQUE,
	-- What whoever made it wrote beside it; may be empty.
	note TEXT NOT NULL,
	-- A group that those who come by it are put into; null none.
	usergroup_id BIGINT REFERENCES usergroup (id) ON DELETE CASCADE,
	-- The domain that their mail addresses must have, folded; null any.
	mail_domain TEXT,
	-- How many may come by it.
	uses_max BIGINT NOT NULL,
	-- How many have.
	uses BIGINT NOT NULL DEFAULT 0,
	-- Until when it is good.
	expires BIGINT NOT NULL,
	-- When it was made.
	created BIGINT NOT NULL,
	-- Who made it, by name; it outlives them.
	created_by TEXT NOT NULL,
	-- When it was withdrawn; null: it was not.
	revoked BIGINT
);

CREATE INDEX invitation_by_usergroup ON invitation (usergroup_id)
	WHERE usergroup_id IS NOT NULL;

-- Settings, drafts and the like that several devices of a person share.
CREATE TABLE dataset (
	-- Whose.
	account_id BIGINT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
	-- Its name.
	name TEXT NOT NULL,
	-- Of the last write: goes up over all datasets of the account, so that
	-- what changed since a version is what has a greater one.
	version BIGINT NOT NULL,
	-- The value, JSON; null: it was removed.
	value TEXT,
	-- When it was written.
	changed BIGINT NOT NULL,
	PRIMARY KEY (account_id, name)
) WITHOUT ROWID;

CREATE UNIQUE INDEX dataset_by_version ON dataset (account_id, version);

-- What happened that security depends on, in order.  Rows are never changed,
-- and removed only when they are older than audit_retention says.
CREATE TABLE audit (
	-- In order.
	id INTEGER NOT NULL PRIMARY KEY,
	-- When.
	time BIGINT NOT NULL,
	-- What, as a word: see lib/pool/audit.h.
	event TEXT NOT NULL,
	-- The account that it happened to; null: none that is known.
	account_id BIGINT,
	-- Its name then; null none.
	name TEXT,
	-- Who did it, if somebody else: the account, null for the operator.
	actor_id BIGINT,
	-- The other's name then; null: it was the account's own doing.
	actor TEXT,
	-- The network that it came from, without the part that tells the
	-- machine; empty: not known.
	address TEXT NOT NULL,
	-- A few words more; may be empty.
	detail TEXT NOT NULL
);

CREATE INDEX audit_by_account ON audit (account_id, id);
CREATE INDEX audit_by_time ON audit (time);

-- One row: what is older may be removed from the log.
CREATE TABLE audit_retention (
	-- Always 1.
	id INTEGER NOT NULL PRIMARY KEY CHECK (id = 1),
	-- Rows of before this time.
	until BIGINT NOT NULL
);

INSERT INTO audit_retention (id, until) VALUES (1, 0);

CREATE TRIGGER audit_is_never_changed BEFORE UPDATE ON audit
BEGIN
	SELECT RAISE(ABORT, 'the log is only added to');
END;

CREATE TRIGGER audit_is_kept BEFORE DELETE ON audit
WHEN OLD.time >= (SELECT until FROM audit_retention)
BEGIN
	SELECT RAISE(ABORT, 'the log is only added to');
END;

CREATE TRIGGER audit_retention_goes_forward BEFORE UPDATE ON audit_retention
WHEN NEW.until < OLD.until
BEGIN
	SELECT RAISE(ABORT, 'what may be removed stays so');
END;

CREATE TRIGGER audit_retention_stays BEFORE DELETE ON audit_retention
BEGIN
	SELECT RAISE(ABORT, 'it has one row');
END;
