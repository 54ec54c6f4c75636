-- Orders sent back, all first.
FROM returns($site::VARCHAR, $since::TIMESTAMP, $until::TIMESTAMP, $segment::VARCHAR)
ORDER BY returned DESC, reason <> 'all', reason;
