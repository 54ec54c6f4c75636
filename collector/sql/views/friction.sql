-- Friction: everything that made it harder, whoever noticed it: the tracker, the shop, or this macro by
-- looking at the order of things.

CREATE OR REPLACE MACRO asked_friction(p_site, p_since, p_until, p_segment) AS TABLE
WITH told AS MATERIALIZED (
    -- Read once: what is inlined into a filter and a projection is read by both.
    SELECT site, session_id, visitor_id, occurred_at, page_path, event, CASE
        WHEN event = 'web_vital' THEN json_transform(params,
            '{"metric": "VARCHAR", "ms": "DOUBLE", "score": "DOUBLE"}') END AS vital,
        CASE WHEN event = 'field' THEN json_transform(params,
            '{"form": "VARCHAR", "field": "VARCHAR", "errors": "BIGINT"}') END AS field,
        CASE WHEN event NOT IN ('web_vital', 'field') THEN json_transform(params, '{
            "friction": ["VARCHAR"], "react_ms": "BIGINT", "kind": "VARCHAR", "error": "VARCHAR",
            "message": "VARCHAR", "place": "VARCHAR", "method": "VARCHAR", "host": "VARCHAR",
            "path": "VARCHAR", "status": "BIGINT", "request_ms": "BIGINT", "error_type": "VARCHAR",
            "error_code": "VARCHAR", "before": "DOUBLE", "after": "DOUBLE", "about": "VARCHAR",
            "how": "VARCHAR"
        }') END AS p,
        params
    FROM asked(p_site, p_since, p_until, p_segment)
    WHERE event IN ('friction', 'js_error', 'request_failed', 'request_slow', 'payment_error',
            'coupon_error', 'stock_error', 'price_change', 'doubt')
        -- Most clicks are good ones, as are most fields and most measures: no need to read them.
        OR event = 'click' AND contains(params::VARCHAR, '"friction"')
        OR event = 'field' AND try_cast(json_extract_string(params, '$.errors') AS BIGINT) > 0
        OR event = 'web_vital'
            AND try_cast(coalesce(json_extract_string(params, '$.ms'),
                json_extract_string(params, '$.score')) AS DOUBLE)
            > MAP {'LCP': 4000, 'INP': 500, 'CLS': 0.25}[json_extract_string(params, '$.metric')]
), noticed AS (
    SELECT
        site, session_id, visitor_id, occurred_at, page_path,
        unnest(CASE event
            WHEN 'click'     THEN list_distinct(p.friction)
            WHEN 'friction'  THEN [p.kind]
            WHEN 'field'     THEN ['validation']
            WHEN 'web_vital' THEN ['poor_' || lower(vital.metric)]
            ELSE [event]
        END) AS kind,
        CASE event
            WHEN 'field' THEN concat_ws('.', field.form, field.field)
            ELSE json_extract_string(params, '$.element')
        END AS element,
        CASE event
            WHEN 'click'          THEN p.react_ms || ' ms'
            WHEN 'field'          THEN field.errors || ' times'
            WHEN 'web_vital'      THEN
                coalesce(try_cast(vital.ms AS BIGINT) || ' ms', round(vital.score, 3)::VARCHAR)
            WHEN 'js_error'       THEN concat_ws(' ', p.error || ':', p.message, p.place)
            WHEN 'request_failed' THEN concat_ws(' ', p.method, concat(p.host, p.path), p.status)
            WHEN 'request_slow'   THEN concat_ws(' ', p.method, concat(p.host, p.path), p.request_ms || ' ms')
            WHEN 'payment_error'  THEN concat_ws(' ', p.error_type, p.error_code)
            WHEN 'price_change'   THEN p.before || ' to ' || p.after
            WHEN 'doubt'          THEN concat_ws(' ', p.about, p.how)
        END AS detail
    FROM told
), turns AS (
    -- A page loaded again is the same page.
    SELECT site, session_id, visitor_id, occurred_at, page_path, place
    FROM asked(p_site, p_since, p_until, p_segment)
    -- Who never comes to a page twice has not gone back; to count that is cheaper than to sort them all.
    SEMI JOIN (
        SELECT site, session_id
        FROM asked(p_site, p_since, p_until, p_segment)
        WHERE event = 'page_view' AND page_path IS NOT NULL
        GROUP BY site, session_id
        HAVING count(*) > 2 AND count(*) > count(DISTINCT hash(page_path))
    ) USING (site, session_id)
    WHERE event = 'page_view' AND page_path IS NOT NULL
    QUALIFY page_path IS DISTINCT FROM lag(page_path) OVER (
        PARTITION BY site, session_id ORDER BY occurred_at, place)
), returns AS (
    SELECT
        *,
        lag(page_path) OVER visit    AS from_path,
        lag(occurred_at) OVER visit  AS from_at,
        page_path = lag(page_path, 2) OVER visit AS is_back
    FROM turns
    WINDOW visit AS (PARTITION BY site, session_id ORDER BY occurred_at, place)
    QUALIFY is_back
), products AS (
    SELECT DISTINCT site, session_id, page_path
    FROM asked(p_site, p_since, p_until, p_segment)
    SEMI JOIN returns USING (site, session_id)
    WHERE event = 'view_item' OR event = 'content'
        AND (contains(params::VARCHAR, '"og":"product"') OR contains(params ->> '$.types', 'Product'))
), prices AS (
    -- What was said in the cart, beside what is said when paying; where the tracker has not said it.
    SELECT
        site, session_id, visitor_id, occurred_at, page_path, event, currency, value,
        last_value(CASE WHEN event IN ('view_cart', 'begin_checkout') THEN value END IGNORE NULLS)
            OVER visit AS before,
        last_value(CASE WHEN event IN ('view_cart', 'begin_checkout') THEN currency END IGNORE NULLS)
            OVER visit AS before_currency,
        count(*) FILTER (event = 'price_change') OVER (PARTITION BY site, session_id) AS changes
    FROM asked(p_site, p_since, p_until, p_segment)
    WHERE event IN ('view_cart', 'begin_checkout', 'add_payment_info', 'price_change')
    WINDOW visit AS (PARTITION BY site, session_id ORDER BY occurred_at, place)
), steps AS (
    SELECT site, session_id, visitor_id, occurred_at, page_path, place,
        json_extract_string(params, '$.step') AS step
    FROM asked(p_site, p_since, p_until, p_segment)
    WHERE event = 'checkout_step'
), numbered AS (
    SELECT *, row_number() OVER (PARTITION BY site, session_id ORDER BY occurred_at, place) AS nth
    FROM steps
    WHERE step IS NOT NULL
), ranked AS (
    -- Steps have the order in which the visit first came to them, whatever the shop calls them.
    SELECT *, min(nth) OVER (PARTITION BY site, session_id, step) AS first_nth
    FROM numbered
), stays AS (
    SELECT *, lag(step) OVER visit AS came_from, lag(first_nth) OVER visit AS before_nth
    FROM ranked
    WINDOW visit AS (PARTITION BY site, session_id ORDER BY nth)
), derived AS (
    SELECT site, session_id, visitor_id, occurred_at, from_path AS page_path,
        'quick_back' AS kind, date_diff('millisecond', from_at, occurred_at) || ' ms' AS detail
    FROM returns
    WHERE occurred_at - from_at <= INTERVAL 10 SECOND
    UNION ALL
    -- From a list to products and back, again and again.
    SELECT site, session_id, any_value(visitor_id), list_sort(list(occurred_at))[3], page_path,
        'pogo', count(*) || ' times'
    FROM returns
    SEMI JOIN products ON products.site = returns.site
        AND products.session_id = returns.session_id AND products.page_path = returns.from_path
    ANTI JOIN products AS own ON own.site = returns.site
        AND own.session_id = returns.session_id AND own.page_path = returns.page_path
    GROUP BY site, session_id, page_path
    HAVING count(*) >= 3
    UNION ALL
    SELECT site, session_id, visitor_id, occurred_at, page_path, 'step_back', came_from || ' to ' || step
    FROM stays
    WHERE first_nth < before_nth
    UNION ALL
    -- Less to pay is a coupon's work, and no friction.
    SELECT site, session_id, any_value(visitor_id), min(occurred_at),
        arg_min(page_path, occurred_at), 'price_change',
        arg_min(before::DOUBLE || ' to ' || value::DOUBLE, occurred_at)
    FROM prices
    WHERE event = 'add_payment_info' AND value > before AND changes = 0
        AND currency IS NOT DISTINCT FROM before_currency
    GROUP BY site, session_id
), signals AS (
    SELECT * FROM noticed WHERE kind IS NOT NULL
    UNION ALL BY NAME
    SELECT * FROM derived
)
SELECT
    signals.site        AS site,
    signals.session_id  AS session_id,
    signals.visitor_id  AS visitor_id,
    signals.occurred_at AS occurred_at,
    signals.page_path   AS page_path,
    kind,
    element,
    step,
    CASE
        WHEN kind = 'payment_error' AND starts_with(detail, 'soft') THEN 'medium'
        ELSE severity(kind)
    END AS severity,
    detail
