-- Waits for curves, one row a pair: how many seconds each took that happened, and how many each was watched
-- that has not.
SELECT
    opening, ending,
    coalesce(list(seconds) FILTER (happened), [])                           AS took,
    coalesce(list(seconds) FILTER (NOT happened AND seconds IS NOT NULL), []) AS watched
FROM wait_pairs($from::VARCHAR, $to::VARCHAR)
LEFT JOIN waits($site::VARCHAR, $since::TIMESTAMP, $until::TIMESTAMP, $segment::VARCHAR,
    p_from := $from::VARCHAR, p_to := $to::VARCHAR, p_now := $now::TIMESTAMP) USING (pair)
GROUP BY pair, opening, ending
ORDER BY pair;
