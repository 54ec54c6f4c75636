-- An answer's rows into a Parquet file. The variable answer_shape names the columns with their types,
-- answer_file the file.
COPY (
    SELECT unnest(json_transform(record, getvariable('answer_shape')::VARCHAR))
    FROM (SELECT record FROM answer ORDER BY place)
) TO (getvariable('answer_file')) (FORMAT parquet, COMPRESSION zstd)
