-- Takes away a segment's rule.
DELETE FROM segments WHERE segment = ?;
