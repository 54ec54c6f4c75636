-- Carries over what arrived while the rest was rewritten, as it is. $1, $2: from this place in the
-- order of arrival up to before that one.
INSERT INTO events_next
SELECT *
FROM events
WHERE rowid >= $1 AND rowid < $2;
