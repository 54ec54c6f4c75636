-- Carries over what is not too old. $1, $2: from this place in the order of arrival up to before that one.
INSERT INTO events_next
SELECT events.*
FROM events
LEFT JOIN keeping ON events.site = keeping.site AND events.event = keeping.event
WHERE events.rowid >= $1 AND events.rowid < $2 AND (before IS NULL OR occurred_at >= before)
ORDER BY events.rowid;
