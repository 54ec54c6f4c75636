-- Reads the three columns asked for into memory: text files are slow to read twice.
CREATE OR REPLACE TEMP TABLE input AS
SELECT
    COLUMNS(c -> c = getvariable('input_user'))  AS user_key,
    COLUMNS(c -> c = getvariable('input_time'))  AS time_key,
    COLUMNS(c -> c = getvariable('input_event')) AS event_key
FROM source;
