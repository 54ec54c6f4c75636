-- The stored events with the key of what the rules read of each.
CREATE OR REPLACE TEMP VIEW deciding AS
SELECT
    *,
    rule_key(site, event, touchpoint, action, page_path, rule_step, rule_begins, channel, page_host,
        referrer_host, utm_source, utm_medium, utm_campaign, click_id) AS rule_key
FROM (
    SELECT
        *,
        rowid                                                        AS rule_place,
        step_of(event, params)                                       AS rule_step,
        begins_visit(source, event, params, channel, referrer_host)  AS rule_begins
    FROM events
);
