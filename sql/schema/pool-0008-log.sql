-- The log of security events, by what happened and by whose name, however long
-- it is.

CREATE INDEX audit_by_event ON audit (event, id);
CREATE INDEX audit_by_name ON audit (name, id);
