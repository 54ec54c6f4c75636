-- Opens a file of JSON objects, one a line, as source; types are found by reading all of it.
CREATE OR REPLACE TEMP VIEW source AS
FROM read_ndjson(getvariable('input_file'), sample_size = -1);
