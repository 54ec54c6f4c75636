-- From what a preset's own file has made of the records to found and rejected. It reads the table judged,
-- one row an event:
--   line, hit, part   where it stands: the record, which of its hits, which of the hit's events
--   reason            why it is refused, where the preset knows
--   key               what the source identifies it by; without one, equal events are counted
--   visitor, session  the source's ids; without a session, pauses of half an hour tell visits apart
--   turn              numbers that order equal times, where the source has them; else the line does
--   amount, money     its worth and the worth's currency, as the source writes them
-- and columns of events by their names: event, occurred_at, source where it is not the preset, and whatever else
-- the source knows.
-- The variable import_preset names the source.
CREATE OR REPLACE TEMP TABLE checked AS
SELECT
    * EXCLUDE (reason, amount, money),
    try_cast(amount AS DECIMAL(18, 4)) AS value,
    CASE WHEN amount IS NULL THEN NULL
         WHEN regexp_full_match(trim(money), '[A-Za-z]{3}') THEN upper(trim(money))
         ELSE getvariable('import_currency')::VARCHAR END AS currency,
    CASE
        WHEN reason IS NOT NULL         THEN reason
        WHEN event IS NULL              THEN 'event_missing'
        WHEN NOT regexp_full_match(event, '[A-Za-z0-9_.:-]{1,64}') THEN 'event_invalid'
        WHEN occurred_at IS NULL        THEN 'time_invalid'
        WHEN NOT plausible(occurred_at) THEN 'time_out_of_range'
        WHEN visitor IS NULL            THEN 'visitor_missing'
        WHEN amount IS NOT NULL AND try_cast(amount AS DECIMAL(18, 4)) IS NULL THEN 'value_invalid'
        WHEN try_cast(amount AS DECIMAL(18, 4)) < 0 THEN 'value_negative'
    END AS reason
FROM (
    FROM judged
    UNION ALL BY NAME
    SELECT * EXCLUDE (event_id, site, visitor_id, session_id, received_at, value, currency),
        NULL::BIGINT[] AS turn
    FROM events WHERE false
);

INSERT INTO rejected
SELECT line, nullif(hit, 0), reason, record, false
FROM checked JOIN source USING (line)
WHERE reason IS NOT NULL;

-- Equal events without a key are told apart by counting them: the n-th of its kind is the same event in
-- every file that has it, wherever it stands.
CREATE OR REPLACE TEMP TABLE counted AS
SELECT
    * EXCLUDE (key, reason),
    CASE WHEN key IS NOT NULL THEN key
         ELSE concat_ws(chr(31), likeness, row_number() OVER (PARTITION BY likeness ORDER BY line, hit, part))
    END AS key
FROM (
    SELECT *, CASE WHEN key IS NULL THEN md5(concat_ws(chr(31), event, epoch_us(occurred_at), visitor,
        coalesce(session, ''), coalesce(value::VARCHAR, ''), coalesce(currency, ''),
        coalesce(transaction_id, ''), coalesce(page_path, ''), coalesce(touchpoint, ''),
        coalesce(items::VARCHAR, ''), coalesce(params::VARCHAR, ''))) END AS likeness
    FROM checked
    WHERE reason IS NULL
);

-- Visits where the source has none: half an hour without an event ends one, as of tracked visits. Until
-- then an event belongs to the visit of the visitor's event before, whether the source named that or not.
CREATE OR REPLACE TEMP TABLE visited AS
SELECT
    * EXCLUDE (begins, session),
    last_value(coalesce(session, begins) IGNORE NULLS) OVER (
        PARTITION BY visitor ORDER BY occurred_at, turn, line, hit, part
        ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS session
FROM (
    SELECT *, CASE WHEN coalesce(occurred_at - lag(occurred_at) OVER (
            PARTITION BY visitor ORDER BY occurred_at, turn, line, hit, part) >= INTERVAL 30 MINUTE, true)
        THEN visitor || '/' || epoch_us(occurred_at) END AS begins
    FROM counted
);

-- One row an event to be stored, in the columns of events; turn, line, hit and part order equal times, and
-- an event found twice in the file is stored the first time. The first of a visit that brings no
-- channel gets it from the rules.
CREATE OR REPLACE TEMP TABLE mapped AS
SELECT
    * EXCLUDE (visitor, session, key, likeness),
    row_number() OVER (PARTITION BY event_id ORDER BY line, hit, part)           AS nth,
    channel IS NULL
        AND row_number() OVER (PARTITION BY session_id ORDER BY occurred_at, turn, line, hit, part) = 1 AS begins
FROM (
    SELECT
        * REPLACE (coalesce(source, getvariable('import_preset')::VARCHAR) AS source),
        md5(concat_ws(chr(31), getvariable('import_preset'), getvariable('import_site'), key))::UUID AS event_id,
        getvariable('import_site')::VARCHAR                                      AS site,
        pseudonym(getvariable('import_preset'), 'visitor', visitor)              AS visitor_id,
        pseudonym(getvariable('import_preset'), 'session', session)              AS session_id,
        getvariable('imported_at')::TIMESTAMP                                    AS received_at
    FROM visited
);

CREATE OR REPLACE TEMP VIEW found AS FROM mapped;

-- How many places of the file must be accounted for in found and rejected together: what the preset has
-- judged, and every record that it has lost.
CREATE OR REPLACE TEMP VIEW places AS
SELECT (SELECT count(*) FROM (SELECT DISTINCT line, hit FROM judged))
    + (SELECT count(*) FROM source ANTI JOIN judged USING (line)) AS places;
