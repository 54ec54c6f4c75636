-- Journeys as steps: one row an event that is a step, in the sense asked for; of purchases always one, and of an
-- order one: a thank-you page loaded again is none, nor is a server's word of the same order.
CREATE OR REPLACE MACRO steps(p_site, p_since, p_until, p_segment, p_of := 'event') AS TABLE
SELECT site, visitor_id, session_id, occurred_at, place, is_order, step
FROM (
    SELECT *, CASE
        WHEN p_of = 'page'       THEN CASE WHEN event = 'page_view' THEN page_path END
        WHEN p_of = 'touchpoint' THEN CASE WHEN action IN ('seen', 'acted') THEN touchpoint END
        WHEN p_of = 'channel'    THEN channel
        WHEN p_of = 'phase'      THEN phase
        -- What tells how something went is no step of the way.
        WHEN NOT list_contains(['click', 'touchpoint', 'field', 'form', 'web_vital', 'content', 'js_error',
            'request_failed', 'request_slow', 'friction', 'consent', 'identify', 'payment_frame'], event)
                                 THEN event
        END AS step,
        event = 'purchase' AND (transaction_id IS NULL OR place IN (
            SELECT min(place)
            FROM asked(p_site, NULL, NULL, NULL) JOIN orders USING (session_id, transaction_id)
            WHERE event = 'purchase'
            GROUP BY session_id, transaction_id)) AS is_order
    FROM asked(p_site, p_since, p_until, p_segment)
)
WHERE CASE WHEN event = 'purchase' THEN is_order ELSE step IS NOT NULL END;

COMMENT ON MACRO TABLE steps IS 'Journeys as steps: events, pages, touchpoints, channels or phases, and the purchase of each order.';
