-- Attempts to write or to look elsewhere, one a paragraph: each is refused.
INSERT INTO events (event) VALUES ('x')

UPDATE events SET event = 'x'

DELETE FROM events

TRUNCATE events

MERGE INTO events USING (SELECT 1 AS a) s ON false WHEN NOT MATCHED THEN INSERT (event) VALUES ('x')

DROP TABLE events

DROP VIEW sessions

CREATE TABLE x (a INTEGER)

CREATE TEMP TABLE x AS SELECT 1

CREATE OR REPLACE VIEW sessions AS SELECT 1

CREATE MACRO m() AS 1

CREATE SEQUENCE s

CREATE INDEX i ON events (event)

CREATE TYPE t AS ENUM ('a')

ALTER TABLE events ADD COLUMN x INTEGER

COMMENT ON TABLE events IS 'x'

SELECT 1; DELETE FROM events

SELECT 1; SELECT 2

COMMIT; DELETE FROM events

COMMIT

ROLLBACK

BEGIN

/* SELECT */ DELETE FROM events

-- SELECT 1
DELETE FROM events

; DELETE FROM events; SELECT 1

WITH x AS (SELECT 1) INSERT INTO events (event) SELECT 'x'

WITH x AS (SELECT 1) DELETE FROM events

EXPLAIN ANALYZE DELETE FROM events

PREPARE p AS DELETE FROM events

EXECUTE p

CALL checkpoint()

CHECKPOINT

FORCE CHECKPOINT

VACUUM

ATTACH ':memory:' AS x

ATTACH 'OUTSIDE' AS x

DETACH shop

USE memory

COPY events TO 'OUTSIDE'

COPY events FROM 'OUTSIDE'

EXPORT DATABASE 'OUTSIDE'

IMPORT DATABASE 'OUTSIDE'

INSTALL httpfs

LOAD httpfs

SET memory_limit = '10GB'

RESET memory_limit

SET VARIABLE x = 1

PRAGMA database_list

PRAGMA enable_external_access

SELECT * FROM 'OUTSIDE'

FROM "OUTSIDE"

FROM (WITH "outside.csv" AS (SELECT 1) FROM "outside.csv"), "outside.csv"

FROM 'https://example.com/x.parquet'

FROM 's3://bucket/*.parquet'

SELECT * FROM read_csv('OUTSIDE')

SELECT * FROM read_csv_auto('OUTSIDE')

SELECT * FROM read_text('OUTSIDE')

SELECT * FROM read_blob('OUTSIDE')

SELECT * FROM read_json('OUTSIDE')

SELECT * FROM read_parquet('OUTSIDE')

SELECT * FROM parquet_scan('OUTSIDE')

SELECT * FROM parquet_metadata('OUTSIDE')

SELECT * FROM sniff_csv('OUTSIDE')

SELECT * FROM glob('/etc/*')

SELECT (SELECT content FROM read_text('OUTSIDE'))

WITH x AS (FROM read_text('OUTSIDE')) FROM x

SELECT * FROM events WHERE event IN (SELECT content FROM READ_TEXT('OUTSIDE'))

SELECT * FROM query('DROP TABLE events')

SELECT * FROM query('SELECT * FROM read_text(''OUTSIDE'')')

SELECT * FROM query_table('OUTSIDE')

SELECT * FROM query_table(['events'])

SELECT * FROM histogram('OUTSIDE', a)

SELECT getenv('HOME')

SELECT current_setting('temp_directory')

SELECT getvariable('x')

SELECT nextval('s')

SELECT ''.read_text()

SELECT write_log('x')

SELECT * FROM json_execute_serialized_sql(json_serialize_sql('SELECT 1'))

SELECT json_serialize_plan('SELECT 1')

SELECT * FROM duckdb_settings()

SELECT * FROM duckdb_databases()

FROM duckdb_databases

SELECT * FROM (WITH duckdb_databases AS (SELECT 1) FROM duckdb_databases), duckdb_databases

SELECT * FROM duckdb_secrets()

SELECT * FROM duckdb_extensions()

SELECT * FROM duckdb_logs

SELECT * FROM duckdb_temporary_files()

SELECT * FROM pragma_database_list

SELECT * FROM pragma_storage_info('events')

SHOW DATABASES

SHOW ALL TABLES; DROP TABLE events

SELECT * FROM system.main.duckdb_settings()

SELECT * FROM system.main.duckdb_databases

SELECT * FROM pg_catalog.pg_settings

SELECT * FROM pg_settings

SELECT * FROM arrow_scan(1::UBIGINT, 2::UBIGINT, 3::UBIGINT)

SELECT * FROM seq_scan('events')

SELECT * FROM force_checkpoint()

SELECT * FROM enable_logging()

SELECT * FROM which_secret('s3://x', 's3')

SELECT repeat('x', 3000000000)

SELECT lpad('x', 2000000000, 'y')

SELECT len(range(300000000))

SELECT format('{:>1000000000}', 'x')

SELECT sleep_ms(100000)

ＳＥＬＥＣＴ 1

SELECT 1 INTO x

EXPLAIN COPY events TO 'OUTSIDE'

SELECT $1

PIVOT events ON event USING count(*)

SELECT levenshtein(event, event) FROM events

SELECT bin(event) FROM events

WITH a AS NOT MATERIALIZED (SELECT 1 AS i), b AS NOT MATERIALIZED (FROM a x, a y), c AS NOT MATERIALIZED (FROM b x, b y), d AS NOT MATERIALIZED (FROM c x, c y), e AS NOT MATERIALIZED (FROM d x, d y), f AS NOT MATERIALIZED (FROM e x, e y), g AS NOT MATERIALIZED (FROM f x, f y), h AS NOT MATERIALIZED (FROM g x, g y), i AS NOT MATERIALIZED (FROM h x, h y), j AS NOT MATERIALIZED (FROM i x, i y), k AS NOT MATERIALIZED (FROM j x, j y), l AS NOT MATERIALIZED (FROM k x, k y), m AS NOT MATERIALIZED (FROM l x, l y), n AS NOT MATERIALIZED (FROM m x, m y), o AS NOT MATERIALIZED (FROM n x, n y) SELECT count(*) FROM o

SELECT 1 AS a0, a0+a0 AS a1, a1+a1 AS a2, a2+a2 AS a3, a3+a3 AS a4, a4+a4 AS a5, a5+a5 AS a6, a6+a6 AS a7, a7+a7 AS a8, a8+a8 AS a9, a9+a9 AS a10, a10+a10 AS a11, a11+a11 AS a12, a12+a12 AS a13, a13+a13 AS a14, a14+a14 AS a15, a15+a15 AS a16, a16+a16 AS a17, a17+a17 AS a18, a18+a18 AS a19, a19+a19 AS a20
