-- The store's own macros, which whoever reads may use.
SELECT DISTINCT function_name FROM duckdb_functions() WHERE NOT internal
