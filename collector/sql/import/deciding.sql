-- What a mapping found, with every column of events, and the key of what the rules read of each. A channel
-- that it brings stands; of a visit without one, the first event (begins) has it decided.
CREATE OR REPLACE TEMP VIEW deciding AS
SELECT
    *,
    rule_key(site, event, touchpoint, action, page_path, rule_step, rule_begins, channel, page_host,
        referrer_host, utm_source, utm_medium, utm_campaign, click_id) AS rule_key
FROM (
    SELECT * EXCLUDE (begins), step_of(event, params) AS rule_step,
        coalesce(begins, false) AND channel IS NULL AS rule_begins
    FROM (
        FROM found
        UNION ALL BY NAME
        SELECT *, false AS begins, NULL::BIGINT[] AS turn FROM events WHERE false
    )
);
