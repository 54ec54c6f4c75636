-- Who is in a segment.
FROM members($site::VARCHAR, $since::TIMESTAMP, $until::TIMESTAMP, $segment::VARCHAR);
