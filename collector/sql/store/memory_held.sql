-- After DuckDB has given back what it keeps of the file. It does not let go of a block or two of each row group that it
-- has written since it was opened: when that comes to more than the room it had, it gets more, and for some time to come.
SET VARIABLE held = (
    SELECT coalesce(sum(memory_usage_bytes), 0)::BIGINT FROM duckdb_memory() WHERE tag = 'BASE_TABLE'
);
SET VARIABLE room = CASE
    WHEN getvariable('held') > getvariable('room') THEN getvariable('held') + 16_000_000
    ELSE getvariable('room')
END;
SELECT getvariable('held') AS held;
