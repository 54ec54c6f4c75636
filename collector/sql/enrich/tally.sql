-- How many events the rules read otherwise than they are stored. $1: since when.
SELECT
    count(*)                                                                             AS events,
    count(*) FILTER (rule_begins AND deciding.channel IS DISTINCT FROM decided.channel)  AS channels,
    count(*) FILTER (deciding.phase IS DISTINCT FROM decided.phase)                      AS phases,
    count(*) FILTER (deciding.touchpoint IS DISTINCT FROM decided.touchpoint)            AS touchpoints,
    count(*) FILTER (decided.silenced)                                                   AS silenced,
    count(*) FILTER (decided.spam <> coalesce(deciding.robot = 'spam', false)
        AND (deciding.robot IS NULL OR deciding.robot = 'spam'))                         AS robots
FROM deciding
JOIN decided USING (rule_key)
WHERE occurred_at >= make_timestamp($1);
