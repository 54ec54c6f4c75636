-- By day with any visit: those that came to a stage, and those of them that ordered.
SELECT
    (began::DATE - DATE '1970-01-01')::INTEGER AS day,
    count(*) FILTER (stage >= $stage::INTEGER)::DOUBLE AS came,
    count(*) FILTER (stage = 8)::DOUBLE        AS ordered
FROM visit_stages($site::VARCHAR, $since::TIMESTAMP, $until::TIMESTAMP, $segment::VARCHAR)
GROUP BY ALL
ORDER BY day;
