-- Carries the events over as the rules have them now. $1, $2: from this place in the order of arrival up
-- to before that one; $3: since when, microseconds since 1970.
INSERT INTO events_next
SELECT deciding.* EXCLUDE (rule_place, rule_step, rule_begins, rule_key) REPLACE (
    CASE WHEN decided.rule_key IS NOT NULL AND rule_begins
        THEN decided.channel ELSE deciding.channel END AS channel,
    coalesce(decided.phase, deciding.phase) AS phase,
    CASE WHEN decided.rule_key IS NOT NULL
        THEN decided.touchpoint ELSE deciding.touchpoint END AS touchpoint,
    CASE WHEN decided.spam AND deciding.robot IS NULL THEN 'spam'
        WHEN NOT decided.spam AND deciding.robot = 'spam' THEN NULL
        ELSE deciding.robot END AS robot)
FROM deciding
LEFT JOIN decided
    ON deciding.rule_key = decided.rule_key AND deciding.occurred_at >= make_timestamp($3)
WHERE rule_place >= $1 AND rule_place < $2 AND NOT coalesce(decided.silenced, false)
ORDER BY rule_place;
