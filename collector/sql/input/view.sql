-- Names the three columns asked for; source is read each time.
CREATE OR REPLACE TEMP VIEW input AS
SELECT
    COLUMNS(c -> c = getvariable('input_user'))  AS user_key,
    COLUMNS(c -> c = getvariable('input_time'))  AS time_key,
    COLUMNS(c -> c = getvariable('input_event')) AS event_key
FROM source;
