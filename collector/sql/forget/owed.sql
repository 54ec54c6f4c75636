-- Whether the file's free blocks are still to be written over.
SELECT count(*) > 0 AS owed
FROM duckdb_tables()
WHERE table_name = 'to_overwrite' AND NOT internal AND NOT temporary;
