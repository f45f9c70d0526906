-- A dataset's event takes the place of the account's former ones: only the newest
-- version is of interest, and drafts are written often.
CREATE INDEX event_of_dataset ON event (audience_id) WHERE kind = 5;

DELETE FROM event WHERE kind = 5 AND id < (
	SELECT MAX(later.id) FROM event AS later
	WHERE later.kind = 5 AND later.audience_id = event.audience_id);
