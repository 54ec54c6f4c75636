-- Names of a Parquet file's columns, to tell whether it is of the preset's kind.
SELECT column_name FROM (DESCRIBE FROM read_parquet(getvariable('import_file')));
