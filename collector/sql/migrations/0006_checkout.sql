-- The way through the checkout: one row a stay in a step; and what became of paying.

-- A step told again while in it is the same stay (a reload). A stay ends with the next step, with the
-- purchase, or with the visit.
CREATE VIEW checkout_steps AS
WITH told AS (
    SELECT
        site, session_id, visitor_id, occurred_at, page_path, event, rowid AS place,
        CASE WHEN event = 'checkout_step' THEN p.step END AS step,
        p.declared AS declared,
        event = 'friction' AND p.kind = 'resubmit' AS resubmit
    FROM (
        SELECT *, rowid, json_transform(params,
            '{"step": "VARCHAR", "declared": "BOOLEAN", "kind": "VARCHAR"}') AS p
        FROM events
        WHERE event IN ('checkout_step', 'friction', 'purchase')
    )
), placed AS (
    SELECT *, last_value(step IGNORE NULLS) OVER before AS step_before
    FROM told
    WINDOW before AS (
        PARTITION BY site, session_id ORDER BY occurred_at, place
        ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
    )
), counted AS (
    SELECT *, count(*) FILTER (step IS DISTINCT FROM step_before AND step IS NOT NULL) OVER (
        PARTITION BY site, session_id ORDER BY occurred_at, place
    ) AS stay
    FROM placed
), stays AS (
    SELECT
        site,
        session_id,
        stay,
        any_value(visitor_id)                           AS visitor_id,
        any_value(step)                                 AS step,
        bool_or(coalesce(declared, false))              AS declared,
        min(occurred_at)                                AS entered_at,
        arg_min(page_path, occurred_at)                 AS page_path,
        min(occurred_at) FILTER (event = 'purchase')    AS bought_at,
        count(*) FILTER (resubmit)                      AS resubmits
    FROM counted
    WHERE stay > 0
    GROUP BY site, session_id, stay
), ranked AS (
    -- Steps have the order in which the visit first came to them, whatever the shop calls them.
    SELECT *, min(stay) OVER (PARTITION BY site, session_id, step) AS first_stay FROM stays
), ended AS (
    SELECT site, session_id, max(occurred_at) AS ended_at
    FROM events
    WHERE session_id IN (SELECT session_id FROM events WHERE event = 'checkout_step')
    GROUP BY site, session_id
)
SELECT
    site,
    session_id,
    visitor_id,
    step,
    declared,
    page_path,
    entered_at,
    coalesce(least(bought_at, lead(entered_at) OVER visit), ended_at) AS left_at,
    date_diff('millisecond', entered_at,
        coalesce(least(bought_at, lead(entered_at) OVER visit), ended_at)) AS step_ms,
    coalesce(first_stay < lag(first_stay) OVER visit, false) AS back,
    lag(step) OVER visit AS came_from,
    resubmits
FROM ranked
JOIN ended USING (site, session_id)
WINDOW visit AS (PARTITION BY site, session_id ORDER BY stay);

CREATE VIEW payments AS
SELECT
    site,
    session_id,
    any_value(visitor_id)                                                    AS visitor_id,
    min(occurred_at) FILTER (event <> 'purchase')                            AS first_at,
    max(occurred_at) FILTER (event <> 'purchase')                            AS last_at,
    count(*) FILTER (event = 'payment_attempt')                              AS attempts,
    count(*) FILTER (event = 'payment_error')                                AS errors,
    count(*) FILTER (event = 'payment_error' AND p.error_type = 'hard')      AS hard_errors,
    count(*) FILTER (event = 'payment_error' AND p.error_type = 'soft')      AS soft_errors,
    list_sort(list(DISTINCT p.error_code) FILTER (p.error_code IS NOT NULL)) AS error_codes,
    list_sort(list(DISTINCT p.payment_type) FILTER (p.payment_type IS NOT NULL)) AS payment_types,
    coalesce(try_cast(sum(p.frame_ms) FILTER (event = 'payment_frame') AS BIGINT), 0) AS frame_ms,
    bool_or(event = 'purchase')                                              AS paid
FROM (
    SELECT *, CASE WHEN event <> 'purchase' THEN json_transform(params, '{
        "error_type": "VARCHAR", "error_code": "VARCHAR", "payment_type": "VARCHAR",
        "frame_ms": "BIGINT"
    }') END AS p
    FROM events
    WHERE event IN ('payment_attempt', 'payment_error', 'payment_frame', 'purchase')
)
GROUP BY site, session_id
HAVING bool_or(event <> 'purchase');

COMMENT ON VIEW checkout_steps IS 'One row a stay in a step of the checkout.';
COMMENT ON COLUMN checkout_steps.site IS 'The shop.';
COMMENT ON COLUMN checkout_steps.session_id IS 'The visit.';
COMMENT ON COLUMN checkout_steps.visitor_id IS 'Pseudonym of the visitor.';
COMMENT ON COLUMN checkout_steps.step IS 'Name of the step: cart, address, delivery, payment, review, done, or the shop''s own.';
COMMENT ON COLUMN checkout_steps.declared IS 'Whether the shop named the step; else it was inferred.';
COMMENT ON COLUMN checkout_steps.page_path IS 'Path of the page on which it was entered.';
COMMENT ON COLUMN checkout_steps.entered_at IS 'When it was entered, UTC.';
COMMENT ON COLUMN checkout_steps.left_at IS 'When it was left, UTC: for another step, by the purchase, or with the visit''s last event.';
COMMENT ON COLUMN checkout_steps.step_ms IS 'Milliseconds from entering to leaving.';
COMMENT ON COLUMN checkout_steps.back IS 'Whether it was come back to from a step the visit had reached later.';
COMMENT ON COLUMN checkout_steps.came_from IS 'The step before it; empty for the visit''s first.';
COMMENT ON COLUMN checkout_steps.resubmits IS 'How often something was submitted again in it.';

COMMENT ON VIEW payments IS 'One row a visit that tried to pay: attempts, errors, and whether it came to an order.';
COMMENT ON COLUMN payments.site IS 'The shop.';
COMMENT ON COLUMN payments.session_id IS 'The visit.';
COMMENT ON COLUMN payments.visitor_id IS 'Pseudonym of the visitor.';
COMMENT ON COLUMN payments.first_at IS 'When paying was first heard of, UTC.';
COMMENT ON COLUMN payments.last_at IS 'When paying was last heard of, UTC.';
COMMENT ON COLUMN payments.attempts IS 'How often paying was tried.';
COMMENT ON COLUMN payments.errors IS 'How often it failed.';
COMMENT ON COLUMN payments.hard_errors IS 'Failures that trying again does not mend (error_type hard).';
COMMENT ON COLUMN payments.soft_errors IS 'Failures after which trying again may help (error_type soft).';
COMMENT ON COLUMN payments.error_codes IS 'The different codes of its errors, in order of the alphabet.';
COMMENT ON COLUMN payments.payment_types IS 'The different ways of paying tried, in order of the alphabet.';
COMMENT ON COLUMN payments.frame_ms IS 'Milliseconds a payment provider''s frame had the focus: inferred from outside it.';
COMMENT ON COLUMN payments.paid IS 'Whether the visit has a purchase.';
