-- Ten million events of a year until yesterday, as the tracker's would be stored: ids without an order, 20
-- events a visit. Read by large.py, with $rows set.
INSERT INTO events BY NAME
SELECT
    md5(i::VARCHAR)::UUID AS event_id,
    'bench' AS site,
    hash(i // 60) AS visitor_id,
    hash(i // 20, 1) AS session_id,
    ['page_view', 'view_item', 'click', 'touchpoint', 'scroll'][1 + i % 5] AS event,
    make_timestamp(epoch_us(current_date - 366) + i * (365 * 86400000000 // getvariable('rows'))) AS occurred_at,
    make_timestamp(epoch_us(current_date - 366) + i * (365 * 86400000000 // getvariable('rows')) + 2000000) AS received_at,
    'tracker' AS "source",
    'shop.example' AS page_host,
    '/c/coffee-' || (hash(i // 3) % 5000)::VARCHAR AS page_path,
    'Coffee, whole beans' AS page_title,
    CASE WHEN i % 20 = 0 THEN 'www.google.com' END AS referrer_host,
    CASE WHEN i % 20 = 0 THEN 'news' END AS utm_source,
    ['desktop', 'mobile', 'mobile', 'tablet'][1 + (hash(i // 60) % 4)::INTEGER] AS device,
    CASE WHEN i % 5 = 3 THEN 'size-guide' END AS touchpoint,
    CASE WHEN i % 5 = 1
        THEN '[{"item_id":"sku-' || (hash(i) % 5000)::VARCHAR || '","item_name":"Beans","price":9.5}]' END AS items,
    '{"element":"a.teaser-' || (hash(i) % 5000)::VARCHAR || '","reaction":"mutation","react_ms":'
        || (hash(i, 2) % 700)::VARCHAR || '}' AS params
FROM range(getvariable('rows')) AS r(i);
