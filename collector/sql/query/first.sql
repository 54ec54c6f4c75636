-- When the first event from a page was received, and from which site; no row where none was.
SELECT epoch_us(received_at) AS received_at, site
FROM events
WHERE source IN ('tracker', 'fallback')
LIMIT 1;
