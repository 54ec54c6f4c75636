-- By day: visits that came to a stage, and those of them that ordered.
SELECT
    (began::DATE - DATE '1970-01-01')::INTEGER AS day,
    count(*)::DOUBLE                           AS came,
    count(*) FILTER (stage = 8)::DOUBLE        AS ordered
FROM visit_stages($site::VARCHAR, $since::TIMESTAMP, $until::TIMESTAMP, $segment::VARCHAR)
WHERE stage >= $stage::INTEGER
GROUP BY ALL
ORDER BY day;
