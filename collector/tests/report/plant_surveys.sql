-- What shoppers were asked and have said, counted by hand: see surveys.rs.
INSERT INTO events BY NAME
SELECT
    uuid()                                                AS event_id,
    'shop'                                                AS site,
    visit                                                 AS visitor_id,
    visit                                                 AS session_id,
    event,
    (day || ' 09:00')::TIMESTAMP + to_seconds(second)     AS occurred_at,
    occurred_at                                           AS received_at,
    'test'                                                AS source,
    CASE WHEN visit = 22 THEN 'mobile' ELSE 'desktop' END AS device,
    CASE WHEN visit = 66 THEN 'declared' END              AS robot,
    CASE WHEN event = 'page_view' AND visit = 21 THEN 'Email' END AS channel,
    CASE event WHEN 'view_item' THEN 'consideration' WHEN 'purchase' THEN 'purchase' WHEN 'page_view' THEN 'awareness'
        ELSE 'experience' END                             AS phase,
    CASE WHEN event = 'purchase' THEN 'T' || visit END    AS transaction_id,
    params
FROM (
    -- Visits 1 to 10 are asked after their purchase and answer; 9 and 10 tell no order, so eight of them ordered.
    SELECT range AS visit, '2026-03-02' AS day, unnest([
        {'event': 'page_view', 'second': 0, 'params': NULL},
        {'event': CASE WHEN range <= 8 THEN 'purchase' END, 'second': 5, 'params': NULL},
        {'event': 'survey_shown', 'second': 10, 'params': '{"survey": "nps", "trigger": "purchase"}'},
        {'event': 'survey_answer', 'second': 20, 'params': format('{{"survey": "{}", "score": {}, "trigger": "purchase"}}',
            CASE range WHEN 2 THEN 'NPS' WHEN 3 THEN ' nps' ELSE 'nps' END,
            ['10', '10', '"9"', '9', '9', '8', '7', '6', '3', '0'][range])}
    ], recursive := true)
    FROM range(1, 11)
    UNION ALL BY NAME
    FROM (VALUES
        -- Off the scale, no number, none at all, a broken one; and shown without an answer.
        (11, '2026-03-02', 'survey_shown',  10, '{"survey": "nps"}'),
        (11, '2026-03-02', 'survey_answer', 20, '{"survey": "nps", "score": 11}'),
        (12, '2026-03-02', 'survey_answer', 20, '{"survey": "nps", "score": "great"}'),
        (13, '2026-03-02', 'survey_answer', 20, '{"survey": "nps", "comment": "Nice"}'),
        (14, '2026-03-02', 'survey_answer', 20, '{"survey": "nps", "score": 7.5}'),
        (15, '2026-03-02', 'survey_shown',  10, '{"survey": "nps", "trigger": "/returns/*"}'),
        -- Shown twice and answered once; told by nobody's page.
        (16, '2026-03-02', 'survey_shown',  10, '{"survey": "nps", "trigger": "/returns/*"}'),
        (16, '2026-03-02', 'survey_shown',  60, '{"survey": "nps", "trigger": "purchase"}'),
        (16, '2026-03-02', 'survey_answer', 70, '{"survey": "nps", "score": 10, "comment": "Good socks"}'),
        (17, '2026-03-02', 'survey_answer', 20, '{"survey": "nps", "score": 9}'),
        -- Satisfaction: 5, 4, 4 and 2 of 5, one off the scale.
        (21, '2026-03-02', 'page_view',      0, NULL),
        (21, '2026-03-02', 'survey_shown',  10, '{"survey": "csat", "phase": "loyalty", "step": "payment"}'),
        (21, '2026-03-02', 'survey_answer', 20, '{"survey": "csat", "score": 5, "phase": "loyalty", "step": "payment"}'),
        (22, '2026-03-02', 'page_view',      0, NULL),
        (22, '2026-03-02', 'view_item',      5, NULL),
        (22, '2026-03-02', 'survey_shown',  10, '{"survey": "csat"}'),
        -- What comes between is no matter: it was asked at a product.
        (22, '2026-03-02', 'purchase',      15, NULL),
        (22, '2026-03-02', 'survey_answer', 20, '{"survey": "csat", "score": 4}'),
        (23, '2026-04-02', 'survey_answer', 20, '{"survey": "csat", "score": 4, "comment": " "}'),
        (24, '2026-04-02', 'survey_answer', 20, '{"survey": "csat", "score": 2, "comment": "Late"}'),
        (25, '2026-04-02', 'survey_answer', 20, '{"survey": "csat", "score": 0}'),
        -- Effort: 7, 6 and 2 of 7, one off the scale.
        (31, '2026-03-02', 'survey_answer', 20, '{"survey": "CES", "score": 7}'),
        (32, '2026-03-02', 'survey_answer', 20, '{"survey": "ces", "score": 6}'),
        (33, '2026-03-02', 'survey_answer', 20, '{"survey": "ces", "score": 2}'),
        (34, '2026-03-02', 'survey_answer', 20, '{"survey": "ces", "score": 8}'),
        -- A question without a scale: a comment is an answer, nothing is none.
        (41, '2026-03-02', 'survey_answer', 20, '{"survey": "free", "comment": "A larger size, please"}'),
        (42, '2026-03-02', 'survey_answer', 20, '{"survey": "free"}'),
        (51, '2026-03-02', 'survey_answer', 20, '{"score": 4}'),
        -- A robot's word.
        (66, '2026-03-02', 'survey_answer', 20, '{"survey": "nps", "score": 0}')
    ) AS told (visit, day, event, second, params)
)
WHERE event IS NOT NULL;
