-- The stages of a shop, in their order.
FROM stages($site::VARCHAR, $since::TIMESTAMP, $until::TIMESTAMP, $segment::VARCHAR)
ORDER BY stage;
