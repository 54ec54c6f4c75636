-- The statements that take a person's rows out of every other table with a column for visitors or
-- visits. Written anew as a whole, because a deleted row stays in the file until its block is.
SELECT string_agg(format('CREATE OR REPLACE TEMP TABLE staying AS SELECT * FROM {} WHERE NOT coalesce('
    || 'list_contains(from_json(getvariable(''forget_{}''), ''["UBIGINT"]''), {}), false); '
    || 'DELETE FROM {}; INSERT INTO {} SELECT * FROM staying; DROP TABLE staying;',
    table_name, CASE column_name WHEN 'visitor_id' THEN 'visitors' ELSE 'sessions' END, column_name,
    table_name, table_name), ' ' ORDER BY table_name, column_name) AS statements
FROM duckdb_columns()
JOIN duckdb_tables() USING (database_name, schema_name, table_name)
WHERE column_name IN ('visitor_id', 'session_id')
    AND table_name NOT IN ('events', 'events_next')
    AND NOT duckdb_tables.internal AND NOT duckdb_tables.temporary;
