-- Orders that the shop's server tells of people it knows: see attribution.rs.
INSERT INTO events BY NAME
SELECT
    uuid()                                                    AS event_id,
    'shop'                                                    AS site,
    visit                                                     AS visitor_id,
    visit                                                     AS session_id,
    event,
    happened::TIMESTAMP                                       AS occurred_at,
    occurred_at                                               AS received_at,
    CASE WHEN visit > 100 THEN 'server' ELSE 'tracker' END    AS source,
    CASE WHEN visit < 100 THEN 'desktop' END                  AS device,
    channel, identity, transaction_id,
    CASE WHEN transaction_id IS NOT NULL THEN 10 END          AS value
FROM (VALUES
    -- Ada comes by an advertisement, and no page tells her order.
    (1,   'page_view', '2026-03-02 09:00', 'Paid Search', 'ada',   NULL),
    (101, 'purchase',  '2026-03-02 09:30', NULL,          'ada',   'A'),
    -- Bob comes twice; server and page tell his order, the server sooner.
    (2,   'page_view', '2026-03-02 10:00', 'Display',     'bob',   NULL),
    (3,   'page_view', '2026-03-03 10:00', 'Email',       'bob',   NULL),
    (102, 'purchase',  '2026-03-03 10:09', NULL,          'bob',   'B'),
    (3,   'purchase',  '2026-03-03 10:10', NULL,          'bob',   'B'),
    -- Nobody knows by what these came: one known by name, whose visit is months ago, and one who is not.
    (4,   'page_view', '2026-03-02 11:00', 'Direct',      'carla', NULL),
    (104, 'purchase',  '2026-09-02 11:00', NULL,          'carla', 'C'),
    (105, 'purchase',  '2026-03-02 12:00', NULL,          NULL,    'D'),
    -- Page and server tell it, and only the page knows who it was.
    (6,   'page_view', '2026-03-02 13:00', 'Email',       NULL,    NULL),
    (106, 'purchase',  '2026-03-02 13:04', NULL,          NULL,    'E'),
    (6,   'purchase',  '2026-03-02 13:05', NULL,          NULL,    'E')
) AS told (visit, event, happened, channel, identity, transaction_id);
