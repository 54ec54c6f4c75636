-- The visitors who are meant, and those who share a visit with one of them: who consents in the middle of a
-- visit is another visitor from then on. One step and no further, because people behind one address may be
-- one visitor before they consent; and by what the collector itself has told of visits, not by a file's.
-- $1: visitor, identity or order; $2: which; $3: at which site, NULL for all.
WITH meant AS (
    SELECT DISTINCT visitor_id
    FROM events
    WHERE ($3 IS NULL OR site = $3)
        AND CASE $1
            WHEN 'visitor'  THEN visitor_id = try_cast($2 AS UBIGINT)
            WHEN 'identity' THEN identity = $2
            WHEN 'order'    THEN transaction_id = $2
        END
)
SELECT visitor_id FROM meant
UNION
SELECT others.visitor_id
FROM events others
JOIN events own USING (site, session_id)
WHERE own.visitor_id IN (FROM meant)
    AND own.source IN ('tracker', 'fallback') AND others.source IN ('tracker', 'fallback');
