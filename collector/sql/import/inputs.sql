-- What the rules are asked of a file's events, once each: as sql/enrich/inputs.sql of those stored.
SELECT
    rule_key,
    any_value(site)          AS site,
    any_value(event)         AS event,
    any_value(touchpoint)    AS touchpoint,
    any_value(action)        AS action,
    any_value(page_path)     AS page_path,
    any_value(rule_step)     AS step,
    any_value(rule_begins)   AS begins,
    any_value(page_host)     AS page_host,
    any_value(referrer_host) AS referrer_host,
    any_value(utm_source)    AS utm_source,
    any_value(utm_medium)    AS utm_medium,
    any_value(utm_campaign)  AS utm_campaign,
    any_value(click_id)      AS click_id,
    any_value(channel)       AS channel
FROM deciding
GROUP BY rule_key;
