-- Three people who came by a channel and ordered, two in January and one in February: see costs.rs.
INSERT INTO events BY NAME
SELECT
    uuid()                  AS event_id,
    'shop'                  AS site,
    who                     AS visitor_id,
    who                     AS session_id,
    unnest(['page_view', 'purchase']) AS event,
    day + to_minutes(unnest([0, 5])) AS occurred_at,
    occurred_at             AS received_at,
    'test'                  AS source,
    CASE WHEN event = 'page_view' THEN channel END AS channel,
    CASE WHEN event = 'purchase' THEN 'EUR' END AS currency,
    CASE WHEN event = 'purchase' THEN worth END AS value,
    CASE WHEN event = 'purchase' THEN 'T' || who END AS transaction_id
FROM (VALUES
    (1, TIMESTAMP '2026-01-10 09:00', 'Paid Search', 60),
    (2, TIMESTAMP '2026-01-12 09:00', 'Email', 30),
    (3, TIMESTAMP '2026-02-10 09:00', 'Paid Search', 40)
) AS people (who, day, channel, worth);
