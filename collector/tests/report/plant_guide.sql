-- Five visits that meet a size guide, of a shop that tells no steps of its checkout: see touchpoints.rs.
INSERT INTO events BY NAME
SELECT
    uuid()                                                AS event_id,
    'shop'                                                AS site,
    visit                                                 AS visitor_id,
    visit                                                 AS session_id,
    event,
    TIMESTAMP '2026-03-02 09:00' + to_seconds(second)     AS occurred_at,
    occurred_at                                           AS received_at,
    'test'                                                AS source,
    'desktop'                                             AS device,
    CASE WHEN event = 'touchpoint' THEN 'guide' END       AS touchpoint,
    CASE WHEN event = 'touchpoint' THEN said END          AS action,
    CASE WHEN said = 'attended' THEN '{"attended_ms": 20000}' WHEN event = 'survey_answer' THEN said END AS params,
    CASE WHEN event = 'purchase' THEN 'T' || visit END    AS transaction_id
FROM (VALUES
    -- 1 stops at it, reads it, and orders.
    (1, 'page_view',   0, NULL),
    (1, 'touchpoint',  1, 'seen'),
    (1, 'touchpoint',  2, 'stopped'),
    (1, 'touchpoint', 22, 'attended'),
    (1, 'purchase',   60, NULL),
    -- 2 reads it as long, and leaves.
    (2, 'page_view',   0, NULL),
    (2, 'touchpoint',  1, 'seen'),
    (2, 'touchpoint', 21, 'attended'),
    -- 3 scrolls past.
    (3, 'page_view',   0, NULL),
    (3, 'touchpoint',  1, 'seen'),
    (3, 'survey_answer', 30, '{"survey": "nps", "score": 10}'),
    -- 4 stops at it twice and goes on to a product: it has stopped one visit.
    (4, 'page_view',   0, NULL),
    (4, 'touchpoint',  1, 'stopped'),
    (4, 'touchpoint',  3, 'seen'),
    (4, 'touchpoint',  9, 'stopped'),
    (4, 'view_item',  20, NULL),
    -- Eighty of a hundred is on no scale of 1 to 5.
    (4, 'survey_answer', 30, '{"survey": "csat", "score": 80}'),
    -- 5 uses it before it was in view for long enough to be seen.
    (5, 'page_view',   0, NULL),
    (5, 'touchpoint',  1, 'acted'),
    (5, 'survey_answer', 30, '{"survey": " CSAT", "score": 3}')
) AS told (visit, event, second, said);
