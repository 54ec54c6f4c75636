-- Forms, the most seen first.
FROM form_report($site::VARCHAR, $since::TIMESTAMP, $until::TIMESTAMP, $segment::VARCHAR)
ORDER BY views DESC, form;
