-- The way through the checkout: one row a stay in a step.

-- A step told again while in it is the same stay (a reload). A stay ends with the next step, with the
-- purchase, or with the visit.
CREATE OR REPLACE VIEW checkout_steps AS
WITH told AS (
    SELECT
        site, session_id, visitor_id, occurred_at, page_path, event, place,
        CASE WHEN event = 'checkout_step' THEN p.step END AS step,
        p.declared AS declared,
        -- The shop's own word for it, or a form sent again after it was refused or nothing followed; not what a
        -- script sends on, as in friction_signals.
        CASE event
            WHEN 'friction' THEN p.kind = 'resubmit'
            WHEN 'form' THEN coalesce(lag(NOT completes(p.outcome, p.status)) OVER tries, false)
                AND (lag(CASE p.outcome WHEN 'nothing' THEN p.form_ms END) OVER tries = p.form_ms) IS NOT TRUE
            ELSE false
        END AS resubmit
    FROM (
        SELECT *, json_transform(params, '{"step": "VARCHAR", "declared": "BOOLEAN", "kind": "VARCHAR",
            "form": "VARCHAR", "outcome": "VARCHAR", "status": "BIGINT", "form_ms": "BIGINT"}') AS p
        FROM asked(NULL, NULL, NULL, NULL)
        WHERE event IN ('checkout_step', 'friction', 'purchase')
            OR event = 'form' AND action = 'submitted'
    )
    WINDOW tries AS (PARTITION BY site, session_id, event, p.form ORDER BY occurred_at, place)
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
    FROM asked(NULL, NULL, NULL, NULL)
    WHERE session_id IN (SELECT session_id FROM asked(NULL, NULL, NULL, NULL) WHERE event = 'checkout_step')
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
