-- What is exported: every table and view.
SELECT table_name FROM duckdb_tables() WHERE NOT internal
UNION ALL
SELECT view_name FROM duckdb_views() WHERE NOT internal
ORDER BY ALL
