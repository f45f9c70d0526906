-- What a group may do at other services, which know it by this name (an ARN);
-- null: nothing.  Tokens tell them; nothing here goes by it.
ALTER TABLE usergroup ADD COLUMN role TEXT;
