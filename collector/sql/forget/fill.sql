-- Carries over all who stay. $1, $2: from this place in the order of arrival up to before that one.
INSERT INTO events_next
SELECT *
FROM events
WHERE rowid >= $1 AND rowid < $2
    AND NOT is_leaving(site, visitor_id, transaction_id, identity, source);
