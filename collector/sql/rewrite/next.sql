-- The statements that make events_next: the columns of events with their comments, and no rows. The
-- answer is text to be run, so that a column added by a migration is in it by itself.
SELECT string_agg(statement, chr(10) ORDER BY place) AS statements
FROM (
    SELECT -2 AS place, 'DROP TABLE IF EXISTS events_next;' AS statement
    UNION ALL
    SELECT -1, regexp_replace(sql, '^CREATE TABLE events\s*\(', 'CREATE TABLE events_next(')
    FROM duckdb_tables()
    WHERE table_name = 'events' AND NOT internal AND NOT temporary
    UNION ALL
    SELECT 0, format('COMMENT ON TABLE events_next IS ''{}'';', replace(comment, '''', ''''''))
    FROM duckdb_tables()
    WHERE table_name = 'events' AND NOT internal AND NOT temporary AND comment IS NOT NULL
    UNION ALL
    SELECT column_index, format('COMMENT ON COLUMN events_next.{} IS ''{}'';', column_name,
        replace(comment, '''', ''''''))
    FROM duckdb_columns()
    WHERE table_name = 'events' AND schema_name = 'main' AND comment IS NOT NULL
);
