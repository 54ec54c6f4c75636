-- What each channel cost in a period; what a segment's visits cost nobody knows, nor how one for no site is
-- shared among several: it counts in full at each.
SELECT channel, sum(cost)::DOUBLE AS cost
FROM costs
WHERE ($site::VARCHAR IS NULL OR site IS NULL OR site = $site::VARCHAR)
    AND ($since::TIMESTAMP IS NULL OR day >= $since::TIMESTAMP::DATE)
    AND ($until::TIMESTAMP IS NULL OR day < $until::TIMESTAMP)
    AND $segment::VARCHAR IS NULL
GROUP BY channel;
