-- Opens a Parquet file as source.
CREATE OR REPLACE TEMP VIEW source AS
FROM read_parquet(getvariable('input_file'));
