-- How long answers take: from each opening event to the next answering one of the same order, or, where
-- there is no order number, of the same person. What was asked in the period counts, whenever it was answered.
-- An event does not answer itself: how long it is to the next, waits tell.
CREATE OR REPLACE MACRO response_times(
    p_site, p_since, p_until, p_segment, p_from := NULL, p_to := NULL
) AS TABLE
WITH pairs AS (
    SELECT * FROM (VALUES
        ('chat_opened', 'chat_replied'),
        ('return_requested', 'return_resolved'),
        ('review_submitted', 'review_replied'),
        ('purchase', 'order_delivered')
    ) AS known (opening, answering)
    WHERE p_from IS NULL
    UNION ALL
    SELECT p_from, p_to WHERE p_from <> p_to
), told AS (
    SELECT site, event, occurred_at, session_id,
        coalesce('#' || transaction_id, coalesce(person_id, visitor_id)::VARCHAR) AS key
    FROM asked(p_site, p_since, NULL, NULL) LEFT JOIN people USING (site, visitor_id)
    WHERE (event IN (SELECT opening FROM pairs) OR event IN (SELECT answering FROM pairs))
        -- An order is of the time in which it was made, whenever its thank-you page is opened again.
        AND NOT tells_again(event, session_id, transaction_id)
), openings AS (
    SELECT opening, answering, site, key, min(occurred_at) AS opened_at
    FROM told JOIN pairs ON event = opening
    WHERE (p_until IS NULL OR occurred_at < p_until)
        AND (p_segment IS NULL OR session_id IN (
            SELECT session_id FROM segment_members WHERE segment = p_segment))
    -- The same thing told twice at once is one question, and so is whatever is told again of an order: by a
    -- page loaded twice, or by the page and the shop's server.
    GROUP BY opening, answering, site, key, CASE WHEN NOT starts_with(key, '#') THEN occurred_at END
), answers AS (
    SELECT opening, answering, site, key, occurred_at AS answered_at
    FROM told JOIN pairs ON event = answering
), followed AS (
    SELECT openings.*, answered_at
    FROM openings ASOF LEFT JOIN answers
        ON openings.opening = answers.opening AND openings.answering = answers.answering
        AND openings.site = answers.site AND openings.key = answers.key
        AND openings.opened_at <= answers.answered_at
), joined AS (
    -- Without an order's number an answer is one to the question before it, and not to those that nobody
    -- answered before that one was asked.
    SELECT *, CASE WHEN starts_with(key, '#') OR opened_at = max(opened_at) OVER (
            PARTITION BY opening, answering, site, key, answered_at)
        THEN epoch(answered_at - opened_at) END AS took
    FROM followed
)
SELECT
    opening                                       AS asked,
    answering                                     AS answered_by,
    count(*)                                      AS questions,
    count(took)                                   AS answers,
    count(took) / count(*)                        AS answer_rate,
    quantile_cont(took, 0.5) / 60          AS minutes_p50,
    quantile_cont(took, 0.75) / 60         AS minutes_p75,
    quantile_cont(took, 0.9) / 60          AS minutes_p90
FROM joined
GROUP BY opening, answering;

COMMENT ON MACRO TABLE response_times IS 'How long answers take between paired events, with percentiles.';
