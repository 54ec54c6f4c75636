-- Who speaks for the shop.
FROM advocacy($site::VARCHAR, $since::TIMESTAMP, $until::TIMESTAMP, $segment::VARCHAR);
