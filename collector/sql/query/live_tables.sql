-- The tables, views and macros there are, and what they hold.
SELECT table_name AS name, 'table' AS kind, comment FROM duckdb_tables() WHERE NOT internal
UNION ALL
SELECT view_name, 'view', comment FROM duckdb_views() WHERE NOT internal
UNION ALL
SELECT DISTINCT function_name || '(' || array_to_string(parameters, ', ') || ')', 'macro', comment
FROM duckdb_functions() WHERE NOT internal
ORDER BY kind DESC, name
