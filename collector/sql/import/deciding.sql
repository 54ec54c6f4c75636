-- What a mapping found, with every column of events, and the key of what the rules read of each. Its own
-- channel stands, so none is decided.
CREATE OR REPLACE TEMP VIEW deciding AS
SELECT
    *,
    rule_key(site, event, touchpoint, action, page_path, rule_step, false, channel, page_host,
        referrer_host, utm_source, utm_medium, utm_campaign, click_id) AS rule_key
FROM (
    SELECT *, step_of(event, params) AS rule_step
    FROM (SELECT * FROM found UNION ALL BY NAME SELECT * FROM events WHERE false)
);
