-- Fills source from a Parquet file with REES46's columns, in any order and of any type.
CREATE OR REPLACE TEMP TYPE rees46_row AS STRUCT(
    event_time VARCHAR, event_type VARCHAR, product_id VARCHAR, category_id VARCHAR,
    category_code VARCHAR, brand VARCHAR, price VARCHAR, user_id VARCHAR, user_session VARCHAR
);

-- Text of a TIMESTAMP WITH TIME ZONE is in the connection's zone.
SET TimeZone = 'UTC';

INSERT INTO source
SELECT file_row_number + 1, unnest(try_cast(file AS rees46_row))
FROM read_parquet(getvariable('import_file'), file_row_number = true) AS file;
