-- Every stored event as a JSON object without its empty columns, in the order of arrival.
SELECT json_merge_patch('{}', to_json(e))::VARCHAR
FROM events AS e
ORDER BY rowid;
