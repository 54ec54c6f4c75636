-- Waits for a curve: seconds, and whether it happened or was only watched so long.
FROM waits($site::VARCHAR, $since::TIMESTAMP, $until::TIMESTAMP, $segment::VARCHAR,
    p_from := $from::VARCHAR, p_to := $to::VARCHAR, p_key := $key::VARCHAR, p_now := $now::TIMESTAMP);
