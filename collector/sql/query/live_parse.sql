-- A statement as DuckDB's own parser reads it, as JSON; an error for all that is no SELECT.
SELECT json_serialize_sql($text::VARCHAR, skip_empty := true, skip_null := true)
