-- Fills source from a Parquet file with GA360's columns; those we do not use are left aside.
INSERT INTO source
SELECT file_row_number + 1, try_cast(file AS ga360_session)
FROM read_parquet(getvariable('import_file'), file_row_number = true) AS file;
