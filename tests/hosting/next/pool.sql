-- The same for accounts.
ALTER TABLE account ADD COLUMN colour TEXT;
