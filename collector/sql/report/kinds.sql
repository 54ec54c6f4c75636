-- Kinds of contacts, the most met first.
FROM contact_kinds($site::VARCHAR, $since::TIMESTAMP, $until::TIMESTAMP, $segment::VARCHAR)
ORDER BY visits DESC, medium, kind;
