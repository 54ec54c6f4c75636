-- CDNOW's orders as events, from the file that variable orders names: a purchase each, at noon.
INSERT INTO events BY NAME
WITH lines AS (
    SELECT row_number() OVER () AS n, string_split_regex(trim(line), ' +') AS fields
    FROM read_csv(getvariable('orders'), columns = {'line': 'VARCHAR'}, delim = '|', skip = 1)
)
SELECT
    uuid()                                                     AS event_id,
    'cdnow'                                                    AS site,
    fields[1]::UBIGINT                                         AS visitor_id,
    n                                                          AS session_id,
    'purchase'                                                 AS event,
    strptime(fields[2], '%Y%m%d') + INTERVAL 12 HOUR           AS occurred_at,
    occurred_at                                                AS received_at,
    'cdnow'                                                    AS source,
    n::VARCHAR                                                 AS transaction_id,
    'USD'                                                      AS currency,
    fields[4]::DECIMAL(18, 4)                                  AS value
FROM lines;
