-- Friction as it was noticed or follows from the order of things, and beside it the steps of the checkout,
-- which are read in the same pass: what the view friction and the reports stand on.
--
-- A visit's id is that of one site alone, so that rows are brought together by it without the site's name.
-- p_described: with what describes a signal, its site, visitor, page and parameters. Reports that only count
-- leave it out: DuckDB does not see through so many steps that a column is not asked for.
CREATE OR REPLACE MACRO friction_signals(p_site, p_since, p_until, p_segment, p_described := true) AS TABLE
WITH told AS MATERIALIZED (
    SELECT
        session_id, occurred_at, place, event,
        CASE WHEN p_described THEN site END AS site,
        CASE WHEN p_described THEN visitor_id END AS visitor_id,
        CASE WHEN p_described THEN page_path END AS page_path,
        CASE WHEN p_described THEN params END AS params,
        CASE WHEN event = 'checkout_step' THEN json_extract_string(params, '$.step')
            ELSE implied_step(event) END AS step,
        CASE WHEN event = 'form' THEN json_extract_string(params, '$.form') END AS form,
        -- What was refused, or followed by nothing, is to be sent again.
        CASE WHEN event = 'form' THEN NOT completes(json_extract_string(params, '$.outcome'),
            try_cast(json_extract_string(params, '$.status') AS BIGINT)) END AS failed,
        -- One submission has one form_ms: what a script sends on after nothing was told of it, a bank's check later
        -- say, is the same.
        CASE WHEN event = 'form' THEN json_extract_string(params, '$.form_ms') END AS form_ms,
        CASE WHEN event = 'form' AND json_extract_string(params, '$.outcome') = 'nothing'
            THEN json_extract_string(params, '$.form_ms') END AS waited_ms,
        CASE
            WHEN event = 'click'     THEN list_distinct(
                json_transform(params, '{"friction": ["VARCHAR"]}').friction)
            WHEN event = 'friction'  THEN [json_extract_string(params, '$.kind')]
            WHEN event = 'field'     THEN ['validation']
            WHEN event = 'content'   THEN ['bad_reviews']
            WHEN event = 'web_vital' THEN ['poor_' || lower(json_extract_string(params, '$.metric'))]
            WHEN event = 'payment_error'
                OR event <> 'checkout_step' AND event <> 'form' AND implied_step(event) IS NULL THEN [event]
        END AS kinds
    FROM asked(p_site, p_since, p_until, p_segment)
    -- Names are looked up in a list, not with IN: DuckDB does that once for each different name of a block,
    -- and reads nothing more of the other rows.
    WHERE list_contains(['friction', 'js_error', 'request_failed', 'request_slow', 'payment_error',
            'coupon_error', 'stock_error', 'price_change', 'doubt', 'click', 'field', 'web_vital', 'content',
            'checkout_step', 'begin_checkout', 'add_shipping_info', 'add_payment_info',
            'payment_attempt', 'form'], event)
        -- Most clicks are good ones, as are most fields and most measures: no need to read them.
        AND (event <> 'click' OR contains(params::VARCHAR, '"friction"'))
        AND (event <> 'field' OR contains(params::VARCHAR, '"errors"')
            AND try_cast(json_extract_string(params, '$.errors') AS BIGINT) > 0)
        AND (event <> 'form' OR action = 'submitted')
        -- Of products, 3 stars of 5 or less: our own threshold, well below the 4.2 to 4.5 up to which the chance
        -- of an order grows (Maslowska, Malthouse and Bernritter 2017). 0 is what shops say of what nobody has
        -- rated.
        AND (event <> 'content' OR contains(params::VARCHAR, '"rating"') AND of_product(params)
            AND try_cast(json_extract_string(params, '$.rating') AS DOUBLE) > 0
            AND try_cast(json_extract_string(params, '$.rating') AS DOUBLE) * 5
                <= 3 * coalesce(try_cast(json_extract_string(params, '$.rating_best') AS DOUBLE), 5))
        AND (event <> 'web_vital'
            OR try_cast(coalesce(json_extract_string(params, '$.ms'),
                json_extract_string(params, '$.score')) AS DOUBLE)
            > MAP {'LCP': 4000, 'INP': 500, 'CLS': 0.25}[json_extract_string(params, '$.metric')])
), noticed AS (
    SELECT * EXCLUDE (kinds, step, form, failed, form_ms, waited_ms, place), unnest(kinds) AS kind
    FROM told
    WHERE kinds IS NOT NULL
), sent AS (
    -- Only who came to the checkout and was refused there or before can send the same again there.
    SELECT *, lag(failed) OVER tries AND (lag(waited_ms) OVER tries = form_ms) IS NOT TRUE AS again
    FROM told
    SEMI JOIN (SELECT session_id FROM told WHERE failed) USING (session_id)
    WHERE form IS NOT NULL
    WINDOW tries AS (PARTITION BY session_id, form ORDER BY occurred_at, place)
), resent AS (
    SELECT site, session_id, visitor_id, occurred_at, page_path, params, event, 'resubmit' AS kind
    FROM sent
    SEMI JOIN (
        SELECT session_id, min(occurred_at) AS begun_at FROM told WHERE step IS NOT NULL GROUP BY session_id
    ) AS checkouts ON checkouts.session_id = sent.session_id AND checkouts.begun_at <= sent.occurred_at
    WHERE again
), views AS MATERIALIZED (
    SELECT
        CASE WHEN p_described THEN site END AS site,
        session_id,
        CASE WHEN p_described THEN visitor_id END AS visitor_id,
        occurred_at, place,
        CASE WHEN p_described THEN page_path END AS page_path,
        -- Pages are told apart by a number, which is compared sooner.
        hash(page_path) AS page
    FROM asked(p_site, p_since, p_until, p_segment)
    WHERE event = 'page_view' AND page_path IS NOT NULL
), turns AS (
    -- A page loaded again is the same page.
    SELECT *
    FROM views
    -- Who never comes to a page twice has not gone back; to find the others is cheaper than to sort all.
    SEMI JOIN (
        SELECT session_id
        FROM views
        GROUP BY session_id
        -- A bit for each page: fewer bits than views where a page came again.
        HAVING count(*) > 2 AND count(*) > bit_count(bit_or(1::UBIGINT << (page & 63)))
    ) USING (session_id)
    QUALIFY page IS DISTINCT FROM lag(page) OVER (PARTITION BY session_id ORDER BY occurred_at, place)
), returns AS MATERIALIZED (
    SELECT
        *,
        lag(page) OVER visit         AS from_page,
        lag(page_path) OVER visit    AS from_path,
        lag(occurred_at) OVER visit  AS from_at,
        page = lag(page, 2) OVER visit AS is_back
    FROM turns
    WINDOW visit AS (PARTITION BY session_id ORDER BY occurred_at, place)
    QUALIFY is_back
), lists AS (
    -- From where somebody has gone three times to come back, if it is one.
    SELECT session_id
    FROM returns
    GROUP BY session_id, page
    HAVING count(*) >= 3
), products AS (
    SELECT DISTINCT session_id, hash(page_path) AS page
    FROM asked(p_site, p_since, p_until, p_segment)
    SEMI JOIN lists USING (session_id)
    WHERE list_contains(['view_item', 'content'], event)
        AND (event = 'view_item' OR of_product(params))
), carts AS MATERIALIZED (
    SELECT
        CASE WHEN p_described THEN site END AS site,
        session_id,
        CASE WHEN p_described THEN visitor_id END AS visitor_id,
        occurred_at, place,
        CASE WHEN p_described THEN page_path END AS page_path,
        event, currency, value
    FROM asked(p_site, p_since, p_until, p_segment)
    WHERE list_contains(['view_cart', 'begin_checkout', 'add_payment_info', 'price_change'], event)
), prices AS (
    -- What was said in the cart, beside what is said when paying; where the tracker has not said it.
    SELECT
        *,
        last_value(CASE WHEN event IN ('view_cart', 'begin_checkout') THEN value END IGNORE NULLS)
            OVER visit AS before,
        last_value(CASE WHEN event IN ('view_cart', 'begin_checkout') THEN currency END IGNORE NULLS)
            OVER visit AS before_currency,
        count(*) FILTER (event = 'price_change') OVER (PARTITION BY session_id) AS changes
    FROM carts
    -- Only where more is to be paid than was said at any time.
    SEMI JOIN (
        SELECT session_id
        FROM carts
        GROUP BY session_id
        HAVING max(value) FILTER (event = 'add_payment_info')
            > min(value) FILTER (event <> 'add_payment_info')
    ) USING (session_id)
    WINDOW visit AS (PARTITION BY session_id ORDER BY occurred_at, place)
), numbered AS (
    SELECT *, row_number() OVER (PARTITION BY session_id ORDER BY occurred_at, place) AS nth
    FROM told
    -- As with pages: who never comes to a step twice has not gone back.
    SEMI JOIN (
        SELECT session_id FROM told
        WHERE event = 'checkout_step' AND step IS NOT NULL
        GROUP BY session_id, step
        HAVING count(*) > 1
    ) USING (session_id)
    -- What an event implies says where somebody is, and not that they went there.
    WHERE event = 'checkout_step' AND step IS NOT NULL
), ranked AS (
    -- Steps have the order in which the visit first came to them, whatever the shop calls them.
    SELECT *, min(nth) OVER (PARTITION BY session_id, step) AS first_nth
    FROM numbered
), stays AS (
    SELECT *, lag(step) OVER visit AS came_from, lag(first_nth) OVER visit AS before_nth
    FROM ranked
    WINDOW visit AS (PARTITION BY session_id ORDER BY nth)
), derived AS (
    SELECT site, session_id, visitor_id, occurred_at, from_path AS page_path,
        'quick_back' AS kind, date_diff('millisecond', from_at, occurred_at) || ' ms' AS detail
    FROM returns
    WHERE occurred_at - from_at <= INTERVAL 10 SECOND
    UNION ALL
    -- From a list to products and back, again and again.
    SELECT any_value(site), session_id, any_value(visitor_id), list_sort(list(occurred_at))[3],
        any_value(page_path), 'pogo', count(*) || ' times'
    FROM returns
    SEMI JOIN products ON products.session_id = returns.session_id AND products.page = returns.from_page
    ANTI JOIN products AS own ON own.session_id = returns.session_id AND own.page = returns.page
    GROUP BY session_id, page
    HAVING count(*) >= 3
    UNION ALL
    SELECT site, session_id, visitor_id, occurred_at, page_path, 'step_back', came_from || ' to ' || step
    FROM stays
    WHERE first_nth < before_nth
    UNION ALL
    -- Less to pay is a coupon's work, and no friction.
    SELECT any_value(site), session_id, any_value(visitor_id), min(occurred_at),
        arg_min(page_path, occurred_at), 'price_change',
        arg_min(before::DOUBLE || ' to ' || value::DOUBLE, occurred_at)
    FROM prices
    WHERE event = 'add_payment_info' AND value > before AND changes = 0
        AND currency IS NOT DISTINCT FROM before_currency
    GROUP BY session_id
)
SELECT * FROM noticed WHERE kind IS NOT NULL
UNION ALL BY NAME
SELECT * FROM resent
UNION ALL BY NAME
SELECT * FROM derived
UNION ALL BY NAME
-- Where a visit names its steps, they are those; elsewhere they are what its events imply.
SELECT site, session_id, visitor_id, occurred_at, page_path, event, step
FROM told
WHERE step IS NOT NULL AND (event = 'checkout_step' OR session_id NOT IN (
    SELECT session_id FROM told WHERE event = 'checkout_step' AND step IS NOT NULL));

COMMENT ON MACRO TABLE friction_signals IS 'One row a friction signal, with the event that told it or with the detail where none did; and, without a kind, one row a step of the checkout.';
