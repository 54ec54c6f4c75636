-- Takes away what a segment's visits were.
DELETE FROM segment_members WHERE segment = ?;
