-- Fields, the most abandoned of each form first.
FROM field_report($site::VARCHAR, $since::TIMESTAMP, $until::TIMESTAMP, $segment::VARCHAR)
WHERE $form::VARCHAR IS NULL OR form = $form::VARCHAR
ORDER BY form, abandons DESC, field;
