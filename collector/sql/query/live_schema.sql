-- Every column of the tables and views, and what it holds.
SELECT table_name AS relation, column_name AS name, data_type AS type, comment
FROM duckdb_columns() WHERE NOT internal
ORDER BY relation, column_index
