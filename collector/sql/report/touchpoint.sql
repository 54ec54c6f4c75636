-- One touchpoint, all of it first, then its parts.
FROM touchpoint_sheet($site::VARCHAR, $since::TIMESTAMP, $until::TIMESTAMP, $segment::VARCHAR, p_name := $name::VARCHAR)
ORDER BY section <> 'all', section, CASE WHEN section <> 'month' THEN visits END DESC, part;
