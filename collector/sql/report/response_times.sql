-- Response times of paired events.
FROM response_times($site::VARCHAR, $since::TIMESTAMP, $until::TIMESTAMP, $segment::VARCHAR,
    p_from := $from::VARCHAR, p_to := $to::VARCHAR)
ORDER BY questions DESC, asked;
