-- Whether a file has a ledger of migrations: one without is new, or no store.
SELECT count(*) > 0 AS has_ledger FROM duckdb_tables() WHERE table_name = 'migrations';
