-- Fills source from a Parquet file, each row as a JSON object.
INSERT INTO source
SELECT file_row_number + 1, to_json(file)
FROM read_parquet(getvariable('import_file'), file_row_number = true) AS file;
