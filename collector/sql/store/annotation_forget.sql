-- Takes away a note of a change.
DELETE FROM annotations WHERE name = ?;
