-- The paths of the file that variable paths names, as events: a visitor for each journey, whose visits
-- lie a day apart, and whose order comes a minute after the last of them.
INSERT INTO events BY NAME
WITH paths AS (
    SELECT row_number() OVER () AS n, string_split(path, ' > ') AS channels,
        total_conversions AS conversions, total_null AS nulls
    FROM read_csv(getvariable('paths'))
), journeys AS (
    SELECT n, channels, unnest(range(conversions + nulls)) AS copy, copy < conversions AS ordered
    FROM paths
), visits AS (
    SELECT n, copy, ordered, len(channels) AS visits,
        unnest(channels) AS channel, unnest(range(len(channels))) AS place
    FROM journeys
), told AS (
    SELECT *, 'page_view' AS event FROM visits
    UNION ALL BY NAME
    SELECT *, 'purchase' AS event FROM visits WHERE ordered AND place = visits - 1
)
SELECT
    uuid()                                        AS event_id,
    'shop'                                        AS site,
    hash(n, copy)                                 AS visitor_id,
    hash(n, copy, place)                             AS session_id,
    event,
    TIMESTAMP '2026-01-01' + to_days(place::INTEGER)
        + CASE event WHEN 'purchase' THEN INTERVAL 1 MINUTE ELSE INTERVAL 0 MINUTE END AS occurred_at,
    occurred_at                                   AS received_at,
    'test'                                        AS source,
    CASE event WHEN 'page_view' THEN channel END  AS channel,
    CASE event WHEN 'purchase' THEN n || '-' || copy END AS transaction_id,
    CASE event WHEN 'purchase' THEN 1 END         AS value
FROM told;
