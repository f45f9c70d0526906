-- People whose account was deleted: what they said stays, under no name.

-- When that was; null: they are here.
ALTER TABLE users ADD COLUMN gone BIGINT;
