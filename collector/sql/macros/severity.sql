-- How much a kind of friction weighs before there is data.
CREATE OR REPLACE MACRO severity(p_kind) AS
CASE
    WHEN p_kind IN ('error', 'pay', 'payment_error', 'price_change', 'rage', 'resubmit',
        'stock_error') THEN 'high'
    WHEN p_kind IN ('bad_reviews', 'coupon_error', 'coupon_hunt', 'dead', 'js_error', 'pogo', 'poor_cls',
        'poor_inp', 'poor_lcp', 'request_failed', 'step_back', 'validation', 'zero_results')
        THEN 'medium'
    ELSE 'low'
END;

COMMENT ON MACRO severity IS 'How much a kind of friction weighs before there is data: low, medium or high.';
