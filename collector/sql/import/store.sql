-- Stores what a mapping found and the store does not have, in the order in which it happened.
SET VARIABLE import_source = (SELECT any_value(source) FROM found);
SET VARIABLE import_first = (SELECT min(occurred_at) FROM found);
SET VARIABLE import_last = (SELECT max(occurred_at) FROM found);

-- The same event has the same time, so only the file's span of time is looked at.
CREATE OR REPLACE TEMP TABLE known AS
SELECT event_id
FROM events SEMI JOIN (SELECT event_id FROM found) USING (event_id)
-- A table told before as one of visits is not stored again as one of a till's.
WHERE source IN (getvariable('import_source')::VARCHAR, getvariable('import_preset')::VARCHAR)
  AND occurred_at BETWEEN getvariable('import_first')::TIMESTAMP AND getvariable('import_last')::TIMESTAMP;

INSERT INTO events BY NAME
SELECT
    deciding.* EXCLUDE (line, hit, part, nth, turn, rule_step, rule_begins, rule_key)
        REPLACE (coalesce(deciding.channel, decided.channel) AS channel, decided.phase AS phase,
             CASE WHEN decided.spam THEN 'spam' END AS robot)
FROM deciding
ANTI JOIN known USING (event_id)
LEFT JOIN decided USING (rule_key)
WHERE nth = 1
ORDER BY occurred_at, turn, line, hit, part;