FROM signals
ASOF LEFT JOIN steps
    ON signals.site = steps.site AND signals.session_id = steps.session_id
    AND signals.occurred_at >= steps.occurred_at;

COMMENT ON MACRO TABLE asked_friction IS 'One row a friction signal at a site, in a period, in a segment; what is NULL does not matter.';

CREATE OR REPLACE VIEW friction AS
FROM asked_friction(NULL, NULL, NULL, NULL);

COMMENT ON VIEW friction IS 'One row a friction signal, of whatever kind.';
COMMENT ON COLUMN friction.site IS 'The shop.';
COMMENT ON COLUMN friction.session_id IS 'The visit.';
COMMENT ON COLUMN friction.visitor_id IS 'Pseudonym of who met it.';
COMMENT ON COLUMN friction.occurred_at IS 'When it was noticed, UTC.';
COMMENT ON COLUMN friction.page_path IS 'Path of the page; of a quick_back, the page that was left at once; of pogo, the list.';
COMMENT ON COLUMN friction.kind IS 'Of clicks: dead, slow, rage, error, pay. Of the tracker: thrashed_cursor, dead_swipe, coupon_hunt, resubmit, zero_results, validation, doubt, js_error, request_failed, request_slow, payment_error, coupon_error, stock_error, price_change, poor_lcp, poor_inp, poor_cls. Derived here: quick_back, pogo, step_back, price_change.';
COMMENT ON COLUMN friction.element IS 'The element, or form and field.';
COMMENT ON COLUMN friction.step IS 'The checkout step the visit was in; empty before the first.';
COMMENT ON COLUMN friction.severity IS 'How much it weighs: low, medium, high.';
COMMENT ON COLUMN friction.detail IS 'More about it: a time, a number, a code, a path; never what was typed.';
