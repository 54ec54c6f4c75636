-- Identities of the latest events from pages and servers in order of arrival, for the filters that know a retry;
-- imports know their own. $1: how many.
WITH arrived AS (
    SELECT event_id, received_at
    FROM events
    WHERE source IN ('tracker', 'fallback', 'server')
)
SELECT event_id::VARCHAR AS event_id, epoch_us(received_at) AS received_at
FROM arrived
OFFSET (SELECT greatest(count(*) - $1, 0) FROM arrived);
