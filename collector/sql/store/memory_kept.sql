-- While DuckDB is to give back what it keeps of the file (BASE_TABLE): all but 48 MB of it. What has come since the
-- last checkpoint is in no file yet, and with less room than that takes DuckDB would write it to one beside the store.
SET VARIABLE room = coalesce(getvariable('room'), 48_000_000);
SET VARIABLE kept = (
    SELECT coalesce(sum(memory_usage_bytes) FILTER (tag <> 'BASE_TABLE'), 0)::BIGINT + getvariable('room') || 'B'
    FROM duckdb_memory()
);
SET memory_limit = getvariable('kept');
