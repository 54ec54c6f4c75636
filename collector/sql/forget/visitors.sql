-- The visitors who are meant. $1: visitor, identity or order; $2: which; $3: at which site, NULL for all.
SELECT DISTINCT visitor_id
FROM events
WHERE ($3 IS NULL OR site = $3)
    AND CASE $1
        WHEN 'visitor'  THEN visitor_id = try_cast($2 AS UBIGINT)
        WHEN 'identity' THEN identity = $2
        WHEN 'order'    THEN transaction_id = $2
    END;
