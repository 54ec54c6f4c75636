-- Did those who were shown an intervention order more often than those it was held back from?
WITH arm AS (
    SELECT DISTINCT params->>'intervention' AS intervention, params->>'arm' AS arm, session_id
    FROM events
    WHERE event = 'intervention'
)
SELECT intervention, arm, count(*) AS visits, count(*) FILTER (s.orders > 0) AS ordering
FROM arm JOIN sessions s USING (session_id)
GROUP BY ALL
ORDER BY intervention, arm;
