-- Touchpoints and orders as steps of people's journeys: whose, when, whether it is an order, and which. Pages
-- can name any number of touchpoints, and each is reckoned with: after the 300 most met they are one.
WITH met AS MATERIALIZED (
    FROM touches($site::VARCHAR, $since::TIMESTAMP, $until::TIMESTAMP, $segment::VARCHAR)
), most AS (
    SELECT touchpoint
    FROM met
    WHERE touchpoint IS NOT NULL
    GROUP BY touchpoint
    ORDER BY count(*) DESC, touchpoint
    LIMIT 300
)
SELECT person_id, epoch_us(happened_at) AS happened_at, is_order,
    CASE WHEN NOT is_order THEN coalesce(most.touchpoint, '(other)') END AS touchpoint
FROM met LEFT JOIN most USING (touchpoint)
ORDER BY happened_at, is_order, place;
