-- What became of paying: attempts, errors, and whether it came to an order.

CREATE OR REPLACE VIEW payments AS
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
    FROM asked(NULL, NULL, NULL, NULL)
    WHERE event IN ('payment_attempt', 'payment_error', 'payment_frame', 'purchase')
        AND NOT tells_again(event, session_id, transaction_id)
)
GROUP BY site, session_id
HAVING bool_or(event <> 'purchase');

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
COMMENT ON COLUMN payments.paid IS 'Whether the visit has made an order.';
