-- Visits by weekday and hour.
FROM rhythm($site::VARCHAR, $since::TIMESTAMP, $until::TIMESTAMP, $segment::VARCHAR,
    p_offset := $utc_offset::DOUBLE, p_by := $by::VARCHAR)
ORDER BY part, weekday, hour;
