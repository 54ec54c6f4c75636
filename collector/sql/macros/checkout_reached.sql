-- When visits came to the steps of the checkout, as the shop names them or, where a visit names none, as its
-- events imply them.
CREATE OR REPLACE MACRO checkout_reached(p_site, p_since, p_until, p_segment) AS TABLE
WITH told AS MATERIALIZED (
    SELECT session_id, occurred_at, event = 'checkout_step' AS is_told,
        CASE WHEN event = 'checkout_step' THEN json_extract_string(params, '$.step')
            ELSE implied_step(event) END AS step
    FROM asked(p_site, p_since, p_until, p_segment)
    WHERE list_contains(['checkout_step', 'begin_checkout', 'add_shipping_info', 'add_payment_info',
        'payment_attempt', 'payment_error'], event)
)
SELECT session_id, step, min(occurred_at) AS reached_at
FROM told
WHERE step IS NOT NULL
    AND (is_told OR session_id NOT IN (SELECT session_id FROM told WHERE is_told AND step IS NOT NULL))
GROUP BY session_id, step;

COMMENT ON MACRO TABLE checkout_reached IS 'One row a visit and step of the checkout that it came to, with the time.';
