-- What frictions weigh, the heaviest first.
FROM friction_weights($site::VARCHAR, $since::TIMESTAMP, $until::TIMESTAMP, $segment::VARCHAR)
ORDER BY weight DESC, kind, step;
