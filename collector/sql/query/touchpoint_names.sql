-- Whether there is a touchpoint of this name, and the twenty that visits meet most. $1: the name.
WITH met AS (
    SELECT touchpoint, count(*) AS times
    FROM events
    WHERE event = 'touchpoint' AND touchpoint IS NOT NULL AND robot IS NULL
    GROUP BY touchpoint
)
SELECT
    coalesce(bool_or(touchpoint = $1::VARCHAR), false)                          AS is_there,
    array_to_string(list(touchpoint ORDER BY times DESC, touchpoint)[1:20], ', ') AS names
FROM met;
