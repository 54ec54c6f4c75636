-- What times written as text are: how many can be read as a timestamp, as a number, as a whole number;
-- and one that cannot be read as the first or the second.
WITH times AS (
    SELECT
        time_key,
        coalesce(isfinite(try_cast(time_key AS TIMESTAMPTZ)), false) AS is_stamp,
        coalesce(isfinite(try_cast(time_key AS DOUBLE)), false)      AS is_number
    FROM input
    WHERE time_key IS NOT NULL
)
SELECT
    count(*)                                                                 AS given,
    count(*) FILTER (is_stamp)                                               AS stamps,
    count(*) FILTER (is_number)                                              AS numbers,
    count(*) FILTER (regexp_full_match(trim(time_key), '[+-]?[0-9]{1,18}'))  AS wholes,
    min(time_key) FILTER (NOT is_stamp)                                      AS no_stamp,
    min(time_key) FILTER (NOT is_number)                                     AS no_number
FROM times;
