-- Whether a purchase only tells an order again that another visit has made: a thank-you page opened once more,
-- from a bookmark or a confirmation. Ask it beside a condition on the event, so that only those few are looked up.
CREATE OR REPLACE MACRO tells_again(p_event, p_session, p_transaction) AS
p_event = 'purchase' AND p_transaction IS NOT NULL
    AND (p_session, p_transaction) NOT IN (SELECT (session_id, transaction_id) FROM orders);

COMMENT ON MACRO tells_again IS 'Whether a purchase only tells an order again that another visit has made.';
