-- One table or view into one Parquet file.
COPY (FROM query_table(getvariable('export_relation')))
TO (getvariable('export_file')) (FORMAT parquet, COMPRESSION zstd)
