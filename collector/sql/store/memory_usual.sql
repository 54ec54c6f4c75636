-- What the collector's DuckDB may take; as store/open.rs opens it.
SET memory_limit = '1GB';
