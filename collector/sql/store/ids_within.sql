-- Identities of the events from pages and servers that were received within a span. $1, $2: its ends, both
-- included.
SELECT event_id
FROM events
WHERE received_at BETWEEN make_timestamp($1) AND make_timestamp($2)
  AND source IN ('tracker', 'fallback', 'server');
